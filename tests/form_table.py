"""The table of public forms, which tests/test_public_forms.py checks: a new form needs a row."""

import uuid
from dataclasses import dataclass, field

from django.db.models import Model

from blog.models import Comment, Subscription
from leads.models import Inquiry
from privacy import secret_links
from privacy.models import PrivacyRequest, Suppression
from testimonials import links
from testimonials.models import Testimonial

CORPORATE, BLOG = "www.contactatonce.com", "www.dealerchatblog.com"
NORA = "nora@example.com"
LONG_MESSAGE = "Zoë asks: does “chat” answer at night?\nAnd on Sundays?"


@dataclass(frozen=True)
class Form:
    """A public form: its page, the URL to which it is sent, and what a visitor types into it."""

    name: str
    host: str
    page: str
    action: str
    typed: dict[str, str]
    model: type[Model]
    rate: str
    chosen: dict[str, str] = field(default_factory=dict)  # from lists, not typed
    is_spooled: bool = False  # while the database is away; see tests/leads/test_inquiry_spooled.py


OPEN_KEY = uuid.UUID(int=1)
CHOSEN = {
    "kind": "text",
    "trade": "car-dealers",
    "sites": "contactatonce",
    "channels": "site",
    "agree": "on",
}

FORMS = (
    Form(
        "inquiry",
        CORPORATE,
        "/contact/",
        "/contact/contact/",
        {"email": NORA, "message": LONG_MESSAGE, "name": "Nora <Example>"},
        Inquiry,
        "INQUIRY_RATE",
        is_spooled=True,
    ),
    Form(
        "embedded inquiry",
        CORPORATE,
        "/embed/contact/",
        "/embed/contact/",
        {"email": NORA, "message": LONG_MESSAGE},
        Inquiry,
        "INQUIRY_RATE",
        is_spooled=True,
    ),
    Form(
        "comment",
        BLOG,
        "/posts/saturdays-0/",
        "/posts/saturdays-0/comments/",
        {"email": NORA, "text": LONG_MESSAGE, "name": "Nora"},
        Comment,
        "COMMENT_RATE",
    ),
    Form(
        "subscription",
        BLOG,
        "/subscribe/",
        "/subscribe/",
        {"email": NORA},
        Subscription,
        "SUBSCRIBE_RATE",
    ),
    Form(
        "opt-out",
        CORPORATE,
        "/privacy/opt-out/",
        "/privacy/opt-out/",
        {"email": NORA},
        Suppression,
        "OPT_OUT_RATE",
    ),
    Form(
        "privacy request",
        CORPORATE,
        "/privacy/requests/",
        "/privacy/requests/",
        {"email": NORA, "kind": "complaint", "text": LONG_MESSAGE},
        PrivacyRequest,
        "REQUEST_RATE",
    ),
    Form(
        "testimonial",
        CORPORATE,
        f"/testimonials/share/{secret_links.token(links.OPEN, OPEN_KEY)}/",
        f"/testimonials/share/{secret_links.token(links.OPEN, OPEN_KEY)}/",
        {"email": NORA, "text": LONG_MESSAGE, "name": "Nora <Example>", "title": "Manager"},
        Testimonial,
        "TESTIMONIAL_RATE",
        CHOSEN,
    ),
)
