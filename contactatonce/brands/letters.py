"""Letters of a site: rendered from three templates, and sent once."""

from collections.abc import Callable, Mapping
from email.utils import formataddr
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.template import Context, Engine
from django.template.loader import render_to_string

from contactatonce.jobs.registry import GiveUp
from contactatonce.jobs.services import once
from contactatonce.lib.mail import Refused, hand_over

from .directory import directory
from .models import Brand

# RFC 3834, and what Exchange reads instead: no out-of-office mail answers an automatic one.
AUTOMATIC = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


def compose(
    brand: Brand, letter: str, *, to: str, message_id: str, context: Mapping[str, Any]
) -> EmailMultiAlternatives:
    """Render the letter `letter` from `brand`, marked as automatic and ready to hand over.

    The letter "leads.answer" has the templates `leads/mail/answer_subject.txt`, `..._body.txt` and
    `..._body.html`; they get `brand` and `offices` beside `context`. `message_id` is the Message-ID
    without angle brackets (RFC 5322), the same on every retry so that duplicates are recognized.
    """
    prefix = letter.replace(".", "/mail/") + "_"
    context = {"brand": brand, "offices": directory.get().offices, **context}
    message = EmailMultiAlternatives(
        subject=" ".join(render_text(f"{prefix}subject.txt", context).split()),
        body=render_text(f"{prefix}body.txt", context).strip() + "\n",
        from_email=formataddr((brand.mail_name, brand.mail_from)),
        to=[to],
        headers={"Message-ID": f"<{message_id}>", **AUTOMATIC},
    )
    message.attach_alternative(render_to_string(f"{prefix}body.html", context), "text/html")
    return message


def render_text(name: str, context: Mapping[str, Any]) -> str:
    """Render a plain-text template without HTML escaping."""
    return Engine.get_default().get_template(name).render(Context(dict(context), autoescape=False))


def send_once(key: str, letter: Callable[[], EmailMultiAlternatives]) -> None:
    """Hand `letter()` over once per `key`; raise GiveUp if the server refuses it for good.

    The letter is rendered only when it is sent, so that no waiting job holds a link or a secret.
    """
    with once(key) as is_due:
        if is_due:
            try:
                hand_over(letter())
            except Refused as refusal:
                raise GiveUp(str(refusal)) from refusal
