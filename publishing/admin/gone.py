"""The response to edits of a text that a colleague has deleted in the meantime."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.template.response import TemplateResponse


class GonePages:
    """The part of PublishableAdmin that is about what is not there any more."""

    def wrap(self, view):
        """Return `view` as an admin page that handles a text deleted while it was edited."""
        return self.admin_site.admin_view(partial(self.or_gone, view))

    def changeform_view(self, request, *args, **kwargs):
        return self.or_gone(super().changeform_view, request, *args, **kwargs)

    def delete_view(self, request, *args, **kwargs):
        return self.or_gone(super().delete_view, request, *args, **kwargs)

    def or_gone(self, view, request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except self.model.DoesNotExist:
            if request.method != "POST":
                raise Http404 from None
            return self.gone(request)

    def gone(self, request):
        """Say that nothing was done, and give back what was written: it is stored nowhere."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        name = self.opts.verbose_name
        context = {
            **self.admin_site.each_context(request),
            "title": f"This {name} has been deleted",
            "opts": self.opts,
            "list_url": self.address("changelist"),
            "written": list(texts_in(request.POST)),
        }
        return TemplateResponse(request, "admin/publishing/gone.html", context, status=410)


def texts_in(data):
    """Yield the names and values of the fields with more than a word."""
    for name, value in data.items():
        if " " in value.strip() and not name.startswith("_"):
            yield name.replace("-", " ").replace("_", " ").capitalize(), value
