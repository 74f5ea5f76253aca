"""Change what a member watches and is mailed."""

from django.db import transaction
from django.utils import timezone

from forum.models import Member, Topic, Watch


@transaction.atomic
def set_watch(*, member: Member, topic: Topic, level: str) -> None:
    """Watch or mute a topic; "" for neither."""
    if not level:
        Watch.objects.filter(member=member, topic=topic).delete()
        return
    Watch.objects.update_or_create(
        member=member, topic=topic, defaults={"level": level, "since": timezone.now()}
    )


def level_of(member: Member, topic: Topic) -> str:
    """Return whether a member watches or mutes a topic; "" for neither."""
    rows = Watch.objects.filter(member=member.pk, topic=topic)
    return rows.values_list("level", flat=True).first() or ""


def stop_mail(*, member: Member, topic: Topic | None = None) -> None:
    """End all forum mail to a member, or mail and notifications about a topic; idempotent."""
    if topic is not None:
        set_watch(member=member, topic=topic, level=Watch.Level.MUTED)
        return
    Member.objects.filter(pk=member.pk).update(
        mails_replies=False, mails_mentions=False, mails_digest=False
    )
