"""Links that show something without an account, in the admin: made, listed, revoked."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse

from contactatonce.lib.admin import DraftForm
from contactatonce.lib.text import PlainTextField
from publishing.models import PreviewLink, Publishable

from .base import TextPages


class LinkForm(DraftForm):
    name = PlainTextField(max_length=80, error_messages={"required": "Say who the link is for."})


class PreviewPages(TextPages):
    """The part of PublishableAdmin that is about preview links."""

    def previews(self, request: Any, pk: int) -> HttpResponse:
        """The links that show this without an account; a new one is shown once, when it is made."""
        obj = self.get_for(request, pk)
        made, form = "", LinkForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            name = form.cleaned_data["name"]
            link, where = PreviewLink.make(publishable=obj, name=name, by=request.user)
            self.log_change(request, obj, f"Preview link {link.pk} made.")
            made = f"{obj.brand.origin}{where}"
        return self.links_page(request, obj, form, made)

    def links_page(
        self, request: HttpRequest, obj: Publishable, form: LinkForm, made: str = ""
    ) -> HttpResponse:
        context = self.page(
            request,
            obj,
            "Preview links",
            previews_url=self.address("previews", obj.pk),
            links=obj.preview_links.select_related("made_by"),
            made=made,
            form=form,
        )
        status = 422 if form.errors else 200
        page = TemplateResponse(request, "admin/publishing/previews.html", context, status=status)
        page.headers["Cache-Control"] = "no-store"
        return page

    def revoke(self, request: HttpRequest, pk: int, link: int) -> HttpResponse:
        obj = self.get_for(request, pk)
        if get_object_or_404(obj.preview_links, pk=link).revoke():
            self.log_change(request, obj, f"Preview link {link} revoked.")
        self.message_user(request, "The link is revoked: it shows nothing any more.")
        form = LinkForm(request.POST).as_draft()
        if form.is_typed:
            return self.links_page(request, obj, form)
        return redirect(self.address("previews", pk))
