"""A button beside the editor's form stores nothing of it, and loses nothing of it."""

from blog.models import Post
from publishing import services

from .base import EditingTestCase, fields_of


class DraftTestCase(EditingTestCase):
    def setUp(self):
        super().setUp()
        services.publish(self.post, by=self.bob)
        self.post.refresh_from_db()
        self.url = f"/admin/blog/post/{self.post.pk}/"

    def press(self, name: str, query: str = "", **changes):
        return self.admin.post(f"{self.url}{name}/{query}", fields_of(self.post, **changes))

    def test_an_unchanged_form_is_opened_again(self):
        response = self.press("unpublish")
        assert (response.status_code, response["Location"]) == (302, f"{self.url}change/")

    def test_a_take_down_keeps_what_was_typed_and_stores_none_of_it(self):
        title = self.post.title
        response = self.press("unpublish", title="Half a ti", takes_comments=None)
        self.assertContains(response, 'value="Half a ti"')
        self.assertContains(response, "not saved yet")
        self.assertContains(response, f'action="{self.url}change/"')
        self.assertNotContains(response, "Please correct")
        form = response.context["adminform"].form
        assert not form["takes_comments"].value(), "a tick that was taken away stays away"
        stored = Post.objects.get(pk=self.post.pk)
        assert (stored.title, stored.is_published) == (title, False)

    def test_an_incomplete_text_does_not_stop_a_take_down(self):
        response = self.press("unpublish", title="", body="Still here.")
        assert not Post.objects.get(pk=self.post.pk).is_published
        self.assertContains(response, "Still here.")

    def test_the_draft_is_saved_without_a_conflict(self):
        response = self.press("unpublish", title="A new title")
        data = fields_of(self.post, title="A new title")
        form = response.context["adminform"].form
        sent = data | {name: form[name].value() for name in ("opened_version", "unpublish_at")}
        assert self.admin.post(f"{self.url}change/", sent).status_code == 302
        stored = Post.objects.get(pk=self.post.pk)
        assert (stored.title, stored.is_published) == ("A new title", False)

    def test_a_conflict_is_still_asked_after_another_button(self):
        services.record(self.post, by=self.adam)
        Post.objects.filter(pk=self.post.pk).update(title="Adam's title")
        services.record(Post.objects.get(pk=self.post.pk), by=self.adam)
        response = self.press("cancel_scheduled", title="Bob's title")
        form = response.context["adminform"].form
        assert form["title"].value() == "Bob's title"
        sent = fields_of(
            self.post, title="Bob's title", opened_version=form["opened_version"].value()
        )
        assert self.admin.post(f"{self.url}change/", sent).status_code == 200
        assert Post.objects.get(pk=self.post.pk).title == "Adam's title"

    def test_the_scheduled_revision_stays_open(self):
        response = self.press("cancel_scheduled", "?scheduled=7", title="Half a ti")
        self.assertContains(response, f'action="{self.url}change/?scheduled=7"')


class PreviewTestCase(EditingTestCase):
    def test_a_revoked_link_keeps_the_name_of_the_next(self):
        path = f"/admin/blog/post/{self.post.pk}/previews/"
        self.admin.post(path, {"name": "Ada"})
        link = self.post.preview_links.get()
        response = self.admin.post(f"{path}{link.pk}/revoke/", {"name": "Bob at the pri"})
        self.assertContains(response, 'value="Bob at the pri"')
        link.refresh_from_db()
        assert link.revoked_at
        assert self.post.preview_links.count() == 1
        assert self.admin.post(f"{path}{link.pk}/revoke/", {"name": ""}).status_code == 302
