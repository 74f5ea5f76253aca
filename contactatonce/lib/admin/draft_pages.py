"""A change page whose own buttons keep what was typed into its form."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from .drafts import UNSAVED


class DraftPages(admin.ModelAdmin):
    """Mixin for a change page with buttons that act on what is stored.

    They are in the form, each with a `formaction`; its view ends with `back_to_form`. The form is a
    DraftForm. A button before them is the one that Enter presses.
    """

    def back_to_form(self, request: Any, pk: int | str, url: str) -> HttpResponse:
        """Show the page at `url` with what was typed, unsaved; open it again if that is nothing."""
        request.draft_url = url
        return self.changeform_view(request, str(pk))

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.is_draft = hasattr(request, "draft_url")
        return form

    def render_change_form(
        self, request: Any, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        url = getattr(request, "draft_url", "")
        if url and not context["adminform"].form.as_draft().is_typed:
            return HttpResponseRedirect(url)
        if url:
            self.message_user(request, UNSAVED)
            context["is_draft"] = True
            kwargs["form_url"] = url
        return super().render_change_form(request, context, *args, **kwargs)
