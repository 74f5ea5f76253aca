"""Saved views: named filters of the work queue, one's own and shared ones."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from contactatonce.lib.admin import Admin
from contactatonce.lib.counts import bounded_counts
from contactatonce.lib.text import PlainTextField
from contactatonce.lib.timed_cache import TimedCache
from leads.models import Lead, SavedView

from .lists import position

MOST_OWN = 20
MOST_SHOWN = 40
MOST_COUNTED = 999
LONGEST_QUERY = 300


class ViewForm(forms.Form):
    title = PlainTextField(label="Name of this view", max_length=60)
    is_shared = forms.BooleanField(label="Share with colleagues", required=False)


# Every list shows them, so they are cached for a few seconds.
every_view = TimedCache(lambda: list(SavedView.objects.all()))


@admin.register(SavedView)
class SavedViewAdmin(Admin):
    """Rename, order, share and delete saved views; they are made on the work queue."""

    list_title = "Saved views"
    list_display = ["title", "inquiries", "is_shared", "owner", "position"]
    list_select_related = ["owner"]
    list_per_page = MOST_SHOWN
    fields = ["title", "is_shared", "position", "filters"]
    readonly_fields = ["filters"]
    actions = None

    def get_urls(self) -> list[URLPattern]:
        save = self.admin_site.admin_view(require_POST(self.save_view))
        return [path("save/", save, name="leads_savedview_save"), *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[SavedView]:
        return SavedView.objects.visible_to(request.user.pk)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and is_theirs(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and is_theirs(request, obj)

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """Count the inquiries of each view of the page, with one query."""
        found: Any = super().get_changelist_instance(request)
        lists = [self.rows_of(request, view) for view in found.result_list]
        numbers = bounded_counts(lists, MOST_COUNTED)
        for view, number in zip(found.result_list, numbers, strict=True):
            view.number = f"{MOST_COUNTED}+" if number > MOST_COUNTED else str(number)
        return found

    def rows_of(self, request: HttpRequest, view: SavedView) -> QuerySet[Any]:
        queue: Any = self.admin_site.get_model_admin(Lead)
        return position(queue, request, view.query).queryset  # type: ignore[no-any-return]

    @admin.display(description="inquiries")
    def inquiries(self, view: Any) -> str:
        url = f"{reverse('admin:leads_lead_changelist')}?{view.query}"
        return format_html('<a href="{}">{}</a>', url, view.number)

    @admin.display(description="filters")
    def filters(self, view: SavedView) -> str:
        return view.query

    def save_view(self, request: Any) -> HttpResponse:
        """Save the filters in the URL under the name in the form."""
        if not request.user.has_perm("leads.add_savedview"):
            raise PermissionDenied
        listed = position(self.admin_site.get_model_admin(Lead), request, request.GET.urlencode())
        query = listed.get_query_string()[1:]
        form = ViewForm(request.POST)
        problem = self.problem(request, form, listed, query)
        if problem:
            self.message_user(request, f"{problem} The view was not saved.", messages.ERROR)
        else:
            SavedView.objects.create(query=query, owner=request.user, **form.cleaned_data)
            every_view.clear()
            self.message_user(request, "The view was saved.", messages.SUCCESS)
        return HttpResponseRedirect(f"{reverse('admin:leads_lead_changelist')}?{query}")

    def problem(self, request: Any, form: ViewForm, listed: Any, query: str) -> str:
        """Return why the view cannot be saved, "" if it can."""
        if not form.is_valid():
            return "Write a name of at most 60 characters."
        if listed.query or len(query) > LONGEST_QUERY:
            return "A search cannot be saved: it may name a person."
        if listed.has_unknown_filter:
            return "This filter does not exist any more."
        if SavedView.objects.filter(owner=request.user).count() >= MOST_OWN:
            return f"You have {MOST_OWN} views: delete one first."
        return ""


def is_theirs(request: Any, view: SavedView | None) -> bool:
    """Return whether the view is the user's own, or shared by someone who left."""
    return view is None or view.owner_id == request.user.pk or not view.owner.is_active


def views_of(request: Any, search: str) -> dict[str, Any]:
    """Return the template context of the saved views over the work queue."""
    if not request.user.has_perm("leads.view_savedview"):
        return {}
    here = request.GET.copy()
    here.pop("p", None)
    chosen = QueryDict(here.urlencode())
    may_save = request.user.has_perm("leads.add_savedview") and bool(chosen) and not search
    user = request.user.pk
    theirs = [view for view in every_view.get() if view.is_shared or view.owner_id == user]
    return {
        "views": [(view, QueryDict(view.query) == chosen) for view in theirs[:MOST_SHOWN]],
        "view_form": ViewForm(auto_id="view_%s") if may_save else None,
    }
