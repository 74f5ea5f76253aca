"""E-mail addresses: read what people type, and compare addresses by one normal form.

No other code parses, folds or compares them: forms have an EmailAddressField, columns are an
EmailField, lookups use `normalize`, and `lib.mail` sends to `on_the_wire`.

A column `email` holds the address as `parse` returns it, and `email_key`, where rows are found by
it, its normal form. The one exception is `User.email`: it is the sign-in name, which allauth
compares exactly, so it holds the normal form itself. `save(update_fields=["email"])` and
`QuerySet.update(email=...)` leave the key stale; name both columns.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import idna
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from email_validator import EmailNotValidError, ValidatedEmail, validate_email

from .text import PlainTextField, compose

NORMALIZER_VERSION = 1
LONGEST_KEY = 320  # a domain grows in ASCII

# What comes along when an address is pasted from a mail program: marks around it, invisible ones
# too (zero width, text direction, byte order).
INVISIBLE = "\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
BEFORE = re.compile(rf"^[\s{INVISIBLE}<(]*(?:mailto:[\s{INVISIBLE}]*)?", re.IGNORECASE)
# Dropped anywhere. Joiners (U+200C, U+200D) stay within a domain: IDNA 2008 has names with them.
NEVER_MEANT = dict.fromkeys(
    [0xAD, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF]
)
AFTER = re.compile(rf"(?<![\s{INVISIBLE}>),;.])[\s{INVISIBLE}>),;.]*$")
WITH_NAME = re.compile(r"<([^<>@]*@[^<>]*)>")
FULL_WIDTH = {code + 0xFEE0: code for code in range(0x21, 0x7F)}  # of Japanese keyboards
PLAIN_LOCAL = re.compile(r'"([^\s"\\(),:;<>@\[\]]+)"')
# Japanese carriers gave out addresses such as a..b@ and a.@, which RFC 5321 requires to be quoted.
QUOTED_BY = ("docomo.ne.jp", "ezweb.ne.jp")
UNQUOTED = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+", re.ASCII)


def strip(text: str) -> str:
    """Return the address in `text` without what surrounds it: a name, brackets, a final dot."""
    text = compose(text.translate(FULL_WIDTH).translate(NEVER_MEANT))
    if found := WITH_NAME.search(text):
        text = found[1]
    return AFTER.sub("", BEFORE.sub("", text))


def parse(text: str) -> str:
    """Return the address that `text` holds, with its domain in Unicode where mail can use that.

    Raises ValueError with a sentence for the visitor if there is none, or none that a mail server
    can deliver to. Nothing is looked up.
    """
    found = validate(text)
    # Django mails to the IDNA 2003 form, which for some letters (ß) is another owner's domain.
    is_same = encode_2003(found.domain) == found.ascii_domain
    return found.normalized if is_same else f"{found.local_part}@{found.ascii_domain}"


def on_the_wire(address: str) -> str:
    """Return `address` as SMTP takes it, in ASCII (IDNA 2008); raise ValueError if it cannot."""
    found = validate(address)
    return f"{found.local_part}@{found.ascii_domain}"


def validate(text: str) -> ValidatedEmail:
    """Return the parts of the address that `text` holds, or raise ValueError; see `parse`."""
    local, at, domain = strip(text).rpartition("@")
    is_dotted = ".." in local or local.endswith(".")
    if is_dotted and domain.lower() in QUOTED_BY and UNQUOTED.fullmatch(local):
        local = f'"{local}"'
    try:
        return validate_email(
            f"{local}{at}{domain}",
            check_deliverability=False,
            allow_quoted_local=True,
            allow_smtputf8=False,  # RFC 6531, which Django does not speak
            strict=True,  # at most 64 octets before the @ (RFC 5321, 4.5.3.1.1)
        )
    except EmailNotValidError as error:
        raise ValueError(str(error)) from error


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


def domain_of(address: str) -> str:
    """Return the domain of `address` as it is compared, or the whole text without an @."""
    return normalize(address).rpartition("@")[2]


def spellings(address: str) -> set[str]:
    """Return how `address` may be written in a text, in lower case."""
    key = normalize(address)
    local, at, domain = key.rpartition("@")
    with suppress(idna.IDNAError):
        domain = idna.decode(domain)
    return {address.lower(), key, f"{local}{at}{domain}"}


def mailbox(address: str) -> str:
    """Return what limits of mail count: all "+tags" of an address are one mailbox.

    The plain address counts apart from its tags, so that a flood to them does not keep a mail from
    its owner.
    """
    local, at, domain = normalize(address).rpartition("@")
    name, plus, _ = local.partition("+")
    return f"{name}{plus}{at}{domain}"


# A digest of an address names the version that made it; older versions go on matching.
NORMALIZERS: dict[int, Callable[[str], str]] = {NORMALIZER_VERSION: normalize}


def validate_address(address: str) -> None:
    """Raise ValidationError unless `parse` reads `address`."""
    try:
        parse(address)
    except ValueError as error:
        raise ValidationError(str(error), code="invalid") from error


class EmailField(models.CharField[str, str]):
    """A column that holds an e-mail address as `parse` returns it; see EmailAddressField."""

    default_validators = [validate_address]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 254, **kwargs})

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{**kwargs, "form_class": EmailAddressField})


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
    """A form's field for an e-mail address; see `parse`.

    The input has no type "email": Chromium sends such a value with its domain in ASCII by another
    standard, which turns "faß" into "fass".
    """

    default_error_messages = {
        "invalid": "This is not an e-mail address yet: %(why)s Write it like name@example.com."
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 254, "label": "E-mail address", **kwargs})

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        plain = {"autocapitalize": "none", "inputmode": "email", "spellcheck": "false"}
        return {"autocomplete": "email", **plain, **super().widget_attrs(widget)}

    def clean(self, value: Any) -> str:
        typed: str = super().clean(value)
        if not typed:
            return ""
        try:
            return parse(typed)
        except ValueError as error:
            raise ValidationError(
                self.error_messages["invalid"], code="invalid", params={"why": str(error)}
            ) from error
