"""Promise checks of the forum: writers are told first; mail stops; posts can be removed."""

from datetime import timedelta
from importlib import import_module
from secrets import token_hex

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.urls import reverse
from django.utils import timezone

from contactatonce.accounts.models import User
from privacy.erasure import rehearsal
from privacy.erasure.retention import GRACE
from promises.proofs.erasing import not_erased
from promises.proofs.rights import not_covered
from promises.proofs.sharing import made_up_person
from promises.registry import Found, Kind, promise
from search.crawler import Answer, ask

from . import keeping
from .letters import off_url
from .models import Board, Draft, Member, Post, Topic, Watch
from .seed import publish
from .services import posting
from .services.members import member_of

PUBLIC = "can be read, collected and used"
FIRST = "This is your first post"
UNCACHED = {"HTTP_COOKIE": "proof=1"}  # the page cache is for visitors without cookies


@promise("P27", kind=Kind.FLOW)
def members_are_told_first() -> Found:
    """Each editor says that the forum is public, and the first one says so at length."""
    for board in boards():
        member = made_up_member()
        topic = written(board, made_up_member()).topic
        for path in (
            reverse("forum:new_topic", args=[board.slug]),
            reverse("forum:reply", args=[topic.pk]),
        ):
            page = ask(f"{board.brand.origin}{path}", extra=session_of(member)).text
            if PUBLIC not in page or FIRST not in page:
                yield f"{path} on {board.brand.host} does not say that the forum is public."
        post = written(board, member)
        path = reverse("forum:edit", args=[post.pk])
        if PUBLIC not in ask(f"{board.brand.origin}{path}", extra=session_of(member)).text:
            yield f"{path} on {board.brand.host} does not say that the forum is public."


@promise("P30", kind=Kind.FLOW)
def a_post_can_be_removed() -> Found:
    """A post that its author removes is on no page, and is part of the export and the erasure."""
    for board in boards()[:1]:
        since = rehearsal.before()
        member = made_up_member()
        person = member.email
        other = written(board, made_up_member())
        mark = f"proof {token_hex(8)}"
        post = publish(other.topic, member, mark, timezone.now())
        Draft.objects.create(member=member, board=board, text=person)
        pages = [
            f"{board.brand.origin}{path}"
            for path in (
                other.topic.get_absolute_url(),
                member.get_absolute_url(),
                reverse("forum:topic_feed", args=[other.topic.pk, "atom.xml"]),
            )
        ]
        if not all(mark in look(page).text for page in pages):
            yield "A published post is not shown."
        posting.withdraw(post=Post.objects.get(pk=post.pk))
        for page in pages:
            if mark in look(page).text:
                yield f"{page} still shows a post that its author removed."
        yield from not_covered(person, {Member: 1, Post: 1, Draft: 1})
        yield from not_erased(person, since)
        if not Post.objects.filter(pk=other.pk).exists():
            yield "Erasing a member deletes posts of others."


@promise("P13", kind=Kind.FLOW)
def forum_mail_can_be_stopped() -> Found:
    """The link in a mail of the forum asks before it acts, and then ends the mail."""
    for board in boards()[:1]:
        member = made_up_member()
        topic = written(board, made_up_member()).topic
        for link in (off_url(member, board.brand, topic), off_url(member, board.brand)):
            if look(link).status != 200 or not wants_mail(member, topic):
                yield f"The link of {board.brand.host} does not ask before it acts."
            ask(link, {"List-Unsubscribe": "One-Click"}, {"HTTP_SEC_FETCH_SITE": "none"})
            if wants_mail(member, topic):
                yield f"Confirming the link of {board.brand.host} stopped nothing."
            Watch.objects.filter(member=member).delete()


@promise("P31", kind=Kind.DEADLINE)
def removed_first_posts_are_blank_in_time() -> Found:
    """A first post that was removed or refused long ago keeps no words, though replies stay."""
    late = keeping.to_blank(timezone.now() - GRACE - timedelta(days=1))
    for post in late[:10]:
        yield f"{post} still has the words of an author who removed it, or was refused."


def wants_mail(member: Member, topic: Topic) -> bool:
    """Return whether neither the topic nor the forum is stopped."""
    found = Member.objects.get(pk=member.pk)
    muted = Watch.objects.filter(member=member, topic=topic, level=Watch.Level.MUTED)
    return found.mails_replies and found.mails_mentions and not muted.exists()


def boards() -> list[Board]:
    """Return one open board of each site that has one."""
    found = Board.objects.filter(is_closed=False).select_related("brand").order_by("-position")
    return list({board.brand_id: board for board in found}.values())


def made_up_member() -> Member:
    person = made_up_person()
    user = User.objects.create_user(person, display_name=f"Proof {token_hex(6)}")
    return member_of(user)


def written(board: Board, author: Member) -> Post:
    """Return the first post of a new topic."""
    topic = Topic.objects.create(board=board, title="A check of the promise ledger")
    return publish(topic, author, "A check of the promise ledger.", timezone.now())


def look(url: str) -> Answer:
    return ask(url, extra=UNCACHED)


def session_of(member: Member) -> dict[str, str]:
    """Return the environ of a request by a member who signed in."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    user = User.objects.get(member=member)
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return {"HTTP_COOKIE": f"{settings.SESSION_COOKIE_NAME}={session.session_key}"}
