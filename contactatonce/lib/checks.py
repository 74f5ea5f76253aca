"""Start-up checks: production refuses settings that would leak, lose mail or forget data."""

from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured
from django.http.request import validate_host

DEVELOPMENT_KEY = "development-only-key-that-production-refuses-to-start-with"
DELIVERS_NOTHING = ("console", "dummy", "locmem", "filebased")  # of Django's own mail backends


@register("start")
def production_settings(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Return an error for every setting that production may not run with."""
    if settings.ENVIRONMENT != "production":
        return []
    return [
        *unsafe_settings(),
        *settings_of_the_network(),
        *forgetful_settings(),
        *settings_of_files(),
    ]


def unsafe_settings() -> Iterator[CheckMessage]:
    """Yield an error for each setting that would let an attacker in."""
    if settings.DEBUG:
        yield Error(
            "DEBUG is on in production.",
            hint="Unset DEBUG, or set ENVIRONMENT=development on a machine of your own.",
            id="contactatonce.E001",
        )
    if settings.SECRET_KEY == DEVELOPMENT_KEY or len(settings.SECRET_KEY) < 50:
        yield Error(
            "SECRET_KEY is missing or shorter than 50 characters.",
            hint="Set SECRET_KEY to a long random value and keep it out of the repository.",
            id="contactatonce.E002",
        )
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        yield Error(
            "ALLOWED_HOSTS is empty or allows every host.",
            hint="Set ALLOWED_HOSTS to the hosts of the five sites, separated by commas.",
            id="contactatonce.E003",
        )
    if not (settings.STAFF_NEED_MFA or settings.DEBUG):
        yield Error(
            "Staff may sign in without a second factor.",
            hint="Unset STAFF_NEED_MFA, or set ENVIRONMENT=development on a machine of your own.",
            id="contactatonce.E007",
        )


def settings_of_the_network() -> Iterator[CheckMessage]:
    """Yield an error for each setting about proxies and hosts that cannot be right."""
    if not settings.PROXIES_ARE_GIVEN or settings.TRUSTED_PROXIES < 0:
        yield Error(
            "The number of proxies in front of the site is not set.",
            hint="Set TRUSTED_PROXIES, for example to 1: without it all visitors share one limit.",
            id="contactatonce.E008",
        )
    origin = urlsplit(settings.SIGN_IN_ORIGIN)
    is_origin = f"https://{origin.netloc}" == settings.SIGN_IN_ORIGIN
    is_allowed = validate_host(origin.hostname or "", settings.ALLOWED_HOSTS or ["*"])
    if not is_origin or not is_allowed:
        yield Error(
            "SIGN_IN_ORIGIN is not https:// and a host of ALLOWED_HOSTS, without a path.",
            hint="Set SIGN_IN_ORIGIN to where staff sign in, such as https://www.example.com.",
            id="contactatonce.E009",
        )


def forgetful_settings() -> Iterator[CheckMessage]:
    """Yield an error for each setting that would lose data or mail."""
    engine = settings.DATABASES["default"]["ENGINE"]
    if not settings.DATABASE_IS_GIVEN or engine.endswith("dummy"):
        yield Error(
            "No database is named.",
            hint="Set DATABASE_URL, for example postgres://user@/name?host=/run/postgresql.",
            id="contactatonce.E004",
        )
    toys = {f"django.core.mail.backends.{name}.EmailBackend" for name in DELIVERS_NOTHING}
    if not settings.MAIL_IS_GIVEN or settings.EMAIL_BACKEND in toys:
        yield Error(
            "No mail server is named.",
            hint="Set EMAIL_URL, for example smtp+tls://user:password@mail.example.com:587.",
            id="contactatonce.E005",
        )
    if not settings.DEFAULT_FROM_EMAIL or settings.DEFAULT_FROM_EMAIL.endswith("@localhost"):
        yield Error(
            "No address is named that the site's mail comes from.",
            hint="Set DEFAULT_FROM_EMAIL to an address of yours.",
            id="contactatonce.E006",
        )


def settings_of_files() -> Iterator[CheckMessage]:
    """Yield an error for each setting with which no file of a testimonial could be sent."""
    location = settings.X_ACCEL_LOCATION
    if location and not (location.startswith("/") and location.endswith("/")):
        yield Error(
            "X_ACCEL_LOCATION does not begin and end with a slash.",
            hint="Set X_ACCEL_LOCATION to the internal location of nginx, such as /internal/.",
            id="contactatonce.E010",
        )
    if settings.TESTIMONIALS_BUCKET and find_spec("storages") is None:
        yield Error(
            "TESTIMONIALS_BUCKET is set, but django-storages is not installed.",
            hint="Install requirements-s3.txt, or unset TESTIMONIALS_BUCKET.",
            id="contactatonce.E011",
        )


def refuse_nonsense() -> None:
    """Raise ImproperlyConfigured with every start-up error; a web server runs no checks itself."""
    errors = production_settings(None)
    if errors:
        raise ImproperlyConfigured("\n".join(f"{e.id}: {e.msg} {e.hint}" for e in errors))
