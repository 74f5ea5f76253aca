"""The review desk: the list of testimonials, and the board of their consents."""

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from contactatonce.brands.admin import SiteFilter
from contactatonce.lib.admin import Choice, ChoiceFilter, Tabs
from contactatonce.lib.email_addresses import normalize
from testimonials import board, waiting
from testimonials.models import Testimonial
from testimonials.states import State

from .record import RecordPage

ENDED = (State.EXPIRED, State.REFUSED, State.WITHDRAWN)


class DeskTabs(Tabs):
    title = "state"
    parameter_name = "show"
    options = (
        Choice("us", "Waiting for us", lambda rows, request: waiting.for_us(rows)),
        Choice("guest", "Waiting for the guest", lambda rows, request: waiting.for_guest(rows)),
        Choice("published", "Published", lambda rows, request: rows.filter(state=State.PUBLISHED)),
        Choice("ended", "Ended", lambda rows, request: rows.filter(state__in=ENDED)),
        Choice("all", "All", lambda rows, request: rows),
    )
    counted = frozenset({"us", "guest"})


class NeedsFilter(ChoiceFilter):
    title = "to do"
    parameter_name = "needs"
    options = (
        Choice("review", "Review", lambda rows, request: rows.filter(state=State.IN_REVIEW)),
        Choice(
            "changed", "Changed by the guest", lambda rows, request: waiting.changed_by_guest(rows)
        ),
        Choice("failed", "Conversion failed", lambda rows, request: waiting.failed(rows)),
    )


class ConsentFilter(ChoiceFilter):
    title = "consent"
    parameter_name = "consent"
    options = (
        Choice("active", "Active", lambda rows, request: waiting.agreed(rows)),
        Choice("30", "Ends within 30 days", lambda rows, request: waiting.ending(rows)),
        Choice(
            "90",
            "Ends within 90 days",
            lambda rows, request: waiting.ending(rows, timedelta(days=90)),
        ),
        Choice("ended", "Ended", lambda rows, request: waiting.ended(rows)),
        Choice("withdrawn", "Withdrawn", lambda rows, request: waiting.withdrawn(rows)),
    )


@admin.register(Testimonial)
class TestimonialAdmin(RecordPage):
    """Testimonials that were given. Steps are buttons; invitations have a list of their own."""

    list_title = "Review desk"
    change_list_template = "admin/testimonials/testimonial/list.html"
    list_display = ["who", "kind", "brand", "tone", "until", "moved_at"]
    list_select_related = ["brand", "person_consent"]
    list_filter = [DeskTabs, NeedsFilter, ConsentFilter, "kind", "trade", SiteFilter]
    search_fields = ["name__icontains", "company__icontains", "email_key__startswith"]
    search_help_text = "Name, company, or the beginning of an e-mail address"
    actions = None

    class Media:
        css = {"all": ["css/work.css", "css/testimonials-admin.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).exclude(person_consent=None)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        term = normalize(search_term) if "@" in search_term else search_term
        return super().get_search_results(request, queryset, term)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_safe(self.consents))
        return [path("consents/", view, name="testimonials_consents"), *super().get_urls()]

    def consents(self, request: HttpRequest) -> HttpResponse:
        """Show what givers agree to, and until when."""
        template = "admin/testimonials/consents.html"
        return self.extra_page(request, template, "Consents", board=board.read(), media=self.media)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # people give testimonials; staff invite them

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # a withdrawal deletes it after thirty days

    @admin.display(description="who", ordering="name")
    def who(self, testimonial: Testimonial) -> str:
        return format_html(
            '{} <span class="quiet">{}</span>', testimonial.name, testimonial.company
        )

    @admin.display(description="state", ordering="state")
    def tone(self, testimonial: Testimonial) -> str:
        state = State(testimonial.state)
        return format_html('<span class="state state-{}">{}</span>', state.value, state.label)

    @admin.display(description="consent until", ordering="person_consent__ends_at")
    def until(self, testimonial: Testimonial) -> Any:
        consent = testimonial.person_consent
        if consent is None or not consent.is_active:
            return "withdrawn" if consent and consent.withdrawn_at else "ended"
        return timezone.localdate(consent.ends_at) if consent.ends_at else "withdrawn by its giver"
