"""Staff edit a page's path, title, menu entry, schedule and preview links."""

from datetime import timedelta

import time_machine
from django.test import Client
from django.utils import timezone

from contactatonce.brands.models import Brand
from contactatonce.lib.timed_cache import TimedCache
from media.models import Image
from pages.models import MenuItem, Page
from pages.search_indexes import words
from publishing.models import Redirect
from search.results import search
from tests.factories import create_form
from tests.media.base import add
from tests.pages.base import EditorTestCase, create_page
from tests.pages.kinds import EXAMPLES, row


class EditPageTestCase(EditorTestCase):
    def visit(self, path: str = "/try/", host: str = ""):
        TimedCache.clear_all()
        return Client().get(path, headers={"host": host or self.dealers.host})

    def settings(self, **changed: str) -> dict[str, str]:
        self.page.refresh_from_db()
        values = {"path": "/try/", "title": "Try", "description": "It."}
        moment = timezone.localtime(self.page.publish_at, self.dealers.calendar.zone)
        values |= {"publish_at": f"{moment:%Y-%m-%dT%H:%M}", "unpublish_at": ""}
        return {**values, "opened_version": str(self.page.version), **changed}

    def save(self, **changed: str):
        return self.client.post(self.url("change"), self.settings(**changed))

    def test_a_new_page_is_a_draft_whose_sections_come_next(self):
        form = self.client.get("/admin/pages/page/add/")
        self.assertNotContains(form, "Publish at")
        data = {"brand": self.dealers.pk, "path": "/new/", "title": "New", "description": "Such."}
        response = self.client.post("/admin/pages/page/add/", data)
        page = Page.objects.get(path="/new/")
        assert response["Location"].endswith(f"/admin/pages/page/{page.pk}/change/")
        assert page.state == "draft"
        assert page.revisions.count() == 1
        assert self.visit("/new/").status_code == 404
        self.assertContains(self.client.get(response["Location"]), "Add a section")

    def test_an_empty_page_cannot_be_published(self):
        Page.objects.filter(pk=self.page.pk).update(sections=[], publish_at=None)
        self.page.refresh_from_db()
        typed = self.settings(publish_at="", title="Typed", _publish="")
        page = self.client.post(self.url("change"), typed, follow=True)
        self.assertContains(page, "Not published: It has no section yet.")
        assert Page.objects.get(pk=self.page.pk).title == "Typed"
        assert self.visit().status_code == 404

    def test_a_path_is_taken_once_in_a_site_and_written_properly(self):
        create_page(self.dealers, path="/taken/")
        create_page(self.brand, path="/elsewhere/")
        wrong = ("no-slash/", "/No/", "/a", "/a//b/", "/a b/", "/../a/")
        for path in ("/taken/", "/contact/", "/admin/", "/privacy/", "/posts/", *wrong):
            response = self.save(path=path)
            assert response.status_code == 200, path
            assert "errors" in response.content.decode()
        assert self.save(path="/elsewhere/").status_code == 302

    def test_a_path_without_slashes_is_told_how_paths_are_written(self):
        self.assertContains(self.save(path="Products"), "Write a path such as /products/")

    def test_a_draft_has_no_link_to_a_page_that_visitors_do_not_have(self):
        self.assertContains(self.client.get(self.url("change")), "View on site")
        Page.objects.filter(pk=self.page.pk).update(publish_at=None)
        self.assertNotContains(self.client.get(self.url("change")), "View on site")

    def test_a_page_is_seen_from_its_time_to_its_end_with_every_worker_stopped(self):
        begins = timezone.now().replace(second=0, microsecond=0) + timedelta(hours=2)
        ends = begins + timedelta(hours=1)
        zone = self.dealers.calendar.zone
        local = {
            name: f"{timezone.localtime(moment, zone):%Y-%m-%dT%H:%M}"
            for name, moment in (("publish_at", begins), ("unpublish_at", ends))
        }
        assert self.save(**local).status_code == 302
        second = timedelta(seconds=1)
        for moment, status in (
            (begins - second, 404),
            (begins + second, 200),
            (ends - second, 200),
            (ends + second, 404),
        ):
            with time_machine.travel(moment, tick=False):
                assert self.visit().status_code == status

    def test_a_draft_is_shown_to_nobody_but_who_has_the_link(self):
        self.client.post(self.url("unpublish"))
        assert self.visit().status_code == 404
        answer = self.client.post(self.url("previews"), {"name": "Legal"})
        path = answer.context["made"].removeprefix(self.dealers.origin)
        shown = self.visit(path)
        self.assertContains(shown, "<h1>Hello</h1>", html=True)
        assert "noindex" in shown["X-Robots-Tag"]
        assert self.visit(path, "www.contactatonce.com").status_code == 404
        link = self.page.preview_links.get()
        self.client.post(self.url("revoke", link.pk))
        assert self.visit(path).status_code == 410

    def test_an_address_that_visitors_knew_leads_on_and_a_deleted_one_is_gone(self):
        self.save(path="/first/")
        self.save(path="/second/")
        for old in ("/try/", "/first/"):
            moved = self.visit(old)
            assert (moved.status_code, moved["Location"]) == (301, "/second/")
        assert self.visit("/second/").status_code == 200
        self.client.post(f"/admin/pages/page/{self.page.pk}/delete/", {"post": "yes"})
        assert self.visit("/second/").status_code == 410
        assert self.visit("/try/").status_code == 410

    def test_several_pages_deleted_at_once_are_gone_each(self):
        other = create_page(self.dealers, path="/other/")
        keys = [self.page.pk, other.pk]
        data = {"action": "delete_selected", "_selected_action": keys, "post": "yes"}
        self.client.post("/admin/pages/page/", data)
        assert not Page.objects.filter(pk__in=keys).exists()
        assert self.visit("/try/").status_code == self.visit("/other/").status_code == 410

    def test_the_address_of_a_draft_leaves_no_trace(self):
        self.client.post(self.url("unpublish"))
        draft = create_page(self.dealers, path="/draft/", publish_at=None)
        draft.path = "/later/"
        draft.save()
        draft.delete()
        assert not Redirect.objects.filter(old_path__in=["/draft/", "/later/"]).exists()

    def test_a_page_comes_back_to_an_address_that_it_had_left(self):
        self.save(path="/first/")
        self.client.post(self.url("restore", 1))
        assert self.visit("/try/").status_code == 200
        assert self.visit("/first/")["Location"] == "/try/"

    def test_restoring_takes_no_address_from_another_page(self):
        self.save(path="/first/")
        create_page(self.dealers, path="/try/", title="New owner")
        self.client.post(self.url("restore", 1))
        self.page.refresh_from_db()
        assert self.page.path == "/first/"
        self.assertContains(self.visit("/try/"), "<title>New owner")

    def test_sections_that_a_colleague_saved_meanwhile_are_no_conflict(self):
        stale = self.settings(title="Bob was here")
        self.change("k-hero", title="Adam was here")
        assert self.client.post(self.url("change"), stale).status_code == 302
        self.page.refresh_from_db()
        assert self.page.title == "Bob was here"
        assert self.content("k-hero")["title"] == "Adam was here"

    def test_settings_that_a_colleague_saved_meanwhile_are_not_overwritten(self):
        stale = self.settings(title="Bob was here")
        self.save(title="Adam was here")
        response = self.client.post(self.url("change"), stale)
        self.assertContains(response, "Two people edited this")
        self.page.refresh_from_db()
        assert self.page.title == "Adam was here"

    def test_of_two_addresses_the_one_that_was_not_taken_leaves_no_trace(self):
        stale = self.settings(path="/bobs/")
        self.save(path="/adams/")
        self.page.refresh_from_db()
        chosen = {"choice_path": "stored", "opened_version": str(self.page.version)}
        self.client.post(self.url("change"), {**stale, **chosen})
        assert self.visit("/try/")["Location"] == "/adams/"
        assert self.visit("/bobs/").status_code == 404

    def test_a_picture_in_a_section_cannot_be_deleted_until_it_is_taken_out(self):
        image = add(title="Lot", alt="Cars in a row")
        self.change("k-hero", picture=str(image.pk))
        self.assertContains(self.visit(), 'alt="Cars in a row"')
        self.client.post(f"/admin/media/image/{image.pk}/delete/", {"post": "yes"})
        assert Image.objects.filter(pk=image.pk).exists()
        self.change("k-hero")
        self.client.post(f"/admin/media/image/{image.pk}/delete/", {"post": "yes"})
        assert not Image.objects.filter(pk=image.pk).exists()

    def test_a_page_is_found_by_its_words_on_its_own_site_while_it_is_published(self):
        self.change("k-steps", title="Quixotic steps")
        corporate = Brand.objects.get(slug="contactatonce")
        assert [r.url for r in search(self.dealers, "quixotic").results] == ["/try/"]
        assert search(corporate, "quixotic").results == []
        self.client.post(self.url("unpublish"))
        assert search(self.dealers, "quixotic").results == []

    def test_only_words_that_a_visitor_reads_are_found(self):
        self.page.sections = [row(kind, key=kind) for kind in EXAMPLES]
        read = words(self.page)
        for seen in ("One & only", "Then the top", "a site", "Example Census", "42 %", "Words."):
            assert seen in read
        for unseen in ("tile", "clock", "/contact/", "##", "https", "film.mp4", "2026-01"):
            assert unseen not in read.lower(), unseen

    def test_the_sitemap_has_published_pages_only(self):
        create_page(self.dealers, path="/draft/", publish_at=None)
        index = self.visit("/sitemap.xml").content.decode()
        parts = [part.partition("<")[0] for part in index.split("<loc>")[1:]]
        paths = [part.removeprefix(self.dealers.origin) for part in parts]
        listed = "".join(self.visit(path).content.decode() for path in paths)
        assert f"<loc>{self.dealers.origin}/try/</loc>" in listed
        assert "/draft/" not in listed

    def test_who_edits_puts_the_page_into_the_menu_where_it_shows_while_published(self):
        head = MenuItem.objects.create(brand=self.dealers, position=0, label="More")
        MenuItem.objects.create(brand=self.dealers, position=1, label="Blog", target="/b/")
        self.save(menu_place=str(head.pk), menu_label="Try it")
        items = MenuItem.objects.filter(brand=self.dealers).order_by("position")
        assert [(item.words, item.is_nested) for item in items] == [
            ("More", False),
            ("Try it", True),
            ("Blog", False),
        ]
        self.assertContains(self.visit(), '<a href="/try/" aria-current="page">Try it</a>')
        self.client.post(self.url("unpublish"))
        self.assertNotContains(self.visit("/"), "Try it")

    def test_unchanged_menu_fields_keep_a_concurrent_menu_edit(self):
        self.assertContains(self.client.get(self.url("change")), 'name="initial-menu_place"')
        head = MenuItem.objects.create(brand=self.dealers, position=0, label="More")
        for place in (str(head.pk), "top"):
            opened = {"menu_place": place, "initial-menu_place": place}
            assert self.save(title=f"At {place}", **opened).status_code == 302
            assert not MenuItem.objects.filter(page=self.page).exists()
            head.delete()
            head = MenuItem.objects.create(brand=self.dealers, position=0, label="More")

    def test_entries_below_a_page_taken_out_move_up(self):
        rows = (("More", None, False), ("", self.page, False), ("Below", None, True))
        for position, (label, page, is_nested) in enumerate(rows):
            MenuItem.objects.create(
                brand=self.dealers,
                position=position,
                label=label,
                page=page,
                is_nested=is_nested,
                target="" if page or label == "More" else "/b/",
            )
        self.save(**{"menu_place": "", "initial-menu_place": "top"})
        items = MenuItem.objects.filter(brand=self.dealers).order_by("position")
        assert [(item.words, item.is_nested) for item in items] == [
            ("More", False),
            ("Below", False),
        ]

    def test_what_is_doubtful_is_said_and_saved_all_the_same(self):
        response = self.client.post(
            self.url("change"), self.settings(title="Still saved"), follow=True
        )
        self.assertNotContains(response, "leads nowhere")
        self.page.sections = [
            row("call", primary={"label": "x", "url": "/nowhere/"}),
            row("steps", anchor="how"),
            row("about", link={"label": "x", "url": "#how"}),
            row("text", anchor="", text="[x](/try/#how) [y](/try/#gone) [z](#away)"),
            row("posts", link={"label": "x", "url": "site:closed"}),
        ]
        self.page.save()
        response = self.client.get(self.url("change"))
        for target in ("/nowhere/", "/try/#gone", "#away", "site:closed"):
            self.assertContains(response, f"The link to {target} leads nowhere on this site.")
        self.assertContains(response, "leads nowhere", count=4)

    def test_sign_in_pages_that_nobody_has_entered_are_asked_for(self):
        asked = "No chat portal is entered yet"
        self.assertNotContains(self.client.get(self.url("change")), asked)
        self.page.sections = [row("portals")]
        self.page.save()
        self.assertContains(self.client.get(self.url("change")), asked)
        self.assertContains(self.visit("/try/"), "No address is listed here yet.")
        where = {"audience": "merchants", "name": "Dealer portal", "position": "0"}
        agreement = {"agreement_url": "http://portal.example.com/terms"}
        sign_in = {"sign_in_url": "https://portal.example.com/"}
        refused = self.client.post("/admin/pages/portal/add/", {**where, **agreement, **sign_in})
        self.assertContains(refused, "begins with https://.")
        agreement = {"agreement_url": "https://portal.example.com/terms"}
        self.client.post("/admin/pages/portal/add/", {**where, **agreement, **sign_in})
        self.assertNotContains(self.client.get(self.url("change")), asked)
        shown = self.visit("/try/")
        for address in (agreement["agreement_url"], sign_in["sign_in_url"]):
            self.assertContains(shown, f'href="{address}" rel="external noopener"')
        self.assertContains(shown, "(another website)", count=2)

    def test_a_form_that_the_site_does_not_have_is_doubtful(self):
        create_form(brand=self.dealers, slug="closed", is_open=False)
        create_form(brand=self.dealers, slug="open")
        create_form(brand=self.brand, slug="elsewhere")
        slugs = ("closed", "elsewhere", "open")
        self.page.sections = [row("form", slug, form=slug) for slug in slugs]
        self.page.save()
        response = self.client.get(self.url("change"))
        for slug in ("closed", "elsewhere"):
            self.assertContains(response, f"The site has no open form “{slug}”")
        self.assertContains(response, "The site has no open form", count=2)
