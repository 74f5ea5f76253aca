"""The privacy officer's desk: requests by days left, and the page of each request."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.html import format_html

from contactatonce.lib.admin import UNSAVED, AddOnlyAdmin, Admin, Choice, Tabs
from privacy import fingerprints
from privacy.erasure.plan import plan_person
from privacy.models import PrivacyRequest
from privacy.outreach import disclosures
from privacy.rights import fulfillment, intake
from privacy.rights.desk import days_in_words

from .record_forms import RecordForms, without
from .request_actions import ACTIONS, OUTDATED, REFUSALS, refusal
from .request_forms import EnterForm

Kind = PrivacyRequest.Kind
NO_BUTTON = "Nothing was done. Press the button of the step that you want."


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

    add_form = EnterForm
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

    def change_view(self, request: Any, object_id: str, *args: Any, **kwargs: Any) -> Any:
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = self.get_object(request, unquote(object_id))
        if found is None:
            return super().change_view(request, object_id, *args, **kwargs)
        asked = self.find(found.pk)
        if request.method != "POST":
            return self.record(request, RecordForms(asked))
        if not self.has_change_permission(request):
            raise PermissionDenied
        messages.info(request, NO_BUTTON)
        return self.answer(request, RecordForms(asked, request.POST))

    def act(self, request: Any, pk: int, name: str) -> HttpResponse:
        """Take one step for the officer; if it is refused, say why and change nothing."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        asked, data, action = self.find(pk), request.POST, ACTIONS[name]
        row = {"row": data.get("row", "")} if action.is_row else {}
        used = "-".join([name, *row.values()])
        forms = RecordForms(asked, data, used)
        form = forms.make(used, data)
        is_valid = form.is_valid()
        if data.get("opened_version") != str(asked.version):
            messages.error(request, OUTDATED)
            return self.record(request, forms, 409)
        if not is_valid:
            return self.record(request, forms, 422)
        try:
            done = action.act(asked, by=request.user, **row, **form.cleaned_data)
        except REFUSALS as error:
            messages.error(request, refusal(error))
            return self.answer(request, RecordForms(self.find(pk), data, used), 409)
        forms = RecordForms(self.find(pk), without(data, used))
        said = action.message.format(asked=asked, done=done)
        messages.success(request, f"{said} {UNSAVED}" if forms.is_typed else said)
        return self.answer(request, forms)

    def find(self, pk: int) -> PrivacyRequest:
        known = PrivacyRequest.objects.with_details().select_related("same_as")
        return get_object_or_404(known, pk=pk)

    def answer(self, request: HttpRequest, forms: RecordForms, status: int = 200) -> HttpResponse:
        """Show the record with what was typed; open it again if that is nothing."""
        if forms.is_typed:
            return self.record(request, forms, status)
        return redirect("admin:privacy_privacyrequest_change", forms.asked.pk)

    def record(self, request: HttpRequest, forms: RecordForms, status: int = 200) -> HttpResponse:
        """Render everything about one request, with the steps that are possible now."""
        asked = forms.asked
        tone, words = days_in_words(asked)
        is_to_erase = asked.kind == Kind.DELETION and asked.is_open and asked.erasure_id is None
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
            "plan": self.plan(asked) if is_to_erase else None,
            "recipients": disclosures.recipients_of(asked.email) if asked.is_open else [],
            "may_release_again": fulfillment.may_release_again(asked),
            "may_lift": fulfillment.may_lift(asked),
            "is_typed": forms.is_typed,
            **forms.context,
        }
        template = "admin/privacy/request/record.html"
        return TemplateResponse(request, template, context, status=status)

    def plan(self, asked: PrivacyRequest) -> dict[str, Any]:
        plan = plan_person(fulfillment.person(asked))
        return {"lines": plan.lines(), "digest": plan.digest}
