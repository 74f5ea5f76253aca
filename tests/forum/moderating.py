"""Shared by tests of moderation: members of a day's age, topics, verdicts."""

from datetime import timedelta

from django.utils import timezone

from forum import reports, seed
from forum.models import Member, Post, Report
from moderation import services
from moderation.models import Verdict
from tests.base import StaffTestCase

from .factories import create_board, create_member, create_post, create_topic

APPROVE, REFUSE = Verdict.Decision.APPROVE, Verdict.Decision.REFUSE


class ModeratingTestCase(StaffTestCase):
    """A topic of Maya's with a reply of Omar's; everyone has been here for a week."""

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        seed.load_trust_levels()
        cls.board = create_board()
        cls.maya, cls.omar = cls.member("Maya Member"), cls.member("Omar Other")
        cls.topic = create_topic(cls.board, cls.maya)
        cls.post = create_post(cls.topic, cls.omar, "Buy my watches.")

    @classmethod
    def member(cls, name: str, days: int = 7, **fields: object) -> Member:
        member = create_member(name, **fields)
        member.user.joined_at = timezone.now() - timedelta(days=days)
        member.user.save()
        return member

    def report(self, *names: str, post: Post | None = None, reason: str = "spam") -> None:
        for name in names:
            reports.report(post=post or self.post, by=self.member(name), reason=reason)

    def judge(self, post: Post, decision: str, refusal: str = "spam") -> Verdict:
        return services.judge(
            model=Post,
            pk=post.pk,
            version=Post.objects.get(pk=post.pk).version,
            decision=decision,
            refusal=refusal if decision == REFUSE else "",
            by=self.charlie,
        )

    def undo(self, verdict: Verdict) -> None:
        services.undo(verdict_id=verdict.pk, by=self.charlie)

    def state(self, post: Post | None = None) -> str:
        return Post.objects.values_list("state", flat=True).get(pk=(post or self.post).pk)

    def trust(self, member: Member) -> int:
        return Member.objects.values_list("trust", flat=True).get(pk=member.pk)

    def outcomes(self, post: Post | None = None) -> list[str]:
        found = Report.objects.filter(post=post or self.post).order_by("pk")
        return list(found.values_list("outcome", flat=True))
