"""The page of one inquiry: answers, person and work; each action is a button."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode

from contactatonce.lib.admin import UNSAVED, Admin
from contactatonce.lib.choices import key_of
from leads.models import Lead
from leads.services.answers import AnsweredMeanwhile
from leads.services.work import Refused, Repeated

from .lists import position
from .record_actions import ACTIONS, SAVE, Action
from .record_data import Record
from .record_forms import RecordForms


class RecordPage(Admin):
    """Mixin for LeadAdmin: the record page and its actions.

    The page is one form: each of its buttons submits all fields to the URL of its action.
    """

    def get_urls(self) -> list[URLPattern]:
        views = [
            path(
                f"<int:pk>/{name}/",
                self.admin_site.admin_view(self.act),
                {"name": name},
                name=f"leads_lead_{name}",
            )
            for name in ACTIONS
        ]
        return [*views, *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        lead = self.find(request, object_id)
        if request.method == "POST":
            return self.perform(request, lead, SAVE)
        return self.page(request, RecordForms(Record(lead, request)))

    def find(self, request: HttpRequest, pk: int | str) -> Lead:
        """Return the lead with its related rows; raise Http404 or PermissionDenied."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        related = (
            "inquiry__brand__calendar",
            "inquiry__form",
            "inquiry__entered_by",
            "owner",
            "person",
            "company",
        )
        lead: Lead | None = Lead.objects.select_related(*related).filter(pk=key_of(str(pk))).first()
        if lead is None:
            raise Http404
        return lead

    def page(self, request: HttpRequest, forms: RecordForms, status: int = 200) -> HttpResponse:
        """Render the record with its forms."""
        record = forms.record
        lead = record.lead
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
            **(forms.context if may_change else {}),
        }
        return TemplateResponse(request, "admin/leads/lead/record.html", context, status=status)

    def beside(self, request: HttpRequest, lead: Lead, filters: str) -> list[int | None]:
        """Return the keys of the records before and after `lead`, in the whole list if need be."""
        try:
            return position(self, request, filters).beside(lead)
        except IncorrectLookupParameters:
            return position(self, request, "").beside(lead)

    def url_of(self, pk: int, filters: str) -> str:
        query = f"?{urlencode({'_changelist_filters': filters})}" if filters else ""
        return f"{reverse('admin:leads_lead_change', args=[pk])}{query}"

    def act(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """Perform one action; a GET, as after a reload, opens the record."""
        if request.method != "POST":
            return self.back(request, pk)
        return self.perform(request, self.find(request, pk), ACTIONS[name])

    @transaction.atomic
    def perform(self, request: Any, lead: Lead, action: Action) -> HttpResponse:
        """Perform an action on a lead and show its record again.

        If text was typed in the fields of another action, the page comes back with it; sending
        that page again by a reload repeats nothing, because each form has a one-use key.
        """
        if not self.has_change_permission(request, lead):
            raise PermissionDenied
        forms = RecordForms(Record(lead, request), request.POST)
        status = forms.status_of(action.form)
        if status:
            return self.page(request, forms.after(action.form, lead, is_done=False), status)
        try:
            target = action.perform(forms)
        except Refused as refusal:
            return self.refuse(request, forms, action, refusal)
        forms = forms.after(action.form, self.find(request, lead.pk), is_done=True)
        if action.message:
            text = f"{action.message} {UNSAVED}" if forms.typed else action.message
            self.message_user(request, text, messages.SUCCESS)
        if forms.typed:
            return self.page(request, forms)
        return self.back(request, target or lead.pk)

    def refuse(
        self, request: HttpRequest, forms: RecordForms, action: Action, refusal: Refused
    ) -> HttpResponse:
        """Show the record again with the reason, and with everything that was typed."""
        self.message_user(request, str(refusal), messages.WARNING)
        is_done = isinstance(refusal, Repeated) and refusal.is_same
        lead = self.find(request, forms.record.lead.pk)
        shown = forms.after(action.form, lead, is_done=is_done)
        if not shown.typed:
            return self.back(request, shown.record.lead.pk)
        is_conflict = isinstance(refusal, Repeated | AnsweredMeanwhile)
        return self.page(request, shown, 409 if is_conflict else 422)

    def back(self, request: HttpRequest, pk: int) -> HttpResponse:
        filters = request.GET.get("_changelist_filters", "")
        return HttpResponseRedirect(self.url_of(pk, filters))
