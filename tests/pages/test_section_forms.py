"""The form of each kind of section: what it takes, what it refuses, and its rows."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone

from contactatonce.brands.models import Brand
from contactatonce.brands.sites import load_sites
from leads.models import InquiryForm
from pages.forms.editor import SectionEditor
from pages.forms.fields import DRAWINGS, ICONS
from pages.forms.kinds import KINDS
from pages.models import Page
from tests.factories import create_form
from tests.media.base import add
from tests.pages.base import sent
from tests.pages.kinds import EXAMPLES
from tests.test_conventions import ROOT

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def sites(db):
    load_sites()


def query(data: dict[str, str]) -> QueryDict:
    given = QueryDict(mutable=True)
    given.update(data)
    return given


def editor(kind: str, **changed: str) -> SectionEditor:
    """Return the editor of what was sent for a page of the dealers' site, which has one form."""
    brand = Brand.objects.get(slug="autodealerchat")
    if not InquiryForm.objects.exists():
        create_form(brand=brand)
    found = SectionEditor.sent(kind, query(sent(kind, **changed)))
    return found.on(Page(brand=brand, sections=[]), "")


def errors(found: SectionEditor) -> set[str]:
    """Return the names of all fields that something is wrong with, and what is wrong overall."""
    assert not found.is_valid()
    names = set(found.form.errors)
    for row in found.rows.errors if found.rows is not None else ():
        names |= set(row)
    return names | set(found.faults)


def test_every_kind_has_a_template_a_label_and_a_purpose():
    for kind, form in KINDS.items():
        assert (ROOT / "templates/pages/sections" / f"{kind}.html").exists(), kind
        assert form.label, kind
        assert form.purpose().endswith("."), kind


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "logos"])
def test_what_was_written_comes_back_as_it_was(kind):
    found = editor(kind)
    assert found.is_valid(), (found.form.errors, found.rows and found.rows.errors)
    assert found.content() == EXAMPLES[kind]
    shown = SectionEditor.of(kind, found.content())
    assert shown.form.initial["title"] == EXAMPLES[kind]["title"]


def test_only_a_form_of_the_site_can_be_chosen():
    elsewhere = Brand.objects.get(slug="contactatonce")
    create_form(brand=elsewhere, slug="partners")
    create_form(brand=Brand.objects.get(slug="autodealerchat"))
    for slug in ("partners", "nonsense", ""):
        assert errors(editor("form", form=slug)) == {"form"}
    assert editor("form", form="contact").is_valid()


def test_a_logo_needs_its_picture():
    assert errors(editor("logos")) == {"picture"}
    image = add(title="Logo", alt="Example")
    found = editor("logos", **{"row-0-picture": str(image.pk)})
    assert found.is_valid()
    assert found.content()["logos"] == [{"name": "Example", "picture": image.pk, "url": ""}]


def test_the_number_of_a_testimonial_is_one_that_a_row_can_have():
    for number in ("0", "9" * 30):
        assert errors(editor("testimonial", testimonial=number)) == {"testimonial"}


# Figures ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["source", "as_of", "value", "label"])
def test_a_figure_cannot_be_saved_without_who_published_it_and_when(name):
    assert errors(editor("statistics", **{f"row-0-{name}": ""})) == {name}


def test_a_figure_of_tomorrow_is_refused():
    tomorrow = timezone.now().date() + timedelta(days=1)
    assert errors(editor("statistics", **{"row-0-as_of": tomorrow.isoformat()})) == {"as_of"}
    today = timezone.now().date().isoformat()
    found = editor("statistics", **{"row-0-as_of": today})
    assert found.is_valid()
    assert found.content()["figures"][0]["as_of"] == today


