"""The moderation queue, the verdicts behind it, and the words that are watched."""

import logging
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.views.decorators.http import require_POST, require_safe

from contactatonce.lib.admin import Admin, ReadOnlyAdmin

from . import queue, services
from .deeds import BadDeed, Deed, read_deeds
from .models import Verdict, WatchedWord
from .states import Refusal, State

OUT_OF_ORDER = (
    "The database did not take it, so it stands as before, and so does all that comes after it. "
    "Please try again in a few minutes."
)
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
            path("<int:pk>/undo/", view(require_POST(self.undo)), name="moderation_undo"),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": "Verdicts", **(extra_context or {})})

    @admin.display(description="What")
    def item(self, verdict: Verdict) -> str:
        return f"{verdict.content_type.name} {verdict.object_id}".capitalize()

    def queue(self, request: HttpRequest) -> HttpResponse:
        """What waits, or what was published or refused, with one form for all deeds."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        state = request.GET.get("state", State.HELD)
        state = state if state in queue.SHOWN else State.HELD
        shown = queue.page(state, queue.read_place(request.GET.get("from", "")))
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
            return self.answer(request, [], [str(error)])
        given: list[Verdict] = []
        problems: list[str] = []
        for deed in deeds:
            try:
                given.append(carry_out(deed, request))
            except services.Overtaken as overtaken:
                problems.append(f"{deed.title}: {overtaken}")
            except DatabaseError:
                logger.exception("A verdict could not be stored; the moderator was told")
                problems.append(f"{deed.title}: {OUT_OF_ORDER}")
                break  # the others would wait for the same answer
        return self.answer(request, given, problems)

    def undo(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take a verdict back within its ten minutes."""
        if not may_judge(request):
            raise PermissionDenied
        try:
            item = services.undo(verdict_id=pk, by=request.user)
        except services.Overtaken as overtaken:
            return self.answer(request, [], [str(overtaken)])
        except DatabaseError:
            logger.exception("A verdict could not be taken back; the moderator was told")
            return self.answer(request, [], [OUT_OF_ORDER])
        return self.answer(request, [], [], f"{item} stands as before.")

    def answer(
        self, request: HttpRequest, given: list[Verdict], problems: list[str], said: str = ""
    ) -> HttpResponse:
        """Say what was done: to the script as JSON, to everybody else as messages in the queue."""
        said = said or summary(given)
        if request.headers.get("Accept") == "application/json":
            undo = [reverse("admin:moderation_undo", args=[verdict.pk]) for verdict in given]
            return JsonResponse({"said": said, "problems": problems, "undo": undo})
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


def carry_out(deed: Deed, request: HttpRequest) -> Verdict:
    return services.judge(
        model=deed.model,
        pk=deed.pk,
        version=deed.version,
        decision=deed.decision,
        refusal=deed.refusal,
        by=request.user,
    )


def summary(given: list[Verdict]) -> str:
    """Return what a number of verdicts came to: "1 approved." or "12 refused."."""
    if not given:
        return ""
    return f"{len(given)} {given[0].get_decision_display().lower()}."
