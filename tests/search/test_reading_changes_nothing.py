"""Every page that a link or a sitemap leads to can be read without changing anything."""

import pytest
from django.apps import apps

from leads.seed import load_forms
from pages.seed import load_pages
from privacy.seed import load_documents
from search import crawler
from search.links import Crawl
from tests.base import SiteTestCase

pytestmark = pytest.mark.once


def row_counts() -> dict[str, int]:
    return {
        model._meta.label: model._base_manager.count()
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }


class ReadingTestCase(SiteTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        load_documents()
        load_forms()
        load_pages()

    def test_a_walk_over_all_sites_leaves_every_table_as_it_was(self):
        crawler.application.cache_clear()
        before = row_counts()
        crawl = Crawl()
        problems = crawl.run()
        assert row_counts() == before
        assert len(crawl.read) > 50
        assert problems == []  # and no page of a new installation links to nothing
