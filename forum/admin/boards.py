"""Admin of boards, tags and the levels of trust."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from contactatonce.lib.admin import Admin
from forum.models import Board, Tag, TrustLevel


@admin.register(Board)
class BoardAdmin(Admin):
    """Boards in their order; one with topics or boards below it cannot be deleted."""

    is_short = True
    list_display = ["name", "brand", "parent", "position", "is_closed"]
    list_select_related = ["brand", "parent"]
    list_filter = ["is_closed"]
    search_fields = ["name", "slug"]
    ordering = ["brand", "position", "pk"]
    prepopulated_fields = {"slug": ["name"]}
    fixed_fields = ["brand"]
    fields = ["brand", "parent", "name", "slug", "description", "position", "is_closed"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        is_empty = obj is None or not (obj.topics.exists() or obj.children.exists())
        return is_empty and super().has_delete_permission(request, obj)


@admin.register(Tag)
class TagAdmin(Admin):
    list_title = "Tags of topics"
    list_display = ["name", "brand"]
    list_select_related = ["brand"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}
    fixed_fields = ["brand"]
    fields = ["brand", "name", "slug"]


@admin.register(TrustLevel)
class TrustLevelAdmin(Admin):
    """The figures of the four levels; the levels themselves are part of the code."""

    list_title = "Levels of trust"
    list_display = ["__str__", "approved_posts", "links", "seconds_between_posts"]
    fieldsets = [
        (None, {"fields": ["name"]}),
        (
            "What it needs",
            {
                "fields": [
                    "hours_of_account",
                    "approved_posts",
                    "topics_written_in",
                    "days_without_reports",
                ]
            },
        ),
        ("What a post may hold", {"fields": ["links", "pictures", "mentions", "hours_to_edit"]}),
        (
            "How much a member may write",
            {
                "fields": [
                    "seconds_between_topics",
                    "seconds_between_posts",
                    "topics_on_first_day",
                    "posts_on_first_day",
                    "topics_a_day",
                    "reports_a_day",
                ]
            },
        ),
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
