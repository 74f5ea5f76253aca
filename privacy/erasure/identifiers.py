"""A person, and the values that identify them in text: e-mail addresses, phones, full names."""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from functools import cached_property
from urllib.parse import quote

from contactatonce.accounts.models import User
from contactatonce.lib.email_addresses import normalize, spellings
from privacy.registry import Kind, Subject, about_somebody

FEWEST_DIGITS = 7
MOST_COMPARED_DIGITS = 9  # a trunk zero or a country code may precede these
FEWEST_NAME_LETTERS = 7
NAME_WORDS = 2
ACCOUNT = "@account.invalid"  # RFC 2606: no one has such an address


@dataclass
class Identifiers:
    """What the sweep looks for. `names` holds only names that hardly mean someone else."""

    emails: set[str] = field(default_factory=set)
    phones: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)

    @classmethod
    def load(cls, stored: dict[str, list[str]]) -> "Identifiers":
        return cls(**{name: set(values) for name, values in stored.items()})

    def dump(self) -> dict[str, list[str]]:
        return {each.name: sorted(getattr(self, each.name)) for each in fields(self)}

    def add(self, kind: Kind, value: str) -> None:
        """Add the value of a column of this kind, in its normalized form."""
        value = value.strip()
        if kind is Kind.EMAIL and "@" in value:
            self.emails |= spellings(value)
        elif kind is Kind.PHONE:
            digits = re.sub(r"\D", "", value)
            if len(digits) >= FEWEST_DIGITS:
                self.phones.add(digits[-MOST_COMPARED_DIGITS:])
        elif kind is Kind.NAME and is_rare(value):
            self.names.add(" ".join(value.split()).lower())

    def in_text(self, text: str) -> set[Kind]:
        """Return the kinds of identifiers in `text`; only whole words match."""
        folded = text.lower()
        found = {kind for kind, pattern in self._patterns if pattern.search(folded)}
        if self.phones and any(
            phone in re.sub(r"\D", "", run) for run in _digit_runs(text) for phone in self.phones
        ):
            found.add(Kind.PHONE)
        return found

    @cached_property
    def needles(self) -> list[str]:
        """Return texts, one of which must occur wherever an e-mail address or a name does."""
        plain = {*self.email_forms, *self.names}
        escaped = {json.dumps(text)[1:-1] for text in plain}
        cased = {form for text in self.names for form in (text.upper(), text.title())}
        return sorted(plain | escaped | {text for text in cased if not text.isascii()})

    @cached_property
    def email_forms(self) -> set[str]:
        """Return the e-mail addresses as written, in a URL, and as common unkeyed digests."""
        forms = set(self.emails)
        for email in self.emails:
            forms.add(quote(email, safe="").lower())
            forms |= {
                hashlib.new(name, email.encode(), usedforsecurity=False).hexdigest()
                for name in ("md5", "sha1", "sha256")
            }
        return forms

    @cached_property
    def _patterns(self) -> list[tuple[Kind, re.Pattern[str]]]:
        texts = [(Kind.EMAIL, text) for text in self.email_forms]
        texts += [(Kind.NAME, text) for text in self.names]
        return [
            (kind, re.compile(rf"(?<![\w.+-]){form}(?![\w-])"))
            for kind, text in texts
            for form in {_spaced(text), re.escape(json.dumps(text)[1:-1])}
        ]


def subject_of(address: str) -> Subject:
    """Return the person behind `address`, with their account if there is one.

    Only the exact address counts: "+tags" and dots make another one, unless the account says
    otherwise.
    """
    email = normalize(address)
    user = User.objects.filter(email=email).values_list("pk", flat=True).first()
    return Subject(email, user)


def account_alone(user_id: int) -> Subject:
    """Return an account without the person's other records: its e-mail address matches no row."""
    return Subject(f"account-{user_id}{ACCOUNT}", user_id)


def is_account_alone(subject: Subject) -> bool:
    return subject.email.endswith(ACCOUNT)


def fold(kind: Kind | None, text: str) -> str:
    """Return the value of a column of this kind in the form in which two are the same."""
    digits = re.sub(r"\D", "", text)
    if kind is Kind.PHONE and len(digits) >= FEWEST_DIGITS:
        return digits[-MOST_COMPARED_DIGITS:]
    return normalize(text) if kind is Kind.EMAIL else " ".join(text.split()).casefold()


def identifiers_of(subject: Subject) -> Identifiers:
    """Return the values of identifying columns in the rows about `subject`."""
    found = Identifiers()
    found.add(Kind.EMAIL, subject.email)
    for declaration in about_somebody():
        keys = subject.keys(declaration.model) if declaration.identifying else []
        if keys:
            rows = declaration.model._base_manager.filter(pk__in=keys).order_by()
            for row in rows.values(*declaration.identifying):
                for name, kind in declaration.identifying.items():
                    found.add(kind, str(row[name] or ""))
    return found


def is_rare(name: str) -> bool:
    """Return whether a name is worth searching for: two words and seven letters at least.

    A single word ("Ann", "May", "Sales") occurs in too many texts about others.
    """
    words = name.split()
    return len(words) >= NAME_WORDS and sum(map(len, words)) >= FEWEST_NAME_LETTERS


def _spaced(text: str) -> str:
    return r"\s+".join(re.escape(word) for word in text.split())


def _digit_runs(text: str) -> Iterable[str]:
    """Return the parts of `text` that can be a phone number, including spaces and punctuation."""
    return re.findall(r"\d(?:[\s().+/-]{0,3}\d){6,}", text)
