"""Fields that fewer roles may change than their model, and only after a recent sign-in.

The list is in contactatonce/roles.py; the project hands it over at start.
"""

from collections.abc import Iterable
from typing import Any

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest

# "app.model" -> role -> the fields that only the roles named here may change
OWNERS: dict[str, dict[str, tuple[str, ...]]] = {}


def owned_fields(model: type[Model]) -> frozenset[str]:
    """Return the fields of `model` that have an owner."""
    return frozenset().union(*owners_of(model).values())


def owners_of(model: type[Model]) -> dict[str, tuple[str, ...]]:
    concrete: Any = model._meta.concrete_model  # a proxy has the fields of its model
    return OWNERS.get(concrete._meta.label_lower, {})


def barred_fields(request: HttpRequest, model: type[Model]) -> frozenset[str]:
    """Return the fields of `model` that the user may see but not change."""
    user: Any = request.user
    owners = owners_of(model)
    if not owners or user.is_superuser:
        return frozenset()
    own = [fields for role, fields in owners.items() if role in user.role_names]
    return owned_fields(model).difference(*own)


def confirm(request: HttpRequest, model: type[Model], changed: Iterable[str]) -> None:
    """Raise ReauthenticationRequired if `changed` has an owned field and the sign-in is old."""
    if not owned_fields(model).isdisjoint(changed):
        require_recent_sign_in(request)


def confirm_deletion(request: HttpRequest, model: type[Model]) -> None:
    """Treat the deletion of a row as a change of all its fields.

    Raise PermissionDenied if the user may not change an owned field, and
    ReauthenticationRequired if there is one and the sign-in is old.
    """
    if barred_fields(request, model):
        raise PermissionDenied
    confirm(request, model, owned_fields(model))


def require_recent_sign_in(request: HttpRequest) -> None:
    """Raise ReauthenticationRequired unless the user confirmed access within five minutes."""
    raise_if_reauthentication_required(request, app="contactatonce.accounts")
