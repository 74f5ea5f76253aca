"""Saved views of the work queue."""

from leads.models import SavedView
from tests import factories
from tests.base import StaffTestCase

LIST = "/admin/leads/lead/"
VIEWS = "/admin/leads/savedview/"


class ViewTestCase(StaffTestCase):
    def setUp(self):
        super().setUp()
        self.client.force_login(self.alice)

    def save(self, query="?tab=all&state=won", **fields):
        sent = {"title": "Won deals", **fields}
        return self.client.post(f"{VIEWS}save/{query}", sent, follow=True)

    def view(self, owner, **fields):
        values = {"title": "A view", "query": "state=won&tab=all", **fields}
        return SavedView.objects.create(owner=owner, **values)

    def test_a_saved_view_is_a_link_over_the_list(self):
        response = self.save("?tab=all&state=won&p=2")
        self.assertContains(response, "The view was saved.")
        link = '<a href="?state=won&amp;tab=all" aria-current="page">Won deals</a>'
        self.assertContains(response, link, html=True)
        assert SavedView.objects.get().owner == self.alice

    def test_own_and_shared_views_are_shown_and_no_others(self):
        self.view(self.alice, title="Hers")
        self.view(self.adam, title="His")
        self.view(self.adam, title="Everyone’s", is_shared=True)
        for page in (self.client.get(LIST), self.client.get(VIEWS)):
            self.assertContains(page, "Hers")
            self.assertContains(page, "Everyone’s")
            self.assertNotContains(page, "His")

    def test_a_search_an_unknown_filter_or_no_name_is_not_saved(self):
        for query, title in (
            ("?q=nora", "Nora"),
            ("?tab=gone", "Gone"),
            ("?owner=999999", "Gone"),
            ("?tab=all", ""),
            ("?tab=all", "x" * 61),
            (f"?tab=all&received={'x' * 400}", "Long"),
        ):
            self.assertContains(self.save(query, title=title), "The view was not saved.")
        assert not SavedView.objects.exists()
        self.assertNotContains(self.client.get(f"{LIST}?q=nora"), "Save this view")

    def test_a_colleague_has_at_most_twenty(self):
        SavedView.objects.bulk_create(
            SavedView(title="x", query="tab=all", owner=self.alice) for _ in range(20)
        )
        self.assertContains(self.save(), "delete one first")
        self.client.force_login(self.adam)
        self.assertContains(self.save(), "The view was saved.")

    def test_views_have_numbers_and_fail_closed(self):
        for state in ("won", "won", "open"):
            factories.create_lead(state=state)
        self.view(self.alice)
        self.view(self.alice, query="owner=999999&tab=all", position=1)
        page = self.client.get(VIEWS)
        self.assertContains(page, f'<a href="{LIST}?state=won&amp;tab=all">2</a>')
        self.assertContains(page, f'<a href="{LIST}?owner=999999&amp;tab=all">0</a>')
        self.assertContains(
            self.client.get(f"{LIST}?owner=999999&tab=all"), "This filter does not exist any more."
        )

    def test_the_page_of_views_counts_with_one_query(self):
        self.view(self.alice)
        self.client.get(VIEWS)
        with self.assertNumQueries(8):
            self.client.get(VIEWS)
        for _ in range(10):
            self.view(self.alice)
        with self.assertNumQueries(8):
            self.client.get(VIEWS)

    def test_only_the_owner_changes_a_view_while_they_work_here(self):
        shared = self.view(self.adam, is_shared=True)
        sent = {"title": "Mine now", "position": 0}
        assert self.client.post(f"{VIEWS}{shared.pk}/change/", sent).status_code == 403
        assert self.client.post(f"{VIEWS}{shared.pk}/delete/", {"post": "yes"}).status_code == 403
        self.adam.is_active = False
        self.adam.save()
        assert self.client.post(f"{VIEWS}{shared.pk}/delete/", {"post": "yes"}).status_code == 302
        mine = self.view(self.alice)
        self.client.post(f"{VIEWS}{mine.pk}/change/", sent | {"is_shared": "on"})
        mine.refresh_from_db()
        assert (mine.title, mine.is_shared) == ("Mine now", True)

    def test_who_only_reads_saves_nothing(self):
        self.client.force_login(self.dora)
        assert self.save().status_code == 403
        self.assertNotContains(self.client.get(f"{LIST}?tab=all&state=won"), "Save this view")
