"""Topics by invented members, from content/demo/forum.toml, for a development machine."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from contactatonce.accounts.demo import PASSWORD
from contactatonce.accounts.models import User
from contactatonce.lib import content

from .models import Board, Member, Report, Topic
from .seed import publish
from .services.members import member_of


@transaction.atomic
def load_forum() -> bool:
    """Store invented topics on each site with an open board, and return whether it did.

    Nothing is stored if there are members. The invented ones have the password of the demo staff.
    """
    if Member.objects.filter(user__is_staff=False).exists():
        return False
    topics = content.read(content.ROOT / "demo" / "forum.toml")["topics"]
    boards = Board.objects.filter(is_closed=False).order_by("brand", "position")
    first = {board.brand_id: board for board in reversed(boards)}
    for board in first.values():
        for entry in topics:
            load_topic(board, entry)
    return bool(first)


def load_topic(board: Board, entry: content.Table) -> None:
    """Store one topic with its posts, a report, and the accepted answer."""
    kind = entry.get("kind", Topic.Kind.DISCUSSION)
    topic = Topic.objects.create(board=board, title=entry["title"], kind=kind)
    posts = []
    for found in entry["posts"]:
        at = timezone.now() - timedelta(hours=found["hours"])
        columns = {name: found[name] for name in ("state", "reasons") if name in found}
        post = publish(topic, member_called(found["name"]), found["text"], at, **columns)
        posts.append(post)
        if "report" in found:
            Report.objects.create(post=post, by=posts[0].author, reason=found["report"])
    if "accepted" in entry:
        topic.accepted = posts[entry["accepted"] - 1]
        topic.save(update_fields=["accepted"])


def member_called(name: str) -> Member:
    """Return the invented member of that name, with an account at example.com."""
    email = f"{name.split()[0].lower()}@example.com"
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(email, PASSWORD, display_name=name)
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return member_of(user)
