"""Admin of the work queue."""

import time
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.views.main import PAGE_VAR, ChangeList
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    QueryDict,
    StreamingHttpResponse,
)
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from leads import exports
from leads.models import Correction, Lead
from leads.models.activities import with_next_step
from leads.models.search import is_short
from leads.services import work

from . import filters
from .bulk import BulkActions
from .calendar import CalendarPage
from .entry import EntryPage
from .handover import HandOverPage
from .lists import ORDERS, LeadChangeList, Position, RowsFirst, order_of, position
from .record import RecordPage
from .rows import RowActions
from .team import TeamPage
from .undo import open_undo
from .views import views_of


@admin.register(Lead)
class LeadAdmin(
    BulkActions, RowActions, CalendarPage, EntryPage, HandOverPage, TeamPage, RecordPage
):
    """Inquiries as work; the visitor's answers are read-only."""

    list_title = "Work queue"
    list_display = ["inquiry"]
    list_filter = [
        filters.TabFilter,
        filters.StateFilter,
        filters.BrandFilter,
        filters.OwnerFilter,
        filters.BusinessFilter,
        filters.ReceivedFilter,
        filters.PersonFilter,
        filters.CompanyFilter,
    ]
    search_fields = ["inquiry__search_text"]  # see get_search_results
    list_select_related = ["inquiry", "owner"]
    paginator = RowsFirst
    change_list_template = "admin/leads/lead/list.html"

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        take = self.admin_site.admin_view(require_POST(self.take_next))
        export = self.admin_site.admin_view(require_POST(self.export))
        return [
            path("next/", take, name="leads_lead_next"),
            path("export/", export, name="leads_lead_export"),
            *super().get_urls(),
        ]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return LeadChangeList

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        newest = Correction.objects.order_by("pk")
        corrections = Prefetch("inquiry__corrections", queryset=newest)
        return with_next_step(Lead.objects.prefetch_related(corrections))

    def get_paginator(
        self,
        request: HttpRequest,
        queryset: QuerySet[Any],
        per_page: int,
        *args: Any,
        **kwargs: Any,
    ) -> Any:
        paginator: Any = super().get_paginator(request, queryset, per_page, *args, **kwargs)
        paginator.starts_at_first = request.GET.get(PAGE_VAR, "1") == "1"
        return paginator

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return queryset.search(search_term), False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        asked = request.GET.get("q", "").strip()
        if request.method == "GET" and self.has_view_permission(request):
            found = Lead.objects.with_reference(asked)
            if found is not None:
                return HttpResponseRedirect(reverse("admin:leads_lead_change", args=[found]))
        chosen = order_of(request)
        context = {
            "is_short_search": is_short(asked),
            "orders": [(name, label, name == chosen) for name, (label, _) in ORDERS.items()],
            "may_export": self.may_export(request),
            "may_change": self.has_change_permission(request),
            "may_add": self.has_add_permission(request),
            "undo": open_undo(request),
            **views_of(request, asked),
            "opened_at": int(time.time()),
            "title": "Work queue",
        }
        return super().changelist_view(request, {**context, **(extra_context or {})})

    def take_next(self, request: Any) -> HttpResponse:
        """Assign the inquiry that is due first to the current user and open it."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        lead = work.claim_next(actor=request.user)
        if lead is None:
            self.message_user(request, "Nothing is waiting: every new inquiry has an owner.")
            return HttpResponseRedirect(reverse("admin:leads_lead_changelist"))
        self.message_user(request, "It is yours.", messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:leads_lead_change", args=[lead.pk]))

    def may_export(self, request: HttpRequest) -> bool:
        return request.user.has_perm("leads.export_lead")

    def export(self, request: Any) -> HttpResponseBase:
        """Send the filtered list as CSV; log the user, the filter and the number of rows."""
        if not (self.has_view_permission(request) and self.may_export(request)):
            raise PermissionDenied
        listed = position(self, request, request.GET.urlencode())
        leads = listed.queryset.prefetch_related(None)
        count = leads.order_by().count()  # exact: the export reads every row anyway
        if not listed.is_shown_in(request.POST) or request.POST.get("count") != str(count):
            return self.confirm_export(request, listed, count)
        LogEntry.objects.create(
            user=request.user,
            content_type=ContentType.objects.get_for_model(Lead),
            object_repr="Export of the work queue",
            action_flag=CHANGE,
            change_message=f"Exported {count:,} inquiries; filter: {filter_named(request.GET)}",
        )
        response = StreamingHttpResponse(
            exports.csv_lines(leads, timezone.get_current_timezone()),
            content_type="text/csv; charset=utf-8",
        )
        name = f"inquiries-{timezone.localdate():%Y-%m-%d}.csv"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "private, no-store"
        return response

    def confirm_export(self, request: Any, listed: Position, count: int) -> HttpResponse:
        """Ask with the exact number, which the list does not count, or which has changed."""
        if listed.has_unknown_filter or (count and "count" in request.POST):
            text = "The list has changed since you opened it. Nothing was exported."
            self.message_user(request, text, messages.ERROR)
            query = request.GET.urlencode()
            return HttpResponseRedirect(f"{reverse('admin:leads_lead_changelist')}?{query}")
        return self.extra_page(
            request,
            "admin/leads/lead/export.html",
            f"Export {count:,} {'inquiry' if count == 1 else 'inquiries'} as CSV",
            cl=listed,
            count=count,
        )


def filter_named(parameters: QueryDict) -> str:
    """Return the filter in words, without the search term, which may be a name."""
    parts = [
        f"{name}={'(a search)' if name == 'q' else value[:40]}"
        for name, value in sorted(parameters.items())
        if value and name not in {"p", "e"}
    ]
    return ", ".join(parts) or "none"
