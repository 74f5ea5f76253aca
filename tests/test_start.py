"""Production starts with the right environment and refuses each wrong one by name."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from contactatonce.lib import checks

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parent.parent
RIGHT = {
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
    "SUPPRESSION_KEY": "zyxwvutsrqponmlkjihgfedcba9876543210" * 2,
    "ALLOWED_HOSTS": "www.contactatonce.com,www.autodealerchat.com",
    "DATABASE_URL": "postgres://nobody@/nothing",
    "EMAIL_URL": "smtp+tls://nobody:nothing@mail.example.com:587",
    "DEFAULT_FROM_EMAIL": "hello@example.com",
    "TRUSTED_PROXIES": "1",
    "SIGN_IN_ORIGIN": "https://www.contactatonce.com",
}
WRONG = [
    ("E001", {"DEBUG": "true"}),
    ("E002", {"SECRET_KEY": None}),
    ("E002", {"SECRET_KEY": "short"}),
    ("E003", {"ALLOWED_HOSTS": None}),
    ("E003", {"ALLOWED_HOSTS": "*"}),
    ("E004", {"DATABASE_URL": None}),
    ("E005", {"EMAIL_URL": None}),
    ("E005", {"EMAIL_URL": "consolemail://"}),
    ("E005", {"EMAIL_URL": None, "EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}),
    ("E006", {"DEFAULT_FROM_EMAIL": None}),
    ("E006", {"DEFAULT_FROM_EMAIL": "webmaster@localhost"}),
    ("E007", {"STAFF_NEED_MFA": "false"}),
    ("E008", {"TRUSTED_PROXIES": None}),
    ("E008", {"TRUSTED_PROXIES": "-1"}),
    ("E009", {"SIGN_IN_ORIGIN": None}),
    ("E009", {"SIGN_IN_ORIGIN": "http://www.contactatonce.com"}),
    ("E009", {"SIGN_IN_ORIGIN": "https://www.example.com"}),
    ("E009", {"SIGN_IN_ORIGIN": "https://www.contactatonce.com/admin"}),
    ("E010", {"X_ACCEL_LOCATION": "internal"}),
    ("E010", {"X_ACCEL_LOCATION": "/internal"}),
]


def start(command: list[str], var: Path, **changes: str | None) -> subprocess.CompletedProcess[str]:
    """Run Python on `command` with production's environment, changed by `changes`."""
    given = {"PATH": os.environ["PATH"], "VAR": str(var), **RIGHT, **changes}
    (var / "static").mkdir(exist_ok=True)
    return subprocess.run(
        [sys.executable, "-W", "error::UserWarning", *command],
        cwd=ROOT,
        env={name: value for name, value in given.items() if value is not None},
        capture_output=True,
        text=True,
    )


def test_the_web_server_starts_with_the_right_environment(tmp_path):
    started = start(["-c", "import contactatonce.wsgi"], tmp_path)
    assert (started.returncode, started.stderr) == (0, "")


def test_the_web_server_reads_its_migrations_at_the_start(tmp_path):
    read = "from contactatonce.jobs.health import newest_migrations as newest"
    counted = f"import contactatonce.wsgi; {read}; print(newest.cache_info().currsize)"
    assert start(["-c", counted], tmp_path).stdout == "1\n"


def test_the_deployment_check_finds_nothing_in_the_right_environment(tmp_path):
    command = ["manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    checked = start(command, tmp_path)
    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize(("check", "change"), WRONG)
def test_the_web_server_refuses(tmp_path, check, change):
    refused = start(["-c", "import contactatonce.wsgi"], tmp_path, **change)
    assert refused.returncode == 1
    assert f"contactatonce.{check}" in refused.stderr
    assert refused.stderr.count("contactatonce.E0") == 1


def test_bucket_without_its_package_is_refused(settings, monkeypatch):
    settings.TESTIMONIALS_BUCKET = "testimonials"
    assert list(checks.settings_of_files()) == []
    monkeypatch.setattr(checks, "find_spec", lambda name: None)
    assert [error.id for error in checks.settings_of_files()] == ["contactatonce.E011"]


def test_commands_refuse_too_and_give_a_hint(tmp_path):
    refused = start(["manage.py", "migrate"], tmp_path, SECRET_KEY=None)
    assert refused.returncode == 1
    assert "contactatonce.E002" in refused.stderr
    assert "HINT: Set SECRET_KEY" in refused.stderr


def test_all_that_is_missing_is_named_at_once(tmp_path):
    refused = start(["-c", "import contactatonce.wsgi"], tmp_path, **dict.fromkeys(RIGHT))
    named = {f"E00{number}" for number in range(1, 10) if f"E00{number}" in refused.stderr}
    assert named == {"E002", "E003", "E004", "E005", "E006", "E008", "E009"}


def test_an_unknown_environment_is_refused(tmp_path):
    refused = start(["-c", "import contactatonce.wsgi"], tmp_path, ENVIRONMENT="staging")
    assert "ENVIRONMENT is production, development or test." in refused.stderr
