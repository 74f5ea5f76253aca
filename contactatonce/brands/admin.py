"""The five sites, their offices, and when somebody answers."""

from django import forms
from django.contrib import admin
from django.db import models

from contactatonce.lib.admin import Admin, Inline

from .models import Brand, Calendar, Holiday, HostAlias, Office, OpeningHours

COLOUR = forms.TextInput(attrs={"type": "color"})


class BrandForm(forms.ModelForm):
    class Meta:
        widgets = {"accent": COLOUR, "accent_dark": COLOUR}


class HostAliasInline(Inline):
    model = HostAlias


@admin.register(Brand)
class BrandAdmin(Admin):
    list_title = "Sites"
    form = BrandForm
    list_display = ["name", "kind", "host", "answer_hours", "calendar", "position"]
    list_select_related = ["calendar"]
    inlines = [HostAliasInline]
    fieldsets = [
        (None, {"fields": ["name", "slug", "kind", "host", "position"]}),
        ("Words", {"fields": ["tagline", "description"]}),
        ("Looks", {"fields": ["accent", "accent_dark", "typeface"]}),
        ("Mail", {"fields": ["mail_name", "mail_from"]}),
        ("Answers", {"fields": ["calendar", "answer_hours"]}),
    ]

    def has_delete_permission(self, request, obj=None):
        return False  # inquiries and consents name the site that they came through


class OpeningHoursInline(Inline):
    model = OpeningHours


class HolidayInline(Inline):
    model = Holiday


@admin.register(Calendar)
class CalendarAdmin(Admin):
    list_display = ["name", "time_zone"]
    inlines = [OpeningHoursInline, HolidayInline]


@admin.register(Office)
class OfficeAdmin(Admin):
    list_display = ["name", "phone", "email", "position"]
    formfield_overrides = {models.TextField: {"widget": forms.Textarea(attrs={"rows": 5})}}
