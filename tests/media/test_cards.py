"""The card of a shared link shows the site and the title, readable, whatever the title is."""

import io
from unittest import mock

import hypothesis.strategies as some
import pytest
from django.template import Context, Template
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from PIL import Image as Pixels

from contactatonce.brands.models import Brand
from contactatonce.lib.colors import contrast
from media import cards
from media.lettering import Lettering, broken, drawable, fitted
from media.site_pictures import picture_of
from tests.base import SITES
from tests.media.base import PicturesTestCase

pytestmark = pytest.mark.once

LONG = (
    "Why the first reply decides what a shopper does next, "
    "and how a team of three keeps it quick on a Saturday in spring, too"
)
HEAVIEST = 150_000  # bytes


class CardTestCase(PicturesTestCase):
    def card(self, brand: Brand, title: str):
        return self.client.get(cards.url(brand, title), headers={"host": brand.host})

    def test_every_site_has_cards_of_its_own(self):
        found = set()
        for brand in Brand.objects.all():
            answer = self.card(brand, "Answer while they look")
            content = answer.getvalue()
            image = Pixels.open(io.BytesIO(content))
            assert (image.format, image.size) == ("PNG", (1200, 630))
            assert len(content) <= HEAVIEST
            assert answer.headers["Content-Type"] == "image/png"
            assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
            assert not answer.cookies
            found.add(content)
        assert len(found) == len(SITES)

    def test_the_address_stays_until_the_looks_change(self):
        before = cards.url(self.brand, "A  title ")
        assert before == cards.url(Brand.objects.get(pk=self.brand.pk), "A title")
        self.brand.tagline = "Another line"
        assert cards.url(self.brand, "A title") != before

    def test_words_that_we_did_not_sign_are_not_drawn(self):
        good = cards.url(self.brand, "Ours")
        theirs = f"/card/{good.split('/')[2].partition('~')[0]}x~{good.partition('~')[2]}"
        for url in (theirs, "/card/x.png", "/card/~.png", "/card/WyJhIl0~x.png"):
            with mock.patch.object(cards, "draw", side_effect=AssertionError):
                assert self.client.get(url).status_code == 404, url
        other = Brand.objects.exclude(pk=self.brand.pk).first()
        assert self.client.get(good, headers={"host": other.host}).status_code == 404

    def test_a_card_writes_nothing_into_the_database(self):
        url = cards.url(self.brand, "Only once")
        self.client.get("/robots.txt")
        with self.assertNumQueries(0):
            etag = self.client.get(url).headers["ETag"]
        with mock.patch.object(cards, "draw", side_effect=AssertionError):
            assert self.client.get(url, headers={"if-none-match": etag}).status_code == 304

    def test_the_tag_gives_the_path(self):
        html = Template("{% load pictures %}{% card_url brand 'Hello' %}")
        assert html.render(Context({"brand": self.brand})) == cards.url(self.brand, "Hello")


def brand_of(site) -> Brand:
    return Brand(**site)


@pytest.mark.parametrize("site", SITES, ids=lambda site: site["slug"])
def test_white_words_are_readable_on_the_whole_card(site):
    column = Pixels.open(picture_of(brand_of(site), "card.png")).convert("RGB")
    for box in ((84, 196, 1024, 476), (84, 510, 1024, 570), (170, 80, 1024, 150)):
        for _, color in column.crop(box).getcolors(10_000):
            assert contrast("#ffffff", "#" + bytes(color).hex()) >= 7


def test_a_site_without_pictures_gets_those_of_the_company():
    new = Brand(**{**SITES[1], "slug": "sixth"})
    assert picture_of(new, "card.png") == picture_of(brand_of(SITES[0]), "card.png")


@pytest.mark.parametrize(
    "title",
    [
        LONG,
        "x" * 160,
        "W" * 120,
        "🚗 🏠 Pets, parking and price",
        "שלום עולם",
        "مرحبا بالعالم",
        "公寓聊天",
        "\u202eabc\u200d\u0301",
        "<b>Tom & Jerry</b>",
        "",
    ],
)
def test_any_title_gives_a_card_that_is_light_enough(title):
    for site in (SITES[0], SITES[3]):
        content = cards.draw(brand_of(site), title)
        assert Pixels.open(io.BytesIO(content)).size == (1200, 630)
        assert len(content) <= HEAVIEST


def test_no_line_leaves_the_column_and_no_title_its_place():
    for site in SITES:
        brand = brand_of(site)
        for title in (LONG, "W" * 160, "i" * 160, "Short", "A " * 80):
            lettering, lines = fitted(title, brand, width=cards.COLUMN, height=cards.TITLE_HEIGHT)
            assert max(lettering.width(line) for line in lines) <= cards.COLUMN
            assert len(lines) * lettering.line_height <= cards.TITLE_HEIGHT
    assert (
        LONG.split() == " ".join(fitted(LONG, brand_of(SITES[0]), width=940, height=280)[1]).split()
    )


def test_what_the_typeface_lacks_is_left_out_and_a_foreign_title_is_not_mutilated():
    lettering = Lettering.plain(40)
    assert drawable("Pets 🐶, parking – “price”", lettering) == "Pets , parking – “price”"
    assert drawable("公寓聊天 A", lettering) == ""
    assert drawable("Zoë’s café", lettering) == "Zoë’s café"


@how(max_examples=60, suppress_health_check=list(HealthCheck))
@given(some.text(max_size=200))
def test_no_text_breaks_the_lines(text):
    lettering = Lettering.plain(60)
    lines = list(broken(text, lettering, 600))
    assert all(lettering.width(line) <= 600 for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())
