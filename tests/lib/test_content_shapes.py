"""A value of the wrong shape in a file under content/ is refused with the file and the key."""

import shutil
import tomllib
from copy import deepcopy
from datetime import date, time

import pytest
from django.db import transaction

from blog.drafts import drafts_of
from blog.seed import file_of, read_blog
from contactatonce.brands.models import Brand
from contactatonce.brands.sites import load_sites
from contactatonce.lib import content
from contactatonce.lib.content import ContentError
from leads.seed import load_forms
from pages.forms.kinds import KINDS
from pages.seed import load_pages, read_section
from promises.registry import read_promises

pytestmark = pytest.mark.django_db
BLOG = "dealerchatblog"
PAGE = """title = "One"
description = "Two."
[[sections]]
kind = "hero"
title = "Three"
text = "Four."
notes = ["Five"]
[[sections]]
kind = "benefits"
title = "Why"
[[sections.points]]
title = "Fast"
text = "Very."
icon = "clock"
"""
WRONG = (7, "x", [7], ["x"], {"x": 1}, date(2026, 1, 1))


@pytest.fixture
def root(tmp_path, monkeypatch):
    shutil.copytree(content.ROOT, tmp_path, dirs_exist_ok=True)
    monkeypatch.setattr(content, "ROOT", tmp_path)
    return tmp_path


def written(value):
    """Return a value as TOML."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name} = {written(one)}" for name, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value).lower() if isinstance(value, bool) else repr(value).replace("\\'", "'")


def paths(value, path=()):
    """Yield the path of each value in a table, and of the first item of each list."""
    if path:
        yield path
    items = value.items() if isinstance(value, dict) else ()
    items = list(enumerate(value))[:1] if isinstance(value, list) else items
    for name, one in items:
        yield from paths(one, (*path, name))


def changed(table, path, value):
    table = found = deepcopy(table)
    for name in path[:-1]:
        found = found[name]
    found[path[-1]] = value
    return table


def check(file, load):
    """Put each wrong value in each place of a file: it loads, or the error names file and key."""
    table, refused = tomllib.loads(file.read_text()), 0
    with transaction.atomic():
        load()
        transaction.set_rollback(True)
    for path in paths(table):
        for value in WRONG:
            text = changed(table, path, value).items()
            file.write_text("\n".join(f"{name} = {written(one)}" for name, one in text))
            names = [str(name) for name in path if isinstance(name, str)]
            try:
                with transaction.atomic():
                    load()
                    transaction.set_rollback(True)
            except ContentError as error:
                refused += 1
                assert str(error).startswith(content.name_of(file)), (path, value)
                assert names[-1].rstrip("s") in str(error), (path, value, str(error))
    assert refused > len(list(paths(table)))


def test_wrong_shape_in_the_list_of_sites_is_named(root):
    file = root / "sites.toml"
    table = tomllib.loads(file.read_text())
    short = {**table, "sites": table["sites"][:1]}
    file.write_text("\n".join(f"{name} = {written(one)}" for name, one in short.items()))
    check(file, load_sites)


def test_wrong_shape_in_a_promise_is_named(root):
    file = root / "promises.toml"
    file.write_text('[P01]\ntitle = "One"\nwords = "Two."\nfacts = ["three"]\nmissing = ""\n')
    check(file, read_promises)


def test_wrong_shape_in_a_blog_is_named(root):
    load_sites()
    file = file_of(Brand.objects.get(slug=BLOG))
    check(file, lambda: read_blog(file))


def test_wrong_shape_in_a_form_is_named(root):
    load_sites()
    for folder in root.glob("*/forms"):
        shutil.rmtree(folder)
    file = root / "apartmentchat/forms/contact.toml"
    file.parent.mkdir()
    file.write_text('title = "Talk"\nquestions = ["name"]\nlabels = {}\n')
    check(file, load_forms)


def test_wrong_shape_in_a_page_is_named(root):
    load_sites()
    for old in [*root.glob("*/menu.toml"), *root.glob("*/pages/**/*.toml")]:
        old.unlink()
    file = root / "apartmentchat/pages/about.toml"
    file.write_text(PAGE)
    check(file, load_pages)


def test_wrong_shape_in_a_menu_is_named(root):
    load_sites()
    for old in [*root.glob("*/menu.toml"), *root.glob("*/pages/**/*.toml")]:
        old.unlink()
    file = root / "apartmentchat/menu.toml"
    nested = [{"label": "Leasing", "url": "/leasing/"}]
    items = [{"label": "Offices", "url": "/", "items": nested}]
    file.write_text(f"items = {written(items)}")
    check(file, load_pages)


@pytest.mark.parametrize("kind", [kind for kind, form in KINDS.items() if form.rows])
@pytest.mark.parametrize("is_empty", [True, False])
def test_section_without_its_rows_is_refused(kind, is_empty):
    rows = KINDS[kind].rows
    table = {"kind": kind, "title": "Why", **({rows: []} if is_empty else {})}
    with pytest.raises(ContentError, match=f"section 1, {kind}: {rows} is missing"):
        read_section(table, "section 1", Brand())


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("title: 7", "title must be a text."),
        ('tags: "one"', "tags must be a list."),
        ('color: "red"', "unknown field color."),
        ('publish_on: "soon"', "Invalid isoformat string: 'soon'"),
        ("title: none", "Expecting value"),
    ],
)
def test_wrong_front_matter_of_a_post_is_named(root, line, fault):
    load_sites()
    brand = Brand.objects.get(slug=BLOG)
    file = root / f"blog/{BLOG}/00-first.md"
    head = {"title": '"A"', "slug": '"a"', "summary": '"B"', "author": '"c"', "tags": '["d"]'}
    name, value = line.split(": ")
    head |= {"publish_on": '"2026-01-01"', name: value}
    file.write_text("---\n" + "".join(f"{a}: {b}\n" for a, b in head.items()) + "---\nText\n")
    with pytest.raises(ContentError) as error:
        next(drafts_of(brand))
    assert str(error.value).startswith(f"content/blog/{BLOG}/00-first.md")
    assert fault in str(error.value)
