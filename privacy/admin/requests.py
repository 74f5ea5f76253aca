"""The privacy officer's desk: requests by days left, and the page of each request."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.html import format_html

from contactatonce.lib.admin import AddOnlyAdmin, Admin, Choice, Tabs, unsent
from privacy import fingerprints
from privacy.erasure.plan import plan_person
from privacy.models import PrivacyRequest
from privacy.outreach import disclosures
from privacy.rights import fulfillment, intake
from privacy.rights.desk import days_in_words
from privacy.rights.transitions import State

from . import request_forms as forms
from .correction_form import CorrectionForm
from .request_actions import ACTIONS, OUTDATED, REFUSALS, refusal

Kind = PrivacyRequest.Kind
BY_HAND = frozenset({Kind.REMOVAL, Kind.COMPLAINT, Kind.CORRECTION})


class RequestTabs(Tabs):
    title = "state"
    parameter_name = "show"
    options = (
        Choice("open", "Open", lambda rows, request: rows.open()),
        Choice("unconfirmed", "Not confirmed", lambda rows, request: rows.unconfirmed()),
        Choice("notify", "Recipients to notify", lambda rows, request: rows.to_notify()),
        Choice("closed", "Closed", lambda rows, request: rows.closed()),
        Choice("all", "All", lambda rows, request: rows),
    )
    counted = frozenset({"open", "unconfirmed", "notify"})


@admin.register(PrivacyRequest)
class PrivacyRequestAdmin(AddOnlyAdmin):
    """Privacy requests. Steps are buttons; nothing is edited."""

    add_form = forms.EnterForm
    list_display = ["reference", "days", "kind", "state", "brand", "channel", "received_at"]
    list_select_related = ["brand__calendar"]
    list_filter = [RequestTabs]
    search_fields = ["reference__istartswith"]
    search_help_text = "A reference, or the person’s whole e-mail address"
    actions = None

    class Media:
        css = {"all": ["css/work.css", "css/privacy-admin.css"]}

    def get_ordering(self, request: HttpRequest) -> Any:
        return [Coalesce("extended_to", "due_on"), "pk"]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        if "@" in search_term:
            return queryset.filter(fingerprints.is_about(search_term)), False
        return super().get_search_results(request, queryset, search_term)

    @admin.display(description="days", ordering="due_on")
    def days(self, asked: PrivacyRequest) -> str:
        return format_html('<span class="tone tone-{}">{}</span>', *days_in_words(asked))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return Admin.has_change_permission(self, request, obj)

    def store(self, request: Any, form: Any) -> Any:
        return intake.enter(by=request.user, **form.cleaned_data)

    def get_urls(self) -> list[URLPattern]:
        act = self.admin_site.admin_view(self.act)
        urls = [
            path(f"<int:pk>/{name}/", act, {"name": name}, name=f"privacy_request_{name}")
            for name in ACTIONS
        ]
        return [*urls, *super().get_urls()]

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> Any:
        if request.method not in {"GET", "HEAD"}:
            if not self.has_change_permission(request):
                raise PermissionDenied
            return HttpResponseNotAllowed(["GET", "HEAD"])
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = self.get_object(request, unquote(object_id))
        if found is None:
            return super().change_view(request, object_id, *args, **kwargs)
        return self.record(request, self.find(found.pk))

    def act(self, request: Any, pk: int, name: str) -> HttpResponse:
        """Take one step for the officer; if it is refused, say why and change nothing."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        asked = self.find(pk)
        form = self.form_for(asked, name, request.POST)
        is_valid = form.is_valid()
        if request.POST.get("opened_version") != str(asked.version):
            messages.error(request, OUTDATED)
            return self.record(request, asked, status=409, bad=(name, form))
        if not is_valid:
            return self.record(request, asked, status=422, bad=(name, form))
        action = ACTIONS[name]
        try:
            done = action.act(asked, by=request.user, **form.cleaned_data)
            messages.success(request, action.message.format(asked=asked, done=done))
        except REFUSALS as error:
            messages.error(request, refusal(error))
            if form.visible_fields():
                asked = self.find(pk)
                bad = (name, self.form_for(asked, name, request.POST))
                return self.record(request, asked, status=409, bad=bad)
        return redirect("admin:privacy_privacyrequest_change", asked.pk)

    def find(self, pk: int) -> PrivacyRequest:
        known = PrivacyRequest.objects.with_details().select_related("same_as")
        return get_object_or_404(known, pk=pk)

    def form_for(self, asked: PrivacyRequest, name: str, data: Any = None) -> Form:
        if name == "approve":
            places, suggested = fulfillment.correctable(asked), fulfillment.suggested(asked)
            return CorrectionForm(data, places=places, suggested=suggested)
        return ACTIONS[name].form(data, auto_id=f"{name}_%s")

    def record(
        self,
        request: HttpRequest,
        asked: PrivacyRequest,
        *,
        status: int = 200,
        bad: tuple[str, Form | None] = ("", None),
    ) -> HttpResponse:
        """Render everything about one request, with the steps that are possible now."""
        tone, words = days_in_words(asked)
        is_deletion = asked.kind == Kind.DELETION and asked.is_open
        notices = self.notices(asked, bad[1])
        findings = self.findings(asked, bad[1]) if is_deletion and asked.erasure_id else []
        steps = self.forms(asked, *bad)
        shown = [*steps.values(), *(form for row in [*notices, *findings] for form in row[1:])]
        context = {
            **self.admin_site.each_context(request),
            "title": f"{asked.get_kind_display()} ({asked.reference})",
            "opts": self.opts,
            "media": self.media,
            "asked": asked,
            "tone": tone,
            "words": words,
            "may_change": self.has_change_permission(request),
            "is_at_once": asked.kind in fulfillment.AT_ONCE,
            "events": asked.events.select_related("actor"),
            "plan": self.plan(asked) if is_deletion and asked.erasure_id is None else None,
            "findings": findings,
            "recipients": disclosures.recipients_of(asked.email) if asked.is_open else [],
            "notices": notices,
            "may_release_again": fulfillment.may_release_again(asked),
            "may_lift": fulfillment.may_lift(asked),
            "forms": steps,
            "unsent": unsent(bad[1]) if all(form is not bad[1] for form in shown) else [],
        }
        template = "admin/privacy/request/record.html"
        return TemplateResponse(request, template, context, status=status)

    def plan(self, asked: PrivacyRequest) -> dict[str, Any]:
        plan = plan_person(fulfillment.person(asked))
        return {"lines": plan.lines(), "digest": plan.digest}

    def notices(self, asked: PrivacyRequest, bad: Form | None) -> list[tuple[Any, ...]]:
        """Return the recipients to notify, with the forms of each that waits."""
        known = asked.notices.select_related("recipient", "settled_by")
        kinds = (forms.NotifiedForm, forms.CannotNotifyForm)
        return [
            (notice, *(form_of_row(kind, bad, "notice", notice.pk) for kind in kinds))
            if notice.state == notice.State.WAITING
            else (notice, None, None)
            for notice in known
        ]

    def findings(self, asked: Any, bad: Form | None) -> list[tuple[Any, ...]]:
        """Return the findings of the last sweep, with a form for each unexplained one."""
        return [
            (hit, None)
            if hit["explanation"]
            else (hit, form_of_row(forms.FindingForm, bad, "hit", hit["key"]))
            for hit in asked.erasure.findings
        ]

    def forms(
        self, asked: PrivacyRequest, bad_name: str = "", bad: Form | None = None
    ) -> dict[str, Form]:
        """Return the forms of the steps that are possible now; the rejected one as it was sent."""
        return {
            name: bad if bad and name == bad_name else self.form_for(asked, name)
            for name in steps_with_form(asked)
        }


def steps_with_form(asked: PrivacyRequest) -> list[str]:
    """Return the steps that are possible now and ask the officer for something."""
    if not asked.is_open:
        return ["confirm"] if asked.state == State.RECEIVED else []
    is_possible = {
        "ask": asked.state == State.IN_PROGRESS,
        "extend": not asked.extension,
        "link": True,
        "refuse": True,
        "fulfill": asked.kind in BY_HAND,
        "approve": asked.kind == Kind.CORRECTION,
    }
    return [name for name, may in is_possible.items() if may]


def form_of_row(kind: type[Form], bad: Form | None, field: str, key: Any) -> Form:
    """Return the form of the row with `key` in `field`: the rejected one, or an empty one."""
    if bad and type(bad) is kind and bad[field].value() == str(key):
        return bad
    return kind(auto_id=f"{kind.__name__}-{key}-%s", initial={field: key})
