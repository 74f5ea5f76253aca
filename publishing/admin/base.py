"""The base of a publishable's own admin pages, and the response when its text was deleted."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from contactatonce.lib.admin import Admin, DraftPages
from contactatonce.lib.choices import is_key
from publishing import diff, services, snapshots
from publishing.models import Publishable
from publishing.services import Snapshot


class TextPages(DraftPages, Admin):
    """Names, look-up and context of the pages; an edit of a deleted text hands it back."""

    def route(self, name: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{name}"

    def address(self, name: str, *args: object) -> str:
        return reverse(f"admin:{self.route(name)}", args=args)

    def opened(self, request: HttpRequest, pk: int) -> str:
        """Return the URL of the change page, or of the scheduled revision that was opened."""
        number = request.GET.get("scheduled", "")
        query = f"?scheduled={number}" if is_key(number) else ""
        return f"{self.address('change', pk)}{query}"

    def get_for(self, request: HttpRequest, pk: int | str, *, to_change: bool = True) -> Any:
        """Return the object; raise PermissionDenied without permission to view or change it.

        If it does not exist, raise Http404 for a GET, and DoesNotExist for a POST (`or_gone`).
        """
        rows = self.get_queryset(request)
        obj = rows.get(pk=pk) if request.method == "POST" else get_object_or_404(rows, pk=pk)
        if to_change and not self.has_change_permission(request, obj):
            raise PermissionDenied
        if not self.has_view_or_change_permission(request, obj):
            raise PermissionDenied
        return obj

    def page(
        self, request: HttpRequest, obj: Publishable, title: str, **context: Any
    ) -> dict[str, Any]:
        """Return the context of one of these pages."""
        return {
            **self.admin_site.each_context(request),
            "title": title,
            "subtitle": str(obj),
            "opts": self.opts,
            "object": obj,
            "list_url": self.address("changelist"),
            "change_url": self.address("change", obj.pk),
            "history_url": self.address("history", obj.pk),
            **context,
        }

    def record(self, request: Any, form: Any, obj: Publishable) -> None:
        """Record the saved text, after the text that the editor set aside in a conflict."""
        if form.set_aside:
            services.set_aside(obj, form.set_aside, by=request.user)
        note = "Merged after a conflict" if form.set_aside else ""
        services.record(obj, by=request.user, note=note, left=form.left)

    def compare(self, old: Snapshot, new: Snapshot) -> list[diff.FieldDiff]:
        return diff.fields(self.readable(old), self.readable(new))

    def readable(self, snapshot: Snapshot) -> dict[str, snapshots.Said]:
        return snapshots.read(self.model, snapshot)

    # Deleted texts ----------------------------------------------------------------------------

    def wrap(self, view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
        """Return `view` as an admin page that handles a text deleted while it was edited."""
        return self.admin_site.admin_view(partial(self.or_gone, view))

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.or_gone(super().changeform_view, request, *args, **kwargs)

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.or_gone(super().delete_view, request, *args, **kwargs)

    def or_gone(
        self, view: Callable[..., HttpResponse], request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except self.model.DoesNotExist:
            if request.method != "POST":
                raise Http404 from None
            return self.gone(request)

    def gone(self, request: HttpRequest) -> HttpResponse:
        """Say that nothing was done, and give back what was written: it is stored nowhere."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        name = self.opts.verbose_name
        context = {
            **self.admin_site.each_context(request),
            "title": f"This {name} has been deleted",
            "opts": self.opts,
            "list_url": self.address("changelist"),
            "written": list(texts_in(request.POST.dict())),
        }
        return TemplateResponse(request, "admin/publishing/gone.html", context, status=410)


def texts_in(data: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the names and values of the fields with more than a word."""
    for name, value in data.items():
        if " " in value.strip() and not name.startswith("_"):
            yield name.replace("-", " ").replace("_", " ").capitalize(), value
