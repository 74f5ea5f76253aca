"""The page of one testimonial on the review desk; each step is a button."""

import logging
from copy import copy
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST, require_safe

from contactatonce.brands.directory import directory
from contactatonce.lib.admin import UNSAVED, Admin
from contactatonce.lib.choices import key_of
from media.video import tools
from privacy.models import Consent
from testimonials import proof
from testimonials.checklist import items_for
from testimonials.links import file_path
from testimonials.models import Edition, Testimonial
from testimonials.services import editing
from testimonials.services.consents import Channel
from testimonials.services.steps import Refused

from .forms import DetailsForm, EditionForm
from .record_forms import EDITION, RecordForms, may
from .steps import STEPS, Item

logger = logging.getLogger(__name__)
OUTDATED = "Nothing was done: this has changed since you opened the page. Look at it again."
IMPOSSIBLE = "Nothing was done: this step is not possible any more."
NO_BUTTON = "Nothing was done. Press the button of the step that you want."
MOVED_ON = "The version that you were editing was confirmed or discarded, so it was not saved."
RELATED = ("brand", "person_consent", "company_consent", "logo", "invited_by")
MOST_EVENTS = 200


class RecordPage(Admin):
    """Mixin of TestimonialAdmin: the record page and its steps."""

    def get_urls(self) -> list[URLPattern]:
        view, name = self.admin_site.admin_view, "testimonials_testimonial"
        steps = [
            path(
                f"<int:pk>/{step}/", view(require_POST(self.act)), {"name": step}, f"{name}_{step}"
            )
            for step in STEPS
        ]
        return [
            *steps,
            path("<int:pk>/proof/", view(require_POST(self.proof)), name=f"{name}_proof"),
            path("<int:pk>/progress/", view(require_safe(self.progress)), name=f"{name}_progress"),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if request.method == "POST":
            return self.save(request, object_id)
        return self.page(request, RecordForms(request, self.find(request, object_id)))

    def find(self, request: HttpRequest, pk: int | str, *, is_locked: bool = False) -> Item:
        """Return a testimonial with its editions; raise Http404 or PermissionDenied."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = self.get_queryset(request).select_related(*RELATED)
        if is_locked:
            rows = rows.select_for_update(of=("self",))
        testimonial = rows.filter(pk=key_of(str(pk))).first()
        if testimonial is None:
            raise Http404
        wanted = Q(number=testimonial.live_number or 0) | Q(confirmed_at=None)
        editions = list(
            testimonial.editions.filter(wanted)
            .select_related("photo", "clip", "approved_by", "captions_checked_by")
            .order_by("number")
        )
        for edition in editions:
            edition.testimonial = testimonial
        by_state = {edition.confirmed_at is None: edition for edition in editions}
        return Item(testimonial, draft=by_state.get(True), live=by_state.get(False))

    @transaction.atomic
    def save(self, request: Any, object_id: str) -> HttpResponse:
        """Store the draft; after a concurrent edit show both, and lose nothing that was typed."""
        item = self.find(request, object_id, is_locked=True)
        if EDITION not in request.POST:  # the enter key where no edition can be saved
            forms = RecordForms(request, item, request.POST)
            if not forms.is_typed and not may(request, "change"):
                raise PermissionDenied
            messages.info(request, NO_BUTTON)
            return self.page(request, forms, 409)
        if not may(request, "change"):
            raise PermissionDenied
        forms = RecordForms(request, item, request.POST, used=EDITION)
        if item.draft is None or request.POST[EDITION] != str(item.draft.pk):
            messages.error(request, MOVED_ON)
            return self.page(request, forms, 409)
        form = EditionForm(request.POST, instance=copy(item.draft))
        if not form.is_valid():
            return self.page(request, forms, 409 if form.conflict is not None else 422)
        values = {name: form.cleaned_data[name] for name in form.shared}
        values.pop("opened_version", None)
        try:
            editing.edit(edition=item.draft, values=values, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return self.page(request, forms, 409)
        return self.done(request, object_id, EDITION, "Saved.")

    @transaction.atomic
    def act(self, request: Any, pk: int, name: str) -> HttpResponse:
        """Take one step; if it is refused, say why and return what was typed."""
        step = STEPS[name]
        if not may(request, step.permission):
            raise PermissionDenied
        item = self.find(request, pk, is_locked=True)
        forms = RecordForms(request, item, request.POST, used=name)
        form = forms.make(name, request.POST)
        is_valid = form.is_valid()
        if request.POST.get("seen") != item.seen:
            messages.error(request, OUTDATED)
            return self.page(request, forms, 409)
        if not step.is_possible(item):
            messages.error(request, IMPOSSIBLE)
            return self.page(request, forms, 409)
        if not is_valid:
            return self.page(request, forms, 422)
        try:
            step.act(item, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            messages.error(request, str(refusal))
            item = self.find(request, pk)
            return self.page(request, RecordForms(request, item, request.POST, used=name), 409)
        return self.done(request, pk, name, step.message)

    def done(self, request: Any, pk: int | str, name: str, message: str) -> HttpResponse:
        forms = RecordForms(request, self.find(request, pk), request.POST, done=name)
        messages.success(request, f"{message} {UNSAVED}" if forms.is_typed else message)
        return self.answer(request, forms)

    def answer(self, request: HttpRequest, forms: RecordForms) -> HttpResponse:
        """Show the record with what was typed; open it again if that is nothing."""
        if forms.is_typed:
            return self.page(request, forms)
        return redirect("admin:testimonials_testimonial_change", forms.item.testimonial.pk)

    def proof(self, request: Any, pk: int) -> FileResponse:
        """Download everything about one testimonial, with the wordings of its consents."""
        if not may(request, "prove"):
            raise PermissionDenied
        testimonial = self.find(request, pk).testimonial
        file = proof.build(testimonial, by=request.user)
        logger.info("Proof pack of testimonial %s for user %s", pk, request.user.pk)
        name = f"testimonial-{testimonial.pk}-proof.zip"
        return FileResponse(file, as_attachment=True, filename=name)

    def progress(self, request: HttpRequest, pk: int) -> JsonResponse:
        """Tell a script how far the conversion is, in percent."""
        draft = self.find(request, pk).draft
        is_converting = draft is not None and draft.is_converting
        return JsonResponse({"progress": draft.progress if is_converting and draft else None})

    def page(self, request: HttpRequest, forms: RecordForms, status: int = 200) -> HttpResponse:
        """Render the record with its forms."""
        item = forms.item
        testimonial, draft = item.testimonial, item.draft
        form = forms.by_name.get(EDITION)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"Testimonial {testimonial.label}",
            "media": self.media + (form.media if form else DetailsForm().media),
            "testimonial": testimonial,
            "item": item,
            "form": form,
            "draft": draft and shown(draft),
            "live": item.live and shown(item.live),
            "checklist": items_for(draft) if draft else [],
            **beside(testimonial),
            "steps": forms.steps,
            "may_prove": may(request, "prove"),
            "unsent": forms.unsent,
            "is_typed": forms.is_typed,
        }
        template = "admin/testimonials/testimonial/record.html"
        return TemplateResponse(request, template, context, status=status)


def beside(testimonial: Testimonial) -> dict[str, Any]:
    """Return what the record shows beside the versions."""
    return {
        "consents": described(testimonial),
        "uploads": testimonial.uploads.all(),
        "events": testimonial.events.select_related("by").order_by("-pk")[:MOST_EVENTS],
        "lacking": tools.missing() if testimonial.kind == testimonial.Kind.VIDEO else [],
    }


def shown(edition: Edition) -> dict[str, Any]:
    """Return an edition with the paths of its files; no one may load those of a withdrawn one."""
    if edition.testimonial.is_withdrawn:
        return {"edition": edition}
    return {
        "edition": edition,
        "video": file_path(edition, "video.mp4") if edition.video else "",
        "picture": file_path(edition, "picture.jpeg") if edition.picture_jpeg else "",
        "captions": file_path(edition, "captions.vtt") if edition.captions else "",
    }


def described(
    testimonial: Testimonial,
) -> list[tuple[str, Consent | None, list[str], list[str]]]:
    """Return the consents of person and company, with their sites and channels in words."""
    sites = {brand.slug: brand.name for brand in directory.get().brands}
    channels = dict(Channel.choices)
    both = (("Person", testimonial.person_consent), ("Company", testimonial.company_consent))
    return [
        (
            who,
            consent,
            [sites.get(slug, slug) for slug in consent.sites.split()] if consent else [],
            [channels.get(code, code) for code in consent.channels.split()] if consent else [],
        )
        for who, consent in both
    ]
