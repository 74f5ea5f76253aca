"""The library of pictures, and the field by which other pages choose from it."""

from pathlib import PurePosixPath
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
)
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.html import format_html
from django.views.decorators.http import require_POST, require_safe

from contactatonce.lib.admin import Admin, Choice, HouseList, Tabs

from . import pictures, services, uses
from .forms import ImageChoiceField, UploadForm
from .models import Image
from .tasks import words_changed

THUMBNAIL = "7rem"


class PicksImages:
    """Mixin for a ModelAdmin or an inline: keys to pictures get a thumbnail and an upload."""

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> Any:
        if isinstance(db_field, models.ForeignKey) and db_field.related_model is Image:
            return ImageChoiceField(
                required=not db_field.blank,
                label=str(db_field.verbose_name).capitalize(),
                help_text=db_field.help_text,
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]  # mixin of a ModelAdmin


class LibraryList(HouseList):
    """The library's list, which counts the uses of the pictures of one page at once."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        counts = uses.counts([image.pk for image in self.result_list])
        for image in self.result_list:
            image.places = counts[image.pk]


class LibraryTabs(Tabs):
    title = "pictures"
    parameter_name = "kind"
    options = (
        Choice("all", "All", lambda rows, request: rows),
        Choice("words", "With words", lambda rows, request: rows.filter(decorative=False)),
        Choice("decorative", "Decorative", lambda rows, request: rows.filter(decorative=True)),
    )


@admin.register(Image)
class ImageAdmin(Admin):
    """Editors add pictures, mend their words, and delete what nothing shows."""

    list_title = "Pictures"
    is_short = True  # fields for pictures do not list them; see PicksImages
    change_form_template = "admin/media/image/change_form.html"
    list_display = ["thumbnail", "title", "words", "measures", "shown_in", "added"]
    list_display_links = ["title"]
    list_filter = [LibraryTabs]
    search_fields = ["title", "alt"]
    search_help_text = "Title or alternative text"
    fields = ["preview", "title", "alt", "decorative", "places", "measures", "uploaded"]
    readonly_fields = ["preview", "places", "measures", "uploaded"]
    list_per_page = 30
    actions = None  # a picture in use cannot be deleted; each page says where it is shown

    class Media:
        css = {"all": ["css/media.css"]}

    def get_queryset(self, request: HttpRequest) -> Any:
        rows: Any = super().get_queryset(request)
        return rows.select_related("uploaded_by").with_renditions()

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> Any:
        return LibraryList

    def get_urls(self) -> Any:
        view = self.admin_site.admin_view
        return [
            path("upload/", view(require_POST(self.upload)), name="media_image_upload"),
            path(
                "<int:pk>/original/",
                view(require_safe(self.original)),
                name="media_image_original",
            ),
            *super().get_urls(),
        ]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> Any:
        """Take one picture; the page of the new one follows."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = UploadForm(request.POST or None, request.FILES or None)
        image, note, is_new = self.store(request, form)
        if image and is_new:
            self.message_user(request, f"The picture was added. {note}".strip())
        elif image:
            self.message_user(request, f"{note} This is it.", messages.WARNING)
        if image:
            return redirect("admin:media_image_change", image.pk)
        context = {**self.admin_site.each_context(request), "opts": self.opts, "form": form}
        context |= {"title": "Add a picture", "media": self.media + form.media}
        return TemplateResponse(request, "admin/media/image/upload.html", context)

    def store(self, request: HttpRequest, form: UploadForm) -> tuple[Image | None, str, bool]:
        """Store the picture of a form; return it, what to tell the editor, and whether it is new.

        None where the form has errors.
        """
        if not form.is_valid():
            return None, "", False
        try:
            image = form.add(request.user)
        except services.AlreadyThere as twin:
            return twin.image, str(twin), False
        if image:
            self.log_addition(request, image, [{"added": {}}])
        return image, form.note, True

    def upload(self, request: HttpRequest) -> HttpResponse:
        """Take a picture from an editor's script: 201 with what to write into the text, or 422."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = UploadForm(request.POST, request.FILES)
        image, note, is_new = self.store(request, form)
        if image is None:
            errors = {name: [str(error) for error in found] for name, found in form.errors.items()}
            return JsonResponse({"errors": errors}, status=422)
        return JsonResponse(described(image, note), status=201 if is_new else 200)

    def original(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Download the file as it was uploaded; the browser never shows it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        image = get_object_or_404(Image, pk=pk)
        try:
            file = image.file.open("rb")
        except FileNotFoundError as error:
            raise Http404 from error
        name = f"picture-{pk}{PurePosixPath(str(image.file.name)).suffix}"
        response = FileResponse(file, as_attachment=True, filename=name)
        response.headers["Content-Type"] = "application/octet-stream"
        response.headers["Cache-Control"] = "private, no-store"
        return response

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "alt":
            kwargs["widget"] = forms.Textarea(attrs={"rows": 2})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @transaction.atomic
    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        transaction.on_commit(services.newest.clear)
        if {"alt", "decorative"} & set(form.changed_data):
            words_changed.enqueue(obj.pk)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> Any:
        """Confirm before a picture is deleted; refuse one that is shown, and list where."""
        image = self.get_object(request, object_id)
        places = uses.of(image) if image and self.has_delete_permission(request, image) else []
        if not places:
            return super().delete_view(request, object_id, extra_context)
        context = {**self.admin_site.each_context(request), "opts": self.opts, "original": image}
        context |= {"title": "This picture is in use", "places": places}
        status = 409 if request.method == "POST" else 200
        return TemplateResponse(request, "admin/media/image/in_use.html", context, status=status)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        services.delete(obj)

    @admin.display(description="picture")
    def thumbnail(self, image: Any) -> Any:
        return pictures.html(image, sizes=THUMBNAIL, css="thumbnail", decorative=True)

    @admin.display(description="alternative text", ordering="alt")
    def words(self, image: Any) -> Any:
        return format_html("<em>{}</em>", "decorative") if image.decorative else image.alt

    @admin.display(description="size", ordering="width")
    def measures(self, image: Any) -> str:
        return f"{image.width:,} × {image.height:,}"

    @admin.display(description="added", ordering="uploaded_at")
    def added(self, image: Any) -> str:
        return f"{image.uploaded_at:%-d %b %Y}"

    @admin.display(description="shown in")
    def shown_in(self, image: Any) -> Any:
        return f"{image.places} place{'s' * (image.places != 1)}" if image.places else "–"

    @admin.display(description="picture")
    def preview(self, image: Any) -> Any:
        return pictures.html(image, sizes="40rem", css="preview", first=True)

    @admin.display(description="shown in")
    def places(self, image: Any) -> Any:
        return render_to_string("admin/media/image/places.html", {"places": uses.of(image)})

    @admin.display(description="added")
    def uploaded(self, image: Any) -> str:
        by = f" by {image.uploaded_by}" if image.uploaded_by else ""
        return f"{image.uploaded_at:%-d %B %Y}{by}"


def described(image: Image, note: str) -> dict[str, Any]:
    """Return what an editor's script needs of a picture."""
    return {
        "id": image.pk,
        "title": image.title,
        "alt": image.alt,
        "markdown": image.markdown,
        "url": pictures.url(image, 400),
        "width": image.width,
        "height": image.height,
        "note": note,
    }
