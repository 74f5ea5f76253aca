"""Recipients of personal data, and disclosures to them, in the admin."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.text import capfirst

from contactatonce.lib.admin import AddOnlyAdmin, Admin, Choice, Tabs
from contactatonce.lib.email_addresses import EmailAddressField
from contactatonce.lib.form_fields import form_field
from privacy import datamap, fingerprints
from privacy.models import Disclosure, Recipient
from privacy.outreach import disclosures
from privacy.registry import Category

CATEGORY_CHOICES = [(category.name, capfirst(category.value)) for category in Category]


class CategoriesField(forms.MultipleChoiceField):
    """Categories of data, as checkboxes."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=CATEGORY_CHOICES, widget=forms.CheckboxSelectMultiple, **kwargs)


class RecipientForm(forms.ModelForm):
    categories = CategoriesField(label="Receives", help_text="These and no others.")


class ContractTabs(Tabs):
    title = "contract"
    parameter_name = "contract"
    options = (
        Choice("current", "Running", lambda rows, request: rows.current()),
        Choice(
            "ended",
            "Ended",
            lambda rows, request: rows.filter(ends_on__lt=timezone.localdate()),
        ),
        Choice("all", "All", lambda rows, request: rows),
    )


@admin.register(Recipient)
class RecipientAdmin(Admin):
    """Companies and authorities that may receive data. A contract ends; nothing is deleted."""

    form = RecipientForm
    change_list_template = "admin/privacy/recipient/change_list.html"
    list_display = ["name", "kind", "receives", "country", "contract_on", "ends_on"]
    list_filter = [ContractTabs, "kind"]
    fields = ["name", "slug", "kind", "purpose", "categories", "country", "contract_on", "ends_on"]
    prepopulated_fields = {"slug": ["name"]}
    fixed_fields = ["slug"]  # code refers to it by this name

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.data_map)
        return [path("data-map/", view, name="privacy_data_map"), *super().get_urls()]

    def data_map(self, request: HttpRequest) -> HttpResponse:
        """Show every model with its declaration, including those without personal data."""
        template = "admin/privacy/recipient/data_map.html"
        return self.extra_page(request, template, "Data map", entries=datamap.entries())

    @admin.display(description="receives")
    def receives(self, recipient: Recipient) -> str:
        return ", ".join(recipient.category_labels)


class DisclosureForm(forms.ModelForm):
    """A disclosure decided by a person. The gate checks it; the e-mail address is not stored."""

    email = EmailAddressField(
        label="E-mail address of the person",
        help_text="Only a coded form of it is kept, by which the record is found again.",
    )
    categories = CategoriesField(label="What was passed on")

    class Meta:
        model = Disclosure
        fields = ["email", "recipient", "ground", "categories", "document"]
        formfield_callback = form_field

    @property
    def asked(self) -> tuple[str, str, frozenset[Category], str]:
        """Return the arguments for the gate: recipient, person, categories and ground."""
        return (
            self.cleaned_data["recipient"].slug,
            self.cleaned_data["email"],
            frozenset(Category[name] for name in self.cleaned_data["categories"]),
            self.cleaned_data["ground"],
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            try:
                disclosures.check(*self.asked)
            except disclosures.NotDisclosed as refusal:
                raise ValidationError(str(refusal)) from refusal
        return cleaned


@admin.register(Disclosure)
class DisclosureAdmin(AddOnlyAdmin):
    """Disclosures. Search by the person's e-mail address, which is not stored."""

    add_form = DisclosureForm
    list_display = ["__str__", "recipient", "ground", "what", "at", "decided_by"]
    list_select_related = ["recipient", "decided_by"]
    list_filter = ["ground"]
    search_fields = ["document__istartswith"]
    search_help_text = "The person’s whole e-mail address, or the beginning of a document’s name"
    fields = ["recipient", "ground", "what", "document", "decided_by", "at"]
    readonly_fields = ["what"]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        if "@" in search_term:
            return queryset.filter(fingerprints.is_about(search_term)), False
        return super().get_search_results(request, queryset, search_term)

    def store(self, request: Any, form: Any) -> Any:
        return disclosures.gate(
            *form.asked, decided_by=request.user, document=form.cleaned_data["document"]
        )

    @admin.display(description="what")
    def what(self, disclosure: Disclosure) -> str:
        return ", ".join(disclosure.category_labels)
