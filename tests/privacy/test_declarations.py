"""No model and no field without a declaration: the guard over all of them, and that it bites."""

import os
import re
import sqlite3
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from unittest import mock

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.test import SimpleTestCase, TestCase

from contactatonce.accounts.models import Session
from contactatonce.brands.models import Brand, Holiday
from contactatonce.brands.sites import load_sites
from privacy import checks, registry
from privacy.registry import (
    Category,
    DeclarationError,
    OnErasure,
    Retention,
    Subject,
    declare,
    holds_nobody,
)
from tests import factories

MODELS = """
from django.db import models


class Plain(models.Model):
    name = models.CharField(max_length=9)


class Child(Plain):
    more = models.CharField(max_length=9)


class Proxy(Plain):
    class Meta:
        proxy = True


class Base(models.Model):
    inherited = models.CharField(max_length=9)

    class Meta:
        abstract = True


class Natural(Base):
    code = models.CharField(max_length=9, primary_key=True)


class Bag(models.Model):
    id = models.UUIDField(primary_key=True)
    data = models.JSONField()
    file = models.FileField()
    tags = models.ManyToManyField(Plain, related_name="+")
    linked = models.ManyToManyField(Plain, through="Link", related_name="+")


class Link(models.Model):
    bag = models.ForeignKey(Bag, models.CASCADE)
    plain = models.ForeignKey(Plain, models.CASCADE)


class Legacy(models.Model):
    old = models.CharField(max_length=9)

    class Meta:
        managed = False


class Swapped(models.Model):
    gone = models.CharField(max_length=9)

    class Meta:
        swappable = "AUTH_USER_MODEL"
"""
FIELDS = {
    "Plain": ["name"],
    "Child": ["more", "plain_ptr"],
    "Natural": ["code", "inherited"],
    "Bag": ["data", "file", "id", "linked", "tags"],
    "Link": ["bag", "plain"],
    "Legacy": ["old"],
}
SETTINGS = "from contactatonce.settings import *\nINSTALLED_APPS = [*INSTALLED_APPS, 'stray']\n"
RUN_ALL = """
import sys
from django.core.management import execute_from_command_line

failed = 0
for command in sys.argv[1:]:
    print(f"manage.py {command}", file=sys.stderr, flush=True)
    try:
        execute_from_command_line(["manage.py", *command.split()])
    except SystemExit as end:
        failed += bool(end.code)
sys.exit(failed)
"""
TEST = (
    "from django.test import SimpleTestCase\nclass T(SimpleTestCase):\n    def test(self): pass\n"
)


COMMANDS = ("check", "migrate --verbosity=0", "makemigrations stray --dry-run", "test stray")


