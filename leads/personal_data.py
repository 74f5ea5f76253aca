"""Personal data in inquiries."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef

from privacy.registry import (
    Category,
    Exemption,
    OnErasure,
    Personal,
    Retention,
    Rows,
    Subject,
    declare,
    either,
    holds_nobody,
)

from .models import (
    Absence,
    Activity,
    Answer,
    AssignmentRule,
    Balance,
    CalendarFeed,
    Company,
    Correction,
    Event,
    FormField,
    ImportedRow,
    Inquiry,
    InquiryForm,
    Lead,
    Merge,
    Person,
    RuleMember,
    SavedReply,
    SavedView,
)
from .models.answers import EMAIL, NAME, PHONE, QUESTIONS
from .models.people import fold_name

KEPT = timedelta(days=730)
A_MONTH = timedelta(days=30)
TO_ANSWER = "To answer an inquiry and to follow it up."
FROM_STAFF = "Our staff wrote it while they worked on the inquiry."
INTERNAL_KEY = "It is a number of our own machinery."
INTERNAL = "It is computed from the columns beside it."
ANSWERS: dict[str, Category | Personal] = {
    **{name: question.personal for name, question in QUESTIONS.items()},
    "phone_e164": PHONE,
    "news_wording": Category.CHOICE,
    "digest": Category.CONTENT,
    "search_text": Category.CONTACT,
    "message_text": Category.CONTENT,
}
COMPUTED = {"digest": INTERNAL, "search_text": INTERNAL, "message_text": INTERNAL}


def computed(source: str, column: str) -> Callable[[str], dict[str, Any]]:
    """Return a function that computes `column` from a corrected value of `source`."""
    return lambda value: {column: Correction(**{source: value}).derived()[column]}


FOLLOWS = {
    "phone": computed("phone", "phone_e164"),
    "message": computed("message", "digest"),
}


def inquiries(subject: Subject) -> Rows:
    """Return inquiries from the e-mail address, and those without one from its person.

    An inquiry with another e-mail address is not theirs, even if staff filed it under them.
    """
    rows = Inquiry._base_manager
    address = rows.filter(email_key=subject.email).values("pk")
    corrected = Correction._base_manager.filter(email_key=subject.email).values("inquiry")
    phoned = rows.filter(lead__person__in=subject.keys(Person), email_key="").values("pk")
    return either(Inquiry, address, corrected, phoned)


def companies(subject: Subject) -> Rows:
    theirs = Company._base_manager.filter(people__in=subject.keys(Person)).values("pk")
    worked = Company._base_manager.filter(leads__in=subject.keys(Lead)).values("pk")
    return either(Company, theirs, worked)


def imported(subject: Subject) -> Rows:
    rows = ImportedRow._base_manager
    people = rows.filter(person__in=subject.keys(Person)).values("pk")
    return either(ImportedRow, people, rows.filter(company__in=subject.keys(Company)).values("pk"))


def merges(subject: Subject) -> Rows:
    rows = Merge._base_manager
    kept = rows.filter(person__in=subject.keys(Person)).values("pk")
    removed = rows.filter(email_key=subject.email).values("pk")
    of_business = rows.filter(company__in=subject.keys(Company)).values("pk")
    return either(Merge, kept, removed, of_business)


def shared_companies(rows: Rows, subject: Subject) -> Rows:
    """Companies with inquiries from other people too."""
    others = Person._base_manager.filter(company=OuterRef("pk")).exclude(
        pk__in=subject.keys(Person)
    )
    work = Lead._base_manager.filter(company=OuterRef("pk")).exclude(pk__in=subject.keys(Lead))
    return rows.filter(Exists(others) | Exists(work))


def without_contact(rows: Rows, now: datetime) -> Rows:
    """Inquiries without any activity for as long as they are kept."""
    recent = Event._base_manager.filter(lead=OuterRef("pk"), at__gte=now - KEPT)
    return rows.exclude(Exists(recent))


def people_without_inquiry(rows: Rows, now: datetime) -> Rows:
    old = rows.filter(created_at__lt=now - A_MONTH)
    return old.exclude(Exists(Lead._base_manager.filter(person=OuterRef("pk"))))


def companies_without_inquiry(rows: Rows, now: datetime) -> Rows:
    old = rows.filter(created_at__lt=now - A_MONTH)
    return old.exclude(Exists(Lead._base_manager.filter(company=OuterRef("pk")))).exclude(
        Exists(Person._base_manager.filter(company=OuterRef("pk")))
    )


declare(
    Inquiry,
    purpose=TO_ANSWER,
    about=inquiries,
    retention=Retention(
        "inquiries",
        "2 years after the last contact",
        KEPT,
        "received_at",
        expired=without_contact,
    ),
    personal=ANSWERS,
    plain=(
        "reference key brand form page source entered_by campaign_source campaign_medium "
        "campaign_name referrer_host received_at answer_by spam_score spam_reasons "
        "has_disposable_address policy_version"
    ),
    withheld={**COMPUTED, "key": INTERNAL},
    derived=FOLLOWS,
)
declare(
    Correction,
    purpose=TO_ANSWER,
    retention=Retention("corrections", "as long as the inquiry they belong to", follows="inquiry"),
    personal=ANSWERS,
    plain="inquiry received_at spam_score spam_reasons",
    withheld=COMPUTED,
    derived=FOLLOWS,
)
declare(
    Person,
    purpose="To know that several inquiries come from the same person.",
    about=lambda subject: Person._base_manager.filter(email_key=subject.email),
    retention=Retention(
        "people",
        "as long as an inquiry of theirs is kept, but at least a month",
        expired=people_without_inquiry,
    ),
    personal={
        "name": NAME,
        "email": EMAIL,
        "phone": PHONE,
        "phone_e164": PHONE,
        "search_text": Category.CONTACT,
        "company": Category.BUSINESS,
    },
    plain="created_at version",
    withheld={"search_text": INTERNAL},
    derived={"phone": FOLLOWS["phone"]},
)
declare(
    Company,
    purpose="To know that several inquiries come from the same business.",
    about=companies,
    retention=Retention(
        "companies",
        "as long as an inquiry or a person of theirs is kept, but at least a month",
        expired=companies_without_inquiry,
    ),
    personal=dict.fromkeys(("name", "name_key", "size", "business_type"), Category.BUSINESS),
    plain="created_at version",
    withheld={"name_key": INTERNAL},
    derived={"name": lambda name: {"name_key": fold_name(name)}},
    exceptions=[
        Exemption(
            shared_companies,
            OnErasure.KEEP,
            "Other people of this business inquired too.",
            "as long as an inquiry or a person of theirs is kept",
        )
    ],
)
declare(
    Lead,
    purpose="To see to it that every inquiry is answered in time.",
    source=FROM_STAFF,
    retention=Retention("work", "as long as the inquiry it belongs to", follows="inquiry"),
    personal={"person": Category.CONTACT, "company": Category.BUSINESS},
    plain=(
        "inquiry state lost_reason owner next_step_on answer_by first_answered_at attention "
        "quarantined_at released_at spam_at reply_token version"
    ),
    withheld={"reply_token": "Anyone who has it can write into the inquiry."},
)
declare(
    Event,
    purpose="To know what happened to an inquiry, and who did it.",
    source=FROM_STAFF,
    retention=Retention("timeline", "as long as the inquiry it belongs to", follows="lead"),
    personal={"text": Category.WORK, "search_text": Category.WORK},
    plain="lead kind at actor cause assignee answer key",
    withheld={"key": INTERNAL_KEY, "search_text": INTERNAL},
)
declare(
    Answer,
    purpose="To know what was answered.",
    source=FROM_STAFF,
    retention=Retention("answers", "as long as the inquiry they belong to", follows="lead"),
    personal={"to": EMAIL, **dict.fromkeys(("subject", "body", "search_text"), Category.CONTENT)},
    plain="lead author message_id written_at sent_at job_id key",
    withheld={"job_id": INTERNAL_KEY, "key": INTERNAL_KEY, "search_text": INTERNAL},
)
declare(
    Activity,
    purpose="To remember the next steps on an inquiry.",
    source=FROM_STAFF,
    retention=Retention("next steps", "as long as the inquiry they belong to", follows="lead"),
    personal={"text": Category.WORK},
    plain="lead kind due_on due_time created_at created_by done_at done_by reminded_at key",
    withheld={"key": INTERNAL_KEY},
)
declare(
    Merge,
    purpose="To undo it when two people or businesses were taken for one.",
    source=FROM_STAFF,
    about=merges,
    retention=Retention("merges", "30 days, as long as a merge can be undone", A_MONTH, "at"),
    personal={"email": EMAIL, "removed": Category.CONTACT, "before": Category.CONTACT},
    plain="person company leads people by at",
)
declare(
    ImportedRow,
    purpose="To revert an import that was a mistake.",
    source="Our staff imported it from a list of contacts.",
    about=imported,
    retention=Retention("imports", "30 days, as long as an import can be reverted", A_MONTH, "at"),
    personal={"before": Category.CONTACT, "after": Category.CONTACT},
    plain="batch person company by at",
)

ASKS_ONLY = "It says which questions a form asks, not what anybody answered."
holds_nobody(
    InquiryForm,
    "brand slug title intro purpose thank_you offers_news news_wording notified is_open "
    "updated_at version",
    because=ASKS_ONLY,
)
holds_nobody(
    CalendarFeed,
    "owner secret created_at",
    because="It is the address of a calendar of our own staff, and ends with their account.",
)
holds_nobody(
    SavedReply,
    "title body owner is_signature",
    because="It is a text that staff reuse; a placeholder takes the place of the person.",
)
holds_nobody(FormField, "form question is_required label reason position", because=ASKS_ONLY)
holds_nobody(
    Balance,
    "day_on counted_to seen_to received open closed quarantined erased missing",
    because="It counts inquiries.",
)
holds_nobody(
    AssignmentRule,
    "title position brand business_type method is_active",
    because="It says how inquiries are shared out, not who wrote them.",
)
ENDS = "It names our own staff, and ends with their account."
holds_nobody(RuleMember, "rule user weight credit", because=ENDS)
holds_nobody(Absence, "user begins_on ends_on", because=ENDS)
holds_nobody(
    SavedView,
    "title query owner is_shared position",
    because="It names filters of the work queue; a search, which may name a person, is not saved.",
)
