"""The job that makes the files of an edition."""

from decimal import Decimal

from django.core.files.storage import storages
from PIL import Image

from testimonials import conversion
from testimonials.models import Edition
from testimonials.models.editions import FILES
from testimonials.services import editing, files, giving
from tests.base import StaffTestCase

from .factories import create_given
from .films import film, photo, sent

CAPTIONS = "WEBVTT\n\n00:00.000 --> 00:01.000\nHello from the test."


class ConversionTestCase(StaffTestCase):
    def draft_with(self, content: bytes) -> Edition:
        given = create_given(brand=self.brand, by=self.bob, kind="video")
        files.add(testimonial=given, file=sent(content))
        return editing.draft(testimonial=given, by=self.bob)

    def convert(self, edition: Edition) -> Edition:
        with self.captureOnCommitCallbacks(execute=True):
            conversion.convert.call(edition.pk)
        return Edition.objects.get(pk=edition.pk)

    def test_a_video_becomes_an_mp4_with_three_posters(self):
        edition = self.convert(self.draft_with(film()))
        assert edition.converted_at
        assert (edition.progress, edition.width, edition.height) == (100, 160, 120)
        assert edition.video.name.endswith(".mp4")
        for name in FILES[1:]:
            with getattr(edition, name).open("rb") as file, Image.open(file) as image:
                assert image.size == (160, 120), name

    def test_a_photo_loses_what_the_camera_wrote(self):
        edition = self.convert(self.draft_with(photo()))
        assert edition.video.name == ""
        for name in FILES[1:]:
            with getattr(edition, name).open("rb") as file:
                content = file.read()
            assert b"Secret Street" not in content
            assert len(content) <= 40_000

    def test_a_new_cut_replaces_the_old_files(self):
        edition = self.convert(self.draft_with(film()))
        old = edition.video.name
        cut = {"trim_start": Decimal("0.5"), "trim_end": Decimal("1.5")}
        edition = editing.edit(edition=edition, values=cut, by=self.bob)
        assert edition.converted_at is None
        edition = self.convert(edition)
        assert 0.9 < edition.seconds < 1.1
        assert edition.video.name != old
        assert not storages["testimonials"].exists(old)

    def test_a_cut_changed_meanwhile_is_not_overwritten(self):
        edition = self.draft_with(film())
        stale = Edition.objects.select_related("testimonial", "clip", "photo").get(pk=edition.pk)
        made = conversion.make_video(stale)
        editing.edit(edition=edition, values={"trim_end": Decimal("1")}, by=self.bob)
        with self.captureOnCommitCallbacks(execute=True):
            conversion.finish(stale, made)
        edition.refresh_from_db()
        assert edition.converted_at is None
        assert not storages["testimonials"].exists(made["video"])

    def test_a_late_failure_of_an_older_cut_does_not_mark_the_new_one(self):
        edition = self.draft_with(photo())
        stale = Edition.objects.get(pk=edition.pk)
        editing.edit(edition=edition, values={"poster_at": Decimal("2")}, by=self.bob)
        conversion.fail(stale, "The photo could not be read.")
        conversion.note_progress(stale, 50)
        edition.refresh_from_db()
        assert (edition.failure, edition.progress) == ("", 0)

    def test_a_withdrawn_edition_is_not_converted(self):
        edition = self.draft_with(photo())
        giving.withdraw(testimonial=edition.testimonial)
        assert self.convert(edition).converted_at is None

    def test_an_impossible_cut_is_reported_and_nothing_is_tried_again(self):
        edition = self.draft_with(film())
        edition = editing.edit(edition=edition, values={"trim_start": Decimal("90")}, by=self.bob)
        edition = self.convert(edition)
        assert "cut" in edition.failure
        assert not edition.is_converting

    def test_a_later_edition_with_the_same_cut_shares_the_files(self):
        edition = self.convert(self.draft_with(film()))
        editing.edit(edition=edition, values={"captions": CAPTIONS}, by=self.bob)
        editing.check_captions(edition=edition, by=self.bob)
        editing.approve(edition=edition, by=self.bob)
        editing.confirm(edition=edition)
        later = editing.draft(testimonial=edition.testimonial, by=self.bob)
        assert later.converted_at
        assert later.video.name == edition.video.name
        assert later.transcript == "Hello from the test."
        cut = {"trim_end": Decimal("1")}
        self.convert(editing.edit(edition=later, values=cut, by=self.bob))
        assert storages["testimonials"].exists(edition.video.name)

    def test_files_that_no_row_names_are_removed(self):
        edition = self.convert(self.draft_with(film()))
        kept = conversion.named_files()
        assert {edition.video.name, edition.clip.file.name} <= kept
