"""The page that imports people and companies: choose a file, see the difference, confirm."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path

from contactatonce.lib.admin import Admin
from leads.models import ImportedRow
from leads.services import importing
from leads.spreadsheets import MOST_BYTES, Unreadable, read_table

SALT = "leads.import"
AN_HOUR = 60 * 60
SHOWN = 100
PAGE = "admin:leads_person_import"
TOO_OLD = "This preview is older than an hour, or not whole. Choose the file again."
CHANGED = "Someone changed these people in the meantime. This is the new difference."


class FileForm(forms.Form):
    file = forms.FileField(
        label="CSV or XLSX file",
        help_text="The first line names the columns: Name, E-mail, Phone, Company. "
        "2,000 rows and 2 MB at most.",
    )

    def clean_file(self) -> list[dict[str, str]]:
        """Return the rows of the file."""
        file = self.cleaned_data["file"]
        try:
            return read_table(file.read() if file.size <= MOST_BYTES else bytes(MOST_BYTES + 1))
        except Unreadable as error:
            raise forms.ValidationError(str(error)) from error


class ImportPages(Admin):
    """Mixin for people: import a file, and revert an import within 30 days."""

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view(self.import_view)
        revert = self.admin_site.admin_view(self.revert_view)
        return [
            path("import/", page, name="leads_person_import"),
            path("import/<uuid:batch>/revert/", revert, name="leads_person_revert_import"),
            *super().get_urls(),
        ]

    def check_may_import(self, request: HttpRequest) -> None:
        user: Any = request.user
        if not user.has_perm("leads.add_importedrow"):
            raise PermissionDenied

    def import_view(self, request: Any) -> HttpResponse:
        """Show the form, the difference that a file makes, or import what was shown."""
        self.check_may_import(request)
        if request.method == "POST" and "rows" in request.POST:
            return self.confirm(request)
        form = FileForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            return self.preview(request, form.cleaned_data["file"])
        status = 422 if request.method == "POST" else 200
        return self.show(request, status, form=form, batches=recent_batches())

    def preview(self, request: HttpRequest, rows: list[dict[str, str]]) -> HttpResponse:
        plan = importing.plan(rows)
        sealed = signing.dumps([rows, plan.digest], salt=SALT, compress=True)
        return self.show(request, 200, plan=plan, sealed=sealed, changes=plan.changes[:SHOWN])

    def confirm(self, request: Any) -> HttpResponse:
        try:
            rows, digest = signing.loads(request.POST["rows"], salt=SALT, max_age=AN_HOUR)
        except signing.BadSignature:
            messages.error(request, TOO_OLD)
            return redirect(PAGE)
        try:
            plan = importing.run(rows, digest=digest, actor=request.user)
        except importing.Outdated:
            messages.warning(request, CHANGED)
            return self.preview(request, rows)
        done = f"Imported: {plan.created} new, {plan.changed} changed."
        messages.success(request, f"{done} You can revert this for 30 days.")
        return redirect(PAGE)

    def revert_view(self, request: Any, batch: uuid.UUID) -> HttpResponse:
        self.check_may_import(request)
        if request.method == "POST":
            done, kept = importing.revert(batch=batch, actor=request.user)
            stay = f" {kept} stay, because they are in use or were changed since." if kept else ""
            messages.success(request, f"Reverted: {done}.{stay}")
        return redirect(PAGE)

    def show(self, request: HttpRequest, status: int, **context: Any) -> HttpResponse:
        template = "admin/leads/people/import.html"
        response = self.extra_page(request, template, "Import people", **context)
        response.status_code = status
        return response


def recent_batches() -> list[dict[str, Any]]:
    """Return the newest imports that can be reverted."""
    rows: Any = ImportedRow.objects.recent().values("batch", "by__display_name")
    return list(rows.annotate(count=Count("pk"), when=Min("at")).order_by("-when")[:20])
