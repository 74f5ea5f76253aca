"""A guest in front of their pages: no cookie, and the headers that a browser sends."""

import re
from collections.abc import Iterator
from typing import Any

import html5lib
from django.test import Client

from testimonials import links
from testimonials.links import guest_path
from testimonials.models import Listing, Testimonial
from testimonials.services import consents
from tests.base import StaffTestCase
from tests.leads.base import BROWSER, XHTML

WORDS = {
    "kind": "text",
    "text": "They answer within a minute.",
    "name": "Ada Example",
    "title": "Manager",
    "company": "Example Motors",
    "trade": "car-dealers",
    "relation": "Customer since 2020",
    "incentive": "",
}


def listing_path(listing: Listing) -> str:
    return links.listing_url(listing, listing.brand).removeprefix(listing.brand.origin)


def ticks(**given: Any) -> dict[str, Any]:
    """Return what a guest ticks who agrees for one site."""
    agreed = {"sites": "contactatonce", "channels": "site", "agree": "on"}
    return {**agreed, "read": consents.edition(), **given}


class GuestTestCase(StaffTestCase):
    def setUp(self) -> None:
        self.client = Client(enforce_csrf_checks=True, headers={**BROWSER, "host": self.host})

    def tearDown(self) -> None:
        assert not self.client.cookies

    def open(self, testimonial: Testimonial, page: str = "guest") -> Any:
        return self.client.get(guest_path(testimonial, page))

    def send(self, testimonial: Testimonial, page: str = "guest", **fields: Any) -> Any:
        return self.client.post(guest_path(testimonial, page), fields)

    def give(self, testimonial: Testimonial, **given: Any) -> Any:
        """Send the form of an invitation."""
        return self.send(testimonial, **{**WORDS, **ticks(), **given})

    def stored(self, testimonial: Testimonial) -> Testimonial:
        return Testimonial.objects.get(pk=testimonial.pk)


def tree_of(response: Any) -> Any:
    return html5lib.parse(response.content.decode())


def text_of(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def page_text(response: Any) -> str:
    """Return what a person reads in the main part of a page."""
    [main] = tree_of(response).iter(f"{XHTML}main")
    return text_of(main)


def words_in(text: str) -> list[str]:
    return re.findall(r"[\w!’]+", text)


def consent_words(response: Any, purpose: str) -> list[str]:
    """Return the words of a consent on the page, without the choices that are not ticked."""
    for element in tree_of(response).iter(f"{XHTML}div"):
        if element.get("data-consent") == purpose:
            return words_in(" ".join(read(element)))
    raise AssertionError(f"The page does not show the consent {purpose}.")


def read(element: Any) -> Iterator[str]:
    """Yield the text of an element, left out what belongs to an empty checkbox."""
    boxes = [box for box in element if box.get("type") == "checkbox"]
    if element.get("class") == "choice" and all("checked" not in box.attrib for box in boxes):
        return
    yield element.text or ""
    for child in element:
        yield from read(child)
        yield child.tail or ""
