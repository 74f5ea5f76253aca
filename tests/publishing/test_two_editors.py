"""Two editors of one text: the second sees mine, theirs and the original, and chooses."""

from datetime import UTC, datetime

from blog.models import Post, Tag
from publishing import scheduling
from publishing.models import Redirect
from tests import factories
from tests.blog.base import create_tag
from tests.publishing.base import EditingTestCase, fields_of


class TwoEditorsTestCase(EditingTestCase):
    def setUp(self):
        super().setUp()
        self.opened = self.refreshed()
        beth = factories.create_staff("beth@example.com", "Beth", role="Editor")
        other = self.client_class(HTTP_HOST="www.contactatonce.com")
        other.force_login(beth)
        answer = self.save(self.opened, client=other, title="Beth’s title", body="Beth’s text.")
        assert answer.status_code == 302

    def conflict(self, **changes):
        """Save what Bob had open; return the answer, which stores nothing."""
        before = self.refreshed()
        response = self.save(self.opened, **changes)
        assert response.status_code == 200
        assert self.refreshed().version == before.version
        return response

    def choose(self, which, **changes):
        """Send again what Bob had open, with one choice for all that differs from what is now."""
        now = self.refreshed()
        names = ("title", "summary", "body", "slug", "tags", "publish_at", "unpublish_at")
        chosen = {f"choice_{name}": which for name in names if name in changes and name != "body"}
        answer = self.save(self.opened, opened_version=now.version, **chosen, **changes)
        assert answer.status_code == 302, answer.context["errors"]

    def set_aside(self):
        return self.post.revisions.get(note="Set aside in a conflict")

    def test_the_second_sees_all_three_texts(self):
        page = self.conflict(title="Bob’s title").content.decode()
        assert "Two people wrote at once" in page
        for words in ("Beth", "Bob", "The original", "The first answer"):
            assert words in page
        assert 'name="choice_title" value="mine" checked' in page
        assert 'name="choice_body" value="theirs" checked' in page
        assert "choice_summary" not in page

    def test_what_he_wrote_is_still_in_the_form(self):
        page = self.conflict(summary="Bob’s summary").content.decode()
        assert "Bob’s summary" in page

    def test_he_takes_one_field_of_each(self):
        self.conflict(title="Bob’s title", body="Bob’s text.")
        response = self.save(
            self.opened,
            title="Bob’s title",
            body="Bob’s text.",
            opened_version=self.refreshed().version,
            choice_title="mine",
            choice_body="theirs",
        )
        assert response.status_code == 302
        post = self.refreshed()
        assert (post.title, post.body) == ("Bob’s title", "Beth’s text.")
        assert "Beth" in post.html

    def test_nothing_of_either_is_lost(self):
        self.conflict(title="Bob’s title", body="Bob’s text.")
        self.save(
            self.opened,
            title="Bob’s title",
            body="Bob’s text.",
            opened_version=self.refreshed().version,
            choice_title="theirs",
            choice_body="theirs",
        )
        kept = [revision.snapshot["body"] for revision in self.post.revisions.order_by("number")]
        assert kept[1:] == ["Beth’s text.", "Bob’s text.", "Beth’s text."]
        notes = [revision.note for revision in self.post.revisions.order_by("number")]
        assert notes[-2:] == ["Set aside in a conflict", "Merged after a conflict"]

    def test_an_address_that_nobody_took_leaves_no_trace(self):
        self.publish()
        self.opened = self.refreshed()
        self.save(self.opened, slug="beths-address")
        self.conflict(slug="bobs-address")
        self.choose("theirs", slug="bobs-address")
        assert self.refreshed().slug == "beths-address"
        assert [row.old_path for row in Redirect.objects.all()] == ["/posts/the-first-answer/"]
        assert self.set_aside().snapshot["slug"] == "bobs-address"

    def test_tags_that_he_typed_and_set_aside_are_in_the_history(self):
        self.save(self.refreshed(), tags=[create_tag("Beth’s").pk])
        self.conflict(tags=[create_tag("Bob’s").pk], new_tags="Typed")
        self.choose("theirs", tags=[create_tag("Other").pk], new_tags="Typed")
        assert [tag.name for tag in self.refreshed().tags.all()] == ["Beth’s"]
        assert Tag.objects.get(name="Typed").pk in self.set_aside().snapshot["tags"]

    def test_what_he_typed_wrong_does_not_hinder_him_from_taking_theirs(self):
        self.publish()
        self.opened = self.refreshed()
        self.save(self.opened, publish_at="2026-03-10T09:00")
        late = {"unpublish_at": "2026-03-09T09:00", "slug": "no address"}
        self.choose("theirs", publish_at="2026-03-11T09:00", **late)
        assert self.refreshed().publish_at == datetime(2026, 3, 10, 13, tzinfo=UTC)
        assert self.refreshed().unpublish_at is None

    def test_a_merged_text_can_be_scheduled(self):
        self.publish()
        self.opened = self.refreshed()
        self.save(self.opened, title="Theirs")
        self.choose("theirs", title="Bob’s", takes_effect_at="2040-01-01T09:00", body="Later.")
        pending = scheduling.pending(self.post)
        assert (pending.snapshot["title"], pending.snapshot["body"]) == ("Theirs", "Later.")
        assert pending.base_version == self.refreshed().version
        assert self.set_aside().snapshot["title"] == "Bob’s"
        assert self.refreshed().revisions.first().snapshot["title"] == "Theirs"
        assert self.refreshed().revisions.first().note == "Merged after a conflict"

    def test_a_tag_that_was_set_aside_is_not_scheduled(self):
        self.publish()
        create_tag("Known")
        self.opened = self.refreshed()
        beths = create_tag("Beth’s")
        self.save(tags=[beths.pk])
        later = {"takes_effect_at": "2040-01-01T09:00", "body": "Later."}
        self.choose("theirs", tags=[create_tag("Bob’s").pk], new_tags="Known", **later)
        assert scheduling.pending(self.post).snapshot["tags"] == [beths.pk]
        assert Tag.objects.get(name="Known").pk in self.set_aside().snapshot["tags"]

    def test_a_third_save_in_between_is_seen_too(self):
        self.conflict(title="Bob’s title")
        seen = self.refreshed().version
        self.save(title="A third title")
        again = self.save(self.opened, title="Bob’s title", opened_version=seen)
        assert again.status_code == 200
        assert "A third title" in again.content.decode()

    def test_who_takes_theirs_does_not_take_what_he_has_not_seen(self):
        self.conflict(title="Bob’s title")
        seen = self.refreshed().version
        self.save(title="A third title")
        taken = {"choice_title": "theirs", "body": "Beth’s text."}
        again = self.save(self.opened, title="Bob’s title", opened_version=seen, **taken)
        assert again.status_code == 200
        assert "Bob’s title" in again.text
        assert not self.post.revisions.filter(note="Set aside in a conflict").exists()

    def test_the_choice_stands_below_the_words_that_announce_it(self):
        page = self.conflict(title="Bob’s title").content.decode()
        assert page.index("below are both texts") < page.index("Two people wrote at once")

    def test_who_saved_the_same_is_asked_nothing(self):
        response = self.save(self.opened, title="Beth’s title", body="Beth’s text.")
        assert response.status_code == 302

    def test_without_a_second_editor_there_is_no_conflict(self):
        assert self.save(title="Only mine").status_code == 302
        assert Post.objects.get().title == "Only mine"


class DeletedTestCase(EditingTestCase):
    """The other one deleted the text; tests/publishing/test_races.py does it in the same moment."""

    def send(self, person):
        other = self.client_class(HTTP_HOST="www.contactatonce.com")
        other.force_login(person)
        sent = fields_of(self.post, body="Words of the second.")
        Post.objects.all().delete()
        return other.post(self.url, sent)

    def test_the_second_has_his_words_back_and_no_cache_keeps_them(self):
        answer = self.send(self.bob)
        assert answer.status_code == 410
        assert "Words of the second.</textarea>" in answer.text
        assert "no-store" in answer["Cache-Control"]

    def test_who_may_not_change_it_is_told_that_and_no_more(self):
        assert self.send(self.charlie).status_code == 403