@pytest.fixture(scope="module")
def stray(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with an app `stray`, and settings that install it."""
    tmp_path = tmp_path_factory.mktemp("stray")
    (tmp_path / "stray" / "migrations").mkdir(parents=True)
    for name, text in {
        "stray/__init__.py": "",
        "stray/migrations/__init__.py": "",
        "stray/models.py": MODELS,
        "stray/tests.py": TEST,
        "stray_settings.py": SETTINGS,
    }.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def manage(folder: Path, *commands: str) -> tuple[int, str]:
    """Run commands in one process with the stray app; return how many failed and what they say."""
    done = subprocess.run(
        [sys.executable, "-c", RUN_ALL, *commands],
        cwd=settings.BASE_DIR,
        env=os.environ
        | {
            "PYTHONPATH": str(folder),
            "DJANGO_SETTINGS_MODULE": "stray_settings",
            "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
            "VAR": str(folder),
        },
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def undeclared(stray: Path) -> tuple[int, str]:
    """Return how many commands failed before anything was declared, and what they said."""
    return manage(stray, *COMMANDS)


def test_undeclared_model_fails_every_command(stray, undeclared):
    failed, said = undeclared
    assert failed == len(COMMANDS), said
    for each in said.split("manage.py ")[1:]:
        assert "(privacy.E001) stray.Plain is not declared." in each, each
    with sqlite3.connect(stray / "db.sqlite3") as database:
        assert database.execute("SELECT name FROM sqlite_master").fetchall() == []
    assert set(re.findall(r"E001\) stray\.(\w+) is not", said)) == set(FIELDS)
    for name, fields in FIELDS.items():
        listed = " ".join(fields)
        assert f'holds_nobody({name}, "{listed}", because="...")' in said
    assert "In privacy/personal_data.py write" in said


def test_suggested_declaration_fixes_the_error(stray, undeclared):
    said = undeclared[1].split("manage.py ")[1]
    lines = re.findall(r"^\s+(holds_nobody\(.*\))$", said, re.MULTILINE)
    assert len(lines) == len(FIELDS)
    paste = "from privacy.registry import holds_nobody\nfrom .models import *\n" + "\n".join(lines)
    (stray / "stray" / "personal_data.py").write_text(paste)
    code, said = manage(stray, "check --tag privacy")
    assert code == 0, said
    (stray / "stray" / "personal_data.py").write_text(paste.replace('"data ', '"'))
    code, said = manage(stray, "check --tag privacy")
    assert code == 1
    assert "stray.Bag.data is not declared." in said


def said() -> list[str]:
    return [error.msg for error in checks.every_field_is_declared()]


class GuardTestCase(SimpleTestCase):
    """The errors of the check when one of our declarations is changed."""

    def setUp(self) -> None:
        patch = mock.patch.dict(registry.declarations)
        patch.start()
        self.addCleanup(patch.stop)

    def test_every_field_of_every_installed_model_is_declared(self):
        call_command("check", tags=["privacy"])
        assert said() == []

    def test_undeclared_models_are_reported(self):
        for model in (Brand, Session):
            del registry.declarations[model]
        assert said() == ["accounts.Session is not declared.", "brands.Brand is not declared."]

    def test_undeclared_columns_and_relations_are_reported(self):
        for model, kept in ((Holiday, "calendar day_on"), (Group, "name")):
            del registry.declarations[model]
            holds_nobody(model, kept, because="test")
        assert said() == [
            "auth.Group.permissions is not declared.",
            "brands.Holiday.name is not declared.",
        ]

    def test_unknown_field_is_reported(self):
        del registry.declarations[Holiday]
        holds_nobody(Holiday, "calendar day_on name gone", because="test")
        assert said() == ["brands.Holiday.gone is declared, but there is no such field."]

    def declare_holiday(self, retention: Retention, **more) -> None:
        registry.declarations.pop(Holiday, None)
        declare(
            Holiday,
            purpose="test",
            about=lambda subject: Holiday.objects.none(),
            retention=retention,
            personal={"name": Category.CONTACT},
            plain="calendar day_on",
            **more,
        )

    def test_retention_without_an_anchor_is_reported(self):
        for rule, wrong in (
            (Retention("test", "a day", timedelta(1), "day_on"), []),
            (Retention("test", "a day", follows="calendar"), []),
            (Retention("test", "a day", timedelta(1), "day_on gone"), ["since"]),
            (Retention("test", "a day", timedelta(1), "name"), ["since"]),
            (Retention("test", "a day", timedelta(1), "calendar__gone"), ["since"]),
            (Retention("test", "a day", follows="name"), ["follows"]),
        ):
            self.declare_holiday(rule)
            assert [message.split(": ")[1].split()[0] for message in said()] == wrong, rule

    def test_a_rule_that_follows_its_parent_has_no_period_of_its_own(self):
        for more in (
            {"keep": timedelta(1)},
            {"since": "day_on"},
            {"expired": lambda rows, now: rows},
        ):
            with pytest.raises(registry.DeclarationError):
                Retention("test", "a day", follows="calendar", **more)

    def test_duplicate_rule_ids_are_reported(self):
        taken = next(d.retention for d in registry.declarations.values() if d.retention)
        self.declare_holiday(taken.__class__(taken.id, "another basis", follows="calendar"))
        assert any(f"has the id {taken.id} too" in message for message in said())

    def test_a_declaration_that_contradicts_itself_is_refused(self):
        rule = Retention("test", "a day", timedelta(1), "day_on")
        good = {
            "purpose": "test",
            "about": lambda subject: Holiday.objects.none(),
            "retention": rule,
            "personal": {"name": Category.CONTACT},
        }
        del registry.declarations[Holiday]
        for wrong in (
            {"purpose": ""},
            {"personal": {}},
            {"plain": "name"},
            {"on_erasure": OnErasure.KEEP},
        ):
            with self.assertRaises(DeclarationError):
                declare(Holiday, **{**good, **wrong})
            assert Holiday not in registry.declarations
        declare(Holiday, **good)
        with self.assertRaises(DeclarationError):
            declare(Holiday, **good)
        with self.assertRaises(DeclarationError):
            holds_nobody(Group, "name permissions", because="")


class AboutTestCase(TestCase):
    def test_unknown_person_has_no_row_in_any_model(self):
        load_sites()
        factories.create_lead()  # with no owner: a look-up by a missing account finds such rows
        factories.create_staff("erin@example.com", "Erin", role=None)
        for declaration in registry.about_somebody():
            rows = declaration.about(Subject("unknown@example.com"))
            assert rows.model is declaration.model
            assert not rows.exists(), declaration.label

    def test_every_table_belongs_to_a_model(self):
        models = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
        tables = set(connection.introspection.table_names())
        words = {table for table in tables if table.startswith("search_words")}  # of search_entry
        # The cache holds keyed digests of networks, and each row's end is known.
        assert tables - models - words == {"cache", "django_migrations"}
