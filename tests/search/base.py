"""A site with texts to be found; the company's offices serve as pages and posts.

An office is published from its `position` on: what has a higher one than 100 is not out yet. Its
fax says which site it belongs to.
"""

from typing import Any
from unittest import mock

from contactatonce.brands.models import Brand, Office
from search import index, registry
from tests.base import SiteTestCase

NOT_OUT_YET = 101


def published(brand: Brand) -> Any:
    return Office.objects.filter(position__lt=NOT_OUT_YET, fax=brand.slug)


class SearchTestCase(SiteTestCase):
    host = "www.autodealerchat.com"

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        Office.objects.all().delete()

    def setUp(self) -> None:
        super().setUp()
        self.enterContext(mock.patch.dict(registry.registered, clear=True))
        office = registry.Searchable(
            Office,
            kind="Article",
            published=published,
            url=lambda office: f"/article/{office.pk}/",
            words=lambda office: (office.name, office.address),
        )
        registry.register(office)

    def write(self, title: str, text: str = "", *, brand: str = "autodealerchat", **more) -> Office:
        """Store a text, and put it into the index as a service would."""
        office = Office.objects.create(name=title, address=text, fax=brand, **more)
        index.put(office)
        return office

    def titles(self, text: str, **more: str) -> list[str]:
        """Return the titles that a visitor finds."""
        response = self.client.get("/search/", {"q": text, **more})
        self.assertEqual(response.status_code, 200)
        return [result.title for result in response.context["found"].results]
