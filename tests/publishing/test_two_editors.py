"""Two editors of one text: both changes are kept, or the second chooses field by field."""

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
        """Save what Bob had open; return the response, which stores nothing."""
        before = self.refreshed()
        response = self.save(self.opened, **changes)
        assert response.status_code == 200
        assert self.refreshed().version == before.version
        return response

    def choose(self, which, **changes):
        """Send again what Bob had open, with one choice for each field in `changes`."""
        now = self.refreshed()
        names = ("title", "summary", "body", "slug", "tags", "publish_at", "unpublish_at")
        chosen = {f"choice_{name}": which for name in names if name in changes and name != "body"}
        answer = self.save(self.opened, opened_version=now.version, **chosen, **changes)
        assert answer.status_code == 302, answer.context["errors"]

    def set_aside(self):
        return self.post.revisions.get(note="Set aside in a conflict")

    def test_different_fields_are_kept_from_both(self):
        assert self.save(self.opened, summary="Bob’s summary").status_code == 302
        post = self.refreshed()
        assert (post.title, post.summary) == ("Beth’s title", "Bob’s summary")
        assert "Beth’s text." in post.html

    def test_conflict_shows_both_texts_and_what_they_replaced(self):
        page = self.conflict(title="Bob’s title").text
        assert "Two people edited this" in page
        for words in ("<del>The first answer</del>", "<ins>Beth’s", "<ins>Bob’s"):
            assert words in page
        assert 'name="choice_title" value="typed" checked' in page
        assert "choice_body" not in page

    def test_conflict_keeps_what_was_typed_in_the_form(self):
        page = self.conflict(title="Bob’s title", summary="Bob’s summary").text
        assert 'value="Bob’s title"' in page
        assert "Bob’s summary" in page
        assert "Beth’s text.</textarea>" in page

    def test_text_without_a_known_revision_is_a_conflict(self):
        page = self.conflict(title="Bob’s title", opened_version=0).text
        assert "choice_title" in page
        assert "choice_body" in page

    def test_second_editor_takes_one_field_of_each(self):
        self.conflict(title="Bob’s title", body="Bob’s text.")
        response = self.save(
            self.opened,
            title="Bob’s title",
            body="Bob’s text.",
            opened_version=self.refreshed().version,
            choice_title="typed",
            choice_body="stored",
        )
        assert response.status_code == 302
        post = self.refreshed()
        assert (post.title, post.body) == ("Bob’s title", "Beth’s text.")
        assert "Beth" in post.html

    def test_text_not_chosen_stays_in_the_history(self):
        self.conflict(title="Bob’s title", body="Bob’s text.")
        self.save(
            self.opened,
            title="Bob’s title",
            body="Bob’s text.",
            opened_version=self.refreshed().version,
            choice_title="stored",
            choice_body="stored",
        )
        kept = [revision.snapshot["body"] for revision in self.post.revisions.order_by("number")]
        assert kept[1:] == ["Beth’s text.", "Bob’s text.", "Beth’s text."]
        notes = [revision.note for revision in self.post.revisions.order_by("number")]
        assert notes[-2:] == ["Set aside in a conflict", "Merged after a conflict"]

    def test_slug_not_chosen_leaves_no_redirect(self):
        self.publish()
        self.opened = self.refreshed()
        self.save(self.opened, slug="beths-address")
        self.conflict(slug="bobs-address")
        self.choose("stored", slug="bobs-address")
        assert self.refreshed().slug == "beths-address"
        assert [row.old_path for row in Redirect.objects.all()] == ["/posts/the-first-answer/"]
        assert self.set_aside().snapshot["slug"] == "bobs-address"

    def test_tags_not_chosen_stay_in_the_history(self):
        self.save(self.refreshed(), tags=[create_tag("Beth’s").pk])
        self.conflict(tags=[create_tag("Bob’s").pk], new_tags="Typed")
        self.choose("stored", tags=[create_tag("Other").pk], new_tags="Typed")
        assert [tag.name for tag in self.refreshed().tags.all()] == ["Beth’s"]
        assert Tag.objects.get(name="Typed").pk in self.set_aside().snapshot["tags"]

    def test_stored_value_replaces_invalid_typed_value(self):
        self.publish()
        self.opened = self.refreshed()
        self.save(self.opened, publish_at="2026-03-10T09:00")
        late = {"unpublish_at": "2026-03-09T09:00", "slug": "no address"}
        self.choose("stored", publish_at="2026-03-11T09:00", **late)
        assert self.refreshed().publish_at == datetime(2026, 3, 10, 13, tzinfo=UTC)
        assert self.refreshed().unpublish_at is None

    def test_a_merged_text_can_be_scheduled(self):
        self.publish()
        self.opened = self.refreshed()
        self.save(self.opened, title="Theirs")
        self.choose("stored", title="Bob’s", takes_effect_at="2040-01-01T09:00", body="Later.")
        pending = scheduling.pending(self.post)
        assert (pending.snapshot["title"], pending.snapshot["body"]) == ("Theirs", "Later.")
        assert pending.base_version == self.refreshed().version
        assert self.set_aside().snapshot["title"] == "Bob’s"
        assert self.refreshed().revisions.first().snapshot["title"] == "Theirs"
        assert self.refreshed().revisions.first().note == "Merged after a conflict"

    def test_tag_not_chosen_is_not_scheduled(self):
        self.publish()
        create_tag("Known")
        self.opened = self.refreshed()
        beths = create_tag("Beth’s")
        self.save(tags=[beths.pk])
        later = {"takes_effect_at": "2040-01-01T09:00", "body": "Later."}
        self.choose("stored", tags=[create_tag("Bob’s").pk], new_tags="Known", **later)
        assert scheduling.pending(self.post).snapshot["tags"] == [beths.pk]
        assert Tag.objects.get(name="Known").pk in self.set_aside().snapshot["tags"]

    def test_third_save_in_between_is_another_conflict(self):
        self.conflict(title="Bob’s title")
        seen = self.refreshed().version
        self.save(title="A third title")
        again = self.save(self.opened, title="Bob’s title", opened_version=seen)
        assert again.status_code == 200
        assert "A third title" in again.content.decode()

    def test_choice_does_not_apply_to_an_unseen_version(self):
        self.conflict(title="Bob’s title")
        seen = self.refreshed().version
        self.save(title="A third title")
        taken = {"choice_title": "stored", "body": "Beth’s text."}
        again = self.save(self.opened, title="Bob’s title", opened_version=seen, **taken)
        assert again.status_code == 200
        assert "Bob’s title" in again.text
        assert not self.post.revisions.filter(note="Set aside in a conflict").exists()

    def test_choice_is_below_its_error_message(self):
        page = self.conflict(title="Bob’s title").content.decode()
        assert page.index("Nothing you typed is lost") < page.index("Two people edited this")

    def test_equal_changes_are_no_conflict(self):
        response = self.save(self.opened, title="Beth’s title", body="Beth’s text.")
        assert response.status_code == 302

    def test_without_a_second_editor_there_is_no_conflict(self):
        assert self.save(title="Only mine").status_code == 302
        assert Post.objects.get().title == "Only mine"


class DeletedTestCase(EditingTestCase):
    """A colleague deleted the text; tests/publishing/test_races.py does it concurrently."""

    def send(self, person):
        other = self.client_class(HTTP_HOST="www.contactatonce.com")
        other.force_login(person)
        sent = fields_of(self.post, body="Words of the second.")
        Post.objects.all().delete()
        return other.post(self.url, sent)

    def test_text_of_a_deleted_post_is_returned_uncached(self):
        answer = self.send(self.bob)
        assert answer.status_code == 410
        assert "Words of the second.</textarea>" in answer.text
        assert "no-store" in answer["Cache-Control"]

    def test_deleted_post_is_403_without_permission(self):
        assert self.send(self.charlie).status_code == 403
