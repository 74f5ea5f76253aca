"""Proofs about inquiries: what forms ask, where an inquiry goes, and what remains of its sender."""

import secrets
from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from django.core.mail import EmailMultiAlternatives
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from contactatonce.accounts.models import User
from privacy.erasure import rehearsal
from privacy.registry import declarations
from promises.proofs.canary import Canary, traces
from promises.proofs.erasing import not_erased
from promises.proofs.rights import not_covered
from promises.proofs.sharing import made_up_person
from promises.proofs.wording import clause_in_force
from promises.registry import Figure, Found, Kind, promise
from search.crawler import ask

from . import letters
from .models import Answer, Event, FormField, Inquiry, InquiryForm, Lead
from .models.answers import ASKED, QUESTIONS
from .proof_forms import asked, fields_for, main_forms, open_form, post, send, trap_of
from .services.identify import identify
from .services.staff import recipients

CHOICES = {"news", "email_kept"}  # the news checkbox, and an overruled suggestion
MACHINERY = {"form_token", "page"}
COMPUTED = {"email_key", "phone_e164", "search_text", "message_text", "digest", "news_wording"}
RECENT = timedelta(days=90)
MOST = 20_000


@promise("P09", kind=Kind.INVARIANT)
def catalog_is_closed() -> Found:
    """The questions that our forms can ask are exactly those that the policy lists."""
    clause = clause_in_force("P09").lower()
    for name, question in QUESTIONS.items():
        if question.name_in_policy not in clause:
            yield f"A form can ask for {name}, which the policy does not list."
    for name in sorted(set(declarations[Inquiry].personal) - set(QUESTIONS) - COMPUTED):
        yield f"An inquiry can hold {name}."
    for field in FormField.objects.exclude(question__in=ASKED)[:MOST]:
        yield f"Question {field.pk} asks for {field.question}."


@promise("P09", kind=Kind.FLOW, only_reads=True)
def forms_ask_nothing_else() -> Found:
    """Each open form, as rendered, has fields for what the policy lists and no others."""
    for form in InquiryForm.objects.filter(is_open=True).select_related("brand"):
        answer = open_form(form)
        if answer.status != 200:
            yield f"Form {form.pk} answers {answer.status}."
        for name in sorted(asked(answer) - set(QUESTIONS) - CHOICES - MACHINERY - {trap_of(form)}):
            yield f"Form {form.pk} has a field {name}."


@promise("P12", kind=Kind.FLOW, only_reads=True)
def the_box_is_not_ticked() -> Found:
    """The news checkbox is separate and not ticked beforehand."""
    for form in InquiryForm.objects.filter(is_open=True).select_related("brand"):
        for element in open_form(form).elements:
            if element.attributes.get("name") == "news" and "checked" in element.attributes:
                yield f"Form {form.pk} ticks the news checkbox beforehand."


@promise("P10", kind=Kind.FLOW)
def an_inquiry_reaches_people() -> Found:
    """An inquiry sent on each site is stored in the queue, with a job that notifies staff."""
    for form in main_forms():
        person = made_up_person()
        inquiry = send(form, person)
        if inquiry is None:
            yield f"An inquiry sent by form {form.pk} was not stored."
            continue
        if not Lead.objects.filter(inquiry=inquiry, quarantined_at=None).exists():
            yield f"An inquiry sent by form {form.pk} is not in the queue."
        waiting = DBTaskResult.objects.filter(
            task_path="leads.tasks.received", args_kwargs__args=[inquiry.pk]
        )
        if waiting.count() != 1:
            yield f"An inquiry sent by form {form.pk} notifies no one."


