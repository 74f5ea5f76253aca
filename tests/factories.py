"""Test data by plain functions: name what matters to the test, the rest is filled in."""

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from django.contrib.auth.models import Group
from django.utils import timezone

from contactatonce.accounts.models import User
from contactatonce.brands.models import Brand
from leads.models import FormField, Inquiry, InquiryForm, Lead
from leads.models.answers import ASKED

TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def create_staff(email: str, display_name: str, *, role: str | None, has_mfa: bool = True) -> User:
    """Store a user who may sign in to the admin: e-mail address confirmed, second factor set up."""
    user = create_member(email, display_name, is_staff=True)
    if role:
        user.groups.add(Group.objects.get(name=role))
    if has_mfa:
        Authenticator.objects.create(
            user=user, type=Authenticator.Type.TOTP, data={"secret": encrypt(TOTP_SECRET)}
        )
    return user


def create_member(email: str, display_name: str, **fields: Any) -> User:
    """Store a user who can sign in; the password is "password"."""
    user = User.objects.create_user(email, "password", display_name=display_name, **fields)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def create_form(*, brand: Brand, slug: str = "contact", **fields: Any) -> InquiryForm:
    form = InquiryForm.objects.create(brand=brand, slug=slug, **{"title": "Contact us", **fields})
    for position, question in enumerate(ASKED):
        FormField.objects.create(
            form=form,
            question=question,
            position=position,
            is_required=question in {"email", "message"},
        )
    return form


def create_inquiry(
    *, brand: Brand | None = None, received_at: datetime | None = None, **fields: Any
) -> Inquiry:
    """Store an inquiry without its work; see create_lead."""
    brand = brand or Brand.objects.order_by("position").first()
    form = InquiryForm.objects.filter(brand=brand).first() or create_form(brand=brand)
    received_at = received_at or timezone.now()
    return Inquiry.objects.create(
        **{
            "brand": brand,
            "form": form,
            "received_at": received_at,
            "answer_by": brand.answer_by(received_at),
            "name": "Nora Example",
            "email": "nora@example.com",
            "message": "Please show me the chat.",
            **fields,
        }
    )


def create_lead(*, inquiry: Inquiry | None = None, **fields: Any) -> Lead:
    inquiry = inquiry or create_inquiry()
    return Lead.objects.create(inquiry=inquiry, answer_by=inquiry.answer_by, **fields)
