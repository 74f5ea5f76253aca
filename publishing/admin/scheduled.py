"""Admin pages for scheduled revisions: schedule, read, edit again, choose, cancel."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.html import format_html

from contactatonce.lib.choices import is_key, key_of
from publishing import scheduling
from publishing.forms import in_words
from publishing.models import Publishable, ScheduledRevision

from .base import TextPages

NOT_CHOSEN = "Nothing was chosen: compare it with the live text as it is now."
TOO_LATE = "Too late: it is live already, or was canceled or replaced."


class ScheduledPages(TextPages):
    """The part of PublishableAdmin for scheduled revisions."""

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.scheduled = self.edited_revision(request, obj) if obj else None
        return form

    def edited_revision(self, request: HttpRequest, obj: Publishable) -> ScheduledRevision | None:
        """Return the scheduled revision that `?scheduled=` names, unless it is live already."""
        number = request.GET.get("scheduled", "")
        if not is_key(number):
            return None
        found: ScheduledRevision | None = obj.scheduled_revisions.filter(
            pk=number, applied_at=None
        ).first()
        return found

    def is_edited(self, request: HttpRequest, pending: ScheduledRevision | None) -> bool:
        return pending is not None and request.GET.get("scheduled") == str(pending.pk)

    def schedule(self, request: Any, form: Any) -> None:
        """Schedule the form's text; the live text stays as it is."""
        row = type(form.instance)._base_manager.get(pk=form.instance.pk)
        wanted = form.to_schedule()
        if form.set_aside:
            self.record(request, form, row)
        before = scheduling.pending(row)
        request.scheduled = scheduling.schedule(
            row,
            wanted,
            form.later,
            by=request.user,
            base_version=form.scheduled and form.scheduled.base_version,
        )
        if before and not self.is_edited(request, before):
            self.message_user(
                request,
                format_html(
                    'It replaces <a href="{}">the revision that was scheduled before</a>.',
                    self.address("scheduled", row.pk, before.pk),
                ),
                messages.WARNING,
            )

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        if form.later:
            return f"Scheduled for {in_words(form.later)}."
        return super().construct_change_message(request, form, formsets, add)

    def response_change(self, request: Any, obj: Any) -> HttpResponse:
        if not hasattr(request, "scheduled"):
            return super().response_change(request, obj)
        self.message_user(request, "Scheduled. Until then the live text stays as it is.")
        return redirect(self.address("scheduled", obj.pk, request.scheduled.pk))

    def warn_of_pending(self, request: HttpRequest, obj: Any) -> None:
        """Warn an editor who saved the live text that the pending revision needs a choice."""
        pending = scheduling.pending(obj)
        if pending:
            self.message_user(
                request,
                format_html(
                    "A revision is scheduled for {}. Because you saved the live text, it does not "
                    'go live until someone <a href="{}">compares the two and chooses</a>.',
                    in_words(pending.takes_effect_at),
                    self.address("scheduled", obj.pk, pending.pk),
                ),
                messages.WARNING,
            )

    def pending_context(self, obj: Any) -> dict[str, Any]:
        pending = scheduling.pending(obj)
        if pending is None:
            return {"pending": None}
        return {
            "pending": pending,
            "pending_words": in_words(pending.takes_effect_at),
            "pending_url": self.address("scheduled", obj.pk, pending.pk),
        }

    def scheduled(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """Compare a scheduled revision with the live text, and choose if both changed."""
        obj = self.get_for(request, pk, to_change=request.method == "POST")
        found = get_object_or_404(obj.scheduled_revisions.select_related("made_by"), pk=number)
        if request.method == "POST":
            return self.choose(request, obj, found)
        live = {name: value for name, value in obj.snapshot().items() if name in found.snapshot}
        context = self.page(
            request,
            obj,
            "Scheduled revision",
            scheduled=found,
            words=in_words(found.takes_effect_at),
            changes=self.compare(live, found.snapshot),
            is_outdated=found.is_pending and found.base_version != obj.version,
            edit_url=f"{self.address('change', pk)}?scheduled={found.pk}",
            cancel_url=self.address("cancel_scheduled", pk),
            may_change=self.has_change_permission(request, obj),
            media=self.media,  # removes the copy that the editor's browser kept until it was saved
        )
        return TemplateResponse(request, "admin/publishing/scheduled.html", context)

    def choose(self, request: HttpRequest, obj: Any, found: Any) -> HttpResponse:
        """Let the scheduled revision replace the live text that the editor compared."""
        seen = key_of(request.POST.get("seen_version", ""))
        try:
            is_chosen = scheduling.choose(found, seen=seen)
        except scheduling.TooLate:
            self.message_user(request, TOO_LATE, messages.ERROR)
            return redirect(self.address("change", obj.pk))
        if is_chosen:
            self.log_change(request, obj, f"Chose scheduled revision {found.pk}.")
        else:
            self.message_user(request, NOT_CHOSEN, messages.WARNING)
        return redirect(self.address("scheduled", obj.pk, found.pk))

    def cancel_scheduled(self, request: HttpRequest, pk: int) -> HttpResponse:
        obj = self.get_for(request, pk)
        if scheduling.cancel(obj):
            self.log_change(request, obj, "Scheduled revision canceled.")
            self.message_user(request, "Canceled. Its text stays in the history.")
        else:
            self.message_user(request, "No revision is scheduled any more.", messages.WARNING)
        return self.back_to_form(request, pk, self.opened(request, pk))
