"""A scheduled revision replaces the live text at its time, unless that changed."""

from datetime import timedelta

from blog.services import merge_tags
from media import services as media
from publishing import scheduling
from publishing.models import PreviewLink, ScheduledRevision
from search.results import search
from tests.blog.base import create_author, create_post, create_tag
from tests.media.base import add
from tests.publishing.base import ScheduleTestCase, fields_of

URL = "/posts/the-first-answer/"


class ReadersTestCase(ScheduleTestCase):
    def test_readers_see_it_from_its_time_on_while_no_worker_runs(self):
        assert self.schedule(title="Changed title", body="Changed **text**.").status_code == 302
        with self.then(seconds=-1):
            assert "Changed title" not in self.client.get(URL).text
        with self.then():
            page = self.client.get(URL).text
            assert "Changed title" in page
            assert "Changed <strong>text</strong>" in page
        assert self.refreshed().title == self.post.title

    def test_readers_see_its_picture_tags_and_authors_from_its_time_on(self):
        cover, tag, author = add(), create_tag("Later on"), create_author("eli", name="Eli Example")
        self.schedule(cover=cover.pk, tags=[tag.pk], authors=[author.pk], takes_comments=None)
        with self.then():
            page = self.client.get(URL).text
            for words in (cover.alt, "Later on", "Eli Example"):
                assert words in page
            assert "<textarea" not in page

    def test_lists_feeds_and_search_follow_when_the_worker_ran(self):
        tag = create_tag("Later on")
        self.schedule(title="Changed title", tags=[tag.pk], also_on=[self.corporate.pk])
        with self.then(hours=1):
            scheduling.put_due_live()
            for path in ("/posts/", "/feeds/rss.xml", "/tags/later-on/"):
                assert "Changed title" in self.client.get(path).text, path
            assert [found.url for found in search(self.brand, "changed").results] == [URL]
            there = self.client.get(URL, HTTP_HOST=self.corporate.host)
            assert there.status_code == 200
        assert self.refreshed().updated_at == self.later

    def test_a_preview_link_shows_it_before_its_time(self):
        tag = create_tag("Later on")
        self.schedule(title="Changed title", body="Changed text.", tags=[tag.pk])
        _, where = PreviewLink.make(publishable=self.post, name="Legal", by=self.bob)
        page = self.client.get(where).text
        for words in ("Changed title", "Changed text.", "Later on"):
            assert words in page
        assert "Changed title" not in self.client.get(URL).text

    def test_its_pictures_are_not_deleted_until_it_is_canceled(self):
        cover = add()
        self.schedule(cover=cover.pk)
        with self.assertRaises(media.InUse):
            media.delete(cover)
        self.action("cancel_scheduled")
        media.delete(cover)


class WorkerTestCase(ScheduleTestCase):
    def test_it_becomes_a_revision_once(self):
        self.schedule(title="Changed title")
        with self.then():
            assert scheduling.put_due_live() == 1
            assert scheduling.put_due_live() == 0
        post = self.refreshed()
        assert (post.title, post.version) == ("Changed title", 2)
        last = post.revisions.get(number=2)
        assert (last.note, last.made_by) == ("Scheduled revision", self.bob)

    def test_one_that_fails_does_not_delay_another(self):
        self.schedule(title="Changed title")
        broken = scheduling.schedule(create_post("another"), {"title": "Other title"}, self.later)
        ScheduledRevision.objects.filter(pk=broken.pk).update(
            snapshot={"publish_at": "no time"}, takes_effect_at=self.later - timedelta(hours=1)
        )
        with self.then(), self.assertLogs("publishing.scheduling", "ERROR") as logs:
            assert scheduling.put_due_live() == 1
        assert "Other" not in logs.output[0].splitlines()[0]
        assert self.refreshed().title == "Changed title"
        assert ScheduledRevision.objects.get(pk=broken.pk).is_pending

    def test_a_tag_that_was_deleted_is_left_out(self):
        tag = create_tag("Gone soon")
        self.schedule(tags=[tag.pk], title="Changed title")
        tag.delete()
        with self.then():
            assert scheduling.put_due_live() == 1
        assert self.refreshed().title == "Changed title"
        assert not self.refreshed().tags.exists()

    def test_a_tag_that_was_merged_is_the_other_tag(self):
        stays, goes, into = (create_tag(name) for name in ("Stays", "Goes", "Into"))
        self.schedule(tags=[stays.pk, goes.pk])
        merge_tags([goes], into=into)
        with self.then():
            scheduling.put_due_live()
        assert {tag.name for tag in self.refreshed().tags.all()} == {"Stays", "Into"}


