"""Facts read out of a text: its words, its links, and a digest by which repetition is noticed."""

import re
import unicodedata
from html import unescape
from urllib.parse import urlsplit

from django.utils.crypto import salted_hmac

HREF = re.compile(r'<a [^>]*?href="([^"]*)"')
TYPED_LINK = re.compile(r"\b(?:https?://|www\.)[^\s<>\"'\])]+", re.IGNORECASE)
LINK_MARKUP = re.compile(r"<a\s|\[url\b|\[link\b|\]\(https?://", re.IGNORECASE)
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")  # split a word, and are invisible
MOST_HOSTS = 20
LONGEST_HOST = 45


def fold(text: str) -> str:
    """Return `text` as it is compared: one case, one spelling of each letter, single spaces."""
    plain = unicodedata.normalize("NFKC", UNSEEN.sub("", text)).casefold()
    return " ".join(plain.split())


def words(text: str) -> list[str]:
    return WORD.findall(fold(text))


def typed_links(text: str) -> list[str]:
    """Return the links that someone typed into plain `text`."""
    return TYPED_LINK.findall(text)


def has_link_markup(text: str) -> bool:
    """Tell whether plain `text` holds a link in HTML, BBCode or Markdown."""
    return LINK_MARKUP.search(text) is not None


def links(html: str) -> list[str]:
    """Return where the links of rendered, cleaned `html` lead."""
    return [unescape(found) for found in HREF.findall(html)]


def hosts(html: str) -> frozenset[str]:
    """Return the hosts that the links of `html` lead to, without "www."."""
    found = {bare(host_of(link))[-LONGEST_HOST:] for link in links(html)}
    return frozenset(sorted(found - {""})[:MOST_HOSTS])


def host_of(link: str) -> str:
    """Return the host of a link; of a mail link its domain; "" for one that leads nowhere."""
    try:
        parts = urlsplit(f"//{link}" if link.lower().startswith("www.") else link)
        return parts.hostname or (parts.path.rpartition("@")[2].lower() if "@" in link else "")
    except ValueError:
        return ""


def bare(host: str) -> str:
    return host.removeprefix("www.")


def as_column(names: frozenset[str]) -> str:
    """Return hosts as one row holds them, so that " example.com " finds exactly that one."""
    return f" {' '.join(sorted(names))} " if names else ""


def digest(text: str) -> str:
    """Return a keyed digest (hex) that is equal for texts that differ in case or spaces only."""
    return salted_hmac("moderation.text", fold(text), algorithm="sha256").hexdigest()


def matches(text: str, watched: list[str]) -> frozenset[str]:
    """Return those of the `watched` words and phrases that `text` uses as whole words."""
    folded = f" {' '.join(words(text))} "
    return frozenset(word for word in watched if words(word) and _sought(word) in folded)


def _sought(word: str) -> str:
    """Return what to look for between single spaces; a * leaves the end of the word open."""
    stem = " ".join(words(word))
    return f" {stem}" if word.rstrip().endswith("*") else f" {stem} "
