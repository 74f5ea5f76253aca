"""Django with nothing added: no middleware, no sessions, no templates, the same database."""

from contactatonce.settings import DATABASES

SECRET_KEY = "bench"  # noqa: S105  not a secret
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "tools.bench.bare"
INSTALLED_APPS = ["tools.bench"]
MIDDLEWARE: list[str] = []
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LOGGING_CONFIG = None
__all__ = ["DATABASES"]
