"""A preview link shows a draft without an account: named, for seven days, revocable."""

import re
from datetime import timedelta

import time_machine
from django.utils import timezone

from publishing.models import PreviewLink
from tests.publishing.base import EditingTestCase


class PreviewLinksTestCase(EditingTestCase):
    def make(self, name="Legal"):
        """Make a link in the admin; return its path."""
        page = self.admin.post(f"/admin/blog/post/{self.post.pk}/previews/", {"name": name})
        assert page.status_code == 200
        assert "no-store" in page["Cache-Control"]
        found = re.search(r'value="https://www\.dealerchatblog\.com(/preview/[^"]+)"', page.text)
        return found[1]

    def test_it_shows_the_draft_to_anybody_who_has_it(self):
        page = self.client.get(self.make())
        assert page.status_code == 200
        assert self.refreshed().html in page.content.decode()
        assert not page.cookies

    def test_name_is_stored_without_control_characters(self):
        self.make("\x00 Legal,\u202e first\r\ndraft ")
        assert PreviewLink.objects.get().name == "Legal, first draft"

    def test_name_that_is_empty_or_too_long_is_refused(self):
        for name in ("", " \x00 ", "x" * 81, "x" * 5000):
            url = f"/admin/blog/post/{self.post.pk}/previews/"
            assert self.admin.post(url, {"name": name}).status_code == 422
        assert not PreviewLink.objects.exists()

    def test_it_is_kept_out_of_caches_indexes_and_referrers(self):
        with self.settings(PAGE_CACHE_SECONDS=1):
            path = self.make()
            self.check_is_kept_out(path, 200)
            PreviewLink.objects.get().revoke()
            self.check_is_kept_out(path, 410)

    def test_so_is_the_answer_to_an_address_that_is_none_or_another_site_s(self):
        path = self.make()
        self.check_is_kept_out(f"{path[:-2]}/", 404)
        self.client.defaults["HTTP_HOST"] = "www.autodealerchat.com"
        self.check_is_kept_out(path, 404)

    def check_is_kept_out(self, path, status):
        page = self.client.get(path)
        assert page.status_code == status
        assert "no-store" in page["Cache-Control"]
        assert page["X-Robots-Tag"] == "noindex"
        assert 'rel="canonical"' not in page.content.decode()
        assert page["Referrer-Policy"] == "no-referrer"

    def test_it_ends_after_seven_days(self):
        path = self.make()
        end = PreviewLink.objects.get().expires_at
        assert end - timezone.now() > timedelta(days=6, hours=23)
        with time_machine.travel(end - timedelta(seconds=1), tick=False):
            assert self.client.get(path).status_code == 200
        with time_machine.travel(end, tick=False):
            page = self.client.get(path)
        assert page.status_code == 410
        assert "The person who sent it to you can make a new one." in page.text
        assert page["Referrer-Policy"] == "no-referrer"

    def test_revoking_ends_it_at_once(self):
        path = self.make()
        link = PreviewLink.objects.get()
        page = self.admin.post(f"/admin/blog/post/{self.post.pk}/previews/{link.pk}/revoke/")
        assert page.status_code == 302
        assert self.client.get(path).status_code == 410
        assert "Revoked" in self.admin.get(f"/admin/blog/post/{self.post.pk}/previews/").text

    def test_it_works_on_the_site_of_its_text_only(self):
        path = self.make()
        assert self.client.get(path, headers={"host": self.other_blog.host}).status_code == 404
        assert self.client.get(path).status_code == 200

    def test_nobody_can_guess_it_or_read_it_in_the_database(self):
        path = self.make()
        token = path.split("/")[2]
        assert len(token) >= 32
        assert token not in str(list(PreviewLink.objects.values()))
        assert self.client.get(f"/preview/{token[:-1]}/").status_code == 404

    def test_it_has_a_name(self):
        page = self.admin.post(f"/admin/blog/post/{self.post.pk}/previews/", {"name": " "})
        assert page.status_code == 422
        assert not PreviewLink.objects.exists()
        self.make("Legal, first draft")
        assert (
            "Legal, first draft"
            in self.admin.get(f"/admin/blog/post/{self.post.pk}/previews/").text
        )

    def test_it_stands_in_no_list(self):
        path = self.make()
        for place in ("/posts/", "/feeds/rss.xml", "/archive/"):
            text = self.client.get(place).text
            assert path not in text
            assert self.post.slug not in text

    def test_a_deleted_text_is_gone(self):
        path = self.make()
        self.admin.post(f"/admin/blog/post/{self.post.pk}/delete/", {"post": "yes"})
        assert self.client.get(path).status_code == 404
