"""Members' own pages: profile, picture, posts, watched topics, notifications, mail."""

import io

from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from forum import drafts
from forum.me_forms import MailForm, ProfileForm
from forum.models import Member, Notification, Watch
from forum.models.members import forum_files
from forum.services import publishing
from moderation.states import State
from tests import factories
from tests.base import SiteTestCase, run_jobs
from tests.forum.factories import create_board, create_member, create_post, create_topic

PAGES = ("", "posts/", "drafts/", "watched/", "notifications/", "settings/")


def picture(size: tuple[int, int] = (300, 100)) -> SimpleUploadedFile:
    content = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    Image.new("RGB", size, "teal").save(content, "JPEG", exif=exif)
    return SimpleUploadedFile("me.jpg", content.getvalue())


class OwnPagesTestCase(SiteTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.maya, cls.omar = create_member("Maya Member"), create_member("Omar Other")
        cls.board = create_board(brand=cls.brand)
        cls.topic = create_topic(cls.board, cls.omar)

    def setUp(self) -> None:
        super().setUp()
        self.client.force_login(self.maya.user)

    def page(self, path: str = "") -> str:
        response = self.client.get(f"/forum/me/{path}")
        assert response.status_code == 200, response.status_code
        assert "no-store" in response.headers["Cache-Control"]
        return response.content.decode()

    def reload(self) -> Member:
        return Member.objects.get(pk=self.maya.pk)

    def test_visitors_sign_in_first(self):
        self.client.logout()
        for path in PAGES:
            assert self.client.get(f"/forum/me/{path}").status_code == 302

    def test_opening_own_pages_stores_nothing(self):
        self.client.force_login(factories.create_member("new@example.com", "Nia New"))
        for path in PAGES:
            self.page(path)
        assert not Member.objects.filter(user__email="new@example.com").exists()

    def test_a_profile_is_changed(self):
        data = {"company": "Bee Cars", "bio": "I sell cars."}
        assert self.client.post("/forum/me/", data).status_code == 302
        assert (self.reload().company, self.reload().bio) == ("Bee Cars", "I sell cars.")
        response = self.client.post("/forum/me/", {"company": "x" * 81})
        assert response.status_code == 422
        assert self.reload().company == "Bee Cars"

    def test_a_form_saves_what_was_changed_alone(self):
        for form, typed in ((ProfileForm, {"company": "Bee"}), (MailForm, {"mails_digest": "on"})):
            stale = self.reload()
            silenced_at = timezone.now()
            Member.objects.filter(pk=self.maya.pk).update(silenced_at=silenced_at, trust=2)
            filled = form(typed, instance=stale)
            assert filled.is_valid()
            filled.save()
            assert (self.reload().silenced_at, self.reload().trust) == (silenced_at, 2)
            Member.objects.filter(pk=self.maya.pk).update(silenced_at=None, trust=0)
        assert (self.reload().company, self.reload().mails_digest) == ("Bee", True)

    def test_a_silenced_member_changes_nothing_that_others_see(self):
        Member.objects.filter(pk=self.maya.pk).update(silenced_at=timezone.now())
        for path, typed in (
            ("/forum/me/", {"company": "Liars"}),
            ("/forum/me/avatar/", {"picture": picture()}),
            ("/accounts/", {"display_name": "Mods Are Liars"}),
        ):
            answer = self.client.post(path, typed)
            assert answer.status_code in {200, 422}, path
            assert 'href="/forum/me/trust/">Read why' in answer.text, path
        maya = self.reload()
        assert (maya.company, maya.avatar.name, maya.name) == ("", "", "Maya Member")

    def test_the_handle_follows_the_name(self):
        create_member("Anon Y")
        for name, handle in (
            ("Anon", "anon"),
            ("Anon Y", "anon-y-2"),
            ("Añon Y!", "anon-y-2"),
            ("Maya Member", "maya-member"),
        ):
            self.client.post("/accounts/", {"display_name": name})
            assert self.reload().handle == handle

    def test_a_profile_is_changed_as_often_as_a_network_may_post(self):
        cache.clear()
        with self.settings(FORUM_RATE="1/10m"):
            self.client.post("/forum/me/", {"company": "Bee Cars"})
            for path, typed in (("", {"company": "Other"}), ("avatar/", {"picture": picture()})):
                answer = self.client.post(f"/forum/me/{path}", typed)
                self.assertContains(answer, "Too many changes", status_code=422)
        assert (self.reload().company, self.reload().avatar.name) == ("Bee Cars", "")

    def test_a_picture_becomes_a_small_square_without_metadata(self):
        self.client.post("/forum/me/avatar/", {"picture": picture()})
        name = self.reload().avatar.name
        with forum_files().open(name) as file:
            stored = file.read()
        image = Image.open(io.BytesIO(stored))
        assert (image.format, image.size) == ("WEBP", (192, 192))
        assert b"taken at home" not in stored
        answer = self.client.get(f"/forum/avatars/{name}")
        assert b"".join(answer.streaming_content) == stored
        assert f'src="/forum/avatars/{name}"' in self.page()

    def test_a_replaced_or_removed_picture_is_deleted(self):
        names = []
        for data in ({"picture": picture()}, {"picture": picture()}, {"remove": "1"}):
            with self.captureOnCommitCallbacks(execute=True):
                self.client.post("/forum/me/avatar/", data)
            names.append(self.reload().avatar.name)
        assert names[2] == ""
        assert not any(forum_files().exists(name) for name in names[:2])
        assert self.client.get(f"/forum/avatars/{names[0]}").status_code == 404

    def test_files_other_than_pictures_are_refused_with_a_reason(self):
        for content in (b"", b"<svg></svg>", b"GIF89a broken"):
            file = SimpleUploadedFile("me.jpg", content)
            response = self.client.post("/forum/me/avatar/", {"picture": file})
            assert response.status_code == 422, content
        assert self.reload().avatar.name == ""

    def test_own_posts_are_listed_with_their_states(self):
        for state in State.values:
            refusal = "rude" if state == State.REFUSED else ""
            create_post(self.topic, self.maya, state=state, refusal=refusal)
        page = self.page("posts/")
        for words in ("Published", "Waits for a moderator", "It insults someone", "Removed by you"):
            assert words in page

    def test_own_posts_take_the_same_queries_for_any_number(self):
        create_post(self.topic, self.maya)
        self.page("posts/")
        with self.assertNumQueries(6):
            self.page("posts/")
        for _ in range(15):
            create_post(self.topic, self.maya)
        with self.assertNumQueries(6):
            self.page("posts/")

    def test_a_topic_is_watched_muted_and_neither(self):
        path = f"/forum/topics/{self.topic.pk}/watch/"
        for level in ("watched", "muted"):
            assert self.client.post(path, {"level": level}).status_code == 303
            assert Watch.objects.get(member=self.maya).level == level
            assert "How fast is fast?" in self.page("watched/")
        self.client.post(path, {"level": ""})
        assert not Watch.objects.filter(member=self.maya).exists()
        assert self.client.post(path, {"level": "loud"}).status_code == 404

    def test_a_hidden_topic_cannot_be_watched(self):
        held = create_topic(self.board, self.omar, "Secret", state=State.HELD)
        Watch.objects.create(member=self.maya, topic=held)
        assert self.client.get(f"/forum/topics/{held.pk}/watch/").status_code == 404
        assert "Secret" not in self.page("watched/")

    def test_notifications_are_new_until_they_are_marked_as_seen(self):
        Watch.objects.create(member=self.maya, topic=self.topic)
        publishing.announce(create_post(self.topic, self.omar))
        run_jobs()
        page = self.page("notifications/")
        assert "Omar Other replied" in page
        assert "1 new" in page
        assert self.client.post("/forum/me/notifications/").status_code == 303
        assert Notification.objects.get().seen_at
        assert "1 new" not in self.page("notifications/")

    def test_reading_a_topic_sees_its_notifications(self):
        for _ in range(2):
            post = create_post(self.topic, self.omar)
            Notification.objects.create(member=self.maya, kind="reply", post=post)
        read = f"/forum/topics/{self.topic.pk}/read/"
        self.client.post(read, {"last": str(post.pk - 1)})
        assert Notification.objects.filter(seen_at=None).count() == 1
        self.client.post(read, {"last": str(post.pk)})
        assert not Notification.objects.filter(seen_at=None).exists()

    def test_notifications_of_hidden_posts_are_not_shown(self):
        post = create_post(self.topic, self.omar, state=State.HELD)
        Notification.objects.create(member=self.maya, kind="reply", post=post)
        page = self.page("notifications/")
        assert "Omar Other" not in page
        assert "1 new" not in page

    def test_drafts_are_listed_with_a_link_to_write_on(self):
        for place, title in ((self.board, "On bees"), (self.topic, "")):
            drafts.save(
                member=self.maya,
                place=place,
                typed={"title": title, "text": "Not yet, @omar-other"},
            )
        page = self.page("drafts/")
        assert 'href="/forum/boards/questions/new/"' in page
        assert f'href="/forum/topics/{self.topic.pk}/reply/"' in page
        assert "On bees" in page
        form = self.client.get(f"/forum/topics/{self.topic.pk}/reply/").content.decode()
        assert "Not yet, @omar-other" in form

    def test_mail_settings_are_changed(self):
        assert self.client.post("/forum/me/settings/", {"mails_digest": "on"}).status_code == 302
        maya = self.reload()
        assert (maya.mails_replies, maya.mails_mentions, maya.mails_digest) == (False, False, True)

    def test_the_topic_offers_to_watch_it(self):
        page = self.client.get(self.topic.get_absolute_url()).content.decode()
        assert f'action="/forum/topics/{self.topic.pk}/watch/"' in page
        self.client.logout()
        page = self.client.get(self.topic.get_absolute_url()).content.decode()
        assert "watch/" not in page
