"""Legal holds, and what retention will delete in the next 30 days."""

from datetime import date
from typing import Any

from django import forms
from django.apps import apps
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone

from contactatonce.lib.admin import Admin, Choice, Tabs
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
class LegalHoldAdmin(Admin):
    """Records that erasure and retention do not touch. A hold is released, never changed."""

    change_list_template = "admin/privacy/legalhold/change_list.html"
    list_display = ["__str__", "record", "ground", "case", "review_on", "placed_by", "released_at"]
    list_select_related = ["content_type", "placed_by"]
    list_filter = [HoldTabs, "ground"]
    search_fields = ["case__istartswith", "object_pk__iexact"]
    fields = ["record", "ground", "case", "review_on", "placed_by", "placed_at", "released_at"]
    readonly_fields = ["record"]
    actions = ["release"]

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        return super().get_form(request, obj, change=change, **kwargs) if obj else HoldForm

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fields if obj else HoldForm.Meta.fields

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.readonly_fields if obj else []

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_release_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("privacy.change_legalhold")

    def save_form(self, request: Any, form: Any, change: bool) -> Any:
        given = form.cleaned_data
        return holds.place(
            record=form.record,
            ground=given["ground"],
            review_on=given["review_on"],
            placed_by=request.user,
            case=given["case"],
            with_what_hangs_on_it=given["with_what_hangs_on_it"],
        )[0]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Nothing to do: `save_form` stored it."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Nothing to do: there are no related rows."""

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
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": f"Deletions in the next {DAYS} days",
            "opts": self.opts,
            "foreseen": sorted(retention.foresight(days=DAYS), key=lambda each: -each.due_then),
            "most": retention.COUNT_LIMIT,
            "holds": LegalHold.objects.active().count(),
        }
        return TemplateResponse(request, "admin/privacy/legalhold/foresight.html", context)
