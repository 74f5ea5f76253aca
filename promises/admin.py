"""The promise board: the state of each promise, its proofs, their history, and statements."""

import re
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path

from contactatonce.lib.admin import Admin, ReadOnlyAdmin
from promises.proofs.wording import clause_in_force

from . import services as evidence
from .models import Attestation, Evidence
from .registry import PROMISES, Kind, checks

HISTORY = 30
LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")  # Markdown; the officer reads the clause as plain text


@admin.register(Evidence)
class EvidenceAdmin(ReadOnlyAdmin):
    """The board first, then each result of each check, newest first."""

    list_title = "Promises"
    list_display = ["check_name", "is_kept", "at", "code_version", "milliseconds"]
    list_filter = ["is_kept"]
    search_fields = ["check_name__istartswith"]
    search_help_text = "The beginning of a check’s name, such as P30"
    change_list_template = "admin/promises/evidence/change_list.html"

    def get_urls(self) -> list[Any]:
        board = self.admin_site.admin_view(self.board)
        one = self.admin_site.admin_view(self.promise)
        return [
            path("board/", board, name="promises_board"),
            path("board/<str:number>/", one, name="promises_promise"),
            *super().get_urls(),
        ]

    def board(self, request: HttpRequest) -> HttpResponse:
        """Show every promise with its state and its problems."""
        context = {"statuses": evidence.board(), "title": "Promises"}
        return self.page(request, "board", context)

    def promise(self, request: HttpRequest, number: str) -> HttpResponse:
        """Show one promise: its clause, its proofs and their earlier results."""
        if number not in PROMISES:
            raise Http404
        status = next(each for each in evidence.board() if each.promise.number == number)
        context = {
            "status": status,
            "clause": LINK.sub(r"\1", clause_in_force(number) or ""),
            "history": Evidence.objects.filter(promise=number)[:HISTORY],
            "statements": Attestation.objects.filter(promise=number).select_related("stated_by"),
            "may_attest": request.user.has_perm("promises.add_attestation"),
            "title": f"{number}: {status.promise.title}",
        }
        return self.page(request, "promise", context)

    def page(self, request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        common = {**self.admin_site.each_context(request), "opts": self.opts}
        return TemplateResponse(request, f"admin/promises/evidence/{name}.html", common | context)


class AttestationForm(forms.ModelForm):
    """A statement about something that no machine can check."""

    check_name = forms.ChoiceField(label="Statement")

    class Meta:
        model = Attestation
        fields = ["check_name", "is_kept", "basis"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names: Any = self.fields["check_name"]
        names.choices = [
            (check.name, f"{check.promise}: {check.says}")
            for check in checks.values()
            if check.kind is Kind.ATTESTED
        ]


@admin.register(Attestation)
class AttestationAdmin(Admin):
    """Statements of the privacy officer. A new one replaces an old one; none can be changed."""

    list_title = "Statements on promises"
    list_display = ["check_name", "is_kept", "at", "stated_by"]
    list_select_related = ["stated_by"]
    list_filter = ["is_kept"]
    search_fields = ["check_name__istartswith"]
    search_help_text = "The beginning of a statement’s name, such as P02"
    fields = ["check_name", "is_kept", "basis", "at", "stated_by"]

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        return super().get_form(request, obj, change=change, **kwargs) if obj else AttestationForm

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fields if obj else AttestationForm.Meta.fields

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_form(self, request: Any, form: Any, change: bool) -> Any:
        return evidence.attest_now(by=request.user, **form.cleaned_data)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Nothing to do: `save_form` stored it."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Nothing to do: there are no related rows."""
