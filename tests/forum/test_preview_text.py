"""Preview a text in the same page: nothing is posted."""

from forum.models import Draft, Post
from tests.forum.factories import create_member
from tests.forum.writing import WritingTestCase, fields_in


class PreviewTextTestCase(WritingTestCase):
    def test_the_preview_shows_what_readers_will_see(self):
        number = Post.objects.count()
        page = self.send(text="**Hello** @maya-member <script>", do="preview")
        assert page.status_code == 200
        self.assertContains(page, "<strong>Hello</strong>")
        self.assertContains(page, f'<a href="/forum/members/{self.maya.pk}/"')
        self.assertContains(page, ">@Maya Member</a>")
        self.assertContains(page, "&lt;script&gt;")
        assert (Post.objects.count(), Draft.objects.count()) == (number, 0)
        assert fields_in(page)["text"] == "**Hello** @maya-member <script>"

    def test_a_previewed_text_is_posted_with_the_same_form(self):
        page = self.send(text="A text of mine.", do="preview")
        assert self.client.post(self.path, fields_in(page)).status_code == 303
        assert self.newest().text == "A text of mine."

    def test_no_one_without_an_account_gets_a_preview(self):
        self.client.logout()
        response = self.client.post(self.path, {"do": "preview", "text": "Hello"})
        self.assertContains(response, "You have been signed out", status_code=403)

    def test_previews_are_limited_by_network(self):
        with self.settings(FORUM_RATE="1/10m"):
            self.send(text="One.", do="preview")
            page = self.send(text="Two.", do="preview")
        assert (page.status_code, fields_in(page)["text"]) == (429, "Two.")

    def test_more_mentions_than_the_level_allows_are_refused(self):
        create_member("Pia Third")
        self.omar.trust = 0
        self.omar.save()
        assert self.send(text="@maya-member @omar-other @no-one", do="preview").status_code == 200
        page = self.send(text="@maya-member @omar-other @pia-third", do="preview")
        self.assertContains(page, "You mention 3 members; your level allows 2", status_code=422)
