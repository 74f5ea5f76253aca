"""Admin of topics: what staff do with them, and the figures of the forum."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.text import Truncator
from django.views.decorators.http import require_safe

from contactatonce.accounts.models import User
from contactatonce.lib.admin import Choice, Tabs
from contactatonce.lib.choices import KeyField
from contactatonce.lib.text import PlainTextField
from forum import figures
from forum.limits import NotAllowed
from forum.models import Board, Topic, TopicEvent
from forum.services import topics
from forum.text import plain
from moderation.states import State

from .steps import Step, StepForm, SteppedAdmin

Kind = TopicEvent.Kind
MOST_LISTED = 200
MERGING = "All its posts move to the older topic. Its URL redirects there. This cannot be undone."
LABELS = {
    Kind.LOCKED: "Lock",
    Kind.UNLOCKED: "Unlock",
    Kind.PINNED: "Pin",
    Kind.UNPINNED: "Unpin",
}


class TopicTabs(Tabs):
    title = "topics"
    parameter_name = "show"
    options = (
        Choice("all", "All", lambda rows, request: rows.filter(merged_into=None)),
        Choice("held", "Waiting", lambda rows, request: rows.filter(opening__state=State.HELD)),
        Choice("pinned", "Pinned", lambda rows, request: rows.exclude(pinned_at=None)),
        Choice("locked", "Locked", lambda rows, request: rows.exclude(locked_at=None)),
        Choice("merged", "Merged", lambda rows, request: rows.exclude(merged_into=None)),
    )


class MoveForm(StepForm):
    board: Any = forms.ModelChoiceField(Board.objects.none(), label="To the board")

    def __init__(self, topic: Topic, posted: Any = None) -> None:
        super().__init__(topic, posted)
        boards = Board.objects.on(topic.board.brand).exclude(pk=topic.board_id)
        self.fields["board"].queryset = boards  # type: ignore[attr-defined]


class MergeForm(StepForm):
    into = KeyField(label="Number of the older topic", help_text="It is in the topic's URL.")


class SplitForm(StepForm):
    title = PlainTextField(label="Title of the new topic", max_length=120)
    posts = forms.TypedMultipleChoiceField(
        label="Replies to move", coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, topic: Topic, posted: Any = None) -> None:
        super().__init__(topic, posted)
        replies = (
            topic.posts.published().exclude(pk=topic.opening_id).select_related("author__user")
        )
        self.fields["posts"].choices = [  # type: ignore[attr-defined]
            (post.pk, f"{post.author.name}: {Truncator(plain(post.html)).chars(80)}")
            for post in reversed(replies.order_by("-pk")[:MOST_LISTED])
        ]


def switch(topic: Topic, by: User, *, kind: str) -> str:
    changed = topics.switch(topic=topic, kind=kind, by=by)
    return f"{Kind(kind).name.capitalize()}." if changed else "It was so already."


def move(topic: Topic, by: User, board: Board) -> str:
    topics.move(topic=topic, board=board, by=by)
    return f"Moved to “{board.name}”."


def merge(topic: Topic, by: User, into: int) -> str:
    older = Topic.objects.filter(pk=into).first()
    if older is None:
        raise NotAllowed("There is no topic with this number.")
    topics.merge(topic=topic, into=older, by=by)
    return f"Merged into topic {into}."


def split(topic: Topic, by: User, title: str, posts: list[int]) -> str:
    made = topics.split(topic=topic, posts=posts, title=title, by=by)
    return f"Moved {len(posts)} posts to topic {made.pk}."


def bulk_action(kind: Kind, label: str) -> Any:
    """Return an admin action that locks, unlocks, pins or unpins the selected topics."""

    @admin.action(description=label, permissions=["step"])
    def switch_all(page: Any, request: Any, rows: QuerySet[Topic]) -> None:
        changed = [topics.switch(topic=topic, kind=kind, by=request.user) for topic in rows]
        page.message_user(request, f"{sum(changed)} {kind.name.lower()}.")

    switch_all.__name__ = label.lower()
    return switch_all


@admin.register(Topic)
class TopicAdmin(SteppedAdmin):
    """Topics with what staff may do with each."""

    list_display = ["name", "board", "site", "kind", "replies", "active_at"]
    list_select_related = ["board__brand", "opening"]
    list_filter = [TopicTabs, "kind", "opened_at"]
    search_fields = ["title", "pk"]
    search_help_text = "Title or number"
    ordering = ["-pk"]
    step_permission = "forum.change_topic"
    change_list_template = "admin/forum/topic_list.html"
    actions = [bulk_action(kind, label) for kind, label in LABELS.items()]
    fields = ["name", "board", "site", "kind", "state", "replies", "opened_at", "active_at"]
    readonly_fields = ["name", "site", "state"]

    def get_urls(self) -> Any:
        view = self.admin_site.admin_view(require_safe(self.figures))
        return [path("figures/", view, name="forum_topic_figures"), *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("board__brand", "opening")

    def figures(self, request: HttpRequest) -> HttpResponse:
        """Show what happened in the forum each week, as charts with tables."""
        return self.extra_page(
            request, "admin/forum/figures.html", "Forum figures", charts=figures.read()
        )

    def steps(self, topic: Topic) -> list[Step]:
        switches = [
            Kind.UNLOCKED if topic.locked_at else Kind.LOCKED,
            Kind.UNPINNED if topic.pinned_at else Kind.PINNED,
        ]
        is_here = topic.merged_into_id is None
        return [
            *(
                Step(label.lower(), f"{label} the topic", label, partial(switch, kind=kind),
                     is_possible=is_here and kind in switches)
                for kind, label in LABELS.items()
            ),
            Step("move", "Move it to another board", "Move", move, MoveForm, is_possible=is_here),
            Step("merge", "Merge it into an older topic", "Merge", merge, MergeForm, note=MERGING,
                 is_possible=is_here),
            Step("split", "Move replies to a new topic", "Move the ticked", split, SplitForm,
                 is_possible=is_here),
        ]  # fmt: skip

    @admin.display(description="title", ordering="title")
    def name(self, topic: Topic) -> str:
        return topic.title or f"Merged into topic {topic.merged_into_id}"

    @admin.display(description="site")
    def site(self, topic: Topic) -> str:
        return topic.board.brand.name

    @admin.display(description="first post")
    def state(self, topic: Topic) -> str:
        return topic.opening.get_state_display() if topic.opening else "–"

    def has_step_permission(self, request: Any) -> bool:
        allowed: bool = request.user.has_perm(self.step_permission)
        return allowed
