"""Old addresses in the admin."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from contactatonce.brands.admin import SiteFilter
from contactatonce.lib.admin import Admin, Choice, Tabs
from publishing import addresses, redirects
from publishing.models import Redirect


class AnswerTabs(Tabs):
    """Tabs: moved, gone, never requested."""

    title = "answer"
    parameter_name = "answer"
    options = (
        Choice("all", "All", lambda rows, request: rows),
        Choice("moved", "Moved", lambda rows, request: rows.exclude(target="")),
        Choice("gone", "Gone", lambda rows, request: rows.filter(target="")),
        Choice("unused", "Never used", lambda rows, request: rows.filter(hits=0)),
    )


class RedirectForm(forms.ModelForm):
    """An old address and its answer, in one step and never in a circle."""

    class Meta:
        model = Redirect
        fields = ("brand", "old_path", "target")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        brand, old, new = (data.get(name) for name in ("brand", "old_path", "target"))
        if not (brand and old and new):
            return data
        try:
            old, new = addresses.old_path(old), addresses.target(new)
        except ValueError:
            return data  # the model says what is wrong, beside the field
        new = redirects.destination(brand, new, since=old, besides=self.instance.pk)
        if redirects.is_same(old, new):
            raise ValidationError({"target": "This leads back to the old address."})
        return {**data, "old_path": old, "target": new}


@admin.register(Redirect)
class RedirectAdmin(Admin):
    form = RedirectForm
    list_display = ("old_path", "answer", "brand", "hits", "last_hit_on")
    list_select_related = ("brand",)
    list_filter = [AnswerTabs, SiteFilter]
    search_fields = ("old_path", "target")
    readonly_fields = ("hits", "last_hit_on")

    @admin.display(description="answer", ordering="target")
    def answer(self, redirect: Redirect) -> str:
        return redirect.target or "gone for good"

    def save_model(self, request: HttpRequest, obj: Redirect, form: Any, change: bool) -> None:
        """Store it, and let all that led here lead on; say what else there is to know."""
        super().save_model(request, obj, form, change)
        redirects.lead_on(obj.brand, obj.old_path, obj.target)
        if obj.target != form.data.get("target", "").strip():
            messages.info(request, f"It leads to {obj.target or 'nothing any more'} at once.")
