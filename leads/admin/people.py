"""Admin pages for people and companies."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from contactatonce.lib.admin import VersionedAdmin
from leads import phones
from leads.models import Company, Person
from leads.models.answers import office_regions
from leads.models.people import fold_name
from leads.models.search import matching
from leads.services import people

from .importing import ImportPages
from .story import StoryPage


class Searched:
    """Mixin that searches with the trigram index."""

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> Any:
        condition = matching(search_term)
        return (queryset.filter(condition) if condition else queryset), False


class OnTimelines(VersionedAdmin):
    """Mixin that notes an edit or deletion on the timeline of each inquiry of the row."""

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change:
            labels = [str(form.fields[name].label) for name in form.changed_data]
            people.record_edit(row=obj, labels=labels, actor=request.user)

    def delete_model(self, request: Any, obj: Any) -> None:
        people.record_edit(row=obj, labels=["deleted"], actor=request.user)
        super().delete_model(request, obj)

    def delete_queryset(self, request: Any, queryset: Any) -> None:
        for row in queryset:
            people.record_edit(row=row, labels=["deleted"], actor=request.user)
        super().delete_queryset(request, queryset)


@admin.register(Person)
class PersonAdmin(Searched, OnTimelines, ImportPages, StoryPage):
    change_list_template = "admin/leads/people/list.html"
    list_display = ["name_or_address", "email", "phone", "company_name", "created_at"]
    list_select_related = ["company"]
    search_fields = ["search_text"]
    search_help_text = "Name, e-mail address or phone"
    fields = ["name", "email", "phone", "company", "created_at"]
    readonly_fields = ["created_at"]
    autocomplete_fields = ["company"]

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        if "phone" in form.changed_data:
            obj.phone_e164 = phones.to_e164(obj.phone, office_regions())
        super().save_model(request, obj, form, change)

    @admin.display(description="name")
    def name_or_address(self, person: Any) -> Any:
        return person.label

    @admin.display(description="company")
    def company_name(self, person: Any) -> Any:
        return person.company.name if person.company else "–"


@admin.register(Company)
class CompanyAdmin(OnTimelines, StoryPage):
    list_display = ["name", "size", "business_type", "created_at"]
    search_fields = ["name_key"]  # see get_search_results
    search_help_text = "Name"
    fields = ["name", "size", "business_type", "created_at"]
    readonly_fields = ["created_at"]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> Any:
        for word in fold_name(search_term).split():
            queryset = queryset.filter(name_key__contains=word)
        return queryset, False
