"""The views that show a text before it is published, by model."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpResponse

from .models import Publishable

Preview = TypeVar("Preview", bound=Callable[[Any, Any], HttpResponse])
preview_views: dict[type[Publishable], Callable[[Any, Any], HttpResponse]] = {}


def previews(model: type[Publishable]) -> Callable[[Preview], Preview]:
    """Register a view of a request and a text as the preview of `model`."""

    def register(view: Preview) -> Preview:
        preview_views[model] = view
        return view

    return register