class EditorsTestCase(ScheduleTestCase):
    def test_after_scheduling_the_page_compares_it_with_the_live_text(self):
        tag = create_tag("Later on")
        answer = self.schedule(title="The first reply", tags=[tag.pk])
        page = self.admin.get(answer["Location"]).text
        assert "<del>answer</del><ins>reply</ins>" in page
        assert "<ins>Later on</ins>" in page
        assert "lists, feeds, menus and search follow within a minute" in page
        assert "<h3>Text</h3>" not in page

    def test_new_tags_can_be_scheduled(self):
        self.schedule(new_tags="Later on")
        assert not self.refreshed().tags.exists()
        with self.then():
            scheduling.put_due_live()
        assert self.refreshed().tags.get().name == "Later on"

    def test_a_save_after_its_time_is_a_conflict_with_it(self):
        self.schedule(title="Changed title")
        with self.then(hours=1):
            self.admin.force_login(self.bob)
            response = self.save(title="Mine", opened_version=1)
            assert response.status_code == 200
            assert "Two people edited this" in response.text
            assert "<ins>Changed title</ins>" in response.text

    def test_a_restore_after_its_time_stays_restored(self):
        self.save()
        self.schedule(title="Changed title")
        with self.then():
            self.admin.force_login(self.bob)
            self.action("revisions/1/restore")
            assert scheduling.put_due_live() == 0
            assert "Changed title" not in self.client.get(URL).text
        assert self.refreshed().title == self.post.title

    def test_it_is_edited_and_rescheduled(self):
        tag = create_tag("Later on")
        self.schedule(title="Changed title", tags=[tag.pk])
        where = f"{self.url}?scheduled={self.pending().pk}"
        form = self.admin.get(where).text
        assert 'value="Changed title"' in form
        assert f'value="{self.typed}"' in form
        assert "not the live text" in form
        later = fields_of(self.refreshed(), title="Changed again", takes_effect_at=self.typed)
        answer = self.admin.post(where, later, follow=True)
        assert "It replaces" not in answer.text
        assert self.pending().snapshot["title"] == "Changed again"
        assert self.post.scheduled_revisions.count() == 2

    def test_saved_without_a_time_it_goes_live_at_once(self):
        self.schedule(title="Changed title")
        where = f"{self.url}?scheduled={self.pending().pk}"
        answer = self.admin.post(where, fields_of(self.refreshed(), title="Changed at once"))
        assert answer.status_code == 302
        assert self.refreshed().title == "Changed at once"
        assert self.pending() is None

    def test_a_canceled_or_replaced_one_can_be_read(self):
        self.schedule(title="Changed title")
        first = self.pending()
        answer = self.schedule(title="Another title")
        page = self.admin.get(answer["Location"]).text
        assert "It replaces" in page
        assert f"/scheduled/{first.pk}/" in page
        self.action("cancel_scheduled")
        assert self.pending() is None
        assert self.page("history/").count(": canceled or replaced") == 2
        page = self.page(f"scheduled/{first.pk}/")
        assert "Changed" in page
        assert "It was canceled or replaced" in page
        with self.then():
            page = self.client.get(URL).text
            assert self.post.title in page
            for title in ("Changed title", "Another title"):
                assert title not in page

    def test_one_that_readers_see_is_not_canceled(self):
        self.schedule(title="Changed title")
        with self.then():
            self.admin.force_login(self.bob)
            self.action("cancel_scheduled")
            assert "Changed title" in self.client.get(URL).text

    def test_times_and_url_cannot_be_scheduled(self):
        response = self.schedule(unpublish_at="2030-01-01T09:00", slug="another")
        assert response.status_code == 200
        assert response.text.count("This cannot be scheduled") == 2
        assert self.pending() is None

    def test_its_time_is_in_the_future(self):
        response = self.save(takes_effect_at="2026-01-01T09:00", title="Changed title")
        assert response.status_code == 200
        assert "Choose a time in the future" in response.text
        assert self.refreshed().title == self.post.title

    def test_a_scheduled_revision_of_another_post_is_not_found(self):
        other = scheduling.schedule(create_post("another"), {"title": "Other"}, self.later)
        path = f"/admin/blog/post/{self.post.pk}/scheduled/{other.pk}/"
        assert self.admin.get(path).status_code == 404
