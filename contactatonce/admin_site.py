"""The admin site: who gets in, and from where."""

from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.contrib.contenttypes.views import shortcut
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
)
from django.shortcuts import redirect
from django.urls import path, reverse

from contactatonce.accounts.services import SECOND_FACTORS
from contactatonce.brands import directory
from contactatonce.lib.admin import Admin, LabelAutocomplete
from contactatonce.lib.choices import is_key

from .accounts import interrupted

PACKAGES = ("allauth.", "django.", "django_tasks_db.")

# The order of the menu, and the apps that appear under another app's name there.
SECTIONS = (
    "leads",
    "mailings",
    "testimonials",
    "blog",
    "forum",
    "moderation",
    "pages",
    "visits",
    "privacy",
    "promises",
    "brands",
    "accounts",
    "jobs",
)
UNDER = {"auth": "accounts", "admin": "accounts", "publishing": "pages"}
FIRST = frozenset({"leads.lead", "accounts.user"})  # the list of its section that is opened most


class StaffSite(AdminSite):
    """Django's admin behind allauth's sign-in, for staff with a second factor, on one host only."""

    site_header = "Contact At Once!"
    site_title = "Contact At Once! staff"
    index_title = "Today"
    site_url = "/"

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Register one of the house's own classes; leave out what packages register themselves.

        Raise TypeError for a class of ours that does not start from contactatonce.lib.admin.Admin.
        """
        if admin_class is not None and admin_class.__module__.startswith(PACKAGES):
            return
        if admin_class is None or not issubclass(admin_class, Admin):
            raise TypeError(f"{admin_class} does not derive from contactatonce.lib.admin.Admin")
        super().register(model_or_iterable, admin_class, **options)

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[dict[str, Any]]:
        """Return the menu: sections in the order of the work, lists by the names they carry."""
        sections: dict[str, dict[str, Any]] = {}
        registry: dict[type[Model], Any] = self._registry
        places = list(registry)
        for app in super().get_app_list(request, app_label):
            app["models"].sort(
                key=lambda entry: (
                    entry["model"]._meta.label_lower not in FIRST,
                    places.index(entry["model"]),
                )
            )
            for model in app["models"]:
                model_admin = registry[model["model"]]
                model["name"] = model_admin.title
                if model_admin.entrance:
                    model["admin_url"] = reverse(model_admin.entrance)
            label = app["app_label"] if app_label else UNDER.get(app["app_label"], app["app_label"])
            section = sections.setdefault(label, {**app, "models": []})
            section["models"] += app["models"]
            if app["app_label"] == label:
                section |= {**app, "models": section["models"]}
        order = {label: place for place, label in enumerate(SECTIONS)}
        return [sections[label] for label in sorted(sections, key=lambda x: (order.get(x, 99), x))]

    def get_urls(self) -> list[Any]:
        """Replace a route of two paths, which costs quadratic time for a URL of many slashes."""
        urls = [url for url in super().get_urls() if getattr(url, "name", "") != "view_on_site"]
        view = self.admin_view(view_on_site)
        return [
            path("r/<int:content_type_id>/<int:object_id>/", view, name="view_on_site"),
            *urls,
        ]

    def autocomplete_view(self, request: HttpRequest) -> Any:
        return LabelAutocomplete.as_view(admin_site=self)(request)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Wrap each page of the admin, a model's own pages included."""
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            return turn_away(request) or inner(request, *args, **kwargs)

        return guarded

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Send to allauth's sign-in page; Django's own is never shown."""
        if request.user.is_authenticated:
            return redirect("admin:index")
        return redirect_to_login(reverse("admin:index"))

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> Any:
        """Leave it to allauth, which asks for a fresh sign-in first."""
        return redirect("account_change_password")


def view_on_site(
    request: HttpRequest, content_type_id: int, object_id: int
) -> HttpResponseRedirect:
    """Redirect to the page of a row; 404 for a number that no row can have, as UUID would raise."""
    if not is_key(str(object_id)):
        raise Http404
    return shortcut(request, content_type_id, object_id)


def turn_away(request: HttpRequest) -> HttpResponseBase | None:
    """Return the response for users who may not use the admin (yet), or None."""
    if (elsewhere := url_where_staff_sign_in(request)) is not None:
        return HttpResponseRedirect(elsewhere)
    user = request.user
    if not user.is_authenticated and interrupted.is_worth_keeping(request):
        return interrupted.send_again(request)
    if not user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if not (user.is_active and user.is_staff):
        raise PermissionDenied
    is_leaving = request.path == reverse("admin:logout")
    if settings.STAFF_NEED_MFA and not is_leaving and not is_mfa_enabled(user, SECOND_FACTORS):
        messages.warning(request, "First set up a second factor, such as an authenticator app.")
        return redirect("mfa_index")
    return None


def url_where_staff_sign_in(request: HttpRequest) -> str | None:
    """Return this page's URL on the host where staff sign in, or None if it was requested there.

    Sessions and passkeys belong to one host. It is a setting, so no one can redirect staff by an
    edit in the admin.
    """
    home, _ = directory.find(urlsplit(settings.SIGN_IN_ORIGIN).hostname or "")
    if getattr(request, "brand", home) == home:
        return None
    return f"{settings.SIGN_IN_ORIGIN}{request.get_full_path()}"
