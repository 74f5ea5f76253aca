"""Canaries: every open form is sent over HTTP, through the site's public URL, every 15 minutes.

The web process stores a canary as it stores any inquiry, looks for it in the queue, and rolls the
transaction back. So no figure, list, export or letter can hold one. The proof of P10 does the same
once a day inside a worker; a canary sees what lies before it as well: DNS, TLS, proxy, web process.
"""

import logging
from collections.abc import Mapping
from datetime import timedelta
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core.cache import cache
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.http import HttpResponse
from django_tasks_db.models import DBTaskResult

from contactatonce.jobs.registry import periodic, status_checks
from promises.proofs.sharing import made_up_person
from search.crawler import FORM, Answer

from .models import InquiryForm, Lead
from .proof_forms import fields_for, path_of
from .services.capture import Arrival, capture

FIELD = "canary"
FAILED = "leads.canary.failed"
SECONDS_KEPT = 3600
TIMEOUT = 20  # seconds
BROWSER = {"User-Agent": "canary", "Accept": "text/html", "Sec-Fetch-Site": "same-origin"}
logger = logging.getLogger(__name__)
signer = Signer(salt="leads.canary")


@periodic(every=timedelta(minutes=15))
def send_canaries() -> None:
    """Send each open form, and remember those that could not be sent."""
    if settings.CANARY_ORIGIN:
        forms = InquiryForm.objects.filter(is_open=True).select_related("brand")
        failed = [form.pk for form in forms if not is_received(form)]
        cache.set(FAILED, failed, SECONDS_KEPT)


def is_received(form: InquiryForm) -> bool:
    """Open and send `form` as a visitor; return whether the site stores it."""
    try:
        page = request(form, path_of(form))
        fields = fields_for(form, made_up_person(), page)
        fields[FIELD] = signer.sign(fields["form_token"])
        sent = request(form, form.get_absolute_url(), fields)
    except (OSError, HTTPException) as error:
        logger.error("Form %s cannot be reached (%s)", form.pk, type(error).__name__)
        return False
    if (page.status, sent.status) != (200, 204):
        logger.error("Form %s answers %s, sent %s", form.pk, page.status, sent.status)
    return (page.status, sent.status) == (200, 204)


def request(form: InquiryForm, path: str, fields: Mapping[str, str] | None = None) -> Answer:
    """GET `path` of the form's site, or POST `fields` to it, over the network."""
    origin = urlsplit(settings.CANARY_ORIGIN.format(host=form.brand.host))
    kind = HTTPSConnection if origin.scheme == "https" else HTTPConnection
    connection = kind(origin.netloc, timeout=TIMEOUT)
    headers = {**BROWSER, "Host": form.brand.host, "X-Forwarded-Proto": "https"}
    try:
        if fields is None:
            connection.request("GET", path, headers=headers)
        else:
            headers["Content-Type"] = FORM
            connection.request("POST", path, urlencode(fields), headers)
        response = connection.getresponse()
        return Answer(path, response.status, response.getheaders(), response.read())
    finally:
        connection.close()


def is_canary(posted: Mapping[str, str]) -> bool:
    """Return whether we signed this submission; no visitor can."""
    try:
        return signer.unsign(posted.get(FIELD, "")) == posted.get("form_token")
    except BadSignature:
        return False


def rehearse(arrival: Arrival) -> HttpResponse:
    """Store an inquiry, look for it and its job, and roll back; 204 if both were there."""
    with transaction.atomic():
        inquiry = capture(arrival=arrival)
        is_in_queue = Lead.objects.new().filter(pk=inquiry.pk).exists()
        jobs = DBTaskResult.objects.filter(
            task_path="leads.tasks.received", args_kwargs__args=[inquiry.pk]
        )
        is_there = is_in_queue and jobs.exists()
        transaction.set_rollback(True)
    return HttpResponse(status=204 if is_there else 500)


def all_are_received() -> bool:
    """Return whether every form could be sent the last time."""
    return not cache.get(FAILED)


status_checks["canary"] = all_are_received
