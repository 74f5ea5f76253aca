"""Admin pages of the rules of assignment and of absences."""

from typing import Any

from django.contrib import admin
from django.db.models import Count
from django.http import HttpRequest
from django.utils import timezone

from contactatonce.lib.admin import Admin, Choice, Inline, Tabs
from leads.models import Absence, AssignmentRule, RuleMember


class MemberInline(Inline):
    """The colleagues of a rule."""

    model = RuleMember
    fields = ("user", "weight")
    min_num = 1
    max_num = 50


@admin.register(AssignmentRule)
class AssignmentRuleAdmin(Admin):
    """Rules that give new inquiries an owner; the first that matches applies."""

    list_display = ("title", "position", "brand", "business_type", "method", "people", "is_active")
    list_select_related = ("brand",)
    inlines = (MemberInline,)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).annotate(number=Count("members"))

    @admin.display(description="Colleagues", ordering="number")
    def people(self, rule: Any) -> Any:
        return rule.number


class AbsenceTabs(Tabs):
    title = "time"
    parameter_name = "time"
    options = (
        Choice("now", "Now and later", lambda rows, request: rows.filter(ends_on__gte=today())),
        Choice("past", "Past", lambda rows, request: rows.filter(ends_on__lt=today())),
    )


@admin.register(Absence)
class AbsenceAdmin(Admin):
    """Days on which no rule gives a colleague new inquiries."""

    list_display = ("user", "begins_on", "ends_on")
    list_select_related = ("user",)
    list_filter = (AbsenceTabs,)
    fields = ("user", "begins_on", "ends_on")


def today() -> Any:
    return timezone.localdate()
