"""Editors keep the list of old addresses, and nothing that they write makes a circle."""

from publishing import redirects
from publishing.models import Redirect
from tests.base import StaffTestCase

LIST = "/admin/publishing/redirect/"


class RedirectAdminTestCase(StaffTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.client.force_login(self.bob)

    def save(self, old: str, target: str, address: str = f"{LIST}add/"):
        data = {"brand": self.brand.pk, "old_path": old, "target": target}
        return self.client.post(address, data)

    def answers(self) -> dict[str, str]:
        return dict(Redirect.objects.values_list("old_path", "target"))

    def test_an_address_is_kept_in_its_one_form(self):
        self.assertEqual(self.save("/Old-Name", "/new/").status_code, 302)
        self.assertEqual(self.answers(), {"/old-name/": "/new/"})

    def test_an_empty_target_says_that_it_is_gone(self):
        self.save("/old/", "")
        self.assertEqual(self.client.get("/old/").status_code, 410)
        self.assertContains(self.client.get(LIST), "gone for good")

    def test_a_chain_becomes_one_step_from_both_ends(self):
        self.save("/b/", "/c/")
        self.save("/a/", "/b/")
        self.assertEqual(self.answers(), {"/a/": "/c/", "/b/": "/c/"})
        self.save("/c/", "/d/")
        self.assertEqual(self.answers(), {"/a/": "/d/", "/b/": "/d/", "/c/": "/d/"})

    def test_a_circle_is_refused(self):
        self.save("/b/", "/a/")
        for old, target in (("/a/", "/b/"), ("/x/", "/X?y=1")):
            self.assertContains(self.save(old, target), "leads back to the old address")
        self.assertEqual(self.answers(), {"/b/": "/a/"})

    def test_a_row_that_is_changed_may_turn_round(self):
        self.save("/a/", "/b/")
        row = Redirect.objects.get()
        self.save("/b/", "/a/", f"{LIST}{row.pk}/change/")
        self.assertEqual(self.answers(), {"/b/": "/a/"})

    def test_what_is_no_address_is_refused_beside_its_field(self):
        for old, target in (("old/", "/new/"), ("/old/?a", "/new/"), ("/old/", "//evil.example")):
            self.assertContains(self.save(old, target), "errorlist")
        self.assertContains(self.save("/old/", "javascript:alert(1)"), "Write a path such as")
        self.assertEqual(self.answers(), {})

    def test_an_address_has_one_answer_per_site(self):
        self.save("/old/", "/new/")
        self.assertContains(self.save("/OLD", "/other/"), "has an answer already")

    def test_the_list_shows_how_often_each_is_used(self):
        redirects.moved(brand=self.brand, old="/used/", new="/x/")
        redirects.gone(brand=self.brand, old="/unused/")
        Redirect.objects.filter(old_path="/used/").update(hits=7, last_hit_on="2026-11-23")
        page = self.client.get(LIST)
        self.assertContains(page, '<td class="field-hits">7</td>', html=True)
        self.assertContains(page, "Nov. 23, 2026")
        unused = self.client.get(f"{LIST}?answer=unused").content.decode()
        self.assertIn("/unused/", unused)
        self.assertNotIn("/used/", unused)

    def test_the_list_costs_the_same_with_many_rows(self):
        self.client.get(LIST)
        with self.assertNumQueries(7):
            self.client.get(LIST)
        for number in range(60):
            redirects.gone(brand=self.brand, old=f"/{number}/")
        with self.assertNumQueries(7):
            self.client.get(LIST)
