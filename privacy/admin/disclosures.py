"""Recipients of personal data, and disclosures to them, in the admin."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.text import capfirst

from contactatonce.lib.admin import Admin, Choice, Tabs
from contactatonce.lib.email_addresses import EmailAddressField
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

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["slug"] if obj else []  # code refers to it by this name

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return {} if obj else self.prepopulated_fields

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.data_map)
        return [path("data-map/", view, name="privacy_data_map"), *super().get_urls()]

    def data_map(self, request: HttpRequest) -> HttpResponse:
        """Show every model with its declaration, including those without personal data."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": "Data map",
            "opts": self.opts,
            "entries": datamap.entries(),
        }
        return TemplateResponse(request, "admin/privacy/recipient/data_map.html", context)

    @admin.display(description="receives")
    def receives(self, recipient: Recipient) -> str:
        return ", ".join(recipient.category_labels)


REFUSALS = {
    disclosures.UnknownRecipient: "No contract with this recipient runs today.",
    disclosures.NotCovered: "The recipient is not registered for this ground or these categories.",
    disclosures.Restricted: "The person has restricted the use of their data.",
    disclosures.NotAnnounced: "No notice has announced a change of control 14 days ahead.",
    disclosures.NoConsent: "The person has not agreed to this recipient, or has withdrawn.",
}


class DisclosureForm(forms.ModelForm):
    """A disclosure decided by a person. The gate checks it; the e-mail address is not stored."""

    email = EmailAddressField(
        label="E-mail address of the person",
        help_text="Only a coded form of it is kept, by which the record is found again.",
    )
    categories = CategoriesField(label="What was passed on")

    class Meta:
        model = Disclosure
        fields = ["recipient", "ground", "categories", "document"]

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
                raise ValidationError(REFUSALS[type(refusal)]) from refusal
        return cleaned


@admin.register(Disclosure)
class DisclosureAdmin(Admin):
    """Disclosures. Search by the person's e-mail address, which is not stored."""

    list_display = ["__str__", "recipient", "ground", "what", "at", "decided_by"]
    list_select_related = ["recipient", "decided_by"]
    list_filter = ["ground"]
    search_fields = ["document__istartswith"]
    search_help_text = "The person’s whole e-mail address, or the beginning of a document’s name"
    fields = ["recipient", "ground", "what", "document", "decided_by", "at"]
    readonly_fields = ["what"]

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        return super().get_form(request, obj, change=change, **kwargs) if obj else DisclosureForm

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fields if obj else ["email", *DisclosureForm.Meta.fields]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        if "@" in search_term:
            return queryset.filter(fingerprints.is_about(search_term)), False
        return super().get_search_results(request, queryset, search_term)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_form(self, request: Any, form: Any, change: bool) -> Any:
        return disclosures.gate(
            *form.asked, decided_by=request.user, document=form.cleaned_data["document"]
        )

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Nothing to do: the gate stored it."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Nothing to do: there are no related rows."""

    @admin.display(description="what")
    def what(self, disclosure: Disclosure) -> str:
        return ", ".join(disclosure.category_labels)
