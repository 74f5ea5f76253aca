"""A guest sends photos and videos, one at a time, without script; cheap checks come first (P28)."""

import io
from unittest import mock

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.test import override_settings
from django.utils import timezone

from media.video import tools
from testimonials.links import guest_path
from testimonials.models import Edition, Testimonial, Upload
from testimonials.services import editing, files, giving
from testimonials.views import uploads
from tests.leads.base import XHTML
from tests.test_public_forms import FOREIGN

from .factories import create_given, create_invited, create_published
from .films import film, photo
from .guests import GuestTestCase, page_text, tree_of


class Unread(io.BytesIO):
    """A body that no one may read."""

    def read(self, *args):
        raise AssertionError("The body was read.")

    readline = readinto = read1 = read


class FilesTestCase(GuestTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.given = create_given(brand=self.brand, by=self.bob, kind="photo")

    def upload(self, content: bytes, name: str = "me.jpg", *, to=None, **headers: str):
        fields = {"file": SimpleUploadedFile(name, content), "sent": "photo"}
        return self.client.post(guest_path(to or self.given, "files"), fields, headers=headers)

    def post_unread(self, testimonial: Testimonial | None, length: int, **headers: str):
        path = (
            guest_path(testimonial, "files") if testimonial else "/testimonials/yours/B1ax/files/"
        )
        return self.client.generic(
            "POST",
            path,
            b"x",
            content_type="multipart/form-data; boundary=b",
            headers=headers,
            **{"CONTENT_LENGTH": str(length), "wsgi.input": Unread()},
        )

    def test_an_approved_testimonial_takes_no_file_and_offers_none(self):
        edition = editing.draft(testimonial=self.given, by=self.bob)
        Edition.objects.filter(pk=edition.pk).update(
            converted_at=timezone.now(), picture_jpeg="p.jpeg"
        )
        editing.approve(edition=edition, by=self.bob)
        assert "Photos and videos" not in self.open(self.given).text
        assert self.open(self.given, "files")["Location"] == guest_path(self.given)
        sent = self.upload(photo())
        assert sent.status_code == 409
        assert "data-upload" not in sent.text
        assert not self.given.uploads.exists()

    def test_one_video_at_a_time_is_looked_at(self):
        with (
            mock.patch.object(files, "WAIT", 0),
            mock.patch.object(tools, "is_available", return_value=True),
            files.probing,
        ):
            sent = self.upload(b"a video", "me.mp4")
        assert (sent.status_code, sent["Retry-After"]) == (503, "60")
        assert "again in a minute" in sent.text
        assert not Upload.objects.exists()

    @override_settings(UPLOAD_RATE="2/10m")
    def test_files_of_one_network_are_limited_before_they_are_read(self):
        for _ in range(2):
            assert self.upload(b"no picture").status_code == 422
        assert self.post_unread(self.given, 1000).status_code == 429

    def test_a_full_disk_is_not_the_fault_of_the_guest(self):
        full = mock.Mock(side_effect=OSError(28, "No space left on device"))
        for name in ("new_file", "receive_data_chunk", "file_complete"):
            with mock.patch.object(TemporaryFileUploadHandler, name, full):
                sent = self.upload(photo())
            assert (sent.status_code, sent["Retry-After"]) == (503, "120"), name
            assert "please send the file again" in sent.text
        assert not Upload.objects.exists()

    def test_an_oversized_field_is_not_repeated(self):
        path = guest_path(self.given, "files")
        response = self.client.post(path, dict.fromkeys(("sent", "file", "text"), "x" * 90_000))
        assert response.status_code in (413, 422)
        assert "x" * 5000 not in response.text

    def test_a_photo_is_stored_and_listed(self):
        sent = self.upload(photo())
        assert sent["Location"] == guest_path(self.given, "files")
        [upload] = self.given.uploads.all()
        assert (upload.kind, upload.width) == ("photo", 320)
        assert "Photo," in page_text(self.client.get(sent["Location"]))
        assert "Photo," in page_text(self.open(self.given))

    @pytest.mark.skipif(not tools.is_available(), reason="needs ffmpeg")
    def test_a_video_is_stored_whatever_its_name(self):
        video = create_given(brand=self.brand, by=self.bob, email="v@example.com", kind="video")
        assert self.upload(film(), "clip.txt", to=video).status_code == 303
        assert video.uploads.get().kind == "video"

    def test_the_page_takes_what_the_guest_chose_and_says_that_words_are_safe(self):
        for kind, accepted in {
            "photo": [("image/*", None)],
            "video": [("video/*", "user"), ("video/*", None)],
        }.items():
            Testimonial.objects.filter(pk=self.given.pk).update(kind=kind)
            with mock.patch.object(uploads.tools, "is_available", return_value=True):
                page = self.open(self.given, "files")
            inputs = [i for i in tree_of(page).iter(f"{XHTML}input") if i.get("type") == "file"]
            assert [(i.get("accept"), i.get("capture")) for i in inputs] == accepted
            assert "Your words are stored already" in page_text(page)

    def test_only_the_page_that_records_may_use_the_camera(self):
        assert "camera=()" in self.open(self.given, "files")["Permissions-Policy"]
        Testimonial.objects.filter(pk=self.given.pk).update(kind="video")
        page = self.open(self.given, "files")
        assert "camera=(self)" in page["Permissions-Policy"]
        assert "media-src 'self' blob:" in page["Content-Security-Policy"]
        assert "camera=()" in self.open(self.given)["Permissions-Policy"]

    def test_without_ffmpeg_the_page_says_that_videos_have_to_wait(self):
        Testimonial.objects.filter(pk=self.given.pk).update(kind="video")
        with mock.patch.object(uploads.tools, "is_available", return_value=False):
            assert "can’t take videos at the moment" in page_text(self.open(self.given, "files"))

    def test_what_is_no_picture_comes_back_with_a_reason(self):
        for content in (b"PK\x03\x04" * 50, b"<script>alert(1)</script>", photo()[:300], b"\x00"):
            sent = self.upload(content)
            assert sent.status_code == 422
            assert 'role="alert"' in sent.text
        for nothing in ({}, {"file": ""}, {"file": SimpleUploadedFile("a.jpg", b"")}):
            sent = self.client.post(guest_path(self.given, "files"), {"sent": "x", **nothing})
            assert sent.status_code == 422
        assert not Upload.objects.exists()

    def test_a_hostile_file_name_names_nothing(self):
        for name in ("../../../etc/passwd", "a\r\nX: y.jpg", "é" * 300 + ".jpg", "<b>.jpg"):
            Upload.objects.all().delete()
            assert self.upload(photo(), name).status_code == 303
            assert Upload.objects.get().file.name.startswith(f"{self.given.key}/")

    def test_a_fourth_file_is_refused(self):
        for size in (100, 200, 300):
            self.upload(photo(size, size))
        page = self.open(self.given, "files")
        assert "as many files as fit here" in page_text(page)
        assert self.upload(photo(400, 400)).status_code == 409
        assert self.given.uploads.count() == 3

    def test_a_file_is_removed(self):
        self.upload(photo())
        [upload] = self.given.uploads.all()
        path = f"{guest_path(self.given, 'files')}{upload.pk}/remove/"
        for _ in range(2):
            assert self.client.post(path).status_code == 303
        assert not Upload.objects.exists()
        assert self.client.get(path).status_code == 405

    def test_a_file_of_another_guest_is_not_removed(self):
        other = create_given(brand=self.brand, by=self.bob, email="o@example.com")
        self.upload(photo())
        [upload] = self.given.uploads.all()
        self.client.post(f"{guest_path(other, 'files')}{upload.pk}/remove/")
        assert Upload.objects.exists()
        foreign = self.client.post(
            f"{guest_path(self.given, 'files')}{upload.pk}/remove/", headers=FOREIGN[0]
        )
        assert foreign.status_code == 403
        assert Upload.objects.exists()

    def test_what_was_confirmed_is_not_removed(self):
        self.upload(photo())
        edition = editing.draft(testimonial=self.given, by=self.bob)
        [upload] = self.given.uploads.all()
        type(edition).objects.filter(pk=edition.pk).update(
            approved_at=edition.created_at, confirmed_at=edition.created_at
        )
        sent = self.client.post(f"{guest_path(self.given, 'files')}{upload.pk}/remove/")
        assert sent.status_code == 409
        assert "part of the version that you confirmed" in sent.text

    def test_a_body_that_will_not_be_kept_is_not_read(self):
        foreign = create_given(brand=self.brand, by=self.bob, email="f@example.com")
        invited = create_invited(brand=self.brand, by=self.bob, email="i@example.com")
        withdrawn = create_published(brand=self.brand, by=self.bob, email="w@example.com")
        giving.withdraw(testimonial=withdrawn)
        full = create_given(brand=self.brand, by=self.bob, email="3@example.com")
        for size in (100, 200, 300):
            self.upload(photo(size, size), to=full)
        for name, status, response in (
            ("forged link", 404, self.post_unread(None, 1000)),
            ("from another site", 403, self.post_unread(foreign, 1000, **FOREIGN[0])),
            ("not yet given", 409, self.post_unread(invited, 1000)),
            ("withdrawn", 409, self.post_unread(withdrawn, 1000)),
            ("three files", 409, self.post_unread(full, 1000)),
            ("too large", 413, self.post_unread(self.given, 310_000_000)),
        ):
            with self.subTest(name):
                assert response.status_code == status
        too_large = self.post_unread(self.given, 310_000_000)
        assert "Your file is too large" in too_large.text
        assert "300 MB is the most" in too_large.text
        assert "shorten it" not in too_large.text

    def test_only_this_view_takes_more_than_any_other(self):
        many = photo() + b"\x00" * 300_000
        with override_settings(UPLOAD_MAX_BYTES=100_000, DATA_UPLOAD_MAX_MEMORY_SIZE=100_000):
            assert self.upload(many).status_code in {303, 422}
            sent = self.client.post(
                guest_path(self.given, "words"), {"file": SimpleUploadedFile("a.jpg", many)}
            )
            assert sent.status_code == 413

    def test_more_than_the_limit_is_not_kept_on_the_disk(self):
        with mock.patch.object(uploads, "MOST_BYTES", 50_000):
            sent = self.upload(photo() + b"\x00" * 200_000)
        assert sent.status_code == 422
        assert not Upload.objects.exists()

    def test_a_file_that_arrives_in_part_is_not_stored(self):
        head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
        whole = head + photo() + b"\r\n--b\r\n"
        for body in (whole[:-2000], whole, b""):
            sent = self.client.generic(
                "POST",
                guest_path(self.given, "files"),
                b"x",
                content_type="multipart/form-data; boundary=b",
                **{"CONTENT_LENGTH": str(len(whole) + 5000), "wsgi.input": io.BytesIO(body)},
            )
            assert sent.status_code in {400, 422}
        assert not Upload.objects.exists()
        assert self.stored(self.given).text == "They answer within a minute."
