"""The admin of publishable texts: history, restoring, preview links, conflicts, times."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.admin import RelatedFieldListFilter, display
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.forms import Script
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_POST

from contactatonce.lib.admin import Choice, Tabs
from contactatonce.lib.choices import is_key
from publishing import scheduling, services
from publishing.forms import PublishableForm, in_words

from .previews import PreviewPages
from .scheduled import ScheduledPages

REVISIONS_A_PAGE = 25
ACTIONS = ("unpublish", "cancel_scheduled")


def tab(value: str, label: str, narrow: Callable[[Any, datetime], QuerySet[Any]]) -> Choice:
    return Choice(value, label, lambda rows, request: narrow(rows, timezone.now()))


def key_of_copy(request: HttpRequest) -> str:
    """Return the key under which editor.js keeps what is typed into the form that was sent."""
    number = request.GET.get("scheduled", "")
    return f"text:{request.path}" + (f"?scheduled={number}" if number.isdecimal() else "")


class StateTabs(Tabs):
    """Drafts, scheduled, published and ended texts."""

    title = "state"
    parameter_name = "state"
    options = (
        tab("all", "All", lambda rows, now: rows),
        tab("drafts", "Drafts", lambda rows, now: rows.filter(publish_at=None)),
        tab("scheduled", "Scheduled", lambda rows, now: rows.filter(publish_at__gt=now)),
        tab("published", "Published", lambda rows, now: rows.published(now)),
        tab("ended", "Ended", lambda rows, now: rows.filter(unpublish_at__lte=now)),
    )


class PublishableAdmin(ScheduledPages, PreviewPages):
    """The admin of a Publishable; its form derives from PublishableForm.

    Each save is a revision. Put `publishing_fieldset` last in `fieldsets`.
    """

    form = PublishableForm
    list_select_related = ["brand"]
    list_filter = [StateTabs, ("brand", RelatedFieldListFilter)]
    fixed_fields = ["brand"]  # its URL, menu, tags and links belong to the site
    change_form_template = "admin/publishing/change_form.html"
    publishing_fieldset: tuple[str, Any] = (
        "When",
        {"fields": ["publish_at", "unpublish_at", "takes_effect_at", "opened_version"]},
    )

    class Media:
        js = [Script(f"js/{name}.js", type="module") for name in ("editor", "editor-saved")]

    @display(description="state")
    def state_label(self, obj: Any) -> str:
        return str(obj.state.label)

    def view_on_site(self, obj: Any) -> str | None:
        """Link to the text at its home; a draft has previews instead."""
        return obj.url if obj.is_published else None

    def get_urls(self) -> list[URLPattern]:
        wrap = self.wrap
        actions = [
            path(f"<int:pk>/{name}/", wrap(require_POST(view)), name=self.route(name))
            for name, view in ((name, getattr(self, name)) for name in ACTIONS)
        ]
        revision = "<int:pk>/revisions/<int:number>/"
        return [
            *actions,
            path(revision, wrap(self.revision), name=self.route("revision")),
            path(
                f"{revision}restore/", wrap(require_POST(self.restore)), name=self.route("restore")
            ),
            path("<int:pk>/previews/", wrap(self.previews), name=self.route("previews")),
            path(
                "<int:pk>/previews/<int:link>/revoke/",
                wrap(require_POST(self.revoke)),
                name=self.route("revoke"),
            ),
            path(
                "<int:pk>/scheduled/<int:number>/",
                wrap(self.scheduled),
                name=self.route("scheduled"),
            ),
            *super().get_urls(),
        ]

    # Saving -----------------------------------------------------------------------------------

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        """Lock the object of a POST, with a due revision; show the revision of `?scheduled=`."""
        obj: Any = super().get_object(request, object_id, from_field)
        if request.method == "POST":
            if obj is None:
                raise self.model.DoesNotExist
            scheduling.go_live(obj)
            return obj
        scheduled = self.edited_revision(request, obj) if obj else None
        return scheduling.preview(obj, scheduled.snapshot) if scheduled else obj

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Leave out the time of a scheduled revision unless the text is published."""
        is_live = obj is not None and obj.is_published
        return [
            (
                title,
                {
                    **options,
                    "fields": [
                        name for name in options["fields"] if name != "takes_effect_at" or is_live
                    ],
                },
            )
            for title, options in super().get_fieldsets(request, obj)
        ]

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        stored = self.model._base_manager.filter(pk=obj.pk).first()
        form.left = stored.places() if stored else []
        if form.later:
            self.schedule(request, form)
        else:
            super().save_model(request, obj, form, change)
        request.saved_text = key_of_copy(request)

    def message_user(
        self,
        request: HttpRequest,
        message: Any,
        level: int | str = messages.INFO,
        extra_tags: str = "",
        fail_silently: bool = False,
    ) -> None:
        """Name the text that was saved, so that the editor's browser deletes its copy."""
        tags = f"{extra_tags} {getattr(request, 'saved_text', '')}".strip()
        super().message_user(request, message, level, tags, fail_silently)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        if form.later:
            return
        super().save_related(request, form, formsets, change)
        self.record(request, form, form.instance)
        if self.is_edited(request, scheduling.pending(form.instance)):
            scheduling.cancel(form.instance)  # it was just saved
        self.warn_of_pending(request, form.instance)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        services.delete(obj)

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Lock all, then delete one by one as a single deletion does."""
        for obj in queryset.order_by("pk").select_for_update(of=("self",)):
            self.delete_model(request, obj)

    # The change page --------------------------------------------------------------------------

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if (obj := context["original"]) is not None:
            context |= {
                "publishable": obj,
                "state": obj.state,
                "published_words": in_words(obj.publish_at),
                "ends_words": in_words(obj.unpublish_at),
                **self.pending_context(obj),
                "problems": list(obj.publish_problems()),
                "urls": {
                    name: self.address(name, obj.pk) for name in (*ACTIONS, "previews", "history")
                },
                "opened_query": self.opened(request, obj.pk).partition("change/")[2],
            }
        return super().render_change_form(request, context, *args, **kwargs)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Publish after saving, if “Publish now” was pressed."""
        if "_publish" in request.POST:
            return self.publish(request, obj)
        return super().response_change(request, obj)

    def publish(self, request: Any, obj: Any) -> HttpResponse:
        try:
            if services.publish(obj, by=request.user):
                self.log_change(request, obj, "Published.")
                self.message_user(request, f"Published: {obj}.")
            else:
                self.message_user(request, f"It is published already: {obj}.")
        except ValidationError as error:
            for problem in error.messages:
                self.message_user(request, f"Not published: {problem}", messages.ERROR)
        return redirect(self.address("change", obj.pk))

    def unpublish(self, request: Any, pk: int) -> HttpResponse:
        obj = self.get_for(request, pk)
        if services.unpublish(obj, by=request.user):
            self.log_change(request, obj, "Taken down.")
            self.message_user(request, f"Taken down: {obj}.")
        else:
            self.message_user(request, f"It is not published: {obj}.", messages.WARNING)
        return self.back_to_form(request, pk, self.opened(request, pk))

    # History ----------------------------------------------------------------------------------

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Every revision, the newest first."""
        return self.or_gone(self.history, request, object_id)

    def history(self, request: HttpRequest, object_id: str) -> HttpResponse:
        if not is_key(object_id):
            raise Http404
        obj = self.get_for(request, object_id, to_change=False)
        rows = obj.revisions.defer("snapshot").select_related("made_by").order_by("-number")
        page = Paginator(rows, REVISIONS_A_PAGE).get_page(request.GET.get("page"))
        scheduled = obj.scheduled_revisions.select_related("made_by").defer("snapshot")
        context = self.page(
            request, obj, "History", revisions=page, scheduled=scheduled[:REVISIONS_A_PAGE]
        )
        return TemplateResponse(request, "admin/publishing/history.html", context)

    def revision(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """Show the changes of one revision, and its differences from the current text."""
        obj = self.get_for(request, pk, to_change=False)
        found = get_object_or_404(obj.revisions.select_related("made_by"), number=number)
        before = obj.revisions.filter(number__lt=number).order_by("-number").first()
        past = before.snapshot if before else {}
        context = self.page(
            request,
            obj,
            f"Revision {number}",
            revision=found,
            before=before,
            changes=self.compare(past, found.snapshot),
            against_now=[]
            if number == obj.version
            else self.compare(found.snapshot, obj.snapshot()),
            is_current=number == obj.version,
            restore_url=self.address("restore", pk, number),
            may_change=self.has_change_permission(request, obj),
        )
        return TemplateResponse(request, "admin/publishing/revision.html", context)

    def restore(self, request: Any, pk: int, number: int) -> HttpResponse:
        obj = self.get_for(request, pk)
        found = get_object_or_404(obj.revisions, number=number)
        try:
            with transaction.atomic():
                scheduling.go_live(obj)  # first, or a due revision would replace what is restored
                self.warn_of_pending(request, services.restore(found, by=request.user))
        except ValidationError as error:
            for problem in error.messages:
                self.message_user(request, f"Not restored: {problem}", messages.ERROR)
            return redirect(self.address("change", pk))
        self.log_change(request, obj, f"Restored revision {number}.")
        self.message_user(request, f"Restored revision {number}.")
        return redirect(self.address("change", pk))
