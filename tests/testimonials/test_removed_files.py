"""Nothing is left of a video or photo that the guest removes or staff deselect (P28)."""

import hashlib

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection
from django.test import skipUnlessDBFeature
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from testimonials import conversion
from testimonials.models import Edition, Testimonial, Upload
from testimonials.models.editions import FILES
from testimonials.services import editing, files
from testimonials.services.steps import Refused
from testimonials.states import State
from tests.base import StaffTestCase

from .factories import CAPTIONS, create_given, create_video, live
from .films import photo, sent


class RemovedFilesTestCase(StaffTestCase):
    def draft(self) -> Edition:
        """Return a converted draft with a checked video."""
        given = create_given(brand=self.brand, by=self.bob, kind="video")
        clip = Upload.objects.create(
            testimonial=given,
            kind="video",
            file=ContentFile(b"film", "clip.mp4"),
            content_hash=hashlib.sha256(b"film").hexdigest(),
            size=4,
            width=160,
            height=120,
            seconds=3,
        )
        edition = editing.draft(testimonial=given, by=self.bob)
        assert edition.clip == clip
        for name in FILES:
            setattr(edition, name, ContentFile(name.encode(), f"{name}.bin"))
        edition.captions, edition.transcript = CAPTIONS, "They answer within a minute."
        edition.captions_checked_at = edition.converted_at = timezone.now()
        edition.size, edition.width, edition.height, edition.seconds = 5, 160, 120, 3
        edition.save()
        return edition

    def stored(self, edition: Edition) -> Edition:
        return Edition.objects.select_related("testimonial").get(pk=edition.pk)

    def remove(self, edition: Edition) -> None:
        with self.captureOnCommitCallbacks(execute=True):
            files.remove(upload=edition.clip)

    def test_nothing_of_a_removed_video_can_be_published(self):
        edition = self.draft()
        names = [file.name for file in edition.files.values()]
        self.remove(edition)
        stored = self.stored(edition)
        assert stored.files == {}
        assert (stored.size, stored.width, stored.height, stored.seconds) == (0, 0, 0, 0)
        assert (stored.captions, stored.transcript, stored.captions_checked_at) == ("", "", None)
        assert stored.version == edition.version + 1
        assert not any(storages["testimonials"].exists(name) for name in names)
        editing.approve(edition=stored, by=self.bob)
        editing.confirm(edition=self.stored(edition))
        assert Edition.objects.published().get().files == {}

    @skipUnlessDBFeature("has_select_for_update")
    def test_a_version_is_locked_while_its_video_is_removed(self):
        edition = self.draft()
        with CaptureQueriesContext(connection) as queries:
            self.remove(edition)
        locks = [query["sql"] for query in queries if "FOR UPDATE" in query["sql"]]
        assert any('FROM "testimonials_edition"' in lock for lock in locks)

    def test_nothing_of_a_deselected_video_is_left(self):
        edition = self.draft()
        names = [file.name for file in edition.files.values()]
        with self.captureOnCommitCallbacks(execute=True):
            editing.edit(edition=edition, values={"clip": None}, by=self.bob)
        assert self.stored(edition).files == {}
        assert not any(storages["testimonials"].exists(name) for name in names)

    def test_a_photo_in_place_of_a_video_has_no_transcript(self):
        edition = self.draft()
        upload = files.add(testimonial=edition.testimonial, file=sent(photo()))
        with self.captureOnCommitCallbacks(execute=True):
            editing.edit(edition=edition, values={"photo": upload}, by=self.bob)
            files.remove(upload=edition.clip)
        stored = self.stored(edition)
        assert (stored.captions, stored.transcript, stored.progress) == ("", "", 0)
        with pytest.raises(Refused, match="not converted yet"):
            editing.approve(edition=stored, by=self.bob)
        with self.captureOnCommitCallbacks(execute=True):
            conversion.convert.call(edition.pk)
        assert sorted(self.stored(edition).files) == [
            "picture.avif",
            "picture.jpeg",
            "picture.webp",
            "small.webp",
        ]

    def test_only_rows_with_the_given_names_are_read(self):
        edition, other = self.draft(), create_video(brand=self.brand, by=self.bob, email="b@c.de")
        names = {edition.video.name, edition.clip.file.name}
        kept = conversion.named_files([*names, "removed.mp4"])
        assert names <= kept
        assert kept.isdisjoint(conversion.named_files([live(other).video.name]))

    def test_files_of_the_confirmed_edition_stay(self):
        published = create_video(brand=self.brand, by=self.bob)
        later = editing.draft(testimonial=published, by=self.bob)
        names = [file.name for file in later.files.values()]
        with self.captureOnCommitCallbacks(execute=True):
            editing.edit(edition=later, values={"clip": None}, by=self.bob)
        assert self.stored(later).files == {}
        assert all(storages["testimonials"].exists(name) for name in names)

    def test_an_upload_or_a_removal_answers_what_staff_asked_for(self):
        given = create_given(brand=self.brand, by=self.bob, kind="photo")
        editing.ask_for_changes(testimonial=given, note="A larger photo?", by=self.bob)
        upload = files.add(testimonial=given, file=sent(photo()))
        given = Testimonial.objects.get(pk=given.pk)
        assert given.state == State.IN_REVIEW
        editing.ask_for_changes(testimonial=given, note="Without it?", by=self.bob)
        files.remove(upload=upload)
        assert Testimonial.objects.get(pk=given.pk).state == State.IN_REVIEW
