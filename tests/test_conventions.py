"""Rules that hold for the whole house; each is broken on purpose once, to see that it bites."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.db import connection, models

from privacy.registry import about_somebody

ROOT = Path(settings.BASE_DIR)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LINTER = PROJECT["tool"]["importlinter"]
HOUSE = tuple(LINTER["root_packages"])
LAYERS = LINTER["contracts"][0]["layers"]
LONGEST_FILE = 300
MAY_CONNECT_SIGNALS = "contactatonce/apps.py"  # the roles, after a migrate
NETWORK = re.compile(r"(^|_)(ip|ips|ipv4|ipv6|ip_?addr\w*|remote|addr|user_?agent|ua)(_|$)")
INLINE = re.compile(r"<style|<script(?![^>]*\bsrc=)(?![^>]*json)|\sstyle=|\son[a-z]+=|javascript:")
ASKED_ONCE = re.compile(
    r"assert .*(\.(is_visible|is_hidden|is_enabled|is_disabled|is_checked)\(\)"
    r"|\.(inner_text|text_content|input_value)\(\)|page\.url ==)"
)
CLOCK = re.compile(r"\btime\.(monotonic|perf_counter|process_time|thread_time|sleep)\(|timeit")
# The first compares costs in one run, the last prints them; the others wait for another process.
MAY_USE_CLOCKS = {
    "tests/cost.py",
    "tests/jobs/processes.py",
    "tests/publishing/test_races.py",
    "tests/search/test_volume.py",
}
NOT_OURS_TO_NAME = {"last_login", "expire_date"}  # Django's


def python_files(*folders: str) -> list[Path]:
    """Return the project's Python files without migrations."""
    files = [file for folder in folders for file in (ROOT / folder).rglob("*.py")]
    return sorted(file for file in files if "migrations" not in file.parts)


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith(HOUSE)]


# Imports --------------------------------------------------------------------------------------


def test_every_part_of_the_house_has_its_layer():
    named = {name.strip() for layer in LAYERS for name in layer.split("|")}
    parts = {
        f"contactatonce.{part.stem}"
        for part in (ROOT / "contactatonce").iterdir()
        if part.suffix == ".py" or (part / "__init__.py").exists()
    }
    assert (parts | set(HOUSE)) - {"contactatonce", "contactatonce.__init__"} == named


def imports_inside_functions(source: str) -> Iterator[int]:
    """Yield the line of each import inside a function, but for AppConfig.ready()."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name != "ready":
            for inner in ast.walk(node):
                if isinstance(inner, ast.Import | ast.ImportFrom):
                    yield inner.lineno


def imported(source: str) -> set[str]:
    """Return the full names that a module imports."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def uses_signals(source: str) -> bool:
    return any("signals" in name or "django.dispatch" in name for name in imported(source))


def test_no_function_imports():
    found = {
        f"{file.relative_to(ROOT)}:{line}"
        for file in python_files(*HOUSE)
        for line in imports_inside_functions(file.read_text())
    }
    assert found == set()
    assert list(imports_inside_functions("def f():\n    import os\n")) == [2]
    assert list(imports_inside_functions("class A:\n def ready(self):\n  import os\n")) == []


def test_no_signal_is_used_but_the_one_that_syncs_roles():
    found = {str(f.relative_to(ROOT)) for f in python_files(*HOUSE) if uses_signals(f.read_text())}
    assert found == {MAY_CONNECT_SIGNALS}
    assert uses_signals("from django.db.models.signals import post_save")
    assert uses_signals("from django.dispatch import receiver")


def test_no_file_is_too_long():
    long = {
        str(file.relative_to(ROOT)): lines
        for file in python_files(*HOUSE, "tests")
        if (lines := file.read_text().count("\n")) > LONGEST_FILE
    }
    assert long == {}


# Models ---------------------------------------------------------------------------------------


def is_named_after_its_kind(field: models.Field) -> bool:
    """Moments: `sent_at` or `at`; deadlines: `answer_by`; days: `met_on`; periods: from, to."""
    name = field.name
    if isinstance(field, models.DateTimeField):
        return name.endswith(("_at", "_by")) or name in {"at", "since", *NOT_OURS_TO_NAME}
    if isinstance(field, models.DateField):
        return name.endswith(("_on", "_from", "_until", "_to"))
    return not name.endswith("_on")


def test_moments_end_in_at_and_days_in_on():
    wrong = {
        f"{model._meta.label}.{field.name}"
        for model in our_models()
        for field in model._meta.local_fields
        if not is_named_after_its_kind(field)
    }
    assert wrong == set()
    assert not is_named_after_its_kind(models.DateTimeField(name="received"))
    assert not is_named_after_its_kind(models.DateField(name="received_at"))
    assert not is_named_after_its_kind(models.BooleanField(name="switched_on"))


