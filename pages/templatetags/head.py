"""Render the machine-readable head: title, canonical URL, Open Graph, structured data."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from contactatonce.brands.directory import directory
from contactatonce.brands.models import Brand
from contactatonce.lib import jsonld
from contactatonce.lib.secret_pages import is_secret
from media import cards, pictures
from media.models import Image
from pages.sections import Row

register = template.Library()
COMPANY = "Contact At Once!"
Trail = Sequence[tuple[str, str]]


class HeadNode(template.Node):
    """Two blocks that pages fill, title and description, and all that follows from them."""

    child_nodelists = ("title", "description")

    def __init__(self, title: NodeList, description: NodeList) -> None:
        self.title = title
        self.description = description

    def render(self, context: Context) -> SafeString:
        title = one_line(self.title.render(context))
        description = one_line(self.description.render(context))
        return mark_safe(  # noqa: S308  every part is escaped
            f'<title>{title}</title>\n  <meta name="description" content="{description}">'
            f"{address_tags(context, title, description)}"
        )


@register.tag
def head(parser: Parser, token: Token) -> HeadNode:
    """`{% head %}title{% described %}description{% endhead %}`, both as HTML, as blocks give it."""
    title = parser.parse(("described",))
    parser.delete_first_token()
    description = parser.parse(("endhead",))
    parser.delete_first_token()
    return HeadNode(title, description)


def one_line(html: str) -> SafeString:
    """Return rendered text as an attribute takes it: on one line, without quotes."""
    return mark_safe(" ".join(html.split()).replace('"', "&quot;"))  # noqa: S308  the block escaped it


def address_tags(context: Context, title: SafeString, description: SafeString) -> SafeString:
    """Return canonical address, Open Graph and structured data.

    Nothing for an error page, and nothing where the address is a secret (`request.is_secret`): it
    is not to be passed on.
    """
    brand: Brand | None = context.get("brand")
    request = context.get("request")
    if brand is None or request is None or context.get("is_error"):
        return mark_safe("")
    if is_secret(request):
        return mark_safe("")
    canonical = context.get("canonical") or f"{brand.origin}{own_address(request)}"
    further: Sequence[jsonld.Data] = context.get("structured") or ()
    graph = [*site_data(brand), *further]
    properties = [
        ("og:type", context.get("og_type") or "website"),
        ("og:url", canonical),
        ("og:title", title),
        ("og:description", description),
        ("og:site_name", brand.name),
        ("og:locale", "en_US"),
        *image_tags(context, brand),
    ]
    return format_html(
        '\n  <link rel="canonical" href="{}">{}\n  {}',
        canonical,
        format_html_join("", '\n  <meta property="{}" content="{}">', properties),
        jsonld.script(graph),
    )


def own_address(request: Any) -> str:
    """Return the path of the page that is asked, with the number of a further page."""
    page = request.GET.get("page", "")
    has_number = page.isdecimal() and len(page) < 6 and int(page) > 1
    return f"{request.path}?page={int(page)}" if has_number else str(request.path)


def image_tags(context: Context, brand: Brand) -> list[tuple[str, str]]:
    """Return the picture for shared links: the page's own, or a card with its title.

    The title is that of a post or a page of ours, never of the <title>: on a search page that
    contains a visitor's words.
    """
    own = context.get("social_image")
    if own:
        return [("og:image", absolute(brand, own))]
    shown = context.get("post") or context.get("page")
    title = getattr(shown, "title", "") or brand.tagline
    card = cards.url(brand, title)
    size = [("og:image:width", "1200"), ("og:image:height", "630"), ("og:image:alt", title)]
    return [("og:image", absolute(brand, card)), *size]


def absolute(brand: Brand, address: str) -> str:
    return f"{brand.origin}{address}" if address.startswith("/") else address


def site_data(brand: Brand) -> list[jsonld.Data]:
    """Return who publishes the site, and the site."""
    sites = directory.get()
    home = sites.corporate or brand
    publisher = jsonld.organization_id(home.origin)
    company = {
        "@type": "Organization",
        "@id": publisher,
        "name": COMPANY,
        "url": f"{home.origin}/",
        "logo": f"{home.origin}/favicon.svg",
        "email": next((office.email for office in sites.offices if office.email), ""),
        "contactPoint": [
            {
                "@type": "ContactPoint",
                "contactType": "sales",
                "telephone": office.phone_link.removeprefix("tel:"),
            }
            for office in sites.offices
            if office.phone
        ],
    }
    search = f"{brand.origin}/search/?q={{search_term_string}}"
    site = {
        "@type": "WebSite",
        "@id": f"{brand.origin}/#website",
        "url": f"{brand.origin}/",
        "name": brand.name,
        "description": brand.description,
        "inLanguage": "en-US",
        "publisher": {"@id": publisher},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": search},
            "query-input": "required name=search_term_string",
        },
    }
    return [jsonld.without_empty(company), site]


@register.inclusion_tag("search/includes/breadcrumbs.html", takes_context=True)
def breadcrumbs(context: Context, trail: Trail | str) -> dict[str, Any]:
    """Render the breadcrumbs for people and machines from the same list.

    `trail` holds (label, path); the last one, the page itself, has the path "". A title alone is a
    page right below the home page.
    """
    brand: Brand = context["brand"]
    trail = [("Home", "/"), (trail, "")] if isinstance(trail, str) else trail
    return {"trail": trail, "data": jsonld.script(jsonld.breadcrumbs(trail, origin=brand.origin))}


@register.simple_tag(takes_context=True)
def video_data(context: Context, film: Row, still: Image | None) -> SafeString:
    """Describe a film of ours that a page shows."""
    brand, page = context["brand"], context["page"]
    published_at = page.publish_at
    data = {
        "@type": "VideoObject",
        "name": film["title"],
        "description": film["text"] or page.description,
        "thumbnailUrl": absolute(brand, pictures.url(still, 1200)) if still else "",
        "contentUrl": absolute(brand, film["url"]),
        "uploadDate": published_at.isoformat(timespec="seconds") if published_at else "",
        "transcript": film["transcript"],
    }
    return jsonld.script(jsonld.without_empty(data))


@register.simple_tag
def faq_data(questions: Iterable[tuple[str, str]]) -> SafeString:
    """Return the questions and answers on the page, if any."""
    found = [
        {
            "@type": "Question",
            "name": question,
            "acceptedAnswer": {"@type": "Answer", "text": answer},
        }
        for question, answer in questions
    ]
    return jsonld.script({"@type": "FAQPage", "mainEntity": found}) if found else mark_safe("")
