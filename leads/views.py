"""The public side of inquiries: the form, what happens when it is sent, and the receipt."""

import logging
import re

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import DatabaseError
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from contactatonce.brands.directory import directory
from contactatonce.brands.middleware import BrandRequest
from contactatonce.lib import limits, public_forms
from contactatonce.lib.public_forms import BadToken, ExpiredToken, FormToken

from .composition import Composition
from .forms import InquiryAnswers
from .models import Inquiry
from .services import open_forms
from .services.capture import Arrival, capture

MAIN_FORM = "contact"
OWN_PATH = re.compile(r"/(?!/)[\w\-./%]{0,199}")
HEADERS = ("Origin", "Sec-Fetch-Site", "User-Agent", "Accept")
TOO_MANY = (
    "Very many messages came from your network just now, so this one has not been stored. "
    "Your text is below: please send it again in {minutes}, or call us."
)
CLOSED = (
    "The form that you wrote in is no longer open, so nothing has been stored. "
    "Your text is below in our contact form: please send it from here."
)
OUT_OF_ORDER = (
    "Something is out of order on our side, so your message has not been stored. "
    "Your text is below: please send it again in a few minutes, or call us."
)
logger = logging.getLogger(__name__)
receipts = Signer(salt="leads.receipt")


@require_safe
def contact(request: BrandRequest) -> HttpResponse:
    """The site's contact page, with its main form."""
    return show(request, InquiryAnswers(find_form(request, MAIN_FORM), page=request.path))


@csrf_exempt  # a form token and the Origin header stand in for the cookie that nobody gets
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: BrandRequest, slug: str) -> HttpResponse:
    """A page for one form; also where that form is sent to from any page."""
    if request.method == "POST":
        return receive(request, slug)
    composition = find_form(request, slug)
    if slug == MAIN_FORM:
        return redirect("leads:contact", permanent=True)
    return show(request, InquiryAnswers(composition, page=request.path))


@require_safe
@never_cache
def receipt(request: BrandRequest, token: str) -> HttpResponse:
    """What the visitor keeps: the reference, and by when the company answers. Nothing personal."""
    try:
        reference = receipts.unsign(token)
    except BadSignature as error:
        raise Http404 from error
    inquiry = (
        Inquiry.objects.select_related("form", "brand__calendar")
        .filter(reference=reference, brand=request.brand)
        .first()
    )
    if inquiry is None:
        raise Http404
    response = render(request, "leads/inquiry_receipt.html", {"inquiry": inquiry})
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "same-origin"
    return response


@public_forms.readable("leads/inquiry_unreadable.html")
def receive(request: BrandRequest, slug: str) -> HttpResponse:
    """Read what was sent and store it, or show a form with every word kept.

    Where a form was closed or renamed while somebody wrote, the main form takes his words over.
    """
    composition = open_forms.find(request.brand, slug)
    shown = composition or find_form(request, MAIN_FORM)
    sent = InquiryAnswers(shown, request.POST, page=own_path(request.POST))
    if composition is None:
        return show(request, sent, status=404, notice=CLOSED)
    return take(request, request.POST, sent)


def take(request: BrandRequest, posted: QueryDict, sent: InquiryAnswers) -> HttpResponse:
    """Store what was sent and lead to its receipt, or show the form again and say why not."""
    if public_forms.is_foreign(request):
        return show(request, sent, status=403, notice=public_forms.FOREIGN)
    try:
        token = read_token(posted, sent.composition)
    except DatabaseError:
        sent.token = posted.get("form_token", "")
        return refuse_out_of_order(request, sent)
    if token is not None:
        sent.token = posted.get("form_token", "")  # sent again, it is the same submission still
    if wait := limits.seconds_to_wait(request, group="inquiry", rate=settings.INQUIRY_RATE):
        return refuse_for_now(request, sent, wait)
    if token is None:
        return show(request, sent, status=422, notice=public_forms.TOO_OLD)
    if not sent.is_valid():
        return show(request, sent, status=422)
    arrival = arrival_of(request, posted, sent, token)
    try:
        inquiry = capture(arrival=arrival)
    except DatabaseError:
        return refuse_out_of_order(request, sent)
    return see_receipt(inquiry)


def find_form(request: BrandRequest, slug: str) -> Composition:
    """Return the site's open form `slug`; Http404 if there is none."""
    composition = open_forms.find(request.brand, slug)
    if composition is None:
        raise Http404
    return composition


def read_token(posted: QueryDict, composition: Composition) -> FormToken | None:
    """Return what the form's token says, None for a bad one.

    A token that is too old counts for an inquiry that it brought: sent again from the browser's
    history, the form still leads to the same receipt.
    """
    try:
        return public_forms.read(posted.get("form_token", ""), composition.form.scope)
    except ExpiredToken as expired:
        is_known = Inquiry.objects.filter(key=expired.token.key).exists()
        return expired.token if is_known else None
    except BadToken:
        return None


def arrival_of(
    request: BrandRequest, posted: QueryDict, sent: InquiryAnswers, token: FormToken
) -> Arrival:
    """Gather what is judged or kept beside the answers."""
    return Arrival(
        form=sent.composition.form,
        brand=request.brand,
        token=token,
        page=sent.page,
        answers=sent.answers(),
        news_wording=sent.news_wording,
        age=token.age,
        is_trapped=posted.get(sent.composition.trap_name) != "",
        headers=frozenset(name for name in HEADERS if request.headers.get(name)),
        own_hosts=directory.get().own_hosts,
    )


def own_path(posted: QueryDict) -> str:
    """Return the path of the page that carried the form, or "" for anything else."""
    path = posted.get("page", "")
    return path if OWN_PATH.fullmatch(path) else ""


def see_receipt(inquiry: Inquiry) -> HttpResponse:
    """Answer 303 See Other (RFC 9110, section 15.4.4) to the inquiry's receipt."""
    response = HttpResponseRedirect(
        reverse("leads:receipt", kwargs={"token": receipts.sign(inquiry.reference)})
    )
    response.status_code = 303
    return response


def refuse_for_now(request: BrandRequest, sent: InquiryAnswers, wait: int) -> HttpResponse:
    """Answer 429 Too Many Requests (RFC 6585) with the text kept."""
    minutes = -(-wait // 60)
    notice = TOO_MANY.format(minutes=f"{minutes} minute{'' if minutes == 1 else 's'}")
    response = show(request, sent, status=429, notice=notice)
    response.headers["Retry-After"] = str(wait)
    return response


def refuse_out_of_order(request: BrandRequest, sent: InquiryAnswers) -> HttpResponse:
    """Answer 503 Service Unavailable with the text kept, in the handling of a database's error."""
    logger.exception("An inquiry could not be stored; the visitor was asked to try again")
    return show(request, sent, status=503, notice=OUT_OF_ORDER)


def show(
    request: BrandRequest, form: InquiryAnswers, *, status: int = 200, notice: str = ""
) -> HttpResponse:
    """Render the page of a form; `notice` says why the whole form was not accepted."""
    form.notice = notice
    response = render(request, "leads/inquiry_form.html", {"form": form}, status=status)
    if request.method == "POST":
        response.headers["Cache-Control"] = "no-store"
    return response
