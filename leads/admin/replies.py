"""Admin page of saved replies and signatures."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet

from contactatonce.lib.admin import Admin, Choice, ChoiceFilter
from leads.models import SavedReply


class OwnFilter(ChoiceFilter):
    title = "owner"
    parameter_name = "whose"
    options = (
        Choice("shared", "Shared", lambda rows, request: rows.filter(owner=None)),
        Choice("mine", "Mine", lambda rows, request: rows.filter(owner=request.user)),
    )


@admin.register(SavedReply)
class SavedReplyAdmin(Admin):
    """The shared replies, and each colleague's own, which no one else sees."""

    list_display = ["title", "is_shared", "is_signature"]
    list_filter = [OwnFilter]
    search_fields = ["title"]
    fields = ["title", "body", "owner", "is_signature"]

    def get_queryset(self, request: Any) -> QuerySet[SavedReply]:
        rows: QuerySet[SavedReply] = super().get_queryset(request)
        return rows.filter(pk__in=SavedReply.objects.for_user(request.user.pk).values("pk"))

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Offer the user and no one else: a reply is shared or one's own."""
        if db_field.name == "owner":
            people = db_field.remote_field.model.objects.filter(pk=request.user.pk)
            kwargs |= {"queryset": people, "initial": request.user.pk, "empty_label": "Shared"}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description="shared", boolean=True)
    def is_shared(self, reply: Any) -> bool:
        return reply.owner_id is None
