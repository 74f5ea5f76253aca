"""Menus: two levels, edited in one form, shown as far as their links lead somewhere."""

from django.contrib.auth.models import Permission
from django.test import Client

from contactatonce.lib.timed_cache import TimedCache
from pages.models import MenuItem, Page
from tests.base import StaffTestCase
from tests.pages.base import create_page

NAMES = ("label", "page", "target", "is_nested")


class MenusTestCase(StaffTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.site = type(cls.brand).objects.get(slug="apartmentchat")
        cls.page = create_page(cls.site, path="/tour/", title="Tour")
        cls.draft = create_page(cls.site, path="/draft/", title="Draft", publish_at=None)
        rows = (
            ("Solutions", None, "", False),
            ("", cls.page, "", True),
            ("", cls.draft, "", True),
            ("Blog", None, "site:apartmentchatblog", False),
        )
        for position, row in enumerate(rows):
            MenuItem.objects.create(
                brand=cls.site, position=position, **dict(zip(NAMES, row, strict=True))
            )

    def setUp(self):
        super().setUp()
        self.client.force_login(self.bob)
        self.url = f"/admin/pages/sitemenu/{self.site.pk}/change/"

    def menu(self, path: str = "/") -> str:
        TimedCache.clear_all()
        page = Client().get(path, headers={"host": self.site.host}).content.decode()
        return page.partition('<ul class="menu-list">')[2].partition("</nav>")[0]

    def sent(self, *rows: tuple, **more: str) -> dict[str, str]:
        opened = self.client.get(self.url).context["opened"]
        data = {"item-TOTAL_FORMS": str(len(rows)), "item-INITIAL_FORMS": "0", "opened": opened}
        for number, row in enumerate(rows):
            for name, value in zip(NAMES, row, strict=True):
                data |= {f"item-{number}-{name}": str(value)} if value else {}
        return {**data, **more}

    def test_a_visitor_sees_what_leads_somewhere_and_where_he_is(self):
        menu = self.menu("/tour/")
        assert '<summary aria-current="true">Solutions' in menu
        assert '<a href="/tour/" aria-current="page">Tour</a>' in menu
        assert "Draft" not in menu
        assert "aria-current" not in self.menu("/contact/")
        assert f'<a href="{self.blog().origin}/">Blog</a>' in menu

    def blog(self):
        return type(self.brand).objects.get(slug="apartmentchatblog")

    def test_an_entry_follows_its_page_and_goes_with_it(self):
        self.page.path = "/visit/"
        self.page.save()
        assert 'href="/visit/"' in self.menu()
        self.page.delete()
        assert "Solutions" not in self.menu()  # a heading over nothing

    def test_entries_are_written_moved_and_removed_in_one_form(self):
        shown = self.client.get(self.url)
        self.assertContains(shown, 'value="Solutions"')
        moved = self.client.post(
            self.url, self.sent(("A", "", "/a/", ""), ("B", "", "/b/", ""), rows="down-0")
        )
        rows = [form["label"].value() for form in moved.context["rows"]]
        assert rows == ["B", "A"]
        assert MenuItem.objects.filter(brand=self.site).count() == 4
        data = self.sent(
            ("For you", "", "", ""),
            ("", self.page.pk, "", "on"),
            ("", "", "", ""),
            ("C", "", "/#c", ""),
        )
        assert self.client.post(self.url, data).status_code == 302
        kept = MenuItem.objects.filter(brand=self.site).values_list("label", "is_nested")
        assert list(kept) == [("For you", False), ("", True), ("C", False)]

    def test_what_would_lead_nowhere_is_refused_and_nothing_is_lost(self):
        for row, words in (
            (("", "", "/a/", ""), "Only an entry for a page may go without words."),
            (("A", self.page.pk, "/a/", ""), "Choose a page or write an address, not both."),
            (("A", "", "", "on"), "Only an entry of the first level can be a heading."),
            (("A", "", "javascript:alert(1)", ""), "Write a path such as"),
            (("A", "", "/a/", "on"), "The first entry cannot be nested."),
        ):
            response = self.client.post(self.url, self.sent(row))
            self.assertContains(response, words, status_code=422)
        assert MenuItem.objects.filter(brand=self.site).count() == 4

    def test_a_page_of_another_site_cannot_be_chosen(self):
        foreign = create_page(self.brand, path="/foreign/")
        response = self.client.post(self.url, self.sent(("A", foreign.pk, "", "")))
        self.assertContains(response, "Select a valid choice", status_code=422)

    def test_the_second_of_two_editors_sees_what_the_first_has_stored(self):
        stale = self.sent(("Bob's", "", "/bob/", ""))
        self.client.post(self.url, self.sent(("Adam's", "", "/adam/", "")))
        response = self.client.post(self.url, stale)
        self.assertContains(response, "Two people edited this", status_code=409)
        self.assertContains(response, "Adam&#x27;s", status_code=409)
        self.assertContains(response, "Bob&#x27;s", status_code=409)
        assert MenuItem.objects.get(brand=self.site).label == "Adam's"
        again = {**stale, "opened": response.context["opened"]}
        assert self.client.post(self.url, again).status_code == 302
        assert MenuItem.objects.get(brand=self.site).label == "Bob's"

    def test_other_menus_stay_as_they_are(self):
        MenuItem.objects.create(brand=self.brand, label="Mine", target="/a/")
        self.client.post(self.url, self.sent(("A", "", "/a/", "")))
        assert MenuItem.objects.get(brand=self.brand).label == "Mine"

    def test_who_may_not_change_menus_changes_none(self):
        data = self.sent(("A", "", "/a/", ""))
        self.client.force_login(self.alice)
        assert self.client.get(self.url).status_code == 403
        assert self.client.post(self.url, data).status_code == 403
        self.alice.user_permissions.add(Permission.objects.get(codename="view_sitemenu"))
        assert self.client.get(self.url).status_code == 200
        assert self.client.post(self.url, data).status_code == 403
        assert MenuItem.objects.filter(brand=self.site).count() == 4
        assert Page.objects.filter(pk=self.page.pk).exists()

    def test_entries_below_a_deleted_page_move_under_no_other_heading(self):
        MenuItem.objects.filter(page=self.draft).update(is_nested=False)
        MenuItem.objects.filter(target="site:apartmentchatblog").update(is_nested=True)
        self.client.post(f"/admin/pages/page/{self.draft.pk}/delete/", {"post": "yes"})
        items = MenuItem.objects.filter(brand=self.site).order_by("position")
        assert [item.is_nested for item in items] == [False, True, False]
