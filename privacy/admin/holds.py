"""Legal holds, and what retention will delete in the next 30 days."""

from datetime import date
from typing import Any

from django import forms
from django.apps import apps
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone

from contactatonce.lib.admin import AddOnlyAdmin, Choice, Tabs
from contactatonce.lib.form_fields import form_field
from privacy.erasure import holds, retention
from privacy.models import LegalHold
from privacy.registry import about_somebody

DAYS = 30


class HoldTabs(Tabs):
    title = "hold"
    parameter_name = "show"
    options = (
        Choice("active", "Active", lambda rows, request: rows.active()),
        Choice(
            "review",
            "To be reviewed",
            lambda rows, request: rows.active().filter(review_on__lte=timezone.localdate()),
        ),
        Choice("all", "All", lambda rows, request: rows),
    )
    counted = frozenset({"review"})


def kinds_of_record() -> list[tuple[str, str]]:
    """Return what can be held: every kind of record about a person."""
    return sorted(
        (declaration.label, str(declaration.model._meta.verbose_name).capitalize())
        for declaration in about_somebody()
    )


class HoldForm(forms.ModelForm):
    """A record to hold, found by its kind and id."""

    kind = forms.ChoiceField(label="Kind of record", choices=kinds_of_record)
    with_what_hangs_on_it = forms.BooleanField(
        label="Also everything that would be deleted with it", required=False, initial=True
    )

    class Meta:
        model = LegalHold
        fields = ["kind", "object_pk", "ground", "case", "review_on", "with_what_hangs_on_it"]
        formfield_callback = form_field

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        model = apps.get_model(given["kind"]) if given.get("kind") else None
        if model and given.get("object_pk"):
            try:
                self.record = model._base_manager.get(pk=given["object_pk"])
            except (model.DoesNotExist, ValueError, ValidationError):
                self.add_error("object_pk", "There is no such record.")
        return given

    def clean_review_on(self) -> date:
        review_on: date = self.cleaned_data["review_on"]
        if review_on <= timezone.localdate():
            raise forms.ValidationError("Choose a day to come.")
        return review_on


@admin.register(LegalHold)
class LegalHoldAdmin(AddOnlyAdmin):
    """Records that erasure and retention do not touch. A hold is released, never changed."""

    add_form = HoldForm
    change_list_template = "admin/privacy/legalhold/change_list.html"
    list_display = ["__str__", "record", "ground", "case", "review_on", "placed_by", "released_at"]
    list_select_related = ["content_type", "placed_by"]
    list_filter = [HoldTabs, "ground"]
    search_fields = ["case__istartswith", "object_pk__iexact"]
    fields = ["record", "ground", "case", "review_on", "placed_by", "placed_at", "released_at"]
    readonly_fields = ["record"]
    actions = ["release"]

    def has_release_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("privacy.change_legalhold")

    def store(self, request: Any, form: Any) -> Any:
        names = ("ground", "case", "review_on", "with_what_hangs_on_it")
        given = {name: form.cleaned_data[name] for name in names}
        return holds.place(record=form.record, placed_by=request.user, **given)[0]

    @admin.action(description="Release the selected holds", permissions=["release"])
    def release(self, request: Any, queryset: Any) -> None:
        """Release holds, and continue the erasures that waited for them."""
        resumed = set()
        for hold in queryset.active():
            resumed |= {each.pk for each in holds.release(hold=hold, released_by=request.user)}
        said = "Released."
        if resumed:
            said += f" {len(resumed)} erasures that waited for it went on."
        messages.success(request, said)

    @admin.display(description="record")
    def record(self, hold: LegalHold) -> str:
        return f"{hold.content_type.name.capitalize()} {hold.object_pk}"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.foresight)
        return [path("foresight/", view, name="privacy_foresight"), *super().get_urls()]

    def foresight(self, request: HttpRequest) -> HttpResponse:
        """Show what will be deleted in the next 30 days, by which rule, and what a hold keeps."""
        return self.extra_page(
            request,
            "admin/privacy/legalhold/foresight.html",
            f"Deletions in the next {DAYS} days",
            foreseen=sorted(retention.foresight(days=DAYS), key=lambda each: -each.due_then),
            most=retention.COUNT_LIMIT,
            holds=LegalHold.objects.active().count(),
        )
