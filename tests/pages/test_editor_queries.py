"""The editor's pages ask the database as rarely with many rows as with few."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from pages.models import Page
from tests.media.base import add
from tests.pages.base import EditorTestCase, create_page
from tests.pages.kinds import row


class EditorQueriesTestCase(EditorTestCase):
    def queries(self, url: str) -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            assert self.client.get(url).status_code == 200
        return [query["sql"] for query in captured]

    def grow(self, rows: int) -> None:
        """Give the page many stations with a picture each, and its site as many pages."""
        picture = add(title="Lot", alt="Cars")
        point = {**row("walk")["content"]["points"][0], "picture": picture.pk}
        self.page.sections = [row("walk", points=[point] * rows)]
        self.page.save()
        for number in range(rows):
            create_page(self.dealers, path=f"/page-{number}/")

    def test_lists_and_forms_do_not_ask_for_each_row(self):
        self.grow(3)
        urls = (
            "/admin/pages/page/",
            self.url("change"),
            self.url("section", "k-walk"),
            f"/admin/pages/sitemenu/{self.dealers.pk}/change/",
        )
        for url in urls:
            self.queries(url)  # read once per process: content types, the newest pictures
        few = [len(self.queries(url)) for url in urls]
        point = self.page.sections[0]["content"]["points"][0]
        self.page.sections = [row("walk", points=[point] * 30)]
        self.page.save()
        for number in range(30):
            create_page(self.dealers, path=f"/further-{number}/")
        many = [len(self.queries(url)) for url in urls]
        assert many == few
        assert max(few) <= 14

    def test_the_list_leaves_the_texts_in_the_database(self):
        found = self.queries("/admin/pages/page/")
        assert not [sql for sql in found if '"pages_page"."sections"' in sql]
        assert Page.objects.exists()
