"""Admin of authors."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from blog.models import Author
from blog.services import move_page, path_of
from contactatonce.brands.models import Brand
from contactatonce.lib.admin import Admin, Choice, Tabs, VersionedAdmin
from media.admin import PicksImages


class AuthorTabs(Tabs):
    title = "authors"
    parameter_name = "kind"
    options = (
        Choice("all", "All", lambda rows, request: rows),
        Choice("real", "Real", lambda rows, request: rows.filter(is_demonstration=False)),
        Choice("invented", "Invented", lambda rows, request: rows.filter(is_demonstration=True)),
    )


@admin.register(Author)
class AuthorAdmin(PicksImages, VersionedAdmin, Admin):
    """Authors with posts cannot be deleted."""

    is_short = True
    list_display = ["name", "role", "is_demonstration"]
    list_filter = [AuthorTabs]
    search_fields = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}
    fields = ["name", "slug", "role", "bio", "portrait", "email", "is_demonstration"]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Redirect an old URL on every site."""
        old = path_of(obj)
        super().save_model(request, obj, form, change)
        if old:
            move_page(Brand.objects.all(), old, obj.get_absolute_url())

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        is_free = obj is None or not obj.posts.exists()
        return is_free and super().has_delete_permission(request, obj)
