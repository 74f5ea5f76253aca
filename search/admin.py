"""Links to mend in the admin."""

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from contactatonce.brands.admin import SiteFilter
from contactatonce.jobs.schedule import run_periodic
from contactatonce.lib.admin import Choice, ReadOnlyAdmin, Tabs, choices_of

from .models import LinkProblem

CHECK = "search.tasks.check_links"


class ProblemTabs(Tabs):
    title = "what is wrong"
    parameter_name = "kind"
    counted = frozenset(LinkProblem.Kind.values)
    options = (
        Choice("all", "All", lambda rows, request: rows),
        *choices_of(
            "kind",
            [
                (LinkProblem.Kind.BROKEN.value, "Broken"),
                (LinkProblem.Kind.ANCHOR.value, "Missing place"),
                (LinkProblem.Kind.MOVED.value, "Detour"),
                (LinkProblem.Kind.ORPHAN.value, "Orphans"),
            ],
        ),
    )


@admin.register(LinkProblem)
class LinkProblemAdmin(ReadOnlyAdmin):
    """The report of the nightly check; a row is deleted once its page is repaired."""

    list_title = "Links to mend"
    change_list_template = "admin/search/link_problem_list.html"
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
        return [path("check/", view, name="search_check_links"), *super().get_urls()]

    def check_now(self, request: HttpRequest) -> HttpResponse:
        """Let a worker look at all links now instead of tonight."""
        if not self.has_view_permission(request):
            return HttpResponse(status=403)
        run_periodic.enqueue(CHECK)
        messages.success(request, "The links are being checked. Look again in some minutes.")
        return HttpResponseRedirect(reverse("admin:search_linkproblem_changelist"))
