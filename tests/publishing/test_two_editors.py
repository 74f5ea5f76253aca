"""Two editors of one text: the second sees mine, theirs and the original, and chooses."""

from blog.models import Post
from tests import factories
from tests.publishing.base import EditingTestCase


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

    def test_a_third_save_in_between_is_seen_too(self):
        self.conflict(title="Bob’s title")
        seen = self.refreshed().version
        self.save(title="A third title")
        again = self.save(self.opened, title="Bob’s title", opened_version=seen)
        assert again.status_code == 200
        assert "A third title" in again.content.decode()

    def test_the_choice_stands_below_the_words_that_announce_it(self):
        page = self.conflict(title="Bob’s title").content.decode()
        assert page.index("below are both texts") < page.index("Two people wrote at once")

    def test_who_saved_the_same_is_asked_nothing(self):
        response = self.save(self.opened, title="Beth’s title", body="Beth’s text.")
        assert response.status_code == 302

    def test_without_a_second_editor_there_is_no_conflict(self):
        assert self.save(title="Only mine").status_code == 302
        assert Post.objects.get().title == "Only mine"
