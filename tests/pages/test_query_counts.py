"""Queries per page without page cache, once a process knows its sites and forms."""

from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contactatonce.brands.models import Brand
from contactatonce.brands.sites import load_sites
from contactatonce.lib.timed_cache import TimedCache
from leads.seed import load_forms
from pages.models import MenuItem
from pages.navigation import outline
from pages.seed import load_pages
from privacy.seed import load_documents
from tests.base import HOSTS
from tests.blog.base import create_author, create_post
from tests.media.base import add, drawn, encoded
from tests.pages.base import create_page
from tests.pages.kinds import row

pytestmark = pytest.mark.django_db
HOST = "www.apartmentchat.com"
MOST = 7


def queries(client, address: str, host: str) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address, headers={"host": host}).status_code == 200
    return [query["sql"] for query in captured]


def test_a_page_asks_the_database_rarely(client, settings):
    load_sites()
    load_pages()
    load_forms()
    load_documents()
    assert settings.PAGE_CACHE_SECONDS == 0
    for host, (address, most) in product(HOSTS, (("/", MOST), ("/contact/", 4))):
        queries(client, address, host)
        found = queries(client, address, host)
        assert len(found) <= most, (host, address, found)


def landing(brand: Brand, objects: int) -> None:
    """Store a landing page with points, pictures and posts, and as many pages and entries beside.

    It has a picture for shared links as well, and each post has a cover and an author of its own.
    """
    image = add(title="Lot", alt="Homes")
    point = {**row("walk")["content"]["points"][0], "picture": image.pk}
    sections = [row("walk", points=[point] * objects), row("posts", count=12)]
    social = add(encoded(drawn(90, 60)), title="Card", alt="Homes")
    create_page(brand, path="/landing/", sections=sections, social_image=social)
    for number in range(objects):
        other = create_page(brand, path=f"/page-{number}/")
        MenuItem.objects.create(brand=brand, position=number, page=other)
        author = create_author(f"author-{number}")
        create_post(f"post-{number}", brand=brand, cover=image, authors=[author])


@pytest.mark.parametrize("objects", [10, 40])
def test_a_landing_page_takes_seven_queries_however_many_objects(client, objects):
    load_sites()
    landing(Brand.objects.get(host=HOST), objects)
    queries(client, "/", HOST)
    found = queries(client, "/landing/", HOST)
    # the page, its scheduled revision, pictures and their renditions; posts, renditions, authors
    assert len(found) == 7, found
    outline.clear()
    assert len(queries(client, "/landing/", HOST)) == 9  # and the menus: pages and entries


def test_everything_that_a_process_knows_was_read_in_eighteen_queries(client):
    load_sites()
    landing(Brand.objects.get(host=HOST), 10)
    TimedCache.clear_all()
    found = queries(client, "/landing/", HOST)
    # and the sites with their hosts, hours and boards, the offices, three kinds of documents
    assert len(found) == 18, found
