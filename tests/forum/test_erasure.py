"""An erased member is a former member everywhere, and nothing names them (P30, P31)."""

import io
from collections.abc import Iterator
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone
from PIL import Image

from contactatonce.accounts.models import User
from forum import drafts, keeping, pictures, text
from forum.models import (
    Draft,
    Member,
    Notification,
    Post,
    PostVersion,
    ReadMark,
    Report,
    Topic,
    TopicEvent,
    Watch,
)
from forum.models.members import forum_files
from forum.services import publishing
from moderation.states import State
from privacy.erasure import erasure
from privacy.erasure.identifiers import subject_of
from privacy.erasure.plan import plan_person
from search import index
from search.models import Entry
from tests.base import StaffTestCase
from tests.forum.factories import create_board, create_member, create_post, create_topic

EMAIL, NAME, HANDLE = "zebulon@example.com", "Zebulon Quackenbush", "zebulon-quackenbush"
MARKS = ("zebulon", "quackenbush", "xylocopa")  # the last is a word of a secret text


def dump() -> Iterator[str]:
    """Yield everything that the database holds, as text."""
    if connection.vendor == "sqlite":
        yield from connection.connection.iterdump()
        return
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            name = connection.ops.quote_name(table)
            cursor.execute(f"SELECT row_to_json(t)::text FROM {name} t")
            yield from (row[0] for row in cursor.fetchall())


def found(*marks: str) -> list[str]:
    """Return the lines of a dump with one of `marks`, in any case."""
    return [line[:300] for line in dump() if any(mark in line.lower() for mark in marks)]


def picture() -> SimpleUploadedFile:
    content = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(content, "PNG")
    return SimpleUploadedFile("zebulon.png", content.getvalue())


