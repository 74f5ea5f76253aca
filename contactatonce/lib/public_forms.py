"""One protocol for the forms that people send without an account: `receive` (P06, P08, P15).

Each kind of failure has one answer on every form, and what was typed comes back with it. A form
token (lib/form_tokens.py) and the Origin header replace the CSRF cookie, which no visitor gets; on
a page whose URL is a secret, that URL replaces the token and, unless files are sent, the limit.
Only forms with a valid token count toward the limit: it protects what comes after it, and a bad
token stores nothing and costs no more than a GET of the same page.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, ClassVar, TypeVar, cast
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError, InterfaceError
from django.forms.boundfield import BoundField
from django.forms.utils import ErrorDict, pretty_name
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render

from . import form_tokens, limits
from .form_tokens import BadToken, ExpiredToken, FormToken
from .requests import UNREADABLE, is_foreign, read_post
from .text import LEEWAY
from .uploads import DiskFull

AWAY = (DatabaseError, InterfaceError)
FOREIGN = (
    "Your browser says that this was sent from another website, so {nothing_done}. {try_again}."
)
TOO_OLD = (
    "This page was open for more than a day, or it did not arrive in one piece, "
    "so {nothing_done}. {try_again}."
)
TOO_MANY = (
    "Too many {noun}s came from your network, so {nothing_done}. {try_again} in {minutes}{or_else}."
)
OUT_OF_ORDER = (
    "Something is out of order on our side, so {nothing_done}. "
    "{try_again} in a few minutes{or_else}."
)
TAKEN_AWAY = "This page has moved or was taken down, so {nothing_done}. Your text is below."
SECONDS_TO_RETRY = 120  # after a failure of the database
logger = logging.getLogger(__name__)


class Refused(Exception):
    """The form is not accepted as a whole; `notice` tells its sender why and what to do."""

    def __init__(self, status: int, notice: str, *, retry_after: int = 0) -> None:
        super().__init__(notice)
        self.status = status
        self.notice = notice
        self.retry_after = retry_after


class PublicForm(forms.Form):
    """A form that is sent without an account: with a token, or from a page with a secret URL."""

    noun: ClassVar[str] = "request"
    nothing_done: ClassVar[str] = "nothing has been stored"
    try_again: ClassVar[str] = "Everything you wrote is below: please send it again"
    or_else: ClassVar[str] = ""
    rate: ClassVar[str] = ""  # the setting that limits one network; "" for no limit
    most_bytes: ClassVar[int] = 0  # of a request with a file; 0: DATA_UPLOAD_MAX_MEMORY_SIZE
    is_read_first: ClassVar[bool] = False  # with its file, so that its text comes back if refused
    form_scope = ""  # what its token names; "" on a page with a secret URL
    is_sent_by_machine = False  # from anywhere, without a page of ours
    notice = ""
    sent_token = ""
    sent_with: FormToken

    @classmethod
    def longest(cls) -> int:
        """Return the number of characters of the longest text that fits."""
        lengths = (getattr(field, "max_length", None) for field in cls.base_fields.values())
        return max((length for length in lengths if length), default=254)

    @property
    def token(self) -> str:
        """The token that the page carries: the same one again while it is valid, or a fresh one."""
        return self.sent_token or form_tokens.placeholder(self.form_scope)

    @property
    def is_returned(self) -> bool:
        return bool(self.notice or self.errors)

    @property
    def summary(self) -> Iterator[tuple[str, str]]:
        """Yield for each error the id of its input, and its text, in the order of the page."""
        for field in self:
            for message in field.errors:
                yield id_of(self.visible_fields()[0] if field.is_hidden else field), str(message)

    def full_clean(self) -> None:
        """Validate the fields, unless the form was refused as a whole."""
        if self.notice:
            self._errors = ErrorDict()
            self.cleaned_data: dict[str, Any] = {}
        else:
            super().full_clean()

    def check_open(self) -> None:
        """Raise Refused if this form is closed."""

    def is_stored(self, key: UUID) -> bool:
        """Tell whether a form with this key was stored, so that its old token still counts."""
        return False

    @classmethod
    def say(cls, notice: str, **more: str) -> str:
        """Return one of the notices above in the words of this form."""
        words = ("noun", "nothing_done", "try_again", "or_else")
        return notice.format(**{word: getattr(cls, word) for word in words}, **more)


class ButtonForm(PublicForm):
    """A button and nothing else, on a page with a secret URL."""

    nothing_done = "nothing has been changed"
    try_again = "Please press the button again"


F = TypeVar("F", bound=PublicForm)
R = TypeVar("R")


def receive(
    request: HttpRequest,
    kind: type[F],
    *,
    make: Callable[[QueryDict], F],
    show: Callable[[F, int], HttpResponse],
    act: Callable[[F], HttpResponse],
) -> HttpResponse:
    """Return what `act` answers to a clean form, or what the protocol answers to any other.

    `make` binds a form of class `kind`, `show` renders its page with a status, `act` may raise
    Refused. Checks, cheap ones first: size and form of the body (413, 400), origin (403), token
    (422), rate (429 with Retry-After), fields (422). While the database is away, or the disk full:
    503. Where `make` finds that the page was taken down: 404, with what was typed.

    A form with `most_bytes` takes a large file: it is made without fields and admitted before the
    body is read, and again afterwards; unless it is read first, for the text beside the file.
    """
    process = partial(process_form, show=show, act=act)
    posted: QueryDict = QueryDict()
    is_early = kind.most_bytes and not kind.is_read_first
    try:
        response = answer(request, make(posted), show, no_more) if is_early else None
        if response is None:
            posted = read_post(request, LEEWAY * kind.longest(), kind.most_bytes)
            response = answer(request, make(posted), show, process)
    except (RequestDataTooBig, *UNREADABLE) as error:
        response = unreadable(request, kind, 413 if isinstance(error, RequestDataTooBig) else 400)
    except (*AWAY, DiskFull):
        response = out_of_order(request, kind, posted)
    except Http404:
        if is_foreign(request) or not typed_in(kind, posted):
            raise
        response = hand_back(request, kind, posted, kind.say(TAKEN_AWAY), 404)
    if response.status_code >= 400:
        response.headers["Cache-Control"] = "no-store"
    return response


def no_more(form: PublicForm) -> None:
    """Do nothing with a form that was only to be admitted."""


def process_form(
    form: F, *, show: Callable[[F, int], HttpResponse], act: Callable[[F], HttpResponse]
) -> HttpResponse:
    return act(form) if form.is_valid() else show(form, 422)


def answer(
    request: HttpRequest,
    form: F,
    show: Callable[[F, int], HttpResponse],
    process: Callable[[F], R],
) -> R | HttpResponse:
    """Return what `process` makes of an admitted form, or the page of the form with a notice."""
    try:
        admit(request, form)
        return process(form)
    except Refused as error:
        refused = error
    except AWAY:
        logger.exception("A form could not be stored; its sender was asked to try again")
        form.sent_token = form.data.get("form_token", "")
        refused = Refused(503, form.say(OUT_OF_ORDER), retry_after=SECONDS_TO_RETRY)
    form.notice = refused.notice
    response = show(form, refused.status)
    if refused.retry_after:
        response.headers["Retry-After"] = str(refused.retry_after)
    return response


def admit(request: HttpRequest, form: PublicForm) -> None:
    """Raise Refused unless the form may be read at all: by its origin, token and rate."""
    if is_foreign(request) and not form.is_sent_by_machine:
        raise Refused(403, form.say(FOREIGN))
    form.check_open()
    if form.form_scope:
        form.sent_with = read_token(form)
        form.sent_token = form.data["form_token"]  # sent again, it is the same submission
    is_counted = form.most_bytes and not form.is_read_first and form.data  # without its body
    if not form.rate or is_counted:
        return
    wait = limits.seconds_to_wait(request, group=form.rate, rate=getattr(settings, form.rate))
    if wait:
        minutes = -(-wait // 60)
        words = f"{minutes} minute{'' if minutes == 1 else 's'}"
        raise Refused(429, form.say(TOO_MANY, minutes=words), retry_after=wait)


def read_token(form: PublicForm) -> FormToken:
    """Return what the form's token says; raise Refused for a bad one.

    An expired token counts for what it brought: sent again from the browser's history, the form
    leads to the same receipt.
    """
    try:
        return form_tokens.read(form.data.get("form_token", ""), form.form_scope)
    except BadToken as error:
        if isinstance(error, ExpiredToken) and form.is_stored(error.token.key):
            return error.token
        raise Refused(422, form.say(TOO_OLD)) from error


def unreadable(request: HttpRequest, kind: type[PublicForm], status: int) -> HttpResponse:
    """Render 400 or 413 for a body that cannot be read; the text is still in the browser."""
    context = {
        "noun": kind.noun,
        "or_else": kind.or_else,
        "most": kind.longest(),
        "most_megabytes": kind.most_bytes // 1_000_000,
        "is_too_big": status == 413,
    }
    return render(request, "public_forms/unreadable.html", context, status=status)


def out_of_order(request: HttpRequest, kind: type[PublicForm], posted: QueryDict) -> HttpResponse:
    """Return what was typed while the database or the disk can't take it."""
    logger.exception("The database or disk is away; a visitor got their text back")
    response = hand_back(request, kind, posted, kind.say(OUT_OF_ORDER), 503)
    response.headers["Retry-After"] = str(SECONDS_TO_RETRY)
    return response


def hand_back(
    request: HttpRequest, kind: type[PublicForm], posted: QueryDict, notice: str, status: int
) -> HttpResponse:
    """Render what was typed, where the page of the form cannot be shown."""
    context = {"notice": notice, "typed": typed_in(kind, posted)}
    return render(request, "public_forms/unsent.html", context, status=status)


def typed_in(kind: type[PublicForm], posted: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return label and content of each visible field that was filled in."""
    typed = []
    for name, field in kind.base_fields.items():
        text = posted.get(name, "")
        if isinstance(field, forms.ChoiceField):
            text = str(dict(cast(Any, field.choices)).get(text, ""))  # a choice by its label
        elif not isinstance(field, forms.CharField):
            continue
        if text and not field.widget.is_hidden:
            typed.append((str(field.label or pretty_name(name)), text))
    return typed


def id_of(field: BoundField) -> str:
    """Return the id of the input that an error's link leads to: of radio buttons, the first."""
    return field.id_for_label or field[0].id_for_label


def see_other(path: str) -> HttpResponseRedirect:
    """Answer 303 See Other (RFC 9110, section 15.4.4)."""
    return HttpResponseRedirect(path, status=303)
