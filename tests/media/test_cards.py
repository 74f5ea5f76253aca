"""What somebody sees of a shared link: the site and the title, readable, whatever the title is."""

import io
import os
from unittest import mock

import hypothesis.strategies as some
import pytest
from django.conf import settings
from django.template import Context, Template
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from PIL import Image as Pixels

from contactatonce.brands.models import Brand
from contactatonce.brands.sites import SITES
from contactatonce.lib.colors import contrast
from media import cards
from media.lettering import Lettering, broken, drawable, fitted
from tests.media.base import PicturesTestCase

pytestmark = pytest.mark.once

LONG = (
    "Why the first reply decides what a shopper does next, "
    "and how a team of three keeps it quick on a Saturday in spring, too"
)
COLORS = some.from_regex(r"#[0-9a-f]{6}", fullmatch=True)


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
            assert len(content) <= 150_000
            assert answer.headers["Content-Type"] == "image/png"
            assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
            assert not answer.cookies
            found.add(content)
        assert len(found) == 5

    def test_the_address_stays_until_the_looks_change(self):
        before = cards.url(self.brand, "A  title ")
        assert before == cards.url(Brand.objects.get(pk=self.brand.pk), "A title")
        self.brand.accent = "#123456"
        assert cards.url(self.brand, "A title") != before

    def test_words_that_we_did_not_sign_are_not_drawn(self):
        good = cards.url(self.brand, "Ours")
        theirs = f"/card/{good.split('/')[2].partition('~')[0]}x~{good.partition('~')[2]}"
        for url in (theirs, "/card/x.png", "/card/~.png", "/card/WyJhIl0~x.png"):
            with mock.patch.object(cards, "drawn", side_effect=AssertionError):
                assert self.client.get(url).status_code == 404, url
        other = Brand.objects.exclude(pk=self.brand.pk).first()
        assert self.client.get(good, headers={"host": other.host}).status_code == 404

    def test_a_card_is_drawn_once_and_writes_nothing_into_the_database(self):
        url = cards.url(self.brand, "Only once")
        self.freeze_caches()
        self.client.get("/robots.txt")
        with self.assertNumQueries(0):
            first = self.client.get(url).getvalue()
        with mock.patch.object(cards, "drawn", side_effect=AssertionError):
            assert self.client.get(url).getvalue() == first
            etag = self.client.get(url).headers["ETag"]
            assert self.client.get(url, headers={"if-none-match": etag}).status_code == 304

    def test_a_full_disk_costs_only_time(self):
        with mock.patch("contactatonce.lib.files.os.replace", side_effect=OSError(28, "full")):
            assert self.card(self.brand, "Full").status_code == 200
        assert not list(cards.folder().glob("tmp*"))

    def test_the_folder_stays_bounded_and_the_newest_stay(self):
        for number in range(5):
            self.card(self.brand, f"Title {number}")
        for age, path in enumerate(sorted(cards.folder().glob("*"))):
            os.utime(path, (1_000_000 - age, 1_000_000 - age))
        kept = sorted(cards.folder().glob("*"))[:2]
        with mock.patch.object(cards, "MOST_CARDS", 2):
            assert cards.forget_most() == 3
        assert sorted(cards.folder().glob("*")) == kept

    def test_the_tag_gives_the_path(self):
        html = Template("{% load pictures %}{% card_url brand 'Hello' %}")
        assert html.render(Context({"brand": self.brand})) == cards.url(self.brand, "Hello")

    def empty_folders(self) -> None:
        super().empty_folders()
        for path in cards.folder().glob("*"):
            path.unlink()


def brand_of(site) -> Brand:
    return Brand(**site)


@pytest.mark.parametrize("site", SITES, ids=lambda site: site["slug"])
def test_white_words_are_readable_on_all_of_the_card(site):
    brand = brand_of(site)
    ground = cards.ground_of(brand.accent)
    for color in (ground, cards.lift_of(ground, brand.accent_dark)):
        assert contrast("#ffffff", color) >= 7
    assert contrast(cards.quiet_on(ground, brand.accent_dark), ground) >= 7


@given(
    some.from_regex(r"#[0-9a-f]{6}", fullmatch=True),
    some.from_regex(r"#[0-9a-f]{6}", fullmatch=True),
)
def test_words_are_readable_whatever_the_colors_of_a_site(accent, accent_dark):
    ground = cards.ground_of(accent)
    assert contrast("#ffffff", ground) >= 7
    assert contrast("#ffffff", cards.lift_of(ground, accent_dark)) >= 7
    assert contrast(cards.quiet_on(ground, accent_dark), ground) >= 7


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
        content = cards.drawn(brand_of(site), title)
        assert Pixels.open(io.BytesIO(content)).size == (1200, 630)
        assert len(content) <= cards.HEAVIEST


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


def test_cards_lie_in_the_folder_for_variable_data():
    assert cards.folder().is_relative_to(settings.VAR)
