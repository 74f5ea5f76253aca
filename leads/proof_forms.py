"""A made-up visitor who opens and sends our forms, for the proofs."""

import secrets
from collections.abc import Mapping
from datetime import timedelta

from django.utils import timezone

from contactatonce.lib import form_tokens
from moderation.rules import trap_name
from search.crawler import Answer, ask

from .models import Inquiry, InquiryForm
from .models.answers import QUESTIONS

FILLED_IN_FOR = timedelta(minutes=1)  # sent sooner, the spam rules would take it for a machine
FIELDS = {"input", "textarea", "select"}


def main_forms() -> list[InquiryForm]:
    """Return the first open form of each site that has one."""
    found: dict[int, InquiryForm] = {}
    for form in InquiryForm.objects.filter(is_open=True).select_related("brand").order_by("pk"):
        found.setdefault(form.brand_id, form)
    return list(found.values())


def open_form(form: InquiryForm) -> Answer:
    """Return the page of `form` as a visitor sees it."""
    return ask(f"{form.brand.origin}{path_of(form)}")


def path_of(form: InquiryForm) -> str:
    return "/contact/" if form.slug == "contact" else form.get_absolute_url()


def asked(page: Answer) -> set[str]:
    """Return the names of all fields on a page."""
    names = {each.attributes.get("name", "") for each in page.elements if each.tag in FIELDS}
    return names - {""}


def trap_of(form: InquiryForm) -> str:
    return trap_name(form.scope)


def fields_for(form: InquiryForm, person: str, page: Answer | None = None) -> dict[str, str]:
    """Return the complete answers of `person`, who opened the `page` of `form` a minute ago."""
    token = form_tokens.mint(form.scope, at=timezone.now() - FILLED_IN_FOR)
    shown = asked(page or open_form(form)) - {trap_of(form), "news"}
    answers = {name: QUESTIONS[name].example for name in QUESTIONS if name in shown | {"message"}}
    answers["message"] += f" {secrets.token_hex(8)}"  # the same text twice would count as spam
    return answers | {"email": person, trap_of(form): "", "page": "/contact/", "form_token": token}


def post(
    form: InquiryForm, fields: Mapping[str, str], extra: Mapping[str, str] | None = None
) -> Answer:
    return ask(f"{form.brand.origin}{form.get_absolute_url()}", fields, extra)


def send(form: InquiryForm, person: str) -> Inquiry | None:
    """Send `form` as `person`; return what was stored."""
    post(form, fields_for(form, person))
    return Inquiry.objects.filter(email_key=person).first()
