"""A made-up guest behind an open link, for the promise checks."""

import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from django.utils import timezone

from contactatonce.brands.directory import directory
from contactatonce.brands.models import Brand
from contactatonce.lib import form_tokens
from search.crawler import Answer, ask

from .forms.giving import OpenForm
from .links import open_url
from .models import OpenLink, Testimonial
from .models.testimonials import ON_SITE, Trade
from .services import consents

WRITTEN_FOR: Final = timedelta(minutes=1)  # longer than the rule for bots


def product_sites() -> list[Brand]:
    return [brand for brand in directory.get().brands if brand.kind != Brand.Kind.BLOG]


def open_link() -> OpenLink:
    """Return an open link of a product site; a check may create it, for it is swept away."""
    link, _ = OpenLink.objects.get_or_create(brand=product_sites()[0], closed_at=None)
    return link


def fields_for(link: OpenLink, person: str) -> dict[str, str]:
    """Return the form data of a guest who opened the link a minute ago."""
    form = OpenForm(link)
    return {
        "form_token": form_tokens.mint(form.form_scope, at=timezone.now() - WRITTEN_FOR),
        "kind": Testimonial.Kind.TEXT,
        "trade": Trade.CAR_DEALERS,
        "name": "Proof Example",
        "email": person,
        "text": f"How is the promise of the privacy policy kept? {secrets.token_hex(8)}",
        "sites": link.brand.slug,
        "channels": ON_SITE,
        "agree": "on",
        "read": consents.edition(),
        form.trap_name: "",
    }


def send(
    link: OpenLink, fields: Mapping[str, str], extra: Mapping[str, str] | None = None
) -> Answer:
    return ask(open_url(link), fields, extra)


def sent_by(person: str) -> list[Testimonial]:
    return list(Testimonial.objects.filter(email_key=person))
