"""Admin of members: trust, silence, sessions, and two accounts of one person."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from contactatonce.accounts import sessions
from contactatonce.accounts.models import User
from contactatonce.lib.admin import Choice, Tabs
from contactatonce.lib.choices import KeyField
from contactatonce.lib.text import PlainTextField
from forum import silence, trust
from forum.limits import NotAllowed
from forum.models import Member, Silence
from forum.services import members
from moderation.services import note
from moderation.states import Refusal, State

from .steps import Step, StepForm, SteppedAdmin

EARNED = "earned"
DELETING = "Refused posts and the silence can be undone for 30 days."
CLEARING = "Removes company, text and picture; the name becomes “Member” with their number."
MERGING = (
    "Posts, drafts and watched topics move to the other member, and the account of this one is "
    "deactivated. This cannot be undone."
)


class MemberTabs(Tabs):
    title = "members"
    parameter_name = "show"
    options = (
        Choice("all", "All", lambda rows, request: rows.exclude(user=None)),
        Choice("silenced", "Silenced", lambda rows, request: rows.exclude(silenced_at=None)),
        Choice("former", "Former", lambda rows, request: rows.filter(user=None)),
    )


class TrustForm(StepForm):
    level = forms.ChoiceField(
        choices=[(EARNED, "As earned"), *((str(each), f"Always {each}") for each in range(4))],
        initial=EARNED,
    )


class SilenceForm(StepForm):
    reason = PlainTextField(max_length=300, help_text="The member reads it.")
    reach = forms.ChoiceField(
        label="Posts", choices=Silence.Reach.choices, initial=Silence.Reach.values[0]
    )
    refusal = forms.ChoiceField(
        label="Refused because", choices=Refusal.choices, initial=Refusal.SPAM
    )


class MergeForm(StepForm):
    into = KeyField(label="Number of the member to keep", help_text="It is in their page's URL.")
    is_sure = forms.BooleanField(label="Both accounts belong to one person, who asked for this")


def change_trust(member: Member, by: User, level: str) -> str:
    is_granted = level != EARNED
    fixed = {"is_trust_granted": is_granted, **({"trust": int(level)} if is_granted else {})}
    Member.objects.filter(pk=member.pk).update(**fixed)
    trust.recompute(Member.objects.filter(pk=member.pk))
    note(member, by, f"Trust: {level}.")
    return f"The level of trust is now {level}." if is_granted else "The level is as earned."


def silence_member(member: Member, by: User, reason: str, reach: str, refusal: str) -> str:
    made = silence.silence(member=member, by=by, reason=reason, reach=reach, refusal=refusal)
    note(member, by, f"Silenced ({reach}).")
    return f"Silenced; {silence.verdicts_of(made).count()} posts refused."


def lift(member: Member, by: User) -> str:
    active = silence.active_of(member)
    if active is None:
        raise NotAllowed("This member is not silenced.")
    restored = silence.lift(silenced=active, by=by)
    note(member, by, "Silence undone.")
    return f"The member can write again; {restored} posts are as they were."


def clear_profile(member: Member, by: User) -> str:
    members.clear_profile(member)
    note(member, by, "Profile cleared.")
    return "Company, text, picture and name are gone."


def end_sessions(member: Member, by: User) -> str:
    ended = sessions.end(member.user) if member.user else 0
    note(member, by, "Signed out everywhere.")
    return f"Sessions ended: {ended}."


def merge(member: Member, by: User, into: int, is_sure: bool) -> str:
    kept = Member.objects.filter(pk=into).first()
    if kept is None:
        raise NotAllowed("There is no member with this number.")
    members.merge(member=member, into=kept, by=by)
    return f"Everything belongs to member {into} now."


@admin.register(Member)
class MemberAdmin(SteppedAdmin):
    """Members by the name that readers see; their e-mail address is not shown here."""

    list_display = ["name", "handle", "trust", "is_trust_granted", "silenced_at", "joined_at"]
    list_select_related = ["user"]
    list_filter = [MemberTabs]
    search_fields = ["user__display_name", "handle", "pk"]
    search_help_text = "Name, handle or number"
    ordering = ["-pk"]
    step_permission = "forum.change_member"
    actions = None
    fields = [
        "name", "handle", "company", "bio", "joined_at", "trust", "is_trust_granted", "record",
        "silenced_at", "silenced",
    ]  # fmt: skip
    readonly_fields = ["name", "record", "silenced"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("user")

    def steps(self, member: Member) -> list[Step]:
        if member.user is None or member.is_staff:
            return []
        active = silence.active_of(member)
        return [
            Step("trust", "Level of trust", "Set the level", change_trust, TrustForm),
            Step("lift", "Undo the silence", "Let them write again", lift,
                 note=DELETING, is_possible=active is not None),
            Step("silence", "Silence the member", "Silence", silence_member, SilenceForm,
                 note=DELETING, is_danger=True, is_possible=active is None or active.by_id is None),
            Step("clear", "Clear the profile", "Clear profile", clear_profile,
                 note=CLEARING, is_danger=True),
            Step("sign-out", "End the sessions", "Sign out everywhere", end_sessions),
            Step("merge", "Merge with another account", "Merge", merge, MergeForm,
                 note=MERGING, permission="forum.merge_member", is_danger=True),
        ]  # fmt: skip

    @admin.display(description="name", ordering="user__display_name")
    def name(self, member: Member) -> str:
        return member.name

    @admin.display(description="posts")
    def record(self, member: Member) -> str:
        """Posts by state, with a link to the queue."""
        found = member.posts.aggregate(
            **{state: Count("pk", filter=Q(state=state)) for state in State.values}
        )
        counts = ", ".join(f"{number} {state}" for state, number in found.items())
        last = member.posts.order_by("-pk").first()
        if last is None:
            return "none"
        url = f"{reverse('admin:moderation_queue')}?author={last.label_and_key}"
        return format_html('{} · <a href="{}">waiting ones in the queue</a>', counts, url)

    @admin.display(description="why silenced")
    def silenced(self, member: Member) -> str:
        active = silence.active_of(member)
        if active is None:
            return "–"
        asked = f" They ask: “{active.appeal}”" if active.appeal else ""
        return f"{active.reason}{asked}"
