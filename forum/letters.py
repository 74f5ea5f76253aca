"""Letters to members: replies, mentions, verdicts and the weekly summary."""

import base64
import uuid

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils.text import Truncator

from contactatonce.brands.letters import compose
from contactatonce.brands.models import Brand

from . import text
from .digest import Summary
from .models import Member, Notification, Topic

Kind = Notification.Kind
PREFIX = "B1a"  # so that the log scrubber recognizes the whole secret; see privacy.secret_links
EXCERPT = 60  # words


def notification(found: Notification) -> EmailMultiAlternatives:
    """Compose the mail about a notification of a reply, a mention or a verdict."""
    if found.kind in {Kind.APPROVED, Kind.REFUSED}:
        return verdict(found)
    return of_topic(found)


def of_topic(found: Notification) -> EmailMultiAlternatives:
    """Compose the mail about a reply or a mention, with links that end such mail."""
    post, topic = found.post, found.post.topic
    brand, is_reply = topic.board.brand, found.kind == Kind.REPLY
    message = compose(
        brand,
        "forum.reply" if is_reply else "forum.mention",
        to=found.member.email,
        message_id=f"forum-{found.pk}-{found.at:%Y%m%d%H%M%S}@{brand.host}",
        context={
            "topic": topic,
            "post": post,
            "excerpt": Truncator(text.to_named(post.text)).words(EXCERPT),
            "link": f"{brand.origin}{post.get_absolute_url()}",
            "topic_off_url": off_url(found.member, brand, topic),
            "opt_out_url": off_url(found.member, brand),
            "settings_url": f"{brand.origin}{reverse('forum:settings')}",
        },
    )
    one_click(message, off_url(found.member, brand, topic if is_reply else None))
    message.extra_headers["References"] = f"<forum-topic-{topic.pk}@{brand.host}>"
    return message


def verdict(found: Notification) -> EmailMultiAlternatives:
    """Compose the mail about a verdict; it quotes nothing that the member wrote."""
    brand = found.post.topic.board.brand
    return compose(
        brand,
        "forum.verdict",
        to=found.member.email,
        message_id=f"forum-{found.pk}-{found.at:%Y%m%d%H%M%S}@{brand.host}",
        context={
            "is_approval": found.kind == Kind.APPROVED,
            "refusal": found.post.get_refusal_display(),
            "link": f"{brand.origin}{found.post.get_absolute_url()}",
            "own_url": f"{brand.origin}{reverse('forum:own_posts')}",
        },
    )


def weekly(summary: Summary) -> EmailMultiAlternatives:
    """Compose the weekly summary."""
    brand, member = summary.brand, summary.member
    message = compose(
        brand,
        "forum.digest",
        to=member.email,
        message_id=f"forum-digest-{member.pk}-{member.digest_at:%Y%m%d}@{brand.host}",
        context={
            "topics": summary.topics,
            "opt_out_url": off_url(member, brand),
            "settings_url": f"{brand.origin}{reverse('forum:settings')}",
        },
    )
    one_click(message, off_url(member, brand))
    return message


def one_click(message: EmailMultiAlternatives, url: str) -> None:
    """Let mail programs show an unsubscribe button (RFC 8058)."""
    message.extra_headers["List-Unsubscribe"] = f"<{url}>"
    message.extra_headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"


def off_url(member: Member, brand: Brand, topic: Topic | None = None) -> str:
    """Return the URL that ends forum mail, of one topic or all; under 76 characters."""
    secret = PREFIX + base64.urlsafe_b64encode(member.key.bytes).decode().rstrip("=")
    args: list[object] = [secret] if topic is None else [secret, topic.pk]
    return f"{brand.origin}{reverse('forum:unsubscribe', args=args)}"


def owner_of(secret: str) -> Member | None:
    """Return the member whose mail a secret ends, or None if it is not valid."""
    if not secret.startswith(PREFIX) or not secret.isascii():
        return None
    try:
        key = uuid.UUID(bytes=base64.urlsafe_b64decode(f"{secret.removeprefix(PREFIX)}=="))
    except ValueError:
        return None
    return Member.objects.with_account().filter(key=key).first()