class ErasureTestCase(StaffTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.board = create_board()
        cls.omar = create_member("Omar Other")

    def setUp(self) -> None:
        super().setUp()
        self.zeb = create_member(NAME, company="Quackenbush Bees", bio="Xylocopa breeder")
        file = picture()
        pictures.set_avatar(member=self.zeb, file=file)

    def erase(self) -> None:
        subject = subject_of(EMAIL)
        done = erasure.execute(subject=subject, plan_hash=plan_person(subject).digest)
        erasure.finish(done.pk)

    def plant(self) -> Topic:
        """Let the member appear wherever a member can."""
        topic = create_topic(self.board, self.zeb, "How do bees sleep?")
        own = create_post(topic, self.zeb, "I am back.", edited_at=timezone.now())
        PostVersion.objects.create(post=own, number=1, text="Xylocopa was my first word.")
        mention = f"Thanks, @{HANDLE}!\n\n> @{HANDLE} wrote ([#1](/forum/posts/1/)):\n> hm"
        others = create_post(topic, self.omar, mention)
        PostVersion.objects.create(post=others, number=1, text=text.to_stored(f"@{HANDLE} hi"))
        for state in (State.HELD, State.REFUSED, State.WITHDRAWN):
            refusal = "spam" if state == State.REFUSED else ""
            create_post(topic, self.zeb, "Xylocopa secret", state=state, refusal=refusal)
            create_topic(
                self.board, self.zeb, "Xylocopa", state=state, refusal=refusal, typed="Xylocopa"
            )
        Draft.objects.create(member=self.zeb, board=self.board, title="Xylocopa", text="Xylocopa")
        drafts.save(member=self.omar, place=topic, typed={"text": f"Thanks, @{HANDLE}"})
        Report.objects.create(post=others, by=self.zeb, reason="rude", text="Xylocopa is rude")
        Notification.objects.create(member=self.zeb, kind="reply", post=others)
        Notification.objects.create(member=self.omar, kind="reply", post=own)
        Watch.objects.create(member=self.zeb, topic=topic)
        ReadMark.objects.create(member=self.zeb, topic=topic, read_at=timezone.now())
        TopicEvent.objects.create(topic=topic, kind="accepted", by=self.zeb.user)
        publishing.announce(own)
        EmailAddress.objects.get_or_create(user=self.zeb.user, email=EMAIL)
        for row in (self.zeb, own, topic, self.zeb.user):
            LogEntry.objects.create(
                user=self.charlie,
                content_type=ContentType.objects.get_for_model(row),
                object_id=str(row.pk),
                object_repr=NAME,
                action_flag=CHANGE,
                change_message=f"Silenced {NAME}",
            )
        return topic

    def test_nothing_in_the_database_names_an_erased_member(self):
        self.plant()
        assert found(*MARKS)
        self.erase()
        assert found(*MARKS) == []

    def test_posts_stay_readable_under_the_name_of_a_former_member(self):
        topic = self.plant()
        self.erase()
        posts = topic.posts.readable().with_names().order_by("pk")
        names = [post.author.name for post in posts]
        assert names[0] == names[1]
        assert names[0].startswith("Former member ")
        assert posts[2].author.name == "Omar Other"
        assert posts[0].text == "We answer within a minute."
        shown = text.shown(posts[2].html)
        assert "Thanks, <a href" in shown
        assert shown.count(f"@{names[0]}") == 2

    def test_the_file_of_the_avatar_is_deleted(self):
        name = self.zeb.avatar.name
        assert forum_files().exists(name)
        self.erase()
        assert not forum_files().exists(name)

    def test_what_belongs_to_the_member_alone_is_deleted(self):
        self.plant()
        self.erase()
        for model in (Report, Watch, ReadMark):
            assert not model.objects.exists(), model
        assert Draft.objects.get().member == self.omar
        assert Notification.objects.get().member == self.omar
        assert not User.objects.filter(email=EMAIL).exists()
        assert Topic.objects.count() == 1

    def test_a_member_without_posts_is_deleted(self):
        self.erase()
        assert not Member.objects.filter(pk=self.zeb.pk).exists()

    def test_replies_survive_the_erasure_of_a_hidden_first_post(self):
        for state in (State.HELD, State.REFUSED, State.WITHDRAWN):
            refusal = "spam" if state == State.REFUSED else ""
            topic = create_topic(self.board, self.zeb, "Xylocopa title")
            create_post(topic, self.omar, "An answer.")
            PostVersion.objects.create(post=topic.opening, number=1, text="Xylocopa before")
            Post.objects.filter(pk=topic.opening_id).update(
                state=state, refusal=refusal, text="Xylocopa", html="Xylocopa"
            )
            index.put(Topic.objects.get(pk=topic.pk))
        self.erase()
        assert Post.objects.filter(author=self.omar, text="An answer.").count() == 3
        assert found(*MARKS) == []
        shown = [topic.shown_title for topic in Topic.objects.published().with_names()]
        assert shown == ["Topic removed by its author"] * 2
        assert Post.objects.held().count() == 0

    def test_a_first_post_is_blanked_in_time_where_others_wrote(self):
        topic = create_topic(self.board, self.zeb, "Xylocopa title")
        create_post(topic, self.omar, "An answer.")
        removed = Post.objects.filter(pk=topic.opening_id)
        removed.update(state=State.WITHDRAWN, text="Xylocopa", html="Xylocopa")
        index.put(Topic.objects.get(pk=topic.pk))
        now = timezone.now()
        assert keeping.blank_first_posts(now + timedelta(days=29)) == 0
        assert keeping.blank_first_posts(now + timedelta(days=31)) == 1
        assert keeping.blank_first_posts(now + timedelta(days=31)) == 0
        assert found("xylocopa title") == []
        assert Topic.objects.published().get().replies == 1

    def test_the_title_of_a_held_topic_is_not_indexed(self):
        create_topic(self.board, self.zeb, "Xylocopa title", state=State.HELD)
        entry = Entry.objects.get(model="forum.topic")
        assert (entry.path, entry.title, entry.text) == ("", "", "")
