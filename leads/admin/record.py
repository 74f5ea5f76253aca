"""The page of one inquiry: answers, person and work; each action is a small view."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page
from django.db import transaction
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.views.decorators.http import require_POST
from django_tasks_db.models import DBTaskResult

from contactatonce.accounts.models import User
from contactatonce.lib.admin import Admin, BoundedPaginator
from contactatonce.lib.choices import key_of
from leads.models import Answer, Correction, Inquiry, Lead
from leads.services import answers, work
from leads.services.quarantine import release
from privacy.models import Consent

from .lists import position
from .work_forms import AnswerForm, CallForm, NoteForm, WorkForm

EVENTS_A_PAGE = 30
OTHERS_SHOWN = 5
ACTIONS = ("note", "call", "answer", "take", "release", "spam", "again")
SAVED = {
    "note": "Note added.",
    "call": "Call logged.",
    "answer": "The answer is on its way.",
    "take": "It is yours.",
    "release": "Released. The acknowledgement and the notices go out now.",
    "spam": "Marked as spam.",
    "again": "It will be tried again at once.",
}


class Record:
    """The data of the record page; each part is queried once, when it is rendered."""

    def __init__(self, lead: Lead, request: HttpRequest) -> None:
        self.lead = lead
        self.inquiry = lead.inquiry
        self.request = request

    @cached_property
    def corrections(self) -> list[Correction]:
        return list(self.inquiry.corrections.order_by("pk"))

    @cached_property
    def latest(self) -> Correction | Inquiry:
        return self.corrections[-1] if self.corrections else self.inquiry

    @cached_property
    def versions(self) -> list[Correction | Inquiry]:
        """All versions of the visitor's answers, newest first."""
        return [*reversed(self.corrections), self.inquiry]

    @cached_property
    def events(self) -> Page[Any]:
        rows = self.lead.events.select_related("actor", "assignee", "answer")
        return BoundedPaginator(rows, EVENTS_A_PAGE).get_page(self.request.GET.get("events"))

    @cached_property
    def unsent(self) -> list[Answer]:
        """Answers that wait for the mail server, each with whether its job failed for good."""
        rows: list[Any] = list(self.lead.answers.filter(sent_at=None))
        jobs = DBTaskResult.objects.filter(pk__in=[row.job_id for row in rows if row.job_id])
        failed = set(jobs.failed().values_list("pk", flat=True)) if rows else set()
        for row in rows:
            row.has_failed = row.job_id in failed
        return rows

    @cached_property
    def others(self) -> list[Lead]:
        """Other inquiries of the same person."""
        if self.lead.person_id is None:
            return []
        rows = Lead.objects.filter(person_id=self.lead.person_id).exclude(pk=self.lead.pk)
        return list(rows.select_related("inquiry")[:OTHERS_SHOWN])

    @cached_property
    def consent(self) -> Consent | None:
        """The active news consent for the visitor's latest e-mail address."""
        if not self.latest.email:
            return None
        return Consent.objects.of(self.latest.email).active().order_by("-given_at").first()


