"""The sections that a visitor sees: by age, by available data, each id once."""

from datetime import date

import pytest
import time_machine

from contactatonce.brands.models import Brand
from contactatonce.brands.sites import load_sites
from pages import warnings
from pages.layout import arrange, months_since
from pages.models import Page
from tests.pages.base import create_page
from tests.pages.kinds import row

pytestmark = pytest.mark.django_db  # our own hosts are in the database
TODAY = date(2026, 11, 22)


def figures(*days: date) -> dict:
    rows = [{"value": str(day), "label": "of all", "as_of": day.isoformat()} for day in days]
    return row("statistics", figures=rows)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 11, 22), 0),
        (date(2026, 10, 23), 0),
        (date(2026, 10, 22), 1),
        (date(2024, 11, 23), 23),
        (date(2024, 11, 22), 24),
        (date(2023, 11, 23), 35),
        (date(2023, 11, 22), 36),
    ],
)
def test_months_are_counted_whole(day, expected):
    assert months_since(day, TODAY) == expected


def test_a_figure_warns_after_two_years_and_goes_after_three():
    fresh, warned, gone = date(2024, 11, 23), date(2023, 11, 23), date(2023, 11, 22)
    section = figures(fresh, warned, gone)
    (block,) = arrange([section], {}, TODAY).blocks
    assert [figure["as_of"] for figure in block.section["figures"]] == [fresh, warned]
    with time_machine.travel(TODAY, tick=False):
        first, second = warnings.of(Page(sections=[section]))
    assert first.startswith(f"The figure “{warned}” is 35 months old.")
    assert second.startswith(f"The figure “{gone}” is 36 months old; it is not shown any more.")
    assert arrange([figures(gone)], {}, TODAY).blocks == ()


def test_logos_show_nothing_while_there_are_none():
    layout = arrange([row("logos")], {}, TODAY)
    assert layout.blocks == ()
    assert layout.needs_header


def test_an_anchor_and_a_form_stand_once_in_a_page():
    blocks = arrange([row("benefits"), row("form"), row("text"), row("form")], {}, TODAY).blocks
    assert [(block.kind, block.anchor) for block in blocks] == [
        ("benefits", "why"),
        ("form", ""),
        ("text", ""),
    ]


def test_what_is_hidden_does_not_take_the_heros_place_at_the_head():
    layout = arrange([row("logos"), row("hero")], {}, TODAY)
    assert [block.holds_h1 for block in layout.blocks] == [True]
    assert not layout.needs_header


def test_all_questions_of_a_page_are_told_to_machines():
    layout = arrange([row("questions"), row("steps")], {}, TODAY)
    assert layout.questions == [("One & only", "Text <b>here</b>"), ("Two", "Text")]


def test_a_page_tells_which_pages_it_stands_below(client):
    load_sites()
    brand = Brand.objects.get(slug="autodealerchat")
    create_page(brand, path="/help/", kinds=("steps",), title="Help")
    create_page(brand, path="/help/setup/first-day/", kinds=("steps",), title="First day")
    text = client.get("/help/setup/first-day/", headers={"host": brand.host}).content.decode()
    crumbs = text.partition('aria-label="Breadcrumb"')[2].partition("</nav>")[0]
    links = [part.partition('"')[0] for part in crumbs.split('href="')[1:]]
    assert links == ["/", "/help/"]
    assert '<li aria-current="page">First day</li>' in crumbs
