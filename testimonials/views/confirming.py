"""The page where a guest sees the edited version, and confirms it or asks for changes (P28)."""

from datetime import datetime
from functools import partial

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from contactatonce.brands.directory import directory
from contactatonce.brands.middleware import BrandRequest
from contactatonce.brands.models import Brand
from contactatonce.lib import public_forms
from contactatonce.lib.public_forms import receive
from contactatonce.lib.secret_pages import secret_page
from testimonials.forms.changing import VerdictForm
from testimonials.links import CONFIRM, guest_path
from testimonials.models import Edition, Testimonial
from testimonials.services import consents, editing, giving
from testimonials.showing import Preview

from .guest import METHODS, find, of, refusals, see, waiting

EDITED = (
    "This version was edited again since you opened the page, so nothing has been confirmed. "
    "Below is what it says now."
)
STILL_EDITED = "We are working on this version again, so nothing has been changed. We mail you."


@secret_page
@require_http_methods(METHODS)
def confirm(request: BrandRequest, token: str) -> HttpResponse:
    """Show the edited version as it will be shown; POST confirms it or asks for changes."""
    if request.method == "POST":
        return receive(
            request,
            VerdictForm,
            make=lambda posted: VerdictForm(find(token, CONFIRM), posted),
            show=partial(show, request),
            act=answer,
        )
    form = VerdictForm(find(token, CONFIRM))
    return show(request, form) if waiting(form.testimonial) else see(form.testimonial)


def answer(form: VerdictForm) -> HttpResponse:
    """Do what the guest decided about the version that they saw; their link came by mail."""
    testimonial = form.testimonial
    with refusals():
        giving.verify(testimonial=testimonial)
    edition = seen(form)
    if edition.confirmed_at is not None:
        return see(testimonial)
    with refusals():
        if form.cleaned_data["answer"] == "confirm":
            editing.confirm(edition=edition)
        else:
            editing.decline(edition=edition, note=form.cleaned_data["note"])
    return see(testimonial)


def seen(form: VerdictForm) -> Edition:
    """Return the edition that the page showed; raise Refused if it was edited since."""
    editions = form.testimonial.editions.exclude(approved_at=None)
    for edition in editions:
        if stamp(edition) == form.cleaned_data["seen"]:
            return edition
    raise public_forms.Refused(409, EDITED if waiting(form.testimonial) else STILL_EDITED)


def stamp(edition: Edition) -> str:
    """Return what identifies the edition as it was approved."""
    approved_at: datetime | None = edition.approved_at
    return f"{edition.number} {approved_at.isoformat() if approved_at else ''}"


def site_of(testimonial: Testimonial) -> Brand:
    """Return a site on which the testimonial will be shown: the one that asked, if it is one."""
    answer = consents.answer_of(testimonial)
    home: Brand = testimonial.brand
    others = (brand for brand in directory.get().brands if brand.slug in answer.sites)
    return home if home.slug in answer.sites else next(others, home)


def show(request: BrandRequest, form: VerdictForm, status: int = 200) -> HttpResponse:
    testimonial = form.testimonial
    edition = waiting(testimonial)
    context = {
        "form": form,
        "shown": Preview(edition, site_of(testimonial)) if edition else None,
        "seen": stamp(edition) if edition else "",
        "action": guest_path(testimonial, "confirm"),
        **of(testimonial),
    }
    return render(request, "testimonials/confirm.html", context, status=status)
