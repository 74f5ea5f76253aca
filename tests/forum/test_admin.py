"""The admin of the forum: topics, members, figures; what each role may do there."""

import io

from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forum import pictures
from forum.models import Member, Silence, Topic
from tests.base import confirm_access
from tests.media.base import drawn, encoded

from .factories import create_board, create_post, create_topic
from .moderating import ModeratingTestCase


class AdminTestCase(ModeratingTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.client.force_login(self.charlie)

    def press(self, row: object, step: str, **fields: object) -> str:
        model = type(row).__name__.lower()
        typed = {f"{step}-{name}": value for name, value in fields.items()}
        answer = self.client.post(
            f"/admin/forum/{model}/{row.pk}/steps/{step}/", typed, follow=True
        )
        assert answer.status_code in {200, 409, 422}, answer.status_code
        return answer.content.decode()

    def stored(self, row: object) -> object:
        return type(row).objects.get(pk=row.pk)

    def test_topics_are_locked_moved_merged_and_split_by_buttons(self):
        other = create_board("other", name="Other things")
        page = self.client.get(f"/admin/forum/topic/{self.topic.pk}/change/").text
        for title in ("Lock the topic", "Move it to another board", "Move replies to a new topic"):
            assert title in page
        assert "Locked." in self.press(self.topic, "lock")
        assert "Unlock the topic" in self.press(self.topic, "pin")
        assert "Moved to “Other things”." in self.press(self.topic, "move", board=other.pk)
        made = self.press(self.topic, "split", title="An aside", posts=[self.post.pk])
        newest = Topic.objects.order_by("-pk").first()
        assert f"Moved 1 posts to topic {newest.pk}." in made
        assert f"Merged into topic {self.topic.pk}." in self.press(
            newest, "merge", into=self.topic.pk
        )
        assert LogEntry.objects.filter(user=self.charlie).count() == 6

    def test_wrong_entries_change_nothing(self):
        assert "no topic with this number" in self.press(self.topic, "merge", into=999)
        assert "Choose another topic." in self.press(self.topic, "merge", into=self.topic.pk)
        assert "This field is required." in self.press(self.topic, "split", posts=[self.post.pk])
        assert "Select a valid choice" in self.press(self.topic, "move", board=10**17)
        assert "not possible any more" in self.press(self.topic, "unlock")
        assert not self.topic.events.exists()

    def test_several_topics_are_locked_at_once(self):
        other = create_topic(self.board, self.maya, "Another")
        fields = {"action": "lock", "_selected_action": [self.topic.pk, other.pk]}
        page = self.client.post("/admin/forum/topic/", fields, follow=True).text
        assert "2 locked." in page
        assert Topic.objects.filter(locked_at=None).count() == 0

    def test_staff_grant_a_level_and_take_it_back(self):
        self.press(self.omar, "trust", level="3")
        assert (self.stored(self.omar).trust, self.stored(self.omar).is_trust_granted) == (3, True)
        self.press(self.omar, "trust", level="earned")
        assert (self.stored(self.omar).trust, self.stored(self.omar).is_trust_granted) == (0, False)

    def test_a_profile_is_cleared_and_the_log_repeats_none_of_it(self):
        Member.objects.filter(pk=self.omar.pk).update(company="Rude Ltd", bio="Rude words")
        pictures.set_avatar(member=self.omar, file=io.BytesIO(encoded(drawn(300, 300))))
        name = self.omar.name
        assert "are gone" in self.press(self.omar, "clear")
        omar = self.stored(self.omar)
        assert (omar.company, omar.bio, omar.avatar.name) == ("", "", "")
        assert (omar.name, omar.handle) == (f"Member {omar.pk}", f"member-{omar.pk}")
        entry = LogEntry.objects.get(object_id=str(omar.pk), user=self.charlie)
        for text in ("Rude", name):
            assert text not in f"{entry.object_repr} {entry.change_message}"

    def test_the_handle_follows_a_name_that_staff_change(self):
        self.client.force_login(self.adam)
        confirm_access(self.client)
        user = self.omar.user
        typed = {"email": user.email, "display_name": "Omar New", "is_active": "on"}
        self.client.post(f"/admin/accounts/user/{user.pk}/change/", typed)
        assert (self.stored(self.omar).name, self.stored(self.omar).handle) == (
            "Omar New",
            "omar-new",
        )

    def test_a_member_is_silenced_with_all_posts_and_back(self):
        page = self.press(self.omar, "silence", reason="Spam.", reach="all", refusal="spam")
        assert "Silenced; 1 posts refused." in page
        assert "Spam." in page
        assert self.state() == "refused"
        page = self.press(self.omar, "lift")
        assert "1 posts are as they were." in page
        assert self.state() == "published"
        assert not Silence.objects.filter(undone_at=None).exists()

    def test_what_a_silenced_member_asks_is_shown(self):
        self.press(self.omar, "silence", reason="Spam.", reach="none", refusal="spam")
        Silence.objects.update(appeal="I will not do it again.", asked_at=self.omar.joined_at)
        page = self.client.get(f"/admin/forum/member/{self.omar.pk}/change/").text
        assert "I will not do it again." in page
        assert f"Member {self.omar.pk}" in self.client.get("/admin/forum/silence/?show=asked").text

    def test_moderators_end_sessions_and_only_administrators_merge(self):
        assert "Sessions ended: 0." in self.press(self.omar, "sign-out")
        fields = {"merge-into": self.maya.pk, "merge-is_sure": "on"}
        path = f"/admin/forum/member/{self.omar.pk}/steps/merge/"
        assert (
            "Merge with another"
            not in self.client.get(f"/admin/forum/member/{self.omar.pk}/change/").text
        )
        assert self.client.post(path, fields).status_code == 403
        self.client.force_login(self.adam)
        assert "This field is required" in self.press(self.omar, "merge", into=self.maya.pk)
        answer = self.client.post(path, fields)
        assert answer.status_code == 302
        assert not Member.objects.filter(pk=self.omar.pk).exists()

    def test_no_page_shows_an_email_address(self):
        for path in ("member/", f"member/{self.omar.pk}/change/", "report/", "topic/", "silence/"):
            page = self.client.get(f"/admin/forum/{path}").text
            assert "omar@example.com" not in page, path

    def test_other_roles_have_no_page(self):
        for person in (self.alice, self.bob, self.dora, self.erin):
            self.client.force_login(person)
            for path in ("topic/", "member/", "report/", "topic/figures/"):
                assert self.client.get(f"/admin/forum/{path}").status_code == 403

    def test_figures_count_the_week(self):
        held = create_post(self.topic, self.omar, "Held.", state="held")
        self.judge(held, "approve")
        page = " ".join(self.client.get("/admin/forum/topic/figures/").text.split())
        for title in ("Posts", "Topics", "Members", "Posts judged after waiting", "median"):
            assert title in page
        assert 'Published <span class="quiet">3</span>' in page
        assert 'Judged <span class="quiet">1</span>' in page

    def test_lists_and_figures_take_the_same_queries_for_any_number_of_rows(self):
        for path, most in (("topic/", 8), ("member/", 8), ("topic/figures/", 12)):
            self.count(path)
            counts = []
            for number in (1, 12):
                for each in range(number):
                    create_topic(
                        self.board, self.member(f"P{path[0]}{number}x{each} Name"), f"T{each}"
                    )
                counts.append(self.count(path))
            assert counts[0] == counts[1] <= most, (path, counts)

    def count(self, path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            self.client.get(f"/admin/forum/{path}")
        return len(queries)
