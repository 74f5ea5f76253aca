"""The customer directory in the admin (P30)."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from contactatonce.brands.admin import SiteFilter
from contactatonce.lib.admin import Admin, Choice, DraftPages, Tabs, VersionedAdmin
from privacy.models.consents import is_active
from testimonials.models import Listing
from testimonials.services import directory
from testimonials.services.steps import Refused

STEPS = {
    "ask": (directory.ask, "A mail asks the company for its consent."),
    "remove": (directory.remove, "Removed. It is no longer in the directory."),
}
ASKED = Q(consent=None, removed_at=None)


class ListingTabs(Tabs):
    title = "state"
    parameter_name = "show"
    options = (
        Choice("listed", "Listed", lambda rows, request: rows.filter(is_active(None, "consent__"))),
        Choice("asked", "Asked", lambda rows, request: rows.filter(ASKED, asked_at__isnull=False)),
        Choice("new", "Not asked", lambda rows, request: rows.filter(ASKED, asked_at=None)),
        Choice(
            "ended",
            "Ended or removed",
            lambda rows, request: rows.exclude(is_active(None, "consent__")).exclude(ASKED),
        ),
        Choice("all", "All", lambda rows, request: rows),
    )


@admin.register(Listing)
class ListingAdmin(VersionedAdmin, DraftPages, Admin):
    """Entries of the customer directory; a company is listed while it agrees."""

    list_title = "Customer directory"
    change_form_template = "admin/testimonials/listing/form.html"
    list_display = ["company", "place", "region", "trade", "brand", "progress"]
    list_select_related = ["brand", "consent"]
    list_filter = [ListingTabs, "trade", SiteFilter]
    search_fields = ["company__icontains", "place__icontains", "region__icontains"]
    search_help_text = "Company, place or region"
    fields = ["brand", "company", "place", "region", "trade", "link", "email", "progress"]
    readonly_fields = ["progress"]
    fixed_fields = ["brand"]  # the link in the mail leads there
    formfield_overrides: ClassVar = {models.URLField: {"assume_scheme": "https"}}
    actions = None
    view_on_site = False

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("brand", "consent")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Fix what the company agrees to; to change it, remove the entry and ask again.

        Who was asked is fixed for good: their link agrees for this e-mail address.
        """
        asked = ["email"] if obj and (obj.asked_at or obj.consent_id) else []
        agreed = ["company"] if obj and obj.consent_id else []
        shown = ["place", "region", "trade", "link"] if obj and obj.is_listed else []
        return [*super().get_readonly_fields(request, obj), *asked, *agreed, *shown]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # a removal deletes it after thirty days

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.act))
        steps = [
            path(f"<int:pk>/{name}/", view, {"name": name}, name=f"testimonials_listing_{name}")
            for name in STEPS
        ]
        return [*steps, *super().get_urls()]

    def act(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """Ask the company for its consent, or remove the entry."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        listing = get_object_or_404(Listing, pk=pk)
        step, message = STEPS[name]
        try:
            step(listing=listing)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, message)
        return self.back_to_form(
            request, pk, reverse("admin:testimonials_listing_change", args=[pk])
        )

    @admin.display(description="state")
    def progress(self, listing: Listing) -> str:
        return listing.progress if listing.pk else "New"
