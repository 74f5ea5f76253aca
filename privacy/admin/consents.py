"""Consents and opt-outs in the admin."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from contactatonce.brands.models import Brand
from contactatonce.lib.admin import AddOnlyAdmin, Choice, ChoiceFilter, ReadOnlyAdmin
from contactatonce.lib.email_addresses import EmailAddressField, normalize
from privacy import fingerprints
from privacy.models import Consent, Suppression
from privacy.outreach import opt_outs


class ConsentFilter(ChoiceFilter):
    title = "state"
    parameter_name = "active"
    options = (
        Choice("yes", "Active", lambda rows, request: rows.active()),
        Choice("no", "Withdrawn", lambda rows, request: rows.exclude(withdrawn_at=None)),
    )


@admin.register(Consent)
class ConsentAdmin(ReadOnlyAdmin):
    """Consents with their exact wording; evidence, so they cannot be edited."""

    list_display = ["email", "purpose", "brand", "given_at", "withdrawn_at"]
    list_select_related = ["brand"]
    list_filter = [ConsentFilter, "purpose", ("brand", admin.RelatedFieldListFilter)]
    search_fields = ["email_key__startswith"]
    search_help_text = "The beginning of an e-mail address"

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return super().get_search_results(request, queryset, normalize(search_term))


class OptOutForm(forms.ModelForm):
    """An opt-out that someone gave our staff by phone or letter."""

    email = EmailAddressField(help_text="Only a coded form of it is kept.")
    site = forms.ModelChoiceField(
        Brand.objects.all(), required=False, empty_label="Every site", label="From"
    )

    class Meta:
        model = Suppression
        fields = ["email", "scope", "site"]


@admin.register(Suppression)
class SuppressionAdmin(AddOnlyAdmin):
    """The opt-out list. It names no one: to find an e-mail address, search for all of it."""

    add_form = OptOutForm
    list_title = "Opt-outs"
    list_display = ["__str__", "scope", "brand", "reason", "since", "lifted_at"]
    list_filter = ["scope", "reason"]
    search_fields = ["brand"]
    search_help_text = "A whole e-mail address"
    fields = ["scope", "brand", "reason", "since", "lifted_at", "key_id"]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        if not search_term:
            return queryset, False
        return queryset.filter(fingerprints.is_about(search_term)), False

    def store(self, request: Any, form: Any) -> Any:
        return opt_outs.suppress(
            address=form.cleaned_data["email"],
            scope=form.cleaned_data["scope"],
            reason=Suppression.Reason.STAFF,
            brand=form.cleaned_data["site"],
        )
