"""Every file that docs/recipes.md names exists, and contains the named symbol."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
TEXT = (ROOT / "docs/recipes.md").read_text()
STEP = re.compile(r"^- `([^`]+)` \(`([^`]+)`\):", re.MULTILINE)
GUARD = re.compile(r"`(tests/[\w/]+\.py)`")
RECIPES = {
    part.partition("\n")[0]: part for part in re.split(r"^## ", TEXT, flags=re.MULTILINE)[1:]
}


def files(name: str) -> list[Path]:
    """Return the files of `name`, in which `<site>` is any folder."""
    return list(ROOT.glob(name.replace("<site>", "*")))


def test_there_are_ten_recipes():
    assert len(RECIPES) == 10


@pytest.mark.parametrize("title", RECIPES)
def test_each_file_contains_its_symbol(title):
    steps = STEP.findall(RECIPES[title])
    assert len(steps) == RECIPES[title].count("\n- ")
    assert steps
    for name, symbol in steps:
        assert any(symbol in file.read_text() for file in files(name)), f"{name}: {symbol}"


@pytest.mark.parametrize("name", sorted({*GUARD.findall(TEXT)}))
def test_each_guard_exists(name):
    assert (ROOT / name).is_file()
