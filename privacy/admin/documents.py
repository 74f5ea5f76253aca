"""Documents, notices and certificates in the admin."""

from datetime import timedelta
from hashlib import sha256
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone

from contactatonce.lib.admin import Admin, Choice, Tabs
from privacy.models import Certification, DocumentVersion, Notice
from privacy.outreach import notices
from privacy.policy import comparison, documents

from .request_forms import MOMENT

# One labeled field, because Django's two have no label each (WCAG 1.3.1).
MOMENTS: dict[type[models.Field[Any, Any]], dict[str, Any]] = {
    models.DateTimeField: {"form_class": forms.DateTimeField, "widget": MOMENT}
}

CHANGED = "Somebody has changed this draft since you opened the page. Please look at it again."


def state_of(draft: DocumentVersion) -> str:
    """Return a digest of everything that publishing `draft` would make final."""
    told = (draft.digest, draft.summary, draft.is_material, draft.effective_at.isoformat())
    return sha256(repr(told).encode()).hexdigest()


class VersionTabs(Tabs):
    title = "state"
    parameter_name = "state"
    options = (
        Choice("all", "All", lambda rows, request: rows),
        Choice("drafts", "Drafts", lambda rows, request: rows.filter(published_at=None)),
        Choice(
            "scheduled",
            "Not in force yet",
            lambda rows, request: rows.published().filter(effective_at__gt=timezone.now()),
        ),
    )


@admin.register(DocumentVersion)
class DocumentVersionAdmin(Admin):
    """Write, preview and publish drafts; published versions cannot be changed."""

    list_title = "Policy, terms and cookie page"
    view_on_site = False  # a draft has no URL; a published version shows its own link
    change_form_template = "admin/privacy/documentversion/change_form.html"
    list_display = ["__str__", "is_material", "effective_at", "published_at"]
    list_filter = [VersionTabs, "document"]
    fields = ["document", "effective_at", "is_material", "summary", "text"]
    formfield_overrides = MOMENTS

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        document = request.GET.get("document", DocumentVersion.Document.PRIVACY)
        last = DocumentVersion.objects.of(document).published().order_by("-number").first()
        return {
            "document": document,
            "text": last.text if last else "",
            "effective_at": timezone.now() + documents.notice_period() + timedelta(days=1),
            **super().get_changeform_initial_data(request),
        }

    def get_urls(self) -> list[URLPattern]:
        return [
            path(
                "<int:pk>/preview/",
                self.admin_site.admin_view(self.preview),
                name="privacy_documentversion_preview",
            ),
            *super().get_urls(),
        ]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        is_draft = obj is None or obj.published_at is None
        return is_draft and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        is_draft = obj is not None and obj.published_at is None
        return is_draft and super().has_delete_permission(request, obj)

    def preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show a draft as readers will see it, its changes and what prevents publication; publish
        it.
        """
        draft = get_object_or_404(DocumentVersion, pk=pk, published_at=None)
        if not self.has_change_permission(request, draft):
            raise PermissionDenied
        if request.method == "POST":
            if request.POST.get("seen") == state_of(draft):
                return self.publish(request, draft)
            self.message_user(request, CHANGED, messages.ERROR)
        last = DocumentVersion.objects.of(draft.document).published().order_by("-number").first()
        context = {
            **self.admin_site.each_context(request),
            "title": f"Publish: {draft}",
            "opts": self.opts,
            "draft": draft,
            "last": last,
            "seen": state_of(draft),
            "objections": documents.objections(draft),
            "stretches": comparison.compare(last.text, draft.text) if last else [],
        }
        return TemplateResponse(request, "admin/privacy/documentversion/preview.html", context)

    def publish(self, request: HttpRequest, draft: DocumentVersion) -> HttpResponse:
        try:
            documents.publish(version=draft)
        except ValidationError as error:
            for objection in error.messages:
                self.message_user(request, objection, messages.ERROR)
            return redirect("admin:privacy_documentversion_preview", draft.pk)
        self.log_change(request, draft, "Published.")
        self.message_user(request, f"{draft} is published.")
        return redirect("admin:privacy_documentversion_changelist")


class NoticeForm(forms.ModelForm):
    """A notice of a change of control; documents announce themselves when published."""

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # private to Django
        if not self.errors and (found := notices.objections(self.instance)):
            self.add_error(None, found)


@admin.register(Notice)
class NoticeAdmin(Admin):
    """Announcements on every page. Once shown, they cannot be changed."""

    list_title = "Announcements"
    form = NoticeForm
    list_display = ["title", "kind", "starts_at", "effective_at", "ends_at"]
    list_filter = ["kind"]
    fields = ["title", "text", "starts_at", "effective_at", "ends_at"]
    formfield_overrides = MOMENTS

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        is_planned = obj is None or obj.starts_at > timezone.now()
        return is_planned and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        is_planned = obj is not None and obj.starts_at > timezone.now()
        return is_planned and super().has_delete_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        notices.post(notice=obj)


@admin.register(Certification)
class CertificationAdmin(Admin):
    """Certificates with their dates; outside those dates nothing is shown."""

    list_display = ["name", "kind", "valid_from", "valid_until"]
    list_filter = ["kind"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
