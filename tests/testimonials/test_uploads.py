"""Files of guests: taken by their content, three at most, never left behind."""

from unittest import mock

import pytest
from django.core.files.storage import FileSystemStorage, storages

from contactatonce.lib.uploads import TooMuch
from testimonials.models import Event, Upload
from testimonials.services import editing, files
from testimonials.services.steps import Refused
from tests.base import StaffTestCase

from .factories import create_given, create_published
from .films import film, photo, sent


def stored_names() -> set[str]:
    storage = storages["testimonials"]
    try:
        folders, _ = storage.listdir("")
    except FileNotFoundError:
        return set()
    return {f"{folder}/{name}" for folder in folders for name in storage.listdir(folder)[1]}


class FilesTestCase(StaffTestCase):
    def setUp(self):
        super().setUp()
        self.given = create_given(brand=self.brand, by=self.bob)
        self.before = stored_names()

    def new_files(self):
        return stored_names() - self.before

    def test_the_content_decides_what_a_file_is(self):
        picture = files.add(testimonial=self.given, file=sent(photo(), "film.mp4"))
        video = files.add(testimonial=self.given, file=sent(film(), "photo.jpg"))
        assert (picture.kind, picture.width, picture.height) == ("photo", 320, 240)
        assert (video.kind, video.width, video.height) == ("video", 160, 120)
        assert 1.9 < video.seconds < 2.2
        assert self.new_files() == {picture.file.name, video.file.name}
        assert self.given.events.filter(step=Event.Step.UPLOADED).count() == 2

    def test_a_file_that_cannot_be_shown_is_refused_and_not_kept(self):
        for content in (b"", b"hello", b"PK\x03\x04" + b"x" * 500, film()[:300], b"GIF89a"):
            with pytest.raises(Refused) as refused:
                files.add(testimonial=self.given, file=sent(content))
            assert len(str(refused.value)) > 20, content[:10]
        assert self.new_files() == set()

    def test_a_file_that_is_too_large_is_refused_with_its_size(self):
        with pytest.raises(Refused, match="450 MB"):
            files.add(testimonial=self.given, file=TooMuch("film.mp4", 450_000_000))

    def test_storage_that_is_away_refuses_with_a_message(self):
        away = mock.patch.object(FileSystemStorage, "save", side_effect=OSError("away"))
        with away, pytest.raises(Refused, match="could not be stored"):
            files.add(testimonial=self.given, file=sent(photo()))
        assert not self.given.uploads.exists()

    def test_three_files_are_the_most(self):
        for size in (100, 101, 102):
            files.add(testimonial=self.given, file=sent(photo(size, size)))
        with pytest.raises(Refused, match="3 files"):
            files.add(testimonial=self.given, file=sent(photo(103, 103)))

    def test_the_same_file_again_is_the_same_upload(self):
        uploads = {files.add(testimonial=self.given, file=sent(photo())).pk for _ in range(2)}
        assert len(uploads) == 1
        assert len(self.new_files()) == 1

    def test_a_removed_file_is_deleted(self):
        upload = files.add(testimonial=self.given, file=sent(photo()))
        with self.captureOnCommitCallbacks(execute=True):
            files.remove(upload=upload)
        assert self.new_files() == set()
        assert not Upload.objects.filter(pk=upload.pk).exists()

    def test_a_file_of_a_draft_can_be_removed_and_one_that_was_confirmed_cannot(self):
        upload = files.add(testimonial=self.given, file=sent(photo()))
        draft = editing.draft(testimonial=self.given, by=self.bob)
        assert draft.photo == upload
        files.remove(upload=upload)
        draft.refresh_from_db()
        assert draft.photo is None
        published = create_published(brand=self.brand, by=self.bob, email="b@example.com")
        later = files.add(testimonial=published, file=sent(photo()))
        edition = editing.draft(testimonial=published, by=self.bob)
        type(edition).objects.filter(pk=edition.pk).update(
            photo=later, approved_at=edition.created_at, confirmed_at=edition.created_at
        )
        with pytest.raises(Refused, match="confirmed"):
            files.remove(upload=later)
