"""Invitations by mail, and the open link of each site."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from contactatonce.brands.admin import SiteFilter
from contactatonce.lib.admin import AddOnlyAdmin, Choice, Tabs
from contactatonce.lib.email_addresses import normalize
from testimonials.links import open_url
from testimonials.models import Invitation, OpenLink
from testimonials.services import giving
from testimonials.services.steps import Refused

from .forms import InviteForm, OpenLinkForm


class InvitationTabs(Tabs):
    title = "state"
    parameter_name = "show"
    options = (
        Choice("open", "Open", lambda rows, request: rows.open()),
        Choice("used", "Used", lambda rows, request: rows.used()),
        Choice("ended", "Ended", lambda rows, request: rows.ended()),
        Choice("all", "All", lambda rows, request: rows),
    )
    counted = frozenset({"open"})


@admin.register(Invitation)
class InvitationAdmin(AddOnlyAdmin):
    """Invitations. A new one is mailed at once; an unused one is replaced by a new one."""

    add_form = InviteForm
    change_form_template = "admin/testimonials/invitation/form.html"
    list_display = ["name", "email", "brand", "progress", "invited_at", "invited_by"]
    list_select_related = ["brand", "invited_by"]
    list_filter = [InvitationTabs, SiteFilter]
    search_fields = ["name__icontains", "email_key__startswith"]
    search_help_text = "Name, or the beginning of an e-mail address"
    fields = ["name", "email", "brand", "progress", "invited_at", "reminded_at", "expires_at"]
    readonly_fields = ["progress"]
    actions = None
    view_on_site = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return Invitation.objects.mailed()

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        term = normalize(search_term) if "@" in search_term else search_term
        return super().get_search_results(request, queryset, term)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.again))
        urls = super().get_urls()
        return [path("<int:pk>/again/", view, name="testimonials_invitation_again"), *urls]

    def store(self, request: Any, form: Any) -> Any:
        stored = giving.invite(by=request.user, **form.cleaned_data)
        return Invitation.objects.get(pk=stored.pk)

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Check the form again if `store` refused it: something was stored since its check."""
        try:
            return super().add_view(request, *args, **kwargs)
        except Refused:
            return super().add_view(request, *args, **kwargs)

    def again(self, request: Any, pk: int) -> HttpResponse:
        """Mail a new invitation in place of an unused one."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        invitation = get_object_or_404(self.get_queryset(request), pk=pk)
        try:
            stored = giving.invite_again(testimonial=invitation, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("admin:testimonials_invitation_change", pk)
        messages.success(request, "A new invitation is on its way. The earlier link has ended.")
        return redirect("admin:testimonials_invitation_change", stored.pk)

    @admin.display(description="state", ordering="state")
    def progress(self, invitation: Invitation) -> str:
        return invitation.progress


@admin.register(OpenLink)
class OpenLinkAdmin(AddOnlyAdmin):
    """Links by which anyone may give a testimonial; what they send goes to the moderators."""

    add_form = OpenLinkForm
    list_title = "Open links"
    list_display = ["brand", "created_at", "created_by", "closed_at"]
    list_select_related = ["brand", "created_by"]
    list_filter = [SiteFilter]
    fields = ["brand", "link", "created_at", "created_by", "closed_at"]
    readonly_fields = ["link"]
    change_form_template = "admin/testimonials/openlink/form.html"
    actions = None

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.close))
        urls = super().get_urls()
        return [path("<int:pk>/close/", view, name="testimonials_openlink_close"), *urls]

    def store(self, request: Any, form: Any) -> Any:
        link, _ = OpenLink.objects.get_or_create(
            brand=form.cleaned_data["brand"], closed_at=None, defaults={"created_by": request.user}
        )
        return link

    def close(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Close a link for good; the site can have a new one."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        link = get_object_or_404(OpenLink, pk=pk)
        OpenLink.objects.filter(pk=pk, closed_at=None).update(closed_at=timezone.now())
        messages.success(request, "The link is closed. No one can use it any more.")
        return redirect("admin:testimonials_openlink_change", link.pk)

    @admin.display(description="link")
    def link(self, link: OpenLink) -> str:
        if link.closed_at:
            return "Closed"
        return format_html(
            '<input type="text" size="70" id="open-link" aria-label="Link to share" '
            'value="{}" readonly>',
            open_url(link),
        )
