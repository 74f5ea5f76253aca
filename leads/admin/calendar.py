"""The page with the secret address of one's own calendar."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse

from contactatonce.lib.admin import Admin
from leads.models import CalendarFeed
from leads.services.reminders import new_feed


class CalendarPage(Admin):
    """Mixin for LeadAdmin: a button makes the address of one's own calendar, or replaces it."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.calendar)
        return [path("calendar/", view, name="leads_lead_calendar"), *super().get_urls()]

    def calendar(self, request: Any) -> HttpResponse:
        """Show the address to anyone who works on inquiries; POST makes a new one."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            new_feed(owner_id=request.user.pk)
            messages.success(request, "The calendar has a new address. An earlier one ended.")
            return redirect("admin:leads_lead_calendar")
        return self.extra_page(
            request, "admin/leads/lead/calendar.html", "My calendar", address=address_of(request)
        )


def address_of(request: HttpRequest) -> str:
    """Return the address of the user's calendar, or "" if they have none."""
    own = CalendarFeed.objects.filter(owner=request.user.pk).first()
    path_of_feed = reverse("leads:calendar", args=[own.secret]) if own else ""
    return f"{settings.SIGN_IN_ORIGIN}{path_of_feed}" if own else ""