class RecordPage(Admin):
    """Mixin for LeadAdmin: the record page and its actions."""

    def get_urls(self) -> list[URLPattern]:
        views = [
            path(
                f"<int:pk>/{action}/",
                self.admin_site.admin_view(require_POST(self.act)),
                {"name": action},
                name=f"leads_lead_{action}",
            )
            for action in ACTIONS
        ]
        return [*views, *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        lead = self.find(request, object_id)
        if request.method == "POST":
            return self.save_work(request, lead)
        return self.page(request, lead)

    def find(self, request: HttpRequest, pk: int | str) -> Lead:
        """Return the lead with its related rows; raise Http404 or PermissionDenied."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        related = ("inquiry__brand__calendar", "inquiry__form", "owner", "person", "company")
        lead = Lead.objects.select_related(*related).filter(pk=key_of(str(pk))).first()
        if lead is None:
            raise Http404
        return lead

    def page(
        self, request: HttpRequest, lead: Lead, *, status: int = 200, **forms: Any
    ) -> HttpResponse:
        """Render the record; `forms` holds the invalid form to show again."""
        record = Record(lead, request)
        filters = request.GET.get("_changelist_filters", "")
        before, after = self.beside(request, lead, filters)
        may_change = self.has_change_permission(request, lead)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"Inquiry {lead.inquiry.reference}",
            "record": record,
            "lead": lead,
            "before": before and self.url_of(before, filters),
            "after": after and self.url_of(after, filters),
            "list_url": f"{reverse('admin:leads_lead_changelist')}?{filters}",
            "kept": f"?{urlencode({'_changelist_filters': filters})}" if filters else "",
            "may_change": may_change,
            **(self.forms(request, record, forms) if may_change else {}),
        }
        return TemplateResponse(request, "admin/leads/lead/record.html", context, status=status)

    def beside(self, request: HttpRequest, lead: Lead, filters: str) -> list[int | None]:
        """Return the keys of the records before and after `lead`, in the whole list if need be."""
        try:
            return position(self, request, filters).beside(lead)
        except IncorrectLookupParameters:
            return position(self, request, "").beside(lead)

    def forms(self, request: Any, record: Record, rejected: dict[str, Any]) -> dict[str, Any]:
        lead = record.lead
        return {
            "work": rejected.get("work") or WorkForm(lead=lead),
            "note": rejected.get("note") or NoteForm(auto_id="note_%s"),
            "call": rejected.get("call") or CallForm(auto_id="call_%s"),
            "answer": rejected.get("answer")
            or AnswerForm(initial=draft(record, request.user), auto_id="answer_%s"),
            "is_open": next(iter(rejected), None),
        }

    def url_of(self, pk: int, filters: str) -> str:
        query = f"?{urlencode({'_changelist_filters': filters})}" if filters else ""
        return f"{reverse('admin:leads_lead_change', args=[pk])}{query}"

    @transaction.atomic
    def save_work(self, request: Any, lead: Lead) -> HttpResponse:
        """Store state, owner and next step; show the conflict page after a concurrent edit."""
        if not self.has_change_permission(request, lead):
            raise PermissionDenied
        form = WorkForm(request.POST, lead=lead)
        if not form.is_valid():
            if form.conflict is not None:
                return self.page(request, self.find(request, lead.pk), status=409, work=form)
            return self.page(request, lead, status=422, work=form)
        try:
            values = {name: form.cleaned_data[name] for name in work.EDITABLE}
            work.change(lead_id=lead.pk, actor=request.user, **values)
        except work.Refused as refusal:
            form.add_error(None, str(refusal))
            return self.page(request, lead, status=422, work=form)
        self.message_user(request, "Saved.", messages.SUCCESS)
        return self.back(request, lead)

    def act(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """Perform one action on a lead and redirect to its record."""
        lead = self.find(request, pk)
        if not self.has_change_permission(request, lead):
            raise PermissionDenied
        form = bound_form(name, request.POST)
        if form is not None and not form.is_valid():
            return self.page(request, lead, status=422, **{name: form})
        try:
            perform(name, request, lead, form)
        except work.Refused as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            if form is not None:
                return self.page(request, lead, status=422, **{name: form})
        else:
            self.message_user(request, SAVED[name], messages.SUCCESS)
        return self.back(request, lead)

    def back(self, request: HttpRequest, lead: Lead) -> HttpResponse:
        filters = request.GET.get("_changelist_filters", "")
        return HttpResponseRedirect(self.url_of(lead.pk, filters))


def bound_form(name: str, data: QueryDict) -> Form | None:
    """Return the form of an action, None for an action that is only a button."""
    classes = {"note": NoteForm, "call": CallForm, "answer": AnswerForm}
    return classes[name](data, auto_id=f"{name}_%s") if name in classes else None


def perform(name: str, request: Any, lead: Lead, form: Any) -> None:
    """Perform the action `name`; raise work.Refused if the lead does not allow it."""
    actor, data = request.user, form.cleaned_data if form else {}
    if name == "note":
        work.add_note(lead_id=lead.pk, actor=actor, **data)
    elif name == "call":
        work.log_call(lead_id=lead.pk, actor=actor, **data)
    elif name == "answer":
        answers.write_answer(lead_id=lead.pk, author=actor, **data)
    elif name == "take":
        seen = key_of(request.POST.get("owner", "")) or None
        work.take(lead_id=lead.pk, actor=actor, seen_owner_id=seen)
    elif name == "spam":
        work.change(lead_id=lead.pk, actor=actor, state=Lead.State.NOT_A_LEAD)
    elif name == "release":
        if not release(lead=lead, actor=actor):
            raise work.Refused("It is not in quarantine any more.")
    elif name == "again":
        sent = key_of(request.POST.get("answer", ""))
        answer = Answer.objects.filter(lead=lead, pk=sent).first()
        if answer is None or not answers.try_again(answer=answer):
            raise work.Refused("It has not failed.")


def draft(record: Record, author: User) -> dict[str, str]:
    """Return the initial subject and text of an answer."""
    inquiry = record.inquiry
    hello = f"Hello {record.latest.name}," if record.latest.name else "Hello,"
    return {
        "subject": f"Your inquiry {inquiry.reference}",
        "body": (
            f"{hello}\n\nthank you for your inquiry (reference {inquiry.reference}).\n\n\n\n"
            f"Kind regards\n{author.display_name}\n{inquiry.brand.name}"
        ),
    }
