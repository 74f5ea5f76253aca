"""The views that show a text before it is published, by model."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse

from .models import Publishable

Preview = TypeVar("Preview", bound=Callable[[Any, Any], HttpResponse])
_previews: dict[type[Publishable], Callable[[Any, Any], HttpResponse]] = {}


def previews(model: type[Publishable]) -> Callable[[Preview], Preview]:
    """Register a view of a request and a text as the preview of `model`."""

    def register(view: Preview) -> Preview:
        _previews[model] = view
        return view

    return register


def preview_response(request: HttpRequest, obj: Publishable) -> HttpResponse:
    """Return the page of `obj` as readers will see it, in any state."""
    return _previews[type(obj)](request, obj)
