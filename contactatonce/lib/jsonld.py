"""Structured data (schema.org as JSON-LD), built as dicts and escaped once, on output.

Nothing here escapes its text: `script` does, so that a title reads the same after JSON.parse. There
is no Review and no AggregateRating: a company does not rate itself.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.utils.safestring import SafeString, mark_safe

Data = dict[str, Any]
# Characters that could end the script element or begin another, in any parser state.
ESCAPES = {ord(letter): f"\\u{ord(letter):04X}" for letter in "<>&"}


def script(data: Data | Sequence[Data]) -> SafeString:
    """Return a data block that a browser never runs, whatever the texts in it say.

    Several things become one graph. Everything but ASCII is written as \\u escapes, so that U+2028
    and the like need no rule of their own.
    """
    whole = dict(data) if isinstance(data, dict) else {"@graph": list(data)}
    text = json.dumps({"@context": "https://schema.org", **whole}, separators=(",", ":"))
    escaped = text.translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{escaped}</script>')  # noqa: S308  escaped by us


def without_empty(data: Data) -> Data:
    """Return `data` without what is not known."""
    return {name: value for name, value in data.items() if value not in (None, "", [], {})}


def organization(*, origin: str, name: str, logo: str, phones: Sequence[str], email: str) -> Data:
    """Describe the company; others refer to it by `organization_id(origin)`."""
    return without_empty(
        {
            "@type": "Organization",
            "@id": organization_id(origin),
            "name": name,
            "url": f"{origin}/",
            "logo": logo,
            "email": email,
            "contactPoint": [
                {"@type": "ContactPoint", "contactType": "sales", "telephone": phone}
                for phone in phones
            ],
        }
    )


def organization_id(origin: str) -> str:
    return f"{origin}/#organization"


def website(*, origin: str, name: str, description: str, publisher: str) -> Data:
    """Describe a site; `publisher` is the id of its organization."""
    return {
        "@type": "WebSite",
        "@id": f"{origin}/#website",
        "url": f"{origin}/",
        "name": name,
        "description": description,
        "inLanguage": "en-US",
        "publisher": {"@id": publisher},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": f"{origin}/search/?q={{search_term_string}}",
            },
            "query-input": "required name=search_term_string",
        },
    }


def breadcrumbs(trail: Iterable[tuple[str, str]], *, origin: str) -> Data:
    """Describe a trail of (label, path); the last one, without a path, is the page itself."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            without_empty(
                {
                    "@type": "ListItem",
                    "position": position,
                    "name": label,
                    "item": f"{origin}{path}" if path else "",
                }
            )
            for position, (label, path) in enumerate(trail, start=1)
        ],
    }


def faq_page(questions: Iterable[tuple[str, str]]) -> Data:
    """Describe questions with their answers, as the page shows them."""
    return {
        "@type": "FAQPage",
        "mainEntity": [
            {
                "@type": "Question",
                "name": question,
                "acceptedAnswer": {"@type": "Answer", "text": answer},
            }
            for question, answer in questions
        ],
    }


def video_object(
    *,
    name: str,
    description: str,
    thumbnail: str,
    content: str,
    uploaded_at: datetime | None,
    transcript: str,
) -> Data:
    """Describe a video; addresses are absolute."""
    return without_empty(
        {
            "@type": "VideoObject",
            "name": name,
            "description": description,
            "thumbnailUrl": thumbnail,
            "contentUrl": content,
            "uploadDate": uploaded_at.isoformat(timespec="seconds") if uploaded_at else "",
            "transcript": transcript,
        }
    )


def blog_posting(
    *,
    url: str,
    title: str,
    description: str,
    published_at: datetime | None,
    changed_at: datetime | None,
    authors: Iterable[tuple[str, str]],
    publisher: str,
    website: str,
    image: str = "",
    tags: Sequence[str] = (),
    words: int = 0,
) -> Data:
    """Describe a post; `authors` are names with absolute addresses, `publisher` and `website` ids.

    Without a person who wrote it the publisher is its author.
    """
    people = [{"@type": "Person", "name": name, "url": link} for name, link in authors]
    moments = {"datePublished": published_at, "dateModified": changed_at}
    return without_empty(
        {
            "@type": "BlogPosting",
            "@id": f"{url}#post",
            "mainEntityOfPage": url,
            "url": url,
            "headline": title,
            "description": description,
            **{name: at.isoformat(timespec="seconds") for name, at in moments.items() if at},
            "author": people or {"@id": publisher},
            "publisher": {"@id": publisher},
            "isPartOf": {"@id": website},
            "image": image,
            "keywords": list(tags),
            "wordCount": words or None,
            "inLanguage": "en-US",
        }
    )
