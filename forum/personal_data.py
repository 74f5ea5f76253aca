"""Personal data in the forum."""

from datetime import UTC, datetime, timedelta

from contactatonce.accounts.models import User
from moderation.states import State
from privacy.registry import (
    Category,
    Exemption,
    Kind,
    OnErasure,
    Personal,
    Retention,
    belonging_to,
    declare,
    holds_nobody,
)

from . import keeping, text
from .models import (
    Board,
    Draft,
    Member,
    Notification,
    Picture,
    Post,
    PostVersion,
    ReadMark,
    Report,
    Silence,
    Tag,
    Topic,
    TopicEvent,
    TrustLevel,
    Watch,
)

DAY = timedelta(days=1)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)  # in columns that may not be empty
INTERNAL = "It is computed from the text beside it."
THEIRS = "It is about another person's post."


declare(
    Member,
    purpose="To show who wrote in the forum, and to mail what a member asked for.",
    about=belonging_to(Member, "user"),
    retention=Retention(
        "members",
        "as long as the account; then an entry without any data of the person, while posts of "
        "theirs are shown",
        expired=keeping.without_account,
    ),
    personal={
        "user": Category.ACCOUNT,
        "handle": Personal(Category.ACCOUNT, Kind.NAME),
        "company": Category.BUSINESS,
        "bio": Category.CONTENT,
        "avatar": Category.CONTENT,
        "silenced_at": Category.ACCOUNT,
        "joined_at": Category.ACCOUNT,
        "read_until_at": Category.ACCOUNT,
        "mails_replies": Category.CHOICE,
        "mails_mentions": Category.CHOICE,
        "mails_digest": Category.CHOICE,
        "digest_at": Category.CHOICE,
    },
    plain="key trust is_trust_granted",
    withheld={"key": "Anyone who has it can end the mail of the forum."},
    exceptions=[
        Exemption(
            keeping.authors,
            OnErasure.BLANK,
            "Others read and answered the posts: they stay, under the name of a former member.",
            "as long as the posts are shown",
        )
    ],
    blanks={"user": None, "joined_at": LONG_AGO, "read_until_at": LONG_AGO},
    created="joined_at",
)
declare(
    Post,
    purpose="To show what members write, under the name that they chose.",
    about=belonging_to(Post, "author"),
    retention=Retention(
        "forum posts",
        "as long as the topic is shown; 30 days once its author removed it, 90 days once it was "
        "refused",
        expired=keeping.no_longer_shown,
    ),
    personal={
        "author": Category.ACCOUNT,
        "text": Category.CONTENT,
        "html": Category.CONTENT,
        "digest": Category.CONTENT,
        "link_hosts": Category.CONTENT,
        "reasons": Category.CONTENT,
    },
    plain=(
        "key topic state refusal score submitted_at moved_at published_at confirmed_at edited_at "
        "version"
    ),
    withheld={
        "html": INTERNAL,
        "digest": INTERNAL,
        "link_hosts": INTERNAL,
        "reasons": "They would reveal how our filters work.",
    },
    exceptions=[
        Exemption(
            keeping.written,
            OnErasure.KEEP,
            "Others read and answered it: it stays readable, under the name of a former member.",
            "as long as the topic is shown",
        ),
        Exemption(
            keeping.answered,
            OnErasure.BLANK,
            "Others wrote in the topic: its first post stays as an empty place.",
            "as long as the topic is shown",
        ),
    ],
    blanks={"state": keeping.NO_LONGER_HELD},
    derived={"text": text.derived},
    told={"text": text.to_export},
    created="submitted_at",
)
declare(
    PostVersion,
    purpose="To show how a published post was changed.",
    retention=Retention("versions of forum posts", "as long as the post", follows="post"),
    personal={"title": Category.CONTENT, "text": Category.CONTENT},
    plain="post number until_at",
    told={"text": text.to_export},
    created="until_at",
)
declare(
    Picture,
    purpose="To show a picture in a member's post.",
    about=belonging_to(Picture, "member"),
    retention=Retention(
        "pictures in the forum",
        "as long as the post, and a day without one",
        expired=lambda rows, now: rows.filter(post=None, added_at__lt=now - DAY),
    ),
    personal={"member": Category.ACCOUNT, "file": Category.CONTENT, "alt": Category.CONTENT},
    plain="key post width height added_at",
    withheld={"key": "It is of use to our software alone."},
    exceptions=[
        Exemption(
            lambda rows, subject: rows.filter(post__state=State.PUBLISHED),
            OnErasure.KEEP,
            "It is part of a post that stays readable.",
            "as long as the post",
        )
    ],
    created="added_at",
)
declare(
    Draft,
    purpose="To keep what a member writes until it is sent.",
    about=belonging_to(Draft, "member"),
    retention=Retention("drafts", "90 days after the last change", 90 * DAY, "saved_at"),
    personal={"member": Category.ACCOUNT, "title": Category.CONTENT, "text": Category.CONTENT},
    plain="board topic post kind tags saved_at",
    told={"text": text.to_export},
    created="saved_at",
)
declare(
    Report,
    purpose="To let moderators read a post that a member reported.",
    about=belonging_to(Report, "by"),
    retention=Retention("reports", "a year after it was closed", 365 * DAY, "closed_at"),
    personal={"by": Category.ACCOUNT, "reason": Category.CONTENT, "text": Category.CONTENT},
    plain="post weight at outcome closed_at",
    withheld={"weight": "It would reveal how our filters work."},
    created="at",
)
declare(
    Silence,
    purpose="To keep someone from writing who did not follow the rules, and to undo it.",
    about=belonging_to(Silence, "member"),
    retention=Retention("silenced members", "as long as the member", follows="member"),
    personal={"member": Category.ACCOUNT, "reason": Category.CONTENT, "appeal": Category.CONTENT},
    plain="reach at by asked_at undone_at undone_by",
    created="at",
)
declare(
    Notification,
    purpose="To tell a member about replies, mentions and verdicts.",
    about=belonging_to(Notification, "member"),
    retention=Retention("notifications", "90 days", 90 * DAY, "at"),
    personal={"member": Category.ACCOUNT, "seen_at": Category.ACCOUNT},
    plain="kind post at mailed_at",
    created="at",
)
declare(
    ReadMark,
    purpose="To show a member what is new.",
    retention=Retention("read marks", "as long as the member", follows="member"),
    personal={"member": Category.ACCOUNT, "read_at": Category.ACCOUNT},
    plain="topic",
)
declare(
    Watch,
    purpose="To notify a member of replies, or never to.",
    retention=Retention("watched topics", "as long as the member", follows="member"),
    personal={"member": Category.ACCOUNT, "level": Category.CHOICE},
    plain="topic since",
    created="since",
)
declare(
    TopicEvent,
    purpose="To show what happened to a topic.",
    source="Our software wrote it when staff or the author changed the topic.",
    about=lambda subject: TopicEvent._base_manager.filter(by__in=subject.keys(User)),
    retention=Retention("events of topics", "as long as the topic", follows="topic"),
    personal={"by": Category.ACCOUNT},
    plain="topic kind at other",
    on_erasure=OnErasure.BLANK,
    created="at",
)
declare(
    Topic,
    purpose="To show a conversation.",
    about=lambda subject: Topic._base_manager.filter(opening__in=subject.keys(Post)),
    retention=Retention(
        "topics",
        "as long as its first post",
        expired=lambda rows, now: rows.filter(
            opening=None, merged_into=None, opened_at__lt=now - DAY
        ),
    ),
    exceptions=[
        Exemption(
            lambda rows, subject: rows.filter(opening__state=State.PUBLISHED),
            OnErasure.KEEP,
            "Others read and answered it: it stays readable, under the name of a former member.",
            "as long as it is shown",
        ),
        Exemption(
            keeping.topics_of_others,
            OnErasure.BLANK,
            "Others wrote in it: it stays without the title.",
            "as long as it is shown",
        ),
    ],
    personal={"title": Category.CONTENT},
    plain=(
        "board kind tags opening last_post accepted merged_into replies opened_at active_at "
        "pinned_at locked_at"
    ),
    created="opened_at",
)
RULES = "Staff write it; it describes no one."
holds_nobody(Board, "brand parent name slug description position is_closed", because=RULES)
holds_nobody(Tag, "brand name slug", because=RULES)
holds_nobody(
    TrustLevel,
    "level name hours_of_account approved_posts topics_written_in days_without_reports links",
    "pictures mentions seconds_between_topics seconds_between_posts topics_on_first_day",
    "posts_on_first_day topics_a_day reports_a_day hours_to_edit",
    because=RULES,
)
