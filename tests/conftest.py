"""Every test runs offline, with settings of its own and with nothing left over from the one before."""

import os
import tempfile

os.environ["ENVIRONMENT"] = "test"
os.environ["SECRET_KEY"] = "test-" + "x" * 60
os.environ.setdefault("VAR", tempfile.mkdtemp(prefix="contactatonce-test-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "contactatonce.settings")
os.environ["EMAIL_BACKEND"] = "django.core.mail.backends.locmem.EmailBackend"

import django
import pytest

django.setup()

from contactatonce.brands.directory import directory  # noqa: E402
from contactatonce.lib.pagecache import pages  # noqa: E402


@pytest.fixture(autouse=True)
def nothing_left_over():
    """Forget what a process keeps between requests."""
    directory.clear()
    pages.clear()
    yield
    directory.clear()
    pages.clear()
