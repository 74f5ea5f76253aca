"""Old addresses, and links that lead to nothing, in the admin."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from contactatonce.brands.directory import directory
from contactatonce.jobs.duties import run_duty
from contactatonce.lib.admin import Admin, Choice, ReadOnlyAdmin, Tabs
from contactatonce.publishing import addresses, redirects
from contactatonce.publishing.models import LinkProblem, Redirect

CHECK = "contactatonce.pages.tasks.check_links"


class SiteFilter(admin.SimpleListFilter):
    """By site; the choices come from the directory of sites that the process keeps."""

    title = "site"
    parameter_name = "site"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(brand.slug, brand.name) for brand in directory.snapshot().brands]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        for brand in directory.snapshot().brands:
            if brand.slug == self.value():
                return queryset.filter(brand=brand.pk)
        return queryset


class AnswerTabs(Tabs):
    """What moved, what is gone, and what nobody has asked for yet."""

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


class ProblemTabs(Tabs):
    """By what is wrong."""

    title = "what is wrong"
    parameter_name = "kind"
    counted = frozenset(LinkProblem.Kind.values)
    options = (
        Choice("all", "All", lambda rows, request: rows),
        *(
            Choice(kind.value, label, lambda rows, request, kind=kind: rows.filter(kind=kind))
            for kind, label in (
                (LinkProblem.Kind.BROKEN, "Broken"),
                (LinkProblem.Kind.ANCHOR, "Missing place"),
                (LinkProblem.Kind.MOVED, "Detour"),
                (LinkProblem.Kind.ORPHAN, "Orphans"),
            )
        ),
    )


@admin.register(LinkProblem)
class LinkProblemAdmin(ReadOnlyAdmin):
    """The report of the nightly check; a row goes by itself once its page is mended."""

    list_title = "Links to mend"
    change_list_template = "admin/publishing/link_problem_list.html"
    list_display = ("page", "link", "kind", "status", "brand", "found_at")
    list_display_links = None
    list_select_related = ("brand",)
    list_filter = [ProblemTabs, SiteFilter]
    search_fields = ("path", "target")

    @admin.display(description="page", ordering="path")
    def page(self, problem: LinkProblem) -> SafeString:
        address = f"{problem.brand.origin}{problem.path}"
        return format_html('<a href="{}">{}</a>', address, problem.path)

    @admin.display(description="link", ordering="target")
    def link(self, problem: LinkProblem) -> str:
        return problem.target

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.check_now))
        return [path("check/", view, name="publishing_check_links"), *super().get_urls()]

    def check_now(self, request: HttpRequest) -> HttpResponse:
        """Let a worker look at all links now instead of tonight."""
        if not self.has_view_permission(request):
            return HttpResponse(status=403)
        run_duty.enqueue(CHECK)
        messages.success(request, "The links are being checked. Look again in some minutes.")
        return HttpResponseRedirect(reverse("admin:publishing_linkproblem_changelist"))