@promise("P10", kind=Kind.DEADLINE)
def inquiries_are_answered() -> Found:
    """Of the last 90 days: how many inquiries were answered within the time their receipt named."""
    since = timezone.now() - RECENT
    due = Lead.objects.exclude(state=Lead.State.NOT_A_LEAD).filter(
        inquiry__received_at__gte=since, answer_by__lt=timezone.now()
    )
    newest = due.order_by("-pk").values_list("first_answered_at", "answer_by")[:MOST]
    in_time = [at is not None and at <= by for at, by in newest]
    yield Figure("Inquiries answered in time", len(in_time), count=sum(in_time))
    lost = Inquiry.objects.filter(received_at__gte=since, lead=None)
    for inquiry in lost[:MOST]:
        yield f"{inquiry} is not in the queue."


@promise("P15", kind=Kind.FLOW)
def forms_work_without_cookies() -> Found:
    """An inquiry can be sent on each site with cookies refused, and no response sets one."""
    for form in main_forms():
        sent = post(form, fields_for(form, made_up_person()))
        if sent.status != 303:
            yield f"Form {form.pk}, sent without a cookie, answers {sent.status}."


@promise("P14", kind=Kind.FLOW)
def sending_sets_no_cookie() -> Found:
    """Sending a form sets no cookie."""
    for form in main_forms():
        if post(form, fields_for(form, made_up_person())).header("Set-Cookie"):
            yield f"Sending form {form.pk} sets a cookie."


@promise("P30", kind=Kind.FLOW)
def an_inquiry_can_be_shown_and_deleted() -> Found:
    """A made-up inquiry and all its related rows are in the data export and in the erasure."""
    for form in main_forms()[:1]:
        person = made_up_person()
        inquiry = send(form, person)
        if inquiry is not None:
            events = Event.objects.filter(lead_id=inquiry.pk).count()
            yield from not_covered(person, {Inquiry: 1, Lead: 1, Event: events})


@promise("P30", kind=Kind.FLOW)
def who_inquired_is_erased_with_all_that_came_of_it() -> Found:
    """A made-up sender, recognized and answered, is erased and then found nowhere."""
    for form in main_forms()[:1]:
        since = rehearsal.before()
        person = made_up_person()
        inquiry = send(form, person)
        if inquiry is not None:
            identify(inquiry=inquiry)
            answer_to(inquiry).save()
            text = f"Wrote to {person}."
            Event.objects.create(lead_id=inquiry.pk, kind=Event.Kind.NOTE, text=text)
            yield from not_erased(person, since)


@promise("P07", kind=Kind.FLOW)
def no_trace_of_the_address_is_left() -> Found:
    """A marked address sends valid and invalid inquiries and is in no row, log or letter."""
    canary = Canary()
    for form in main_forms()[:1]:
        yield from traces(canary, partial(write_in, form, canary))


def write_in(form: InquiryForm, canary: Canary) -> Iterator[EmailMultiAlternatives]:
    """Send `form` in several ways from a marked address; yield every letter that results."""
    person = made_up_person()
    fields = fields_for(form, person)
    post(form, fields, canary.environ)
    post(form, fields | {"message": "Changed."}, canary.environ)
    post(form, fields | {"email": "nobody", "form_token": "forged"}, canary.environ)
    ask(f"{form.brand.origin}/nowhere/", extra=canary.environ)
    stored = Inquiry.objects.filter(email_key=person)
    for inquiry in stored.select_related("brand__calendar", "lead", "form"):
        yield letters.acknowledgement(inquiry)
        made_up = User(pk=0, email="nobody@promise.example.com")  # there may be no other recipient
        for colleague in (*recipients(inquiry.lead), made_up):
            yield letters.notice(inquiry, colleague)
        yield letters.answer(answer_to(inquiry, pk=0))


def answer_to(inquiry: Inquiry, **fields: int) -> Answer:
    """Return a possible answer of a colleague; it is not stored."""
    return Answer(
        lead=inquiry.lead,
        to=inquiry.email,
        subject="A check of the promise ledger",
        body="Thank you for writing.",
        message_id=f"{secrets.token_hex(8)}@promise.example.com",
        **fields,
    )
