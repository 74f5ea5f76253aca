"""Validate the targets of links."""

import re
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from contactatonce.brands import directory
from contactatonce.lib.email_addresses import validate_address

WEB: Final = URLValidator(schemes=["https", "http"])
SAFE_WEB: Final = URLValidator(schemes=["https"])
PATH: Final = re.compile(r"/(?!/)[^\s\\]*")
ANCHOR: Final = re.compile(r"#[A-Za-z][\w-]*")
PHONE: Final = re.compile(r"tel:\+?[0-9-]{3,20}")


def validate_web(address: str) -> None:
    """Raise ValidationError unless `address` is an https:// URL."""
    try:
        SAFE_WEB(address)
    except ValidationError:
        raise ValidationError("Write an address that begins with https://.") from None


def validate_target(target: str) -> None:
    """Raise ValidationError unless `target` is a valid link target."""
    scheme, colon, rest = target.partition(":")
    if PATH.fullmatch(target) or ANCHOR.fullmatch(target) or PHONE.fullmatch(target):
        return
    if scheme == "site" and colon:
        known = sorted(brand.slug for brand in directory.directory.get().brands)
        if rest not in known:
            raise ValidationError(f"There is no site “{rest}”; there are: {', '.join(known)}.")
    elif scheme == "mailto" and colon:
        validate_address(rest)
    else:
        try:
            WEB(target)
        except ValidationError:
            raise ValidationError(
                "Write a path such as /products/, site: and a site’s short name, or an address "
                "that begins with https://."
            ) from None
