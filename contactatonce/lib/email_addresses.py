"""E-mail addresses: read what people type, and compare addresses by one normal form.

A column `email` holds the address as `parse` returns it, and `email_key`, where rows are found by
it, its normal form. The one exception is `User.email`: it is the sign-in name, which allauth
compares exactly, so it holds the normal form itself. `save(update_fields=["email"])` and
`QuerySet.update(email=...)` leave the key stale; name both columns.
"""

import re
from collections.abc import Callable
from typing import Any

import idna
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from email_validator import EmailNotValidError, validate_email

from .text import PlainTextField, compose

NORMALIZER_VERSION = 1
LONGEST_KEY = 320  # a domain grows in ASCII

# What comes along when an address is pasted from a mail program: marks around it, invisible ones
# too (zero width, text direction, byte order).
INVISIBLE = "\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
BEFORE = re.compile(rf"^[\s{INVISIBLE}<(]*(?:mailto:[\s{INVISIBLE}]*)?", re.IGNORECASE)
AFTER = re.compile(rf"(?<![\s{INVISIBLE}>),;.])[\s{INVISIBLE}>),;.]*$")
WITH_NAME = re.compile(r"<([^<>@]*@[^<>]*)>")
FULL_WIDTH = {code + 0xFEE0: code for code in range(0x21, 0x7F)}  # of Japanese keyboards
PLAIN_LOCAL = re.compile(r'"([^\s"\\(),:;<>@\[\]]+)"')
# Japanese carriers gave out addresses such as a..b@ and a.@, which RFC 5321 requires to be quoted.
QUOTED_BY = ("docomo.ne.jp", "ezweb.ne.jp")
UNQUOTED = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+", re.ASCII)


def strip(text: str) -> str:
    """Return the address in `text` without what surrounds it: a name, brackets, a final dot."""
    text = compose(text.translate(FULL_WIDTH))
    if found := WITH_NAME.search(text):
        text = found[1]
    return AFTER.sub("", BEFORE.sub("", text))


def parse(text: str) -> str:
    """Return the address that `text` holds, with its domain in Unicode where mail can use that.

    Raises ValueError with a sentence for the visitor if there is none. Nothing is looked up.
    """
    local, at, domain = strip(text).rpartition("@")
    is_dotted = ".." in local or local.endswith(".")
    if is_dotted and domain.lower() in QUOTED_BY and UNQUOTED.fullmatch(local):
        local = f'"{local}"'
    try:
        found = validate_email(
            f"{local}{at}{domain}", check_deliverability=False, allow_quoted_local=True
        )
    except EmailNotValidError as error:
        raise ValueError(str(error)) from error
    # Django mails to the IDNA 2003 form, which for some letters (ß) is another owner's domain.
    is_same = encode_2003(found.domain) == found.ascii_domain
    return found.normalized if is_same else f"{found.local_part}@{found.ascii_domain}"


def encode_2003(domain: str) -> str:
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return ""


def normalize(address: str) -> str:
    """Return `address` as it is compared: in lower case, the domain in ASCII (IDNA 2008, UTS 46).

    Dots and "+tags" stay: only the mailbox's owner knows whether they matter. Text that is not an
    address comes back stripped and in lower case.
    """
    local, at, domain = strip(address).lower().rpartition("@")
    if not at:
        return domain
    if plain := PLAIN_LOCAL.fullmatch(local):
        local = plain[1]
    if not domain.isascii():
        try:
            domain = idna.encode(domain, uts46=True).decode("ascii")
        except idna.IDNAError:
            return f"{local}@{domain}"
    return f"{local}@{domain}"


# A digest of an address names the version that made it; older versions go on matching.
NORMALIZERS: dict[int, Callable[[str], str]] = {NORMALIZER_VERSION: normalize}


class EmailKeyField(models.CharField[Any, Any]):
    """The normal form of the row's `email`, computed whenever the row is stored."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs = {"max_length": LONGEST_KEY, "blank": True, "editable": False, **kwargs}
        super().__init__(*args, **kwargs)

    def pre_save(self, model_instance: Any, add: bool) -> str | None:
        key = self.key_of(model_instance.email)
        setattr(model_instance, self.attname, key)
        return key

    def key_of(self, address: str) -> str | None:
        return normalize(address) or (None if self.null else "")


class EmailAddressField(PlainTextField):
    """A form's field for an e-mail address; see `parse`."""

    widget = forms.EmailInput
    default_error_messages = {
        "invalid": "This is not an e-mail address yet: write it like name@example.com."
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=254, **{"label": "E-mail address", **kwargs})

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = super().widget_attrs(widget)
        return {"autocomplete": "email", "spellcheck": "false", **attrs}

    def clean(self, value: Any) -> str:
        typed: str = super().clean(value)
        if not typed:
            return ""
        try:
            return parse(typed)
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error
