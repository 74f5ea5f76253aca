"""Quotations of posts, as ordinary Markdown."""

from contactatonce.lib.choices import key_of

from . import pictures, text
from .models import Post, Topic

LONGEST = 2000  # characters of the quoted text


def quote(topic: Topic, number: str) -> str:
    """Return the quotation of a post that readers see in the topic, "" for any other."""
    posts = Post.objects.readable().filter(topic=topic, pk=key_of(number))
    post: Post | None = posts.with_names().first()
    if post is None:
        return ""
    typed = text.to_typed(pictures.without(post.text))
    lines = [line for line in typed.split("\n") if not line.startswith(">")]
    words = shortened("\n".join(lines).strip())
    quoted = "\n".join(f"> {line}".rstrip() for line in words.split("\n"))
    return f"{attribution(post)}\n>\n{quoted}"


def attribution(post: Post) -> str:
    """Return the first line of a quotation; a former member has no handle."""
    who = f"@{post.author.handle}" if post.author.handle else "A former member"
    return f"> {who} wrote ([#{post.pk}]({post.get_absolute_url()})):"


def shortened(words: str) -> str:
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1].rstrip()}…"
