"""The page that asks who takes over the open inquiries of a colleague."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse

from contactatonce.accounts.models import User
from contactatonce.lib.admin import Admin
from leads.services import handover
from leads.services.staff import owners

BY_RULE, TO_QUEUE = "rules", "queue"
NO_ONE = (TO_QUEUE, "No one: release them to the queue")


class HandOverForm(forms.Form):
    """The colleague who takes over, or the queue."""

    to = forms.ChoiceField(label="New owner", error_messages={"required": "Choose who."})

    def __init__(self, *args: Any, owner_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [(str(pk), name) for pk, name in owners.get() if pk != owner_id]
        field: Any = self.fields["to"]
        field.choices = [("", "–"), (BY_RULE, "Several: spread them by the rules"), *others, NO_ONE]


class HandOverPage(Admin):
    """Mixin for LeadAdmin: hand over the open inquiries of one colleague."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.hand_over)
        url = path("hand-over/<int:user_pk>/", view, name="leads_lead_hand_over")
        return [url, *super().get_urls()]

    def hand_over(self, request: Any, user_pk: int) -> HttpResponse:
        """Ask who takes over; with an answer, hand over and report the number."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        owner = User.objects.filter(pk=user_pk, is_staff=True).first() or self.former(user_pk)
        form = HandOverForm(request.POST or None, owner_id=owner.pk)
        if not form.is_valid():
            return self.ask(request, owner, form)
        to = form.cleaned_data["to"]
        if to == BY_RULE:
            outcome = handover.spread(owner_id=owner.pk, actor=request.user)
        else:
            to_id = None if to == TO_QUEUE else int(to)
            outcome = handover.hand_over(owner_id=owner.pk, actor=request.user, to_id=to_id)
        self.message_user(request, f"{outcome.changed:,} handed over.", messages.SUCCESS)
        for refusal in outcome.refused[:5]:
            self.message_user(request, refusal, messages.WARNING)
        return HttpResponseRedirect(reverse("admin:leads_lead_changelist"))

    def former(self, user_pk: int) -> User:
        """Return a former colleague who still owns something; Http404 if there is none."""
        owner = User.objects.filter(pk=user_pk).first()
        if owner is None or not handover.open_work(user_pk).exists():
            raise Http404
        return owner

    def ask(self, request: HttpRequest, owner: User, form: HandOverForm) -> HttpResponse:
        count = handover.open_work(owner.pk).order_by().count()
        page = self.extra_page(
            request,
            "admin/leads/lead/hand_over.html",
            f"Hand over the inquiries of {owner.display_name}",
            owner=owner,
            form=form,
            count=count,
        )
        page.status_code = 422 if form.is_bound else 200
        return page
