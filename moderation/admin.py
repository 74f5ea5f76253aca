"""Admin of the moderation queue, verdicts and watched words."""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
    QueryDict,
)
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from contactatonce.lib.admin import Admin, ReadOnlyAdmin

from . import filters, queue, services
from .actions import Action, InvalidAction, read_actions, read_undo
from .models import Moderated, Verdict, WatchedWord
from .queue import Entry
from .states import Refusal, State

DATABASE_ERROR = (
    "The database could not store this verdict; it and the following ones were not saved. "
    "Please try again in a few minutes."
)
Thing = TypeVar("Thing", Action, Verdict)
Done = TypeVar("Done")
logger = logging.getLogger(__name__)
FIRST_REASON = next(value for value in Refusal.values if value != Refusal.SPAM)
TABS = (
    (State.HELD, "Waiting"),
    (queue.REPORTED, "Reported"),
    (State.PUBLISHED, "Published"),
    (State.REFUSED, "Refused"),
)


@admin.register(Verdict)
class VerdictAdmin(ReadOnlyAdmin):
    """Verdicts, newest first. Opens with the queue."""

    list_title = "Queue"
    entrance = "admin:moderation_queue"
    list_display = ["item", "decision", "refusal", "by", "at", "undone_at"]
    list_filter = ["decision", "refusal"]
    list_select_related = ["by", "content_type"]

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("queue/", view(require_safe(self.queue)), name="moderation_queue"),
            path("judge/", view(require_POST(self.judge)), name="moderation_judge"),
            path("undo/", view(require_POST(self.undo)), name="moderation_undo"),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> Any:
        return super().changelist_view(request, {"title": "Verdicts", **(extra_context or {})})

    @admin.display(description="What")
    def item(self, verdict: Verdict) -> str:
        return verdict.title

    def queue(self, request: HttpRequest) -> HttpResponse:
        """Show the items in one state, in one form with all buttons."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return self.show(request, self.page(request.GET), QueryDict())

    def page(self, asked: Mapping[str, str]) -> dict[str, Any]:
        """Return the page of the queue that a query string asks for."""
        wanted = asked.get("state") or State.HELD
        state = wanted if wanted in queue.SHOWN else State.HELD
        position = queue.read_position(asked.get("from", ""))
        chosen = filters.read_filters(asked)
        is_unknown = state != wanted or chosen.is_unknown
        shown = queue.EMPTY if is_unknown else queue.page(state, position, chosen)
        if position and not is_unknown and not shown.entries:  # all judged by now: from the top
            shown = queue.page(state, filters=chosen)
        found = {"page": shown, "state": state, "filters": chosen, "position": position}
        return {**found, "is_unknown": is_unknown}

    def show(
        self, request: HttpRequest, page: dict[str, Any], chosen: QueryDict
    ) -> TemplateResponse:
        """Render a page of the queue; `chosen` has ticks and reasons that are not used yet."""
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Moderation queue",
            **page,
            "entries": [with_choices(entry, chosen) for entry in page["page"].entries],
            "is_bulk": "all" in chosen,
            "refusal": chosen.get("refusal", ""),
            "choices": filter_choices(page["filters"]),
            "tabs": [(value, label, value == page["state"]) for value, label in TABS],
            "recent": queue.recent_verdicts(),
            "refusals": Refusal.choices,
            "may_judge": may_judge(request),
        }
        return TemplateResponse(request, "admin/moderation/queue.html", context)

    def judge(self, request: Any) -> HttpResponse:
        """Apply a verdict to one item, or to all ticked items."""
        if not may_judge(request):
            raise PermissionDenied
        try:
            actions = read_actions(request.POST)
        except InvalidAction as error:
            return self.report(request, [str(error)])
        at = timezone.now()
        given, problems, again = apply_to_each(
            actions, lambda action: services.judge(**vars(action), by=request.user, at=at)
        )
        undo = [verdict.pk for verdict in given]
        return self.report(request, problems, summary(given), undo=undo, again=again)

    def undo(self, request: Any) -> HttpResponse:
        """Undo verdicts: a single one, or all those of one bulk action."""
        if not may_judge(request):
            raise PermissionDenied
        try:
            keys = read_undo(request.POST)
        except InvalidAction as error:
            return self.report(request, [str(error)])
        verdicts = Verdict.objects.filter(pk__in=keys).select_related("content_type")
        items, problems, again = apply_to_each(
            verdicts, lambda verdict: services.undo(verdict_id=verdict.pk, by=request.user)
        )
        return self.report(request, problems, undo_summary(items), again=again)

    def report(
        self,
        request: HttpRequest,
        problems: list[str],
        message: str = "",
        *,
        undo: Sequence[int] = (),
        again: bool = False,
    ) -> HttpResponse:
        """Report the result: as JSON to the script, otherwise as messages on the queue page.

        Ticks and chosen reasons of other items come back with the page. `undo` are ids of verdicts
        that can be undone; `again` means that a retry may succeed.
        """
        if request.headers.get("Accept") == "application/json":
            data = {"message": message, "problems": problems, "undo": list(undo), "again": again}
            return JsonResponse(data)
        if message:
            self.message_user(request, message, messages.SUCCESS)
        for problem in problems:
            self.message_user(request, problem, messages.WARNING)
        asked = QueryDict(request.POST.get("filters", ""), mutable=True)
        for name in ("state", "from"):
            asked[name] = request.POST.get(name, "")
        page = self.page(asked)
        if any(is_chosen(with_choices(each, request.POST)) for each in page["page"].entries):
            return self.show(request, page, request.POST)
        query = f"?state={page['state']}{page['filters'].query}"
        if page["position"]:
            query += f"&{urlencode({'from': page['position']})}"
        return HttpResponseRedirect(reverse("admin:moderation_queue") + query, status=303)


@admin.register(WatchedWord)
class WatchedWordAdmin(Admin):
    list_display = ["word", "note"]
    search_fields = ["word"]


def filter_choices(chosen: filters.Filters) -> list[tuple[str, str, str, list[tuple[str, str]]]]:
    """Return name, label, chosen value and choices of each select over the queue."""
    return [
        ("kind", "Kind", chosen.kind, filters.kinds()),
        ("site", "Site", chosen.site, filters.sites()),
        ("reason", "Held because", chosen.reason, filters.reasons()),
    ]


def with_choices(entry: Entry, chosen: QueryDict) -> Entry:
    """Return an entry with the tick and the reason that a moderator chose for it."""
    key = entry.item.versioned_key
    is_ticked = key in chosen.getlist("item")
    return replace(entry, is_ticked=is_ticked, refusal=chosen.get(f"refusal {key}", ""))


def is_chosen(entry: Entry) -> bool:
    return entry.is_ticked or entry.refusal not in {"", FIRST_REASON}


def may_judge(request: HttpRequest) -> bool:
    return request.user.has_perm("moderation.add_verdict")


def apply_to_each(
    things: Iterable[Thing], act: Callable[[Thing], Done]
) -> tuple[list[Done], list[str], bool]:
    """Return the results of `act` for each thing, the problems, and whether the database failed.

    Stops at the first database error, since the rest would wait for the same error.
    """
    done: list[Done] = []
    problems: list[str] = []
    for thing in things:
        try:
            done.append(act(thing))
        except services.Overtaken as overtaken:
            problems.append(f"{thing.title}: {overtaken}")
        except DatabaseError:
            logger.exception("Failed to store a verdict")
            problems.append(f"{thing.title}: {DATABASE_ERROR}")
            return done, problems, True
    return done, problems, False


def summary(given: list[Verdict]) -> str:
    """Return a summary of bulk verdicts: "1 approved." or "12 refused."."""
    if not given:
        return ""
    return f"{len(given)} {given[0].get_decision_display().lower()}."


def undo_summary(items: list[Moderated]) -> str:
    """Return a summary of undone verdicts."""
    if len(items) == 1:
        return f"Verdict on {items[0]} undone."
    return f"{len(items)} verdicts undone." if items else ""
