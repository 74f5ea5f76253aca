from typing import Any

from django.core.checks import CheckMessage, Warning, register

from .wellknown import security_days_left, security_is_due


@register("start")
def security_contact_is_reviewed(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Warn a month before security.txt expires, after which no one should rely on it."""
    if not security_is_due():
        return []
    return [
        Warning(
            f"security.txt expires in {security_days_left()} days.",
            hint="Look whether SECURITY_CONTACT is right, then set SECURITY_REVIEWED_ON to today.",
            id="contactatonce.W101",
        )
    ]
