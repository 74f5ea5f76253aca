"""Start-up checks: production refuses settings that would leak, lose mail or forget data."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured

DEVELOPMENT_KEY = "development-only-key-that-production-refuses-to-start-with"


@register("start")
def production_settings(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Return an error for every setting that production may not run with."""
    if settings.ENVIRONMENT != "production":
        return []
    database = settings.DATABASES["default"]
    wrong = [
        (
            settings.DEBUG,
            "DEBUG is on in production.",
            "Unset DEBUG, or set ENVIRONMENT=development on a machine of your own.",
            "contactatonce.E001",
        ),
        (
            settings.SECRET_KEY == DEVELOPMENT_KEY or len(settings.SECRET_KEY) < 50,
            "SECRET_KEY is missing or shorter than 50 characters.",
            "Set SECRET_KEY to a long random value and keep it out of the repository.",
            "contactatonce.E002",
        ),
        (
            not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS,
            "ALLOWED_HOSTS is empty or allows every host.",
            "Set ALLOWED_HOSTS to the hosts of the five sites, separated by commas.",
            "contactatonce.E003",
        ),
        (
            not settings.DATABASE_IS_GIVEN or database["ENGINE"].endswith("dummy"),
            "No database is named.",
            "Set DATABASE_URL, for example postgres://user@/name?host=/run/postgresql.",
            "contactatonce.E004",
        ),
        (
            not settings.MAIL_IS_GIVEN,
            "No mail server is named.",
            "Set EMAIL_URL, for example smtp+tls://user:password@mail.example.com:587.",
            "contactatonce.E005",
        ),
        (
            not settings.DEFAULT_FROM_EMAIL or settings.DEFAULT_FROM_EMAIL.endswith("@localhost"),
            "No address is named that the site's mail comes from.",
            "Set DEFAULT_FROM_EMAIL to an address of yours.",
            "contactatonce.E006",
        ),
    ]
    return [
        Error(message, hint=hint, id=identifier)
        for is_wrong, message, hint, identifier in wrong
        if is_wrong
    ]


def refuse_nonsense() -> None:
    """Raise ImproperlyConfigured with every start-up error; a web server runs no checks itself."""
    errors = production_settings(None)
    if errors:
        raise ImproperlyConfigured("\n".join(f"{e.id}: {e.msg} {e.hint}" for e in errors))
