"""The page of the team: who has how much to do, and what became of the inquiries."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from contactatonce.lib.admin import Admin
from leads.services import team


class TeamPage(Admin):
    """Mixin for LeadAdmin: the page of the team."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_safe(self.show_team))
        return [path("team/", view, name="leads_lead_team"), *super().get_urls()]

    def show_team(self, request: HttpRequest) -> HttpResponse:
        return self.extra_page(
            request,
            "admin/leads/lead/team.html",
            "Team",
            team=team.team() if self.has_view_permission(request) else None,
            days=team.DAYS,
            result_days=team.RESULT_DAYS,
            may_change=self.has_change_permission(request),
        )
