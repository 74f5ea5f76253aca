"""Every save is a revision; a restore makes a new one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from publishing import services
from publishing.models import Revision
from tests.blog.base import create_post
from tests.publishing.base import EditingTestCase


class RevisionsTestCase(EditingTestCase):
    def page(self, path):
        response = self.admin.get(f"/admin/blog/post/{self.post.pk}/{path}")
        assert response.status_code == 200
        return response.content.decode()

    def test_each_save_stores_who_what_and_when(self):
        began = timezone.now()
        assert self.save(body="Second text.").status_code == 302
        assert self.save(body="Third text.").status_code == 302
        numbers = [(r.number, r.snapshot["body"]) for r in self.post.revisions.order_by("number")]
        assert [number for number, _ in numbers] == [1, 2, 3]
        assert [body for _, body in numbers[1:]] == ["Second text.", "Third text."]
        last = self.post.revisions.get(number=3)
        assert last.made_by == self.bob
        assert last.made_at >= began
        assert self.refreshed().version == 3

    def test_the_history_shows_what_changed_word_by_word(self):
        self.save(title="The first reply")
        page = self.page("revisions/2/")
        assert "<del>answer</del><ins>reply</ins>" in page.replace("</ins><del>", "</ins><del>")
        assert "Title" in page
        assert "Revision 2" in self.page("history/")

    def test_what_a_revision_holds_is_shown_escaped(self):
        self.save(title="<script>alert(1)</script>")
        assert "<script>alert(1)" not in self.page("revisions/2/")

    def test_restoring_makes_a_new_revision_and_loses_none(self):
        self.save(title="Second", body="Second text.")
        assert self.action("revisions/1/restore").status_code == 302
        post = self.refreshed()
        assert (post.title, post.version) == (self.post.title, 3)
        assert "<h2" in post.html
        assert [r.snapshot["title"] for r in post.revisions.order_by("number")] == [
            self.post.title,
            "Second",
            self.post.title,
        ]
        assert "Restored revision 1" in self.page("history/")

    def test_who_publishes_or_hides_takes_the_text_of_now(self):
        for action in (services.publish, services.unpublish):
            stale = self.refreshed()
            self.save(title=f"Before {action.__name__}")
            action(stale, by=self.bob)
            last = self.refreshed().revisions.latest("number")
            assert last.snapshot["title"] == f"Before {action.__name__}"
        assert not self.refreshed().is_published

    def test_restoring_neither_publishes_nor_hides(self):
        services.publish(self.refreshed(), by=self.bob)
        self.action("revisions/1/restore")
        assert self.refreshed().is_published

    def test_an_address_that_is_restored_leads_there_from_where_it_stood_meanwhile(self):
        services.publish(self.refreshed(), by=self.bob)
        self.save(slug="another-address")
        self.action("revisions/1/restore")
        assert self.client.get("/posts/the-first-answer/").status_code == 200
        moved = self.client.get("/posts/another-address/")
        assert (moved.status_code, moved["Location"]) == (301, "/posts/the-first-answer/")

    def test_restoring_leaves_an_address_to_the_post_that_has_it_now(self):
        self.save(slug="another-address", title="Second")
        create_post("the-first-answer")
        assert self.action("revisions/1/restore").status_code == 302
        assert (self.refreshed().slug, self.refreshed().title) == (
            "another-address",
            "The first answer",
        )

    def test_restoring_leaves_out_what_has_gone_since(self):
        tag = self.brand.tags.create(name="Gone", slug="gone")
        self.save(tags=[tag.pk])
        tag.delete()
        assert self.action("revisions/2/restore").status_code == 302
        assert list(self.refreshed().tags.all()) == []

    def test_there_is_nothing_to_restore_from_a_revision_that_never_was(self):
        assert self.action("revisions/9/restore").status_code == 404

    def test_a_revision_is_never_changed(self):
        revision = self.post.revisions.get()
        revision.note = "Another"
        with pytest.raises(TypeError):
            revision.save()

    def test_a_thousand_revisions_are_paged_through_with_few_queries(self):
        first = self.post.revisions.get()
        Revision.objects.bulk_create(
            Revision(
                content_type=first.content_type,
                object_id=first.object_id,
                number=number,
                snapshot={"title": "x"},
                made_by=self.bob,
            )
            for number in range(2, 1001)
        )
        type(self.post).objects.filter(pk=self.post.pk).update(version=1000)
        self.page("history/")
        with CaptureQueriesContext(connection) as queries:
            page = self.page("history/")
        ours = [query["sql"] for query in queries if "session" not in query["sql"]]
        assert len([sql for sql in ours if "publishing_" in sql or "blog_" in sql]) <= 6
        assert "Revision 1000" in page
        assert "Revision 975<" not in page
        assert "Page 1 of 40" in page
