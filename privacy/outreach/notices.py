"""Announcements on the pages and by letter (P23, P32)."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from contactatonce.brands.letters import compose
from contactatonce.brands.models import Brand
from privacy.models import Certification, Notice
from privacy.policy.documents import notice_period, published

DATED_BACK = timedelta(hours=1)  # a form may be open for a while before it is sent


def running() -> list[Notice]:
    """Return the notices on every page now, oldest first; no query if warm."""
    now = timezone.now()
    return [
        notice for notice in published.get().notices if notice.starts_at <= now < notice.ends_at
    ]


def valid_certifications() -> list[Certification]:
    """Return the certificates that are valid today; no query if warm."""
    today = timezone.now().date()
    return [
        certification
        for certification in published.get().certifications
        if certification.valid_from <= today <= certification.valid_until
    ]


def objections(notice: Notice) -> list[str]:
    """Return why `notice` may not be posted, each as a sentence; empty if it may."""
    found: list[str] = []
    if notice.has_started:
        found.append("It was shown already.")
    if notice.starts_at < timezone.now() - DATED_BACK:
        found.append("A notice is not dated back.")
    if notice.effective_at < notice.starts_at + notice_period():
        found.append(f"People are told {notice_period().days} days before it takes effect.")
    return found


def post(*, notice: Notice) -> Notice:
    """Announce a change of control; raise ValidationError if it is too late or incomplete."""
    if found := objections(notice):
        raise ValidationError(found)
    notice.full_clean()
    notice.save()
    published.clear()
    return notice


def letter(
    notice: Notice, *, to: str, brand: Brand, message_id: str, opt_out_url: str
) -> EmailMultiAlternatives:
    """Return the letter that tells one person of `notice`; mailings adds headers and sends."""
    return compose(
        brand,
        "privacy.policy_notice",
        to=to,
        message_id=message_id,
        context={"notice": notice, "opt_out_url": opt_out_url},
    )