def is_one_sentence(text: str | None) -> bool:
    """Tell whether the first paragraph is one sentence."""
    first = " ".join((text or "").strip().split("\n\n")[0].split())
    return re.fullmatch(r"[A-Z][^.]+(\.[^ .][^.]*)*\.", first) is not None


def test_each_model_says_in_one_sentence_what_a_row_is():
    silent = {model._meta.label for model in our_models() if not is_one_sentence(model.__doc__)}
    assert silent == set()
    assert not is_one_sentence("Brand(id, name)")
    assert not is_one_sentence("A row. And more.")


def holds_a_network_address(field: models.Field) -> bool:
    return isinstance(field, models.GenericIPAddressField) or bool(NETWORK.search(field.name))


def test_no_model_can_hold_a_network_address():
    found = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_fields
        if holds_a_network_address(field)
    }
    assert found == set()
    for name in ("ip", "client_ip", "ip_address", "remote_addr", "user_agent", "ipaddr"):
        assert holds_a_network_address(models.CharField(name=name))
    assert not holds_a_network_address(models.CharField(name="recipient"))


def marked(model: type[models.Model], names: Iterator[str]) -> models.Model:
    """Return an instance with a mark in each of its personal texts."""
    fields = [model._meta.get_field(name) for name in names]
    texts = [
        field
        for field in fields
        if isinstance(field, models.CharField | models.TextField | models.JSONField)
        and not field.generated
    ]
    return model(pk=7, **{field.name: f"mark-{field.name}" for field in texts})


@pytest.mark.parametrize("declaration", about_somebody(), ids=lambda found: found.label)
def test_the_name_of_a_row_tells_nothing_about_anybody(declaration):
    if not declaration.model.__module__.startswith(HOUSE):
        return
    assert "mark" not in str(marked(declaration.model, declaration.personal))


# Admin and templates --------------------------------------------------------------------------


def filters_over_free_text(model_admin: admin.ModelAdmin) -> Iterator[str]:
    """Yield the filters that would read every distinct value of a table to list them."""
    for item in model_admin.list_filter or ():
        if isinstance(item, str) and "__" not in item:
            field = model_admin.model._meta.get_field(item)
            is_text = isinstance(field, models.CharField | models.TextField)
            if is_text and not field.choices:
                yield f"{model_admin.model._meta.label}.{item}"


def test_no_list_is_filtered_by_free_text():
    ours = [
        found for found in admin.site._registry.values() if type(found).__module__.startswith(HOUSE)
    ]
    assert len(ours) > 10
    assert [name for found in ours for name in filters_over_free_text(found)] == []
    wrong = type("Wrong", (admin.ModelAdmin,), {"list_filter": ["email"]})
    user = apps.get_model("accounts.User")
    assert list(filters_over_free_text(wrong(user, admin.site))) == ["accounts.User.email"]


def test_no_page_carries_script_or_style_of_its_own():
    pages = [f for f in (ROOT / "templates").rglob("*.html") if f.parent.name != "mail"]
    assert len(pages) > 10
    found = {str(f.relative_to(ROOT)) for f in pages if INLINE.search(f.read_text())}
    assert found == set()
    for wrong in ('<p style="">', "<script>x", '<a onclick="x">', "<style>", 'href="javascript:x"'):
        assert INLINE.search(wrong)
    assert not INLINE.search('<script src="x.js" defer></script>')


def test_what_a_page_shows_is_waited_for_and_not_asked_once():
    found = [
        f"{file.name}:{number}: {line.strip()}"
        for file in python_files("tests/browser")
        for number, line in enumerate(file.read_text().splitlines(), 1)
        if ASKED_ONCE.search(line)
    ]
    assert found == []
    for wrong in ("assert button.is_visible()", "assert not page.url == x"):
        assert ASKED_ONCE.search(wrong)
    assert not ASKED_ONCE.search("expect(button).to_be_visible()")


def test_no_test_compares_with_seconds_or_sleeps():
    found = {
        str(file.relative_to(ROOT))
        for file in python_files("tests")
        if CLOCK.search(file.read_text()) and file != Path(__file__)
    }
    assert found <= MAY_USE_CLOCKS
    for wrong in ("time.sleep(1)", "started = time.monotonic()", "import timeit"):
        assert CLOCK.search(wrong)


# The database ---------------------------------------------------------------------------------


@pytest.mark.django_db
def test_postgresql_is_spoken_to_through_psycopg2():
    if connection.vendor == "postgresql":
        assert connection.Database.__name__ == "psycopg2"
