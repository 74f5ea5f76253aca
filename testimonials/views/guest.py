"""The pages of a guest, behind the link in every mail: no account, cookie or script (P28, P30).

The token in the URL is the secret; anyone who has it can change or withdraw the testimonial.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from contactatonce.brands.directory import directory
from contactatonce.brands.middleware import BrandRequest
from contactatonce.lib import public_forms
from contactatonce.lib.public_forms import ButtonForm, receive, see_other, typed_in
from contactatonce.lib.secret_pages import secret_page
from privacy import secret_links
from testimonials import links
from testimonials.forms.changing import ChangeForm, ConsentChangeForm
from testimonials.forms.files import FileForm
from testimonials.forms.giving import InvitedForm
from testimonials.models import Edition, Event, Testimonial
from testimonials.models.testimonials import ON_SITE
from testimonials.models.uploads import MOST
from testimonials.services import consents, giving
from testimonials.services.steps import Refused
from testimonials.states import State

METHODS = ["GET", "HEAD", "POST"]


@secret_page
@require_http_methods(METHODS)
def guest(request: BrandRequest, token: str) -> HttpResponse:
    """Show the form of an invitation, later the state of the testimonial; POST sends the form."""

    def act(form: InvitedForm) -> HttpResponse:
        with refusals():
            testimonial = giving.accept(
                testimonial=form.testimonial, words=form.words, answer=form.answer
            )
        return see_next(testimonial)

    if request.method == "POST":
        return receive(
            request,
            InvitedForm,
            make=lambda posted: InvitedForm(find(token), posted),
            show=partial(show_form, request),
            act=act,
        )
    testimonial = find(token)
    if testimonial.may_be_submitted:
        return show_form(request, InvitedForm(testimonial))
    if testimonial.state in (State.INVITED, State.EXPIRED) and not testimonial.person_consent_id:
        return render(request, "testimonials/invitation_ended.html", status=410)
    return show_status(request, ChangeForm(testimonial))


@secret_page
@require_http_methods(METHODS)
def words(request: BrandRequest, token: str) -> HttpResponse:
    """Store other words; GET shows the page of the testimonial, which has the form."""

    def act(form: ChangeForm) -> HttpResponse:
        with refusals():
            return see(giving.change(testimonial=form.testimonial, words=form.words))

    if request.method != "POST":
        return see(find(token))
    return receive(
        request,
        ChangeForm,
        make=lambda posted: ChangeForm(find(token), posted),
        show=partial(show_status, request),
        act=act,
    )


@secret_page
@require_http_methods(METHODS)
def consent(request: BrandRequest, token: str) -> HttpResponse:
    """Show what the guest agrees to; POST replaces it, for another two years."""

    def show(form: ConsentChangeForm, status: int = 200) -> HttpResponse:
        context = {"form": form, **of(form.testimonial)}
        return render(request, "testimonials/consent.html", context, status=status)

    def act(form: ConsentChangeForm) -> HttpResponse:
        with refusals():
            return see(giving.change_consent(testimonial=form.testimonial, answer=form.answer))

    if request.method == "POST":
        return receive(
            request,
            ConsentChangeForm,
            make=lambda posted: ConsentChangeForm(find(token), posted),
            show=show,
            act=act,
        )
    form = ConsentChangeForm(find(token))
    return show(form) if form.is_open else see(form.testimonial)


@secret_page
@require_http_methods(METHODS)
def withdraw(request: BrandRequest, token: str) -> HttpResponse:
    """Ask for confirmation; POST withdraws the testimonial, or declines the invitation."""

    def show(form: ButtonForm, status: int = 200) -> HttpResponse:
        is_invitation = find(token).person_consent_id is None
        context = {"notice": form.notice, "token": token, "is_invitation": is_invitation}
        return render(request, "testimonials/withdraw.html", context, status=status)

    def act(form: ButtonForm) -> HttpResponse:
        with refusals():
            return see(giving.withdraw(testimonial=find(token)))

    if request.method == "POST":
        return receive(request, ButtonForm, make=ButtonForm, show=show, act=act)
    testimonial = find(token)
    return see(testimonial) if testimonial.is_withdrawn else show(ButtonForm())


@contextmanager
def refusals() -> Iterator[None]:
    """Let a step that is refused answer 409 with its reason, beside what was typed."""
    try:
        yield
    except Refused as error:
        raise public_forms.Refused(409, str(error)) from error


def find(token: str, purpose: str = links.GUEST) -> Testimonial:
    key = secret_links.read(purpose, token)
    testimonial = giving.find(key) if key else None
    if testimonial is None:
        raise Http404
    return testimonial


def waiting(testimonial: Testimonial) -> Edition | None:
    """Return the edited version that waits for the guest's answer."""
    drafts = Edition.objects.drafts().exclude(approved_at=None)
    found: Edition | None = drafts.filter(testimonial=testimonial).first()
    return found


def of(testimonial: Testimonial) -> dict[str, object]:
    """Return what every page about a testimonial needs."""
    return {
        "testimonial": testimonial,
        "token": secret_links.token(links.GUEST, testimonial.key),
    }


def confirm_path(testimonial: Testimonial) -> str:
    """Return the path to the edited version for a guest whose link came by mail, "" for others."""
    return links.guest_path(testimonial, "confirm") if testimonial.invited_at else ""


def show_form(request: BrandRequest, form: InvitedForm, status: int = 200) -> HttpResponse:
    context = {"form": form, **of(form.testimonial)}
    return render(request, "testimonials/invitation.html", context, status=status)


def show_status(request: BrandRequest, form: ChangeForm, status: int = 200) -> HttpResponse:
    """Render the page of a testimonial; what cannot be stored any more is kept for copying."""
    testimonial = form.testimonial
    asked = testimonial.events.filter(step=Event.Step.ASKED).last()
    context = {
        "form": form if form.is_open else None,
        "typed": typed_in(ChangeForm, form.data) if form.is_bound and not form.is_open else [],
        "notice": form.notice if not form.is_open else "",
        "asked": asked.note if asked and testimonial.state == State.CHANGES else "",
        "edition": waiting(testimonial),
        "confirm_path": confirm_path(testimonial),
        "takes_files": testimonial.state in FileForm.open_in,
        "uploads": testimonial.uploads.all(),
        "most": MOST,
        "pages": pages_of(testimonial),
        "company_agrees": consents.answer_of(testimonial).company,
        **of(testimonial),
    }
    return render(request, "testimonials/status.html", context, status=status)


def pages_of(testimonial: Testimonial) -> list[tuple[str, str]]:
    """Return name and URL on each site where visitors can read a published testimonial."""
    answer = consents.answer_of(testimonial)
    if not testimonial.is_published or ON_SITE not in answer.channels:
        return []
    path = testimonial.get_absolute_url()
    sites = [brand for brand in directory.get().brands if brand.slug in answer.sites]
    return [(brand.name, f"{brand.origin}{path}") for brand in sites]


def see(testimonial: Testimonial) -> HttpResponseRedirect:
    return see_other(links.guest_path(testimonial))


def see_next(testimonial: Testimonial) -> HttpResponseRedirect:
    """Lead a guest who promised a photo or video to the page that takes it."""
    if testimonial.kind == Testimonial.Kind.TEXT:
        return see(testimonial)
    return see_other(links.guest_path(testimonial, "files"))
