"""The moderation queue, the verdicts behind it, and the words that are watched."""

import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from contactatonce.lib.admin import Admin, ReadOnlyAdmin

from . import queue, services
from .deeds import BadDeed, Deed, read_deeds, read_undone
from .models import Moderated, Verdict, WatchedWord
from .states import Refusal, State

OUT_OF_ORDER = (
    "The database did not take it, so it stands as before, and so does all that comes after it. "
    "Please try again in a few minutes."
)
Thing = TypeVar("Thing", Deed, Verdict)
Done = TypeVar("Done")
logger = logging.getLogger(__name__)
TABS = ((State.HELD, "Waiting"), (State.PUBLISHED, "Published"), (State.REFUSED, "Refused"))


@admin.register(Verdict)
class VerdictAdmin(ReadOnlyAdmin):
    """The queue first; behind it every verdict, newest first."""

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
        """What waits, or what was published or refused, with one form for all deeds."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        state = request.GET.get("state", State.HELD)
        state = state if state in queue.SHOWN else State.HELD
        place = queue.read_place(request.GET.get("from", ""))
        shown = queue.page(state, place)
        if place and not shown.entries:  # what stood here has its verdicts: what is before it?
            shown = queue.page(state)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Moderation queue",
            "page": shown,
            "state": state,
            "tabs": [(value, label, value == state) for value, label in TABS],
            "recent": queue.recent_verdicts(),
            "refusals": Refusal.choices,
            "may_judge": may_judge(request),
        }
        return TemplateResponse(request, "admin/moderation/queue.html", context)

    def judge(self, request: HttpRequest) -> HttpResponse:
        """Carry one verdict out, or the same one on all items that were ticked."""
        if not may_judge(request):
            raise PermissionDenied
        try:
            deeds = read_deeds(request.POST)
        except BadDeed as error:
            return self.answer(request, [str(error)])
        at = timezone.now()
        given, problems, again = with_each(deeds, lambda deed: carry_out(deed, request, at))
        undo = [verdict.pk for verdict in given]
        return self.answer(request, problems, summary(given), undo=undo, again=again)

    def undo(self, request: Any) -> HttpResponse:
        """Take verdicts back within their ten minutes: one, or all that were given at once."""
        if not may_judge(request):
            raise PermissionDenied
        try:
            keys = read_undone(request.POST)
        except BadDeed as error:
            return self.answer(request, [str(error)])
        verdicts = Verdict.objects.filter(pk__in=keys).select_related("content_type")
        items, problems, again = with_each(
            verdicts, lambda verdict: services.undo(verdict_id=verdict.pk, by=request.user)
        )
        return self.answer(request, problems, stand_as_before(items), again=again)

    def answer(
        self,
        request: HttpRequest,
        problems: list[str],
        said: str = "",
        *,
        undo: Sequence[int] = (),
        again: bool = False,
    ) -> HttpResponse:
        """Say what was done: to the script as JSON, to everybody else as messages in the queue.

        `undo` are the verdicts that can be taken back, `again` whether the same may work later.
        """
        if request.headers.get("Accept") == "application/json":
            told = {"said": said, "problems": problems, "undo": list(undo), "again": again}
            return JsonResponse(told)
        if said:
            self.message_user(request, said, messages.SUCCESS)
        for problem in problems:
            self.message_user(request, problem, messages.WARNING)
        state = request.POST.get("state", "")
        query = f"?state={state}" if state in queue.SHOWN and state != State.HELD else ""
        return HttpResponseRedirect(reverse("admin:moderation_queue") + query, status=303)


@admin.register(WatchedWord)
class WatchedWordAdmin(Admin):
    """What makes a moderator look."""

    list_display = ["word", "note"]
    search_fields = ["word"]


def may_judge(request: HttpRequest) -> bool:
    return request.user.has_perm("moderation.add_verdict")


def with_each(
    things: Iterable[Thing], act: Callable[[Thing], Done]
) -> tuple[list[Done], list[str], bool]:
    """Act on each thing; return what came of it, and what the moderator must be told instead.

    The third says whether the database failed: then the others would wait for the same answer.
    """
    done: list[Done] = []
    problems: list[str] = []
    for thing in things:
        try:
            done.append(act(thing))
        except services.Overtaken as overtaken:
            problems.append(f"{thing.title}: {overtaken}")
        except DatabaseError:
            logger.exception("A verdict could not be stored; the moderator was told")
            problems.append(f"{thing.title}: {OUT_OF_ORDER}")
            return done, problems, True
    return done, problems, False


def carry_out(deed: Deed, request: Any, at: datetime) -> Verdict:
    return services.judge(
        model=deed.model,
        pk=deed.pk,
        version=deed.version,
        decision=deed.decision,
        refusal=deed.refusal,
        by=request.user,
        at=at,
    )


def summary(given: list[Verdict]) -> str:
    """Return what a number of verdicts came to: "1 approved." or "12 refused."."""
    if not given:
        return ""
    return f"{len(given)} {given[0].get_decision_display().lower()}."


def stand_as_before(items: list[Moderated]) -> str:
    """Return what taking verdicts back came to: "Comment 7 stands as before." or "12 stand ..."."""
    if len(items) == 1:
        return f"{items[0]} stands as before."
    return f"{len(items)} stand as before." if items else ""
