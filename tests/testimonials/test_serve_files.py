"""Files follow the consent: published for everyone, else for reviewers and the giver alone."""

from datetime import timedelta

import time_machine
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from contactatonce.brands.models import Brand
from media.models import Image, Rendition
from testimonials.links import signed_file_path
from testimonials.models import Edition, Testimonial
from testimonials.services import editing, giving
from tests.base import StaffTestCase
from tests.testimonials.factories import create_video, live

FILES = {
    "video.mp4": ("video/mp4", b"video"),
    "picture.avif": ("image/avif", b"avif"),
    "picture.webp": ("image/webp", b"webp"),
    "picture.jpeg": ("image/jpeg", b"jpeg"),
    "small.webp": ("image/webp", b"small"),
    "captions.vtt": ("text/vtt", b"WEBVTT"),
}
NO_FILES = ("video.webm", "..", "picture.png", "clip", "%00", "video.mp4%00")


def create_reviewer(user):
    user.user_permissions.add(Permission.objects.get(codename="view_testimonial"))
    return user


class FilesTestCase(StaffTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.testimonial = create_video(brand=cls.brand, by=cls.adam)
        cls.edition = live(cls.testimonial)

    def path(self, name="video.mp4", edition=None):
        return f"/testimonials/files/{(edition or self.edition).pk}/{name}"

    def statuses(self, client=None, host=""):
        """Return the answers for all files of the edition."""
        headers = {"host": host or self.host}
        asked = client or Client()
        return {asked.get(self.path(name), headers=headers).status_code for name in FILES}

    def signed(self, name="video.mp4"):
        return Client().get(signed_file_path(self.edition, name), headers={"host": self.host})


class LogoTestCase(FilesTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.logo = Image.objects.create(
            title="x", alt="x", width=9, height=9, content_hash="x", rendered_at=timezone.now()
        )
        file = ContentFile(b"logo", "logo.webp")
        Rendition.objects.create(
            image=cls.logo, format="webp", width=9, height=9, size=4, file=file
        )
        Testimonial.objects.filter(pk=cls.testimonial.pk).update(logo=cls.logo)

    def test_a_logo_is_served_while_its_company_agrees(self):
        path = self.path("logo.webp")
        page = self.client.get(self.testimonial.get_absolute_url()).text
        assert f'src="{path}"' in page
        assert self.logo.renditions.get().url not in page
        response = self.client.get(path)
        assert (response.content, response["Content-Type"]) == (b"logo", "image/webp")
        assert response["Cache-Control"] == "private, max-age=30, must-revalidate"
        Testimonial.objects.get(pk=self.testimonial.pk).company_consent.withdraw()
        assert self.client.get(path).status_code == 404
        assert path not in self.client.get(self.testimonial.get_absolute_url()).text


class PublishedFilesTestCase(FilesTestCase):
    def test_everyone_gets_each_file_in_its_type_for_a_moment(self):
        for name, (content_type, content) in FILES.items():
            response = self.client.get(self.path(name))
            assert response.status_code == 200, name
            assert b"".join(response).startswith(content)
            assert response["Content-Type"].startswith(content_type)
            assert response["Cache-Control"] == "private, max-age=30, must-revalidate"
            assert response["X-Content-Type-Options"] == "nosniff"
            assert not response.cookies and "Cookie" not in response.get("Vary", "")

    def test_video_is_sent_in_ranges(self):
        response = self.client.get(self.path(), headers={"range": "bytes=0-1"})
        assert (response.status_code, response["Content-Range"]) == (206, "bytes 0-1/5")
        assert b"".join(response) == b"vi"

    def test_file_takes_one_query(self):
        self.client.get(self.path())
        with self.assertNumQueries(1):
            self.client.get(self.path())

    def test_name_of_no_file_is_404(self):
        for name in NO_FILES:
            assert self.client.get(self.path(name)).status_code == 404, name
        assert self.client.get("/testimonials/files/0/video.mp4").status_code == 404

    def test_post_is_405(self):
        assert self.client.post(self.path()).status_code == 405


class UnpublishedFilesTestCase(FilesTestCase):
    def setUp(self):
        super().setUp()
        editing.take_down(testimonial=self.testimonial, by=self.adam)

    def test_visitors_and_colleagues_without_permission_get_404(self):
        assert self.statuses() == {404}
        client = Client()
        client.force_login(self.erin)
        assert self.statuses(client) == {404}

    def test_answer_to_a_visitor_varies_by_no_cookie(self):
        response = Client().get(self.path(), headers={"host": self.host})
        assert "Cookie" not in response.get("Vary", "")

    def test_reviewers_read_them_and_caches_do_not(self):
        client = Client()
        client.force_login(create_reviewer(self.erin))
        assert self.statuses(client) == {200}
        response = client.get(self.path(), headers={"host": self.host, "range": "bytes=0-1"})
        assert response.status_code == 206
        self.assertIn("no-store", response["Cache-Control"])

    def test_giver_reads_them_by_a_link_for_a_day(self):
        response = self.signed()
        assert (response.status_code, b"".join(response)) == (200, b"video")
        self.assertIn("no-store", response["Cache-Control"])
        assert response["X-Robots-Tag"] == "noindex"
        path = signed_file_path(self.edition, "video.mp4")
        with time_machine.travel(timedelta(hours=24, seconds=5), tick=False):
            assert Client().get(path, headers={"host": self.host}).status_code == 404

    def test_link_opens_its_own_file_alone(self):
        path = signed_file_path(self.edition, "video.mp4")
        for forged in (
            path.replace("video", "picture"),
            f"{path[:-2]}x/",
            "/testimonials/files/signed/x/",
        ):
            assert Client().get(forged, headers={"host": self.host}).status_code == 404


class EndedFilesTestCase(FilesTestCase):
    def test_withdrawal_ends_every_url_at_once(self):
        links = [signed_file_path(self.edition, name) for name in FILES]
        giving.withdraw(testimonial=self.testimonial)
        assert self.statuses() == {404}
        for link in links:
            assert Client().get(link, headers={"host": self.host}).status_code == 404
        client = Client()
        client.force_login(create_reviewer(self.erin))
        assert self.statuses(client) == {404}

    def test_end_of_the_consent_ends_them_without_any_job(self):
        ends_at = self.testimonial.person_consent.ends_at
        with time_machine.travel(ends_at - timedelta(seconds=1), tick=False):
            assert self.statuses() == {200}
        with time_machine.travel(ends_at, tick=False):
            assert self.statuses() == {404}

    def test_other_site_has_none_of_them(self):
        assert self.statuses(host=Brand.objects.get(slug="autodealerchat").host) == {404}

    def test_earlier_edition_ends_when_the_next_one_is_confirmed(self):
        second = editing.draft(testimonial=self.testimonial, by=self.adam)
        Edition.objects.filter(pk=second.pk).update(
            captions_checked_at=self.edition.captions_checked_at,
            converted_at=self.edition.converted_at,
            transcript=self.edition.transcript,
            video=self.edition.video.name,
            picture_jpeg=self.edition.picture_jpeg.name,
        )
        assert self.client.get(self.path(edition=second)).status_code == 404
        second.refresh_from_db()
        editing.approve(edition=second, by=self.adam)
        editing.confirm(edition=second)
        assert self.client.get(self.path()).status_code == 404
        assert self.client.get(self.path(edition=second)).status_code == 200
