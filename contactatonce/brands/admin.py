"""The five sites, their offices, and business hours."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from contactatonce.lib.admin import Admin, Inline, RowForm

from . import style
from .directory import directory, served_host
from .models import Brand, Calendar, Holiday, HostAlias, Office, OpeningHours

COLOR = forms.TextInput(attrs={"type": "color"})


class SiteFilter(admin.SimpleListFilter):
    """Filter by site; the choices come from the cached directory of sites."""

    title = "site"
    parameter_name = "site"
    column = "brand"  # that points at the site

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(brand.slug, brand.name) for brand in directory.get().brands]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        for brand in directory.get().brands:
            if brand.slug == self.value():
                return queryset.filter(**{self.column: brand.pk})
        return queryset.none() if self.value() else queryset


class BrandForm(forms.ModelForm):
    class Meta:
        widgets = {
            "accent": COLOR,
            "accent_dark": COLOR,
            "tint": forms.TextInput(attrs={"size": 7, "placeholder": "#rrggbb"}),
            "embedding_hosts": forms.Textarea(attrs={"rows": 3}),
        }

    def clean_host(self) -> str:
        host: str = self.cleaned_data["host"]
        if host != self.instance.host:
            if self.instance.host == urlsplit(settings.SIGN_IN_ORIGIN).hostname:
                raise ValidationError("Staff sign in here. Change it with manage.py set_host.")
            served_host(host)
        return host


class HostAliasForm(RowForm):
    def clean_host(self) -> str:
        host: str = self.cleaned_data["host"]
        if host != self.instance.host:
            served_host(host)
        return host


class HostAliasInline(Inline):
    model = HostAlias
    form = HostAliasForm
    max_num = 50


@admin.register(Brand)
class BrandAdmin(Admin):
    is_short = True
    form = BrandForm
    list_display = ["name", "kind", "host", "answer_hours", "calendar", "position"]
    list_select_related = ["calendar"]
    inlines = [HostAliasInline]
    readonly_fields = ["style_page"]
    fixed_fields = ["slug", "kind"]  # opt-outs, links, feeds and files name the site by its slug
    fieldsets = [
        (None, {"fields": ["name", "slug", "kind", "host", "position"]}),
        ("Words", {"fields": ["tagline", "description"]}),
        (
            "Looks",
            {
                "fields": ["accent", "accent_dark", "tint", "typeface", "mark", "style_page"],
                "description": "Icons and cards for shared links follow with the next release.",
            },
        ),
        ("Embedding", {"fields": ["embedding_hosts"]}),
        ("Mail", {"fields": ["mail_name", "mail_from"]}),
        ("Answers", {"fields": ["calendar", "answer_hours"]}),
    ]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # inquiries and consents refer to the site that they came through

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view(self.show_style)
        return [
            path("<slug:slug>/style/", page, name="brands_brand_style"),
            *super().get_urls(),
        ]

    def show_style(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Show every token and component of the design as on the site `slug`."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            context = style.style_context(slug)
        except KeyError as error:
            raise Http404 from error
        return render(request, "admin/brands/brand/style.html", context)

    @admin.display(description="style page")
    def style_page(self, brand: Brand) -> str:
        if brand.pk is None:
            return "–"
        url = reverse("admin:brands_brand_style", args=[brand.slug])
        return format_html('<a href="{}">Tokens, components and contrast of this site</a>', url)


class OpeningHoursInline(Inline):
    model = OpeningHours
    max_num = 50


class HolidayInline(Inline):
    model = Holiday
    max_num = 100


@admin.register(Calendar)
class CalendarAdmin(Admin):
    is_short = True
    list_display = ["name", "time_zone"]
    inlines = [OpeningHoursInline, HolidayInline]


@admin.register(Office)
class OfficeAdmin(Admin):
    is_short = True
    list_display = ["name", "phone", "email", "time_zone", "position"]
    formfield_overrides = {models.TextField: {"widget": forms.Textarea(attrs={"rows": 5})}}
