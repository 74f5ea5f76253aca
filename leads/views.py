"""Public views of inquiries: the form, its submission, and the receipt."""

import logging
import re
from functools import partial

from django.core.signing import BadSignature
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from contactatonce.brands.directory import directory
from contactatonce.brands.middleware import BrandRequest
from contactatonce.lib import public_forms
from contactatonce.lib.public_forms import SECONDS_TO_RETRY, Refused, see_other

from . import campaigns, receipts, spool
from .canary import is_canary, rehearse
from .form_fields import Composition
from .forms import InquiryAnswers
from .services import open_forms
from .services.capture import Arrival, capture, unsaved

MAIN_FORM = "contact"
OWN_PATH = re.compile(r"/(?!/)[\w\-./%]{0,199}")
HEADERS = ("Origin", "Sec-Fetch-Site", "User-Agent", "Accept")
NOT_KEPT = (
    "Something is out of order on our side, so nothing has been stored. Everything you wrote is "
    "below: please send it again in a few minutes, call us, or write to {address}."
)
logger = logging.getLogger(__name__)


@require_safe
def contact(request: BrandRequest) -> HttpResponse:
    return show(request, InquiryAnswers(find_form(request, MAIN_FORM), page=request.path))


@csrf_exempt  # see lib/public_forms.py
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: BrandRequest, slug: str) -> HttpResponse:
    """Render the page of one form; receive that form from any page."""
    if request.method == "POST":
        return receive(request, slug)
    composition = find_form(request, slug)
    if slug == MAIN_FORM:
        return redirect("leads:contact", permanent=True)
    return show(request, InquiryAnswers(composition, page=request.path))


@require_safe
@never_cache
def receipt(request: BrandRequest, token: str) -> HttpResponse:
    """Show the reference and the promised answer time; nothing personal."""
    try:
        inquiry = receipts.find(token, request.brand)
    except BadSignature as error:
        raise Http404 from error
    if inquiry is None:
        raise Http404
    response = render(request, "leads/inquiry_receipt.html", {"inquiry": inquiry})
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def receive(request: BrandRequest, slug: str) -> HttpResponse:
    """Store the submission and redirect to its receipt, or show the form with its input again."""
    return public_forms.receive(
        request,
        InquiryAnswers,
        make=partial(bind, request, slug),
        show=partial(show, request),
        act=partial(store, request),
    )


def bind(request: BrandRequest, slug: str, posted: QueryDict) -> InquiryAnswers:
    """Bind the submitted form; the main form takes over the input of a closed one."""
    open_form = open_forms.find(request.brand, slug)
    composition = open_form or find_form(request, MAIN_FORM)
    page = own_path(posted)
    form = InquiryAnswers(composition, posted, page=page, is_closed=open_form is None)
    form.campaign = campaigns.tags_of(request)
    return form


def store(request: BrandRequest, form: InquiryAnswers) -> HttpResponse:
    """Store the answers and redirect to their receipt, in the frame if they were sent from one."""
    arrival = arrival_of(request, form)
    if is_canary(form.data):
        return rehearse(arrival)
    try:
        token = receipts.token_for(capture(arrival=arrival))
    except spool.AWAY:
        keep(arrival)
        token = receipts.token_for(unsaved(arrival), is_spooled=True)
    name = "embedded_receipt" if getattr(request, "is_embedded", False) else "receipt"
    return see_other(reverse(f"leads:{name}", args=[token]))


def keep(arrival: Arrival) -> None:
    """Keep the inquiry until the database is back; raise Refused if the disk takes it neither."""
    logger.exception("The database is away; an inquiry goes to the spool")
    try:
        spool.keep(arrival)
    except OSError as error:
        logger.exception("The spool cannot be written; a visitor got their text back")
        notice = NOT_KEPT.format(address=arrival.brand.mail_from)
        raise Refused(503, notice, retry_after=SECONDS_TO_RETRY) from error


def find_form(request: BrandRequest, slug: str) -> Composition:
    """Return the site's open form `slug`; Http404 if there is none."""
    composition = open_forms.find(request.brand, slug)
    if composition is None:
        raise Http404
    return composition


def arrival_of(request: BrandRequest, form: InquiryAnswers) -> Arrival:
    """Collect the answers and the data for the spam rules."""
    now = timezone.now()
    return Arrival(
        form=form.composition.form,
        brand=request.brand,
        token=form.sent_with,
        received_at=now,
        answer_by=request.brand.answer_by(now),
        page=form.page,
        origin={**campaigns.columns(form.campaign), **came_from(form)},
        answers=form.answers(),
        news_wording=form.news_wording,
        age=form.sent_with.age,
        is_trapped=form.data.get(form.composition.trap_name) != "",
        headers=frozenset(name for name in HEADERS if request.headers.get(name)),
        own_hosts=directory.get().own_hosts,
    )


def came_from(form: InquiryAnswers) -> dict[str, str]:
    """Return the host of the other website that led to the page of the form, if there is one."""
    host = form.sent_with.referrer_host
    is_other = host and host not in directory.get().own_hosts
    return {"referrer_host": host} if is_other else {}


def own_path(posted: QueryDict) -> str:
    """Return the path of the page around the form, or "" for anything else."""
    path = posted.get("page", "")
    return path if OWN_PATH.fullmatch(path) else ""


def show(request: BrandRequest, form: InquiryAnswers, status: int = 200) -> HttpResponse:
    return render(request, "leads/inquiry_form.html", {"form": form}, status=status)
