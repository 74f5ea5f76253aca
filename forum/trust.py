"""Levels of trust: which one a member has, and what it allows."""

from .models import Member, TrustLevel

# The figures that a new database starts with; staff change them in the admin.
DEFAULTS = (
    TrustLevel(
        level=0,
        name="New member",
        links=2,
        pictures=1,
        mentions=2,
        seconds_between_topics=120,
        seconds_between_posts=30,
        topics_on_first_day=3,
        posts_on_first_day=10,
        hours_to_edit=24,
    ),
    TrustLevel(
        level=1,
        name="Member",
        hours_of_account=24,
        approved_posts=2,
        links=5,
        pictures=5,
        mentions=10,
        seconds_between_topics=15,
        seconds_between_posts=5,
        hours_to_edit=24,
    ),
    TrustLevel(
        level=2,
        name="Regular",
        hours_of_account=14 * 24,
        approved_posts=10,
        topics_written_in=3,
        days_without_reports=30,
        links=10,
        pictures=10,
        mentions=20,
        seconds_between_topics=15,
        seconds_between_posts=5,
        hours_to_edit=30 * 24,
    ),
    TrustLevel(
        level=3,
        name="Trusted",
        links=20,
        pictures=20,
        mentions=30,
        seconds_between_topics=15,
        seconds_between_posts=5,
        hours_to_edit=30 * 24,
    ),
)


def level_of(member: Member) -> TrustLevel:
    """Return the figures of a member's level; the defaults if its row is missing."""
    return TrustLevel.objects.filter(pk=member.trust).first() or DEFAULTS[member.trust]
