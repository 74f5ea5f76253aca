"""Two accounts of one person become one member."""

from contactatonce.accounts.models import User
from forum.limits import NotAllowed
from forum.models import Draft, Member, Notification, Post, Report, Watch
from forum.services import members

from .factories import create_member, create_post, create_topic
from .moderating import ModeratingTestCase


class MergeMembersTestCase(ModeratingTestCase):
    def merge(self, member: Member | None = None, into: Member | None = None) -> None:
        members.merge(member=member or self.omar, into=into or self.maya, by=self.adam)

    def test_posts_watches_drafts_and_reports_move(self):
        other = create_topic(self.board, self.maya, "Another")
        Watch.objects.create(member=self.omar, topic=self.topic)
        Watch.objects.create(member=self.omar, topic=other, level="muted")
        Watch.objects.create(member=self.maya, topic=other)
        Draft.objects.create(member=self.omar, board=self.board, text="Draft")
        Notification.objects.create(member=self.omar, kind="reply", post=self.post)
        third = create_post(self.topic, self.member("Ada One"), "Third.")
        Report.objects.create(post=third, by=self.omar, reason="spam")
        Report.objects.create(post=other.opening, by=self.omar, reason="spam")
        self.merge()
        assert not Member.objects.filter(pk=self.omar.pk).exists()
        assert not Post.objects.exclude(author__in=[self.maya, third.author]).exists()
        assert set(Watch.objects.values_list("topic", "level")) == {
            (self.topic.pk, "watched"),
            (other.pk, "watched"),
        }
        assert Draft.objects.get().member == Notification.objects.get().member == self.maya
        assert [(each.by, each.post) for each in Report.objects.all()] == [(self.maya, third)]

    def test_the_other_account_is_closed_and_its_sessions_end(self):
        self.client.force_login(self.omar.user)
        assert self.client.get("/forum/me/trust/").status_code == 200
        self.merge()
        assert not User.objects.get(pk=self.omar.user_id).is_active
        assert self.client.get("/forum/me/trust/").status_code == 302

    def test_mentions_name_the_member_who_is_kept(self):
        post = create_post(self.topic, self.member("Ada One"), "Thanks, @omar-other!")
        assert f"@{{{self.omar.pk}}}" in post.text
        Draft.objects.create(member=post.author, topic=self.topic, text=post.text)
        self.merge()
        post = Post.objects.get(pk=post.pk)
        assert Draft.objects.get().text == post.text
        assert post.text == f"Thanks, @{{{self.maya.pk}}}!"
        assert f'href="/forum/members/{self.maya.pk}/"' in post.html
        assert f"@{{{self.omar.pk}}}" not in post.html

    def test_staff_silenced_and_former_members_are_not_merged(self):
        staff, former = create_member("Bob"), create_member("Fay Former")
        Member.objects.filter(pk=former.pk).update(user=None, handle="")
        silenced = self.member("Sid Silent")
        Member.objects.filter(pk=silenced.pk).update(silenced_at=silenced.joined_at)
        for member in (staff, former, silenced, self.maya):
            with self.assertRaises(NotAllowed):
                self.merge(member)
        assert Member.objects.filter(pk=self.omar.pk).exists()
