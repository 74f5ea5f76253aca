"""The promise board: the state of each promise, its proofs, their history, and statements."""

import re
from typing import Any

from django import forms
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

from contactatonce.lib.admin import AddOnlyAdmin, ReadOnlyAdmin
from contactatonce.lib.form_fields import form_field
from promises.proofs.wording import clause_in_force

from . import services as evidence
from .models import Attestation, BlockedContent, Evidence
from .registry import PROMISES, Kind, checks

HISTORY = 30
LINK = re.compile(
    r"\[([^\[\]]+)\]\([^()]*\)"
)  # Markdown; the officer reads the clause as plain text


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
        template = "admin/promises/evidence/board.html"
        return self.extra_page(request, template, "Promises", statuses=evidence.board())

    def promise(self, request: HttpRequest, number: str) -> HttpResponse:
        """Show one promise: its clause, its proofs and their earlier results."""
        if number not in PROMISES:
            raise Http404
        status = next(each for each in evidence.board() if each.promise.number == number)
        return self.extra_page(
            request,
            "admin/promises/evidence/promise.html",
            f"{number}: {status.promise.title}",
            status=status,
            clause=LINK.sub(r"\1", clause_in_force(number)),
            history=Evidence.objects.filter(promise=number)[:HISTORY],
            statements=Attestation.objects.filter(promise=number).select_related("stated_by"),
            may_attest=request.user.has_perm("promises.add_attestation"),
        )


def statements() -> list[tuple[str, str]]:
    return [
        (check.name, f"{check.promise}: {check.says}")
        for check in checks.values()
        if check.kind is Kind.ATTESTED
    ]


class AttestationForm(forms.ModelForm):
    """A statement about something that no machine can check."""

    check_name = forms.ChoiceField(label="Statement", choices=statements)

    class Meta:
        model = Attestation
        fields = ["check_name", "is_kept", "basis"]
        formfield_callback = form_field


@admin.register(Attestation)
class AttestationAdmin(AddOnlyAdmin):
    """Statements of the privacy officer. A new one replaces an old one; none can be changed."""

    add_form = AttestationForm
    list_title = "Statements on promises"
    list_display = ["check_name", "is_kept", "at", "stated_by"]
    list_select_related = ["stated_by"]
    list_filter = ["is_kept"]
    search_fields = ["check_name__istartswith"]
    search_help_text = "The beginning of a statement’s name, such as P02"
    fields = ["check_name", "is_kept", "basis", "at", "stated_by"]

    def store(self, request: Any, form: Any) -> Attestation:
        return evidence.attest_now(by=request.user, **form.cleaned_data)


@admin.register(BlockedContent)
class BlockedContentAdmin(ReadOnlyAdmin):
    """What the sites' Content Security Policy blocked; a sudden rise deserves a look."""

    list_title = "Blocked content"
    list_display = ["day_on", "directive", "count"]
    list_display_links = None
