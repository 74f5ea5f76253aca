"""Text of the forum: Markdown with mentions, which are stored by number and shown by name.

The stored text of a post names no member: "@ada" is stored as "@{17}", and each page puts the
current name in. So a member who changes their name, or leaves, does so everywhere at once. No one
mentions by number: what is typed or rendered like a stored mention, and is none, stays as it is.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from html import unescape
from typing import Final, TypeAlias

from django.utils.html import escape, strip_tags
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from contactatonce.lib import markup
from contactatonce.lib.choices import key_of
from moderation import words

from . import pictures
from .models import Member, Post, Topic

LONGEST = 20_000  # characters
LONGEST_QUOTATION = 2000
MOST_MENTIONS = 30  # handles of a text that are looked up
TYPED = re.compile(r"(?<![\w@/.-])@([a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?)", re.IGNORECASE)
STORED = re.compile(r"@\{(\d{1,18})\}")
GONE = "former-member"
Members: TypeAlias = Mapping[int, Member] | None


def to_stored(typed: str) -> str:
    """Return a text with the handles of members replaced by their numbers, with one query.

    A typed number mentions no one: WORD JOINER, which no one sees, is put into it.
    """
    typed = STORED.sub("@\u2060{\\1}", typed)
    handles = list(dict.fromkeys(found.lower() for found in TYPED.findall(typed)))
    known = dict(
        Member.objects.filter(handle__in=handles[:MOST_MENTIONS]).values_list("handle", "pk")
    )

    def replace(found: "re.Match[str]") -> str:
        handle = found[1].lower()
        return f"@{{{known[handle]}}}" if handle in known else found[0]

    return TYPED.sub(replace, typed)


def mentioned(stored: str) -> list[int]:
    """Return the numbers of the members that a stored text mentions, each once."""
    return list(dict.fromkeys(int(found) for found in STORED.findall(stored)))[:MOST_MENTIONS]


def members_in(texts: Iterable[str]) -> dict[int, Member]:
    """Return the members that stored texts or their HTML mention, with at most one query."""
    keys = {int(found) for text in texts for found in STORED.findall(text)}
    rows = Member.objects.filter(pk__in=keys).select_related("user") if keys else ()
    return {member.pk: member for member in rows}


def with_names(stored: str, members: Members, name_of: Callable[[Member], str]) -> str:
    """Return a stored text with names instead of numbers; `members` are read unless given."""
    known = members_in([stored]) if members is None else members

    def replace(found: "re.Match[str]") -> str:
        member = known.get(int(found[1]))
        return f"@{name_of(member) if member else GONE}"

    return STORED.sub(replace, stored)


def to_typed(stored: str, members: Members = None) -> str:
    """Return a stored text as its author edits it, with handles."""
    return with_names(stored, members, lambda member: member.handle or GONE)


def to_named(stored: str, members: Members = None) -> str:
    """Return a stored text as plain text with the current names of those who are mentioned."""
    return with_names(stored, members, lambda member: member.name)


def shown(html: str, members: Members = None) -> SafeString:
    """Return stored HTML with the current names of those who are mentioned."""
    named = with_names(html, members, lambda member: escape(member.name))
    return mark_safe(named)  # noqa: S308  nh3 cleaned it; names are escaped


def to_export(stored: str) -> str:
    """Return a stored text for its author's copy of their data: others by number, not by name."""
    return STORED.sub(r"@[member \1]", stored)


def plain(html: str) -> str:
    """Return the words of stored HTML without markup; a mention is there without its name."""
    return unescape(strip_tags(STORED.sub("@…", html))).strip()


def quote(topic: Topic, number: str) -> str:
    """Return the quotation of a post that readers see in the topic, "" for any other."""
    posts = Post.objects.readable().filter(topic=topic, pk=key_of(number))
    post: Post | None = posts.with_names().first()
    if post is None:
        return ""
    typed = to_typed(pictures.without(post.text))
    kept = "\n".join(line for line in typed.split("\n") if not line.startswith(">")).strip()
    if len(kept) > LONGEST_QUOTATION:
        kept = f"{kept[: LONGEST_QUOTATION - 1].rstrip()}…"
    author = f"@{post.author.handle}" if post.author.handle else "A former member"
    quoted = "\n".join(f"> {line}".rstrip() for line in kept.split("\n"))
    return f"> {author} wrote ([#{post.pk}]({post.get_absolute_url()})):\n>\n{quoted}"


def render(stored: str) -> str:
    """Return the safe HTML of a stored text; raise markup.TooComplex for a bomb.

    One query if it has pictures.
    """
    markup.refuse_bombs(stored, LONGEST)
    html = FORUM.html(stored, {"pictures": pictures.in_text(stored)})
    return without_false_mentions(markup.clean_limited(html, pictures.TAGS), stored)


def without_false_mentions(html: str, stored: str) -> str:
    """Return HTML that names only members that its stored text mentions."""
    members = mentioned(stored)

    def replace(found: "re.Match[str]") -> str:
        return found[0] if int(found[1]) in members else f"@&#123;{found[1]}}}"

    return STORED.sub(replace, html)


def derived(stored: str) -> dict[str, str]:
    """Return the columns of a post that are derived from its stored text."""
    html = render(stored)
    hosts = words.as_column(words.hosts(html))
    return {"html": html, "digest": words.digest(stored), "link_hosts": hosts}


def mention(state: StateInline, silent: bool) -> bool:
    """Parse "@{17}" to a link to the member's page; only text inside another link."""
    found = STORED.match(state.src, state.pos)
    if found is None or found.end() > state.posMax:
        return False
    if not silent:
        is_linked = state.linkLevel == 0
        if is_linked:
            state.push("link_open", "a", 1).attrs = {"href": f"/forum/members/{found[1]}/"}
        state.push("text", "", 0).content = found[0]
        if is_linked:
            state.push("link_close", "a", -1)
    state.pos = found.end()
    return True


def renderer(*, finds_links: bool) -> MarkdownIt:
    """Return the renderer of visitors' texts with mentions and pictures."""
    markdown = markup.renderer(finds_links=finds_links).disable(markup.UNWANTED)
    markdown.inline.ruler.before("emphasis", "mention", mention)
    markdown.inline.ruler.before("emphasis", "picture", pictures.parse)
    return markdown


FORUM: Final = markup.Renderers(renderer(finds_links=True), renderer(finds_links=False))
