"""Every test runs offline, with settings of its own, and finds nothing left over."""

import gc
import os
import shutil
import tempfile
from contextlib import nullcontext
from pathlib import Path
from unittest import mock

FOLDER = Path(tempfile.mkdtemp(prefix="contactatonce-test-"))  # each process of a run has its own
os.environ["ENVIRONMENT"] = "test"
os.environ["SECRET_KEY"] = "test-" + "x" * 60
os.environ["VAR"] = str(FOLDER)
os.environ["DJANGO_SETTINGS_MODULE"] = "contactatonce.settings"
os.environ["EMAIL_BACKEND"] = "django.core.mail.backends.locmem.EmailBackend"

import django  # noqa: E402
import hypothesis  # noqa: E402
import pytest  # noqa: E402

hypothesis.settings.register_profile("house", deadline=None)  # a machine may be busy
hypothesis.settings.load_profile("house")

django.setup()

from django.conf import settings  # noqa: E402
from django.test import TransactionTestCase  # noqa: E402

from contactatonce.lib import timed_cache  # noqa: E402
from contactatonce.lib.page_cache import pages  # noqa: E402
from contactatonce.lib.timed_cache import TimedCache  # noqa: E402
from tests.postgresql import find_binaries  # noqa: E402

# A file, not memory: threads and the live server then hold connections of their own, as they do
# in production.
if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = str(FOLDER / "test.sqlite3")


# These run on SQLite alone, as do all tests that use no database: PostgreSQL cannot change them.
ON_ONE_DATABASE = (
    "tests/design/",
    "tests/media/",
    "tests/pages/",
    "tests/privacy/test_declarations.py",
    "tests/test_url_roles.py",
    "tests/promises/test_promise_sabotage",
    "tests/blog/test_comment_fuzz.py",
    "tests/blog/test_comment_markup.py",
    "tests/blog/test_comment_promises.py",
    "tests/blog/test_publisher_promise.py",
    "tests/blog/test_subscription_promises.py",
)
# Each size and each scheme is looked at in every run; the other pairs are for `make soak`.
RARE_LOOKS = ({"phone", "light"}, {"desk", "dark"})


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what one database is enough for, and the looks that a soak is early enough for."""
    for item in items:
        if item.nodeid.startswith(ON_ONE_DATABASE) or not uses_database(item):
            item.add_marker("once")
        look = set(item.callspec.id.split("-")) if hasattr(item, "callspec") else set()
        if item.get_closest_marker("browser") and any(rare <= look for rare in RARE_LOOKS):
            item.add_marker("slow")


def pytest_collection_finish() -> None:
    """Look for garbage less often, and not in what stays; a tenth of the time went there."""
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)


def uses_database(item: pytest.Item) -> bool:
    """Return whether a test is a case, has a mark or asks for a fixture with database access."""
    case = getattr(item, "cls", None) or object
    fixtures = {"db", "transactional_db", "live_server"}
    return (
        issubclass(case, TransactionTestCase)
        or item.get_closest_marker("django_db") is not None
        or not fixtures.isdisjoint(getattr(item, "fixturenames", ()))
    )


def leave_out(what: str) -> None:
    """Skip the running test because this machine lacks `what`; with CI=true, fail it."""
    if os.environ.get("CI"):
        pytest.fail(f"CI must have {what}", pytrace=False)
    pytest.skip(f"Left out: needs {what}")


@pytest.fixture(autouse=True)
def nothing_left_over(request):
    """Forget what a process keeps between requests; what a test has read stays fresh.

    Three seconds pass on a busy machine and not on a quiet one. A browser is no faster than that,
    so there the clock goes on.
    """
    clear_caches()
    is_browser = request.node.get_closest_marker("browser")
    still = mock.Mock(monotonic=lambda: 1000.0)
    with nullcontext() if is_browser else mock.patch.object(timed_cache, "time", still):
        yield
    clear_caches()


def clear_caches() -> None:
    """Empty every cache of this process, the erasure ledger, the spool and the exports."""
    TimedCache.clear_all()
    pages.clear()
    Path(settings.ERASURE_LEDGER).unlink(missing_ok=True)
    shutil.rmtree(settings.SPOOL, ignore_errors=True)
    shutil.rmtree(settings.STORAGES["exports"]["OPTIONS"]["location"], ignore_errors=True)


def pytest_configure(config: pytest.Config) -> None:
    """Let each process of pytest-xdist read the settings here, with a folder of its own.

    They inherit the environment of the one that starts them; pytest-django would read the settings
    from it before this file names another folder, and two erasure ledgers would be one.
    """
    if config.getoption("numprocesses", None) and not hasattr(config, "workerinput"):
        del os.environ["DJANGO_SETTINGS_MODULE"]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say last of all what this machine could not test."""
    missing = {
        report.longrepr[2].removeprefix("Skipped: ")
        for report in terminalreporter.stats.get("skipped", [])
        if isinstance(report.longrepr, tuple) and "Left out:" in report.longrepr[2]
    }
    if find_binaries() is None:
        missing.add("Left out: the run on PostgreSQL; needs its server (Debian: postgresql)")
    for line in sorted(missing):
        terminalreporter.write_line(line, yellow=True)


def pytest_unconfigure() -> None:
    shutil.rmtree(FOLDER, ignore_errors=True)
