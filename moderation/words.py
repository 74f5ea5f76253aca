"""Extract words, links, hosts and a digest from a text."""

import re
import unicodedata
from html import unescape
from urllib.parse import urlsplit

from django.utils.crypto import salted_hmac
from django.utils.html import format_html_join

from contactatonce.lib.email_addresses import domain_of
from contactatonce.lib.text import INVISIBLE

HREF = re.compile(r'<a [^<>]*?href="([^"]*)"')
TYPED_LINK = re.compile(r"\b(?:https?://|www\.)[^\s<>\"'\])]+", re.IGNORECASE)
LINK_MARKUP = re.compile(r"<a\s|\[url\b|\[link\b|\]\(https?://", re.IGNORECASE)
AFTER_LINK = ".,;:!?"
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
MOST_HOSTS = 20
LONGEST_HOST = 45


def normalize(text: str) -> str:
    """Normalize text for comparison: Unicode NFKC, case and spaces."""
    plain = unicodedata.normalize("NFKC", INVISIBLE.sub("", text)).casefold()
    return " ".join(plain.split())


def words(text: str) -> list[str]:
    return WORD.findall(normalize(text))


def typed_links(text: str) -> list[str]:
    """Return the links written out in a text, without the punctuation after them."""
    return [link.rstrip(AFTER_LINK) for link in TYPED_LINK.findall(text)]


def is_home_page(link: str) -> bool:
    """Return whether a typed link names a host without a page of it."""
    return "/" not in link.partition("://")[2 if "://" in link else 0].rstrip("/")


def begin_alike(one: str, other: str, letters: int) -> bool:
    """Return whether two names have the same first letters and digits, at least `letters`."""
    first, second = ("".join(WORD.findall(normalize(name)))[:letters] for name in (one, other))
    return len(first) == letters and first == second


def as_html(text: str) -> str:
    """Return the typed links of plain text as HTML, from which the classifier reads links."""
    return format_html_join(" ", '<a href="{}">', ((link,) for link in typed_links(text)))


def has_link_markup(text: str) -> bool:
    return LINK_MARKUP.search(text) is not None


def links(html: str) -> list[str]:
    """Return the link targets of cleaned HTML."""
    return [unescape(found) for found in HREF.findall(html)]


def links_away(html: str) -> list[str]:
    """Return the link targets of cleaned HTML that name a host."""
    return [link for link in links(html) if host_of(link)]


def hosts(html: str) -> frozenset[str]:
    """Return the linked hosts without "www."."""
    found = {bare(host_of(link))[-LONGEST_HOST:] for link in links(html)}
    return frozenset(sorted(found - {""})[:MOST_HOSTS])


def host_of(link: str) -> str:
    """Return the host of a URL or the domain of a mailto link; "" if there is none."""
    try:
        parts = urlsplit(f"//{link}" if link.lower().startswith("www.") else link)
        domain = domain_of(parts.path) if "@" in link else ""
        return parts.hostname or domain
    except ValueError:
        return ""


def bare(host: str) -> str:
    return host.removeprefix("www.")


def as_column(names: frozenset[str]) -> str:
    """Join hosts with spaces around each, so that " example.com " matches only that host."""
    return f" {' '.join(sorted(names))} " if names else ""


def digest(text: str) -> str:
    """Return a keyed digest (hex) of the normalized text."""
    return salted_hmac("moderation.text", normalize(text), algorithm="sha256").hexdigest()


def matches(text: str, watched: list[str]) -> frozenset[str]:
    """Return the watched words and phrases that occur in the text as whole words."""
    folded = f" {' '.join(words(text))} "
    return frozenset(word for word in watched if words(word) and _pattern(word) in folded)


def _pattern(word: str) -> str:
    """Return the word between spaces; a trailing * leaves its end open."""
    stem = " ".join(words(word))
    return f" {stem}" if word.rstrip().endswith("*") else f" {stem} "
