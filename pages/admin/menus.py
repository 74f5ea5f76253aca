"""The menu of each site, all its entries in one form."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from contactatonce.lib.admin import Admin
from contactatonce.lib.admin.versions import Difference
from pages import services
from pages.forms import menu
from pages.models import SiteMenu


@admin.register(SiteMenu)
class SiteMenuAdmin(Admin):
    """One row for each site; what is changed is the site's menu."""

    list_title = "Menus"
    list_display = ["name", "host"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def change_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The entries of a menu with buttons that move, remove and add them."""
        site = self.get_object(request, object_id)
        if site is None:
            raise Http404
        if not self.has_view_or_change_permission(request, site):
            raise PermissionDenied
        if request.method != "POST":
            entries = menu.as_stored(site)
            return self.show(request, site, menu.formset(site, initial=entries))
        if not self.has_change_permission(request, site):
            raise PermissionDenied
        if "rows" in request.POST:
            rows = menu.rearranged(site, request.POST, request.POST["rows"])
            return self.show(request, site, rows, opened=request.POST.get("opened", ""))
        return self.save_menu(request, site, menu.formset(site, request.POST))

    def save_menu(self, request: HttpRequest, site: SiteMenu, rows: Any) -> HttpResponse:
        opened = request.POST.get("opened", "")
        if not rows.is_valid():
            return self.show(request, site, rows, opened=opened, status=422, shows_errors=True)
        if not services.store_menu(site, rows.filled(), opened=opened):
            stored = menu.as_stored(site)
            found = Difference("", "Entries", menu.in_words(stored), menu.in_words(rows.filled()))
            return self.show(request, site, rows, status=409, conflict=[found])
        self.log_change(request, site, "Menu saved.")
        self.message_user(request, f"The menu of {site} is saved.")
        return redirect("admin:pages_sitemenu_changelist")

    def show(
        self,
        request: HttpRequest,
        site: SiteMenu,
        rows: Any,
        status: int = 200,
        opened: str = "",
        **context: Any,
    ) -> HttpResponse:
        """Show the form; a digest that is not given is that of the menu as it is stored."""
        context = {
            **self.admin_site.each_context(request),
            "title": f"Menu: {site}",
            "opts": self.opts,
            "site": site,
            "rows": rows,
            "opened": opened or menu.digest(menu.as_stored(site)),
            "may_change": self.has_change_permission(request, site),
            **context,
        }
        page = "admin/pages/sitemenu/change_form.html"
        return TemplateResponse(request, page, context, status=status)
