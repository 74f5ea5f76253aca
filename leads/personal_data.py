"""What inquiries hold about people."""

from datetime import timedelta

from django.db.models import Q, QuerySet

from privacy.registry import Category, Retention, Subject, declare, holds_nobody

from .models import (
    Answer,
    Company,
    Correction,
    Event,
    FormField,
    Inquiry,
    InquiryForm,
    Lead,
    Person,
)

TWO_YEARS = Retention(
    "inquiries", "2 years after the inquiry was received", timedelta(days=730), "received_at"
)
WITH_INQUIRY = Retention("with-inquiry", "as long as the inquiry it belongs to")
TO_ANSWER = "To answer an inquiry and to follow it up."
ANSWERS = {
    "subject": Category.CONTENT,
    "name": Category.CONTACT,
    "email": Category.CONTACT,
    "phone": Category.CONTACT,
    "phone_e164": Category.CONTACT,
    "company_name": Category.BUSINESS,
    "company_size": Category.BUSINESS,
    "business_type": Category.BUSINESS,
    "street": Category.CONTACT,
    "city": Category.CONTACT,
    "region": Category.CONTACT,
    "postal_code": Category.CONTACT,
    "country": Category.CONTACT,
    "message": Category.CONTENT,
}


def people(subject: Subject) -> QuerySet[Person]:
    return Person._base_manager.filter(Q(email_key=subject.email) | Q(email__iexact=subject.email))


def inquiries(subject: Subject) -> QuerySet[Inquiry]:
    return Inquiry._base_manager.filter(
        Q(email__iexact=subject.email)
        | Q(corrections__email__iexact=subject.email)
        | Q(lead__person__email_key=subject.email)
    ).distinct()


declare(
    Inquiry,
    purpose=TO_ANSWER,
    about=inquiries,
    retention=TWO_YEARS,
    personal={**ANSWERS, "digest": Category.CONTENT},
    plain=[
        *("reference", "key", "brand", "form", "page", "received_at", "answer_by"),
        *("spam_score", "spam_reasons", "has_disposable_address"),
    ],
)
declare(
    Correction,
    purpose=TO_ANSWER,
    about=lambda subject: Correction._base_manager.filter(inquiry__in=inquiries(subject)),
    retention=WITH_INQUIRY,
    personal={**ANSWERS, "digest": Category.CONTENT},
    plain=["inquiry", "received_at"],
)
declare(
    Person,
    purpose="To know that several inquiries come from the same person.",
    about=people,
    retention=Retention("people", "as long as an inquiry of theirs is kept"),
    personal={
        "name": Category.CONTACT,
        "email": Category.CONTACT,
        "email_key": Category.CONTACT,
        "phone": Category.CONTACT,
        "phone_e164": Category.CONTACT,
        "company": Category.BUSINESS,
    },
    plain=["created_at"],
)
declare(
    Company,
    purpose="To know that several inquiries come from the same business.",
    about=lambda subject: Company._base_manager.filter(people__in=people(subject)),
    retention=Retention("companies", "as long as an inquiry or a person of theirs is kept"),
    personal={
        "name": Category.BUSINESS,
        "name_key": Category.BUSINESS,
        "size": Category.BUSINESS,
        "business_type": Category.BUSINESS,
    },
    plain=["created_at"],
)
declare(
    Lead,
    purpose="To see to it that every inquiry is answered in time.",
    about=lambda subject: Lead._base_manager.filter(inquiry__in=inquiries(subject)),
    retention=WITH_INQUIRY,
    personal={"person": Category.CONTACT, "company": Category.BUSINESS, "next_step": Category.WORK},
    plain=[
        *("inquiry", "state", "lost_reason", "owner", "next_step_on", "answer_by"),
        *("first_answered_at", "quarantined_at", "released_at", "reply_token", "version"),
    ],
)
declare(
    Event,
    purpose="To know what happened to an inquiry, and who did it.",
    about=lambda subject: Event._base_manager.filter(lead__inquiry__in=inquiries(subject)),
    retention=WITH_INQUIRY,
    personal={"text": Category.WORK},
    plain=["lead", "kind", "at", "actor", "cause"],
)
declare(
    Answer,
    purpose="To know what was answered.",
    about=lambda subject: Answer._base_manager.filter(lead__inquiry__in=inquiries(subject)),
    retention=WITH_INQUIRY,
    personal={"to": Category.CONTACT, "subject": Category.CONTENT, "body": Category.CONTENT},
    plain=["lead", "author", "message_id", "written_at", "sent_at"],
)

QUESTIONS = "It says which questions a form asks, not what anybody answered."
holds_nobody(
    InquiryForm,
    *("brand", "slug", "title", "intro", "purpose", "thank_you", "offers_news", "news_wording"),
    *("notified", "is_open", "updated_at"),
    because=QUESTIONS,
)
holds_nobody(
    FormField, "form", "question", "is_required", "label", "reason", "position", because=QUESTIONS
)
