"""Admin of reports and silences: who decided what, to read only."""

from django.contrib import admin

from contactatonce.lib.admin import Choice, ReadOnlyAdmin, Tabs
from forum.models import Report, Silence


class ReportTabs(Tabs):
    title = "reports"
    parameter_name = "show"
    options = (
        Choice("open", "Open", lambda rows, request: rows.filter(closed_at=None)),
        Choice("closed", "Closed", lambda rows, request: rows.exclude(closed_at=None)),
    )


class SilenceTabs(Tabs):
    title = "silences"
    parameter_name = "show"
    options = (
        Choice("active", "In force", lambda rows, request: rows.filter(undone_at=None)),
        Choice(
            "asked",
            "Members who ask",
            lambda rows, request: rows.filter(undone_at=None).exclude(asked_at=None),
        ),
        Choice("undone", "Undone", lambda rows, request: rows.exclude(undone_at=None)),
    )


@admin.register(Report)
class ReportAdmin(ReadOnlyAdmin):
    """Reports by members; the queue shows them with the post, where a verdict closes them."""

    list_display = ["post", "reason", "text", "weight", "at", "outcome", "closed_at"]
    list_select_related = ["post"]
    list_filter = [ReportTabs, "reason", "outcome"]
    fields = ["post", "by", "reason", "text", "weight", "at", "outcome", "closed_at"]


@admin.register(Silence)
class SilenceAdmin(ReadOnlyAdmin):
    """Silences; the page of the member undoes one."""

    list_title = "Silenced members"
    list_display = ["member", "reason", "reach", "by", "at", "asked_at", "undone_at"]
    list_select_related = ["member", "by"]
    list_filter = [SilenceTabs]
    fields = [
        "member", "reason", "reach", "by", "at", "appeal", "asked_at", "undone_at", "undone_by",
    ]  # fmt: skip
