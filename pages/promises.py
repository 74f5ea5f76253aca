"""Proofs about pages: links to elsewhere say so, and portals name their agreements."""

from collections.abc import Iterator
from itertools import dropwhile, takewhile

from promises.registry import Found, Kind, promise
from search.crawler import Answer, Element, ask

from .links import is_outbound
from .models import Page, Portal


def shown() -> Iterator[Answer]:
    """Yield what a visitor gets for each published page of all sites."""
    for page in Page.objects.published().select_related("brand"):
        yield ask(page.url)


def in_main(answer: Answer) -> Iterator[Element]:
    """Yield the elements of a page's own content, without header and footer."""
    content = dropwhile(lambda each: each.tag != "main", answer.elements)
    return takewhile(lambda each: each.tag != "footer", content)


@promise("P26", kind=Kind.FLOW)
def outbound_links_say_so() -> Found:
    """On our pages each link to another company’s website is marked as one."""
    for answer in shown():
        if answer.status != 200:
            yield f"{answer.url} answers {answer.status}."
        for each in in_main(answer):
            address = each.attributes.get("href", "")
            rel = each.attributes.get("rel", "").split()
            if each.tag == "a" and is_outbound(address) and "external" not in rel:
                yield f"{answer.url} links to {address} without saying that it is elsewhere."


@promise("P05", kind=Kind.FLOW)
def portals_name_their_agreements() -> Found:
    """A page that leads to a portal of the chat service shows the portal’s agreement beside it."""
    portals = [portal for portal in Portal.objects.all() if portal.sign_in_url]
    for answer in shown() if portals else ():
        links = {each.attributes.get("href") for each in in_main(answer) if each.tag == "a"}
        for portal in portals:
            if portal.sign_in_url in links and portal.agreement_url not in links:
                yield f"{answer.url} leads to {portal.name} and not to its agreement."
