"""Section comparisons use the labels of the editing form."""

import pytest
from django.contrib import admin

from pages import wording
from pages.forms.kinds import KINDS
from pages.models import Page
from publishing import diff
from tests.pages.kinds import EXAMPLES, row

pytestmark = pytest.mark.once


def read(kind: str, **content) -> list[str]:
    return wording.read(kind, {**EXAMPLES[kind], **content}).splitlines()


def test_fields_are_called_as_the_editor_calls_them():
    assert read("benefits", text="Before all.") == [
        "Title: Why",
        "Introduction: Before all.",
        "Short name: why",
        "Benefit 1, Icon: Clock",
        "Benefit 1, Title: One & only",
        "Benefit 1, Text: Text <b>here</b>",
        "Benefit 2, Title: Two",
        "Benefit 2, Text: Text",
    ]


def test_links_drawings_pictures_and_lists_read_as_the_form_shows_them():
    assert read("hero", picture=12, notes=["Short.", "Shorter."]) == [
        "Line above the title: Chat",
        "Title: Hello",
        "Button: Talk to us → /contact/",
        "Ticked lines: Short.",
        "Shorter.",
        "Drawing: A phone with a chat, car",
        "Picture: no. 12",
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_no_title_and_no_text_of_any_kind_is_left_out(kind):
    content = EXAMPLES[kind]
    said = wording.read(kind, content)
    for texts in (content, *content.get("points", ())):
        for name in {"title", "text"} & texts.keys():
            assert texts[name] in said


def test_a_kind_that_has_gone_can_still_be_read():
    assert wording.read("banner", {"title": "Hi", "rows": [{"text": "x"}]}) == (
        "title: Hi\nrows 0 text: x"
    )
    assert wording.name_of({"kind": "banner", "content": {"title": "Hi"}}) == "banner “Hi”"


def test_sections_are_called_by_kind_and_title_and_equal_ones_by_their_place_too():
    rows = [row("steps", "a"), row("call", "b"), row("steps", "c"), row("text", "d", title="")]
    assert wording.names_of(rows) == {
        "a": "Steps “How” (section 1)",
        "b": "Call to action “Now”",
        "c": "Steps “How” (section 3)",
        "d": "Rich text",
    }


def compared(*both: list[dict]) -> list[tuple[str, str]]:
    pages = admin.site.get_model_admin(Page)
    old, new = (pages.readable({"sections": rows}) for rows in both)
    return [
        (field.label, "".join(part.text for part in field.parts if part.op != "removed"))
        for field in diff.fields(old, new)
    ]


def test_a_section_with_another_title_is_the_same_section_at_the_same_place():
    found = compared([row("offices", "a")], [row("offices", "a", title="Where")])
    assert found == [("Offices “Where”", "Title: Where")]


def test_equal_sections_that_changed_places_are_told_apart():
    one, two = row("offices", "a"), row("offices", "b")
    assert compared([one, two], [two, one]) == [
        ("Order of the sections", "Offices “Offices” (section 1)\nOffices “Offices” (section 2)")
    ]
