from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def sign_up_is_open() -> bool:
    """Return whether anyone may open an account."""
    return bool(settings.SIGN_UP_IS_OPEN)