# Links ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "target",
    [
        "/a/",
        "/#how",
        "#how",
        "site:apartmentchat",
        "https://example.org/x",
        "mailto:a@example.com",
        "tel:+1-800-555-0100",
    ],
)
def test_a_link_may_lead_to_paths_sites_and_the_web(target):
    found = editor("call", primary_url=target)
    assert found.is_valid()
    assert found.content()["primary"] == {"label": "Talk to us", "url": target}


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//example.org/",
        "example.org",
        "/a b/",
        "site:nowhere",
        "mailto:nobody",
        "ftp://example.org/",
        "/\\example.org",
        "vbscript:x",
        "tel:call-us",
        "tel:",
        "#",
        "#1",
        "# how",
    ],
)
def test_no_link_leads_to_what_a_browser_would_run_or_guess(target):
    assert errors(editor("call", primary_url=target)) == {"primary"}


def test_a_link_needs_words_and_address_or_neither():
    assert errors(editor("call", primary_label="")) == {"primary"}
    assert errors(editor("call", secondary_label="More", secondary_url="")) == {"secondary"}
    without = editor("call", secondary_label="", secondary_url="")
    assert without.is_valid()
    assert without.content()["secondary"] is None


# Long texts -------------------------------------------------------------------------------------


def test_a_short_text_that_asks_for_millions_of_cells_is_refused():
    table = f"{'|' * 5000}\n{'|-' * 5000}|\n" + "|\n" * 3000
    assert errors(editor("text", text=table)) == {"text"}
    assert editor("text", text="| a | b |\n|---|---|\n| 1 | 2 |").is_valid()


# Films ------------------------------------------------------------------------------------------


def test_a_film_of_ours_needs_captions_and_every_film_its_words():
    assert errors(editor("video", captions="")) == {"captions"}
    assert errors(editor("video", transcript="")) == {"transcript"}
    elsewhere = editor("video", url="https://example.org/film", captions="")
    assert elsewhere.is_valid()
    assert errors(editor("video", captions="https://example.org/x.vtt")) == {"captions"}


# Rows -------------------------------------------------------------------------------------------


def titles(found: SectionEditor) -> list[str]:
    return [row["title"].value() or "" for row in found.rows]


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("add", ["One & only", "Two", ""]),
        ("down-0", ["Two", "One & only"]),
        ("up-1", ["Two", "One & only"]),
        ("up-0", ["One & only", "Two"]),
        ("down-1", ["One & only", "Two"]),
        ("remove-0", ["Two"]),
        ("remove-7", ["One & only", "Two"]),
        ("sing", ["One & only", "Two"]),
        ("up-", ["One & only", "Two"]),
    ],
)
def test_rows_are_added_moved_and_removed_without_losing_a_word(action, expected):
    found = SectionEditor.rearranged("walk", query(sent("walk", title="Half wr")), action)
    assert titles(found) == expected
    assert found.form["title"].value() == "Half wr"
    assert not found.faults
    kept = next((row for row in found.rows if row["title"].value() == "Two"), None)
    assert kept["bullets"].value() == "a\nb"
    assert kept["link"].value() == ["Talk to us", "/contact/"]
    assert kept["drawing"].value() == "tile/home"


def test_rows_left_empty_are_no_rows_but_one_is_needed():
    data = sent("steps")
    data |= {"row-TOTAL_FORMS": "4"}
    found = SectionEditor.sent("steps", query(data))
    assert found.is_valid()
    assert len(found.content()["points"]) == 2
    empty = {name: ("" if name.startswith("row-0") else v) for name, v in data.items()}
    empty |= {name: "" for name in data if name.startswith("row-1")}
    assert errors(SectionEditor.sent("steps", query(empty))) == {"Fill in at least one row."}


def test_thousands_of_rows_are_not_even_read():
    data = sent("steps", **{"row-TOTAL_FORMS": "100000"})
    assert len(SectionEditor.rearranged("steps", query(data), "up-1").rows.forms) == 40
    assert not SectionEditor.sent("steps", query(data)).is_valid()


# Pictures of ours -------------------------------------------------------------------------------


def test_every_icon_and_drawing_that_can_be_chosen_is_there():
    for icon in ICONS:
        assert (ROOT / f"templates/includes/icons/{icon}.svg").exists()
    for drawing in DRAWINGS:
        assert (ROOT / f"templates/includes/art/{drawing.split('/')[0]}.svg").exists()
