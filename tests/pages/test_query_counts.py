"""How often a page asks the database, once a process knows its sites and forms; no page cache."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contactatonce.brands.sites import SITES, load_sites
from contactatonce.pages.seed import load_pages
from leads.seed import load_forms
from privacy.seed import load_documents

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("host", [site["host"] for site in SITES])
@pytest.mark.parametrize(("address", "most"), [("/", 6), ("/contact/", 4)])
def test_a_page_asks_the_database_rarely(client, settings, host, address, most):
    load_sites()
    load_pages()
    load_forms()
    load_documents()
    assert settings.PAGE_CACHE_SECONDS == 0
    assert client.get(address, headers={"host": host}).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address, headers={"host": host}).status_code == 200
    assert len(queries) <= most, [query["sql"] for query in queries]
