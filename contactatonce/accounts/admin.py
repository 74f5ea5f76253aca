"""Users, roles and the audit log of the admin."""

from collections import defaultdict
from typing import Any

from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.contrib.humanize.templatetags.humanize import naturaltime
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.html import format_html_join
from django.views.decorators.http import require_POST

from contactatonce.lib.admin import (
    Admin,
    Choice,
    DraftForm,
    DraftPages,
    ReadOnlyAdmin,
    Tabs,
    rights,
)
from contactatonce.lib.email_addresses import normalize

from . import services, sessions
from .forms import SignInNameField
from .leavers import find_hand_over
from .models import User
from .own_names import after_renaming
from .services import SECOND_FACTORS


class PeopleTabs(Tabs):
    title = "people"
    parameter_name = "people"
    options = (
        Choice("staff", "Staff", lambda rows, request: rows.filter(is_staff=True, is_active=True)),
        Choice(
            "members", "Members", lambda rows, request: rows.filter(is_staff=False, is_active=True)
        ),
        Choice("inactive", "Deactivated", lambda rows, request: rows.filter(is_active=False)),
    )


class UserForm(DraftForm, forms.ModelForm):
    """An account without its password, which only its owner sets."""

    email = SignInNameField()

    class Meta:
        model = User
        fields = ["email", "display_name", "office", "is_staff", "is_active", "groups"]
        labels = {"groups": "Roles", "is_active": "Active"}
        help_texts = {"groups": "What each role allows is listed under Roles."}
        widgets = {"groups": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Compare with what the page showed: its owner may have changed the account since."""
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            was_shown = not self.is_bound or self[name].html_initial_name in self.data
            field.show_hidden_initial = was_shown

    def clean(self) -> Any:
        """Refuse to remove the last administrator, who alone could restore the role."""
        data = super().clean() or self.cleaned_data
        others = services.administrators().exclude(pk=self.instance.pk)
        is_one = services.administrators().filter(pk=self.instance.pk).exists()
        roles = [role.name for role in data.get("groups", ())]
        stays = data.get("is_active") and data.get("is_staff") and services.HIGHEST in roles
        if is_one and not (stays or self.instance.is_superuser or others.exists()):
            self.add_error(None, "There must be another active administrator first.")
        return data


@admin.register(User)
class UserAdmin(DraftPages, Admin):
    """Administrators invite people and remove access; they see no password and delete no one."""

    list_title = "People who sign in"
    form = UserForm
    change_form_template = "admin/accounts/user/change_form.html"
    list_display = ["display_name", "email", "roles", "second_factor", "last_login"]
    list_display_links = ["display_name"]
    list_filter = [PeopleTabs]
    search_fields = ["display_name", "email"]
    search_help_text = "Name or e-mail address"
    ordering = ["display_name"]
    readonly_fields = ["joined_at", "last_login", "seen_on", "second_factor", "open_sessions"]
    add_fields = ["email", "display_name", "office", "is_staff", "groups"]
    fieldsets = [
        (None, {"fields": ["email", "display_name", "office"]}),
        ("Access", {"fields": ["is_active", "is_staff", "groups"]}),
        ("Sign-in", {"fields": ["second_factor", "open_sessions"]}),
        ("Visits", {"fields": ["last_login", "seen_on", "joined_at"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> Any:
        factors = Authenticator.objects.filter(user=OuterRef("pk"), type__in=SECOND_FACTORS)
        rows = super().get_queryset(request).prefetch_related("groups")
        return rows.annotate(has_second_factor=Exists(factors))

    def get_search_results(self, request: Any, queryset: Any, search_term: str) -> Any:
        term = normalize(search_term) if "@" in search_term else search_term
        return super().get_search_results(request, queryset, term)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fieldsets if obj else [(None, {"fields": self.add_fields})]

    def get_changeform_initial_data(self, request: HttpRequest) -> Any:
        return {"is_staff": True, **super().get_changeform_initial_data(request)}

    def get_urls(self) -> Any:
        return [
            path(f"<int:pk>/{name}/", self.admin_site.admin_view(require_POST(view)), name=url_name)
            for name, view, url_name in (
                ("invite", self.invite, "accounts_user_invite"),
                ("reset-second-factor", self.reset, "accounts_user_reset_second_factor"),
                ("sign-out", self.sign_out, "accounts_user_sign_out"),
            )
        ] + super().get_urls()

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        is_above = obj is not None and obj.is_superuser and not request.user.is_superuser
        is_erased = obj is not None and obj.is_erased
        return super().has_change_permission(request, obj) and not is_above and not is_erased

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # the user's log entries would be deleted as well; deactivate instead

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        """Save a new user with an invitation; of a stored one, only the changed columns."""
        if not change:
            obj.set_unusable_password()
            super().save_model(request, obj, form, change)
            services.invite(user=obj, brand=request.brand)
            self.message_user(request, "An invitation to set a password is on its way.")
            return
        columns = {field.name for field in User._meta.fields}
        obj.save(update_fields=columns.intersection(form.changed_data))
        keep = request.session.session_key
        if "display_name" in form.changed_data:
            for follow in after_renaming:
                follow(obj)
        if "email" in form.changed_data:
            old = form.initial["email"]
            services.report_new_email(user=obj, old=old, brand=request.brand, keep=keep)
        if "is_staff" in form.changed_data:
            sessions.end(obj, keep=keep)  # members' sessions last longer

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Ask who takes over the open work of someone who lost access."""
        page = find_hand_over(obj)
        if not page:
            return super().response_change(request, obj)
        self.message_user(request, f"Saved. {obj.display_name} can no longer open the admin.")
        return redirect(page)

    def invite(self, request: Any, pk: int) -> HttpResponse:
        """Send the invitation again."""
        user = self.changeable(request, pk)
        services.invite(user=user, brand=request.brand)
        self.log_change(request, user, "Invitation sent.")
        self.message_user(request, "An invitation to set a password is on its way.")
        return self.back_to_form(request, pk, reverse("admin:accounts_user_change", args=[pk]))

    def reset(self, request: Any, pk: int) -> HttpResponse:
        """Remove the second factors of someone who lost them."""
        user = self.changeable(request, pk)
        keep = request.session.session_key
        if services.reset_second_factor(user=user, brand=request.brand, keep=keep):
            self.log_change(request, user, "Second factors removed.")
            self.message_user(request, "The second factors are removed; a mail says so.")
        else:
            self.message_user(request, "There was no second factor.", messages.WARNING)
        return self.back_to_form(request, pk, reverse("admin:accounts_user_change", args=[pk]))

    def sign_out(self, request: Any, pk: int) -> HttpResponse:
        """End the sessions of someone whose device was lost."""
        user = self.changeable(request, pk)
        ended = sessions.end(user, keep=request.session.session_key)
        self.log_change(request, user, "Signed out everywhere.")
        self.message_user(request, f"Sessions ended: {ended}.")
        return self.back_to_form(request, pk, reverse("admin:accounts_user_change", args=[pk]))

    def changeable(self, request: HttpRequest, pk: int) -> User:
        """Return the user to act on, after a recent sign-in.

        Raise PermissionDenied if they may not be changed.
        """
        user = get_object_or_404(User, pk=pk)
        if not self.has_change_permission(request, user):
            raise PermissionDenied
        rights.require_recent_sign_in(request)
        return user

    @admin.display(description="roles")
    def roles(self, user: Any) -> Any:
        return ", ".join(group.name for group in user.groups.all()) or "–"

    @admin.display(description="sessions")
    def open_sessions(self, user: User) -> str:
        found = sessions.list_open(user)
        if not found:
            return "none"
        return f"{len(found)}, last used {naturaltime(found[0].seen_at)}"

    @admin.display(description="second factor", boolean=True, ordering="has_second_factor")
    def second_factor(self, user: Any) -> Any:
        return user.has_second_factor


@admin.register(Group)
class RoleAdmin(ReadOnlyAdmin):
    """The roles as defined in the code."""

    list_title = "Roles"
    is_short = True

    list_display = ["name", "people"]
    fields = ["name", "allows", "people"]
    readonly_fields = ["allows", "people"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("user_set")

    @admin.display(description="may")
    def allows(self, group: Any) -> Any:
        actions = defaultdict(list)
        for permission in group.permissions.select_related("content_type"):
            model = permission.content_type.model_class()
            actions[model].append(permission.codename.partition("_")[0])
        lines = (
            (f"{model._meta.verbose_name_plural}: {', '.join(names)}",)
            for model, names in actions.items()
        )
        return format_html_join("", "<div>{}</div>", lines) or "nothing in the admin yet"

    @admin.display(description="who has it")
    def people(self, group: Any) -> Any:
        return ", ".join(str(user) for user in group.user_set.all()) or "–"


@admin.register(LogEntry)
class LogEntryAdmin(ReadOnlyAdmin):
    """The audit log of the admin."""

    list_title = "Trail of changes"

    list_display = ["action_time", "user", "action_flag", "content_type", "object_repr"]
    list_select_related = ["user", "content_type"]
    list_filter = ["action_flag", "action_time"]
    fields = ["action_time", "user", "action_flag", "content_type", "object_repr", "change"]
    readonly_fields = ["change"]

    @admin.display(description="what changed")
    def change(self, entry: Any) -> Any:
        return entry.get_change_message() or "–"
