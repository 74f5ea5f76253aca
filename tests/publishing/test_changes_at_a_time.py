"""A change to something live waits for its time: all of it, and against nobody's will."""

from datetime import datetime, timedelta

import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from media import services as media
from publishing import changes
from publishing.models import PreviewLink, ScheduledChange
from tests.blog.base import create_author, create_post, create_tag
from tests.media.base import add
from tests.publishing.base import ChangeTestCase, fields_of


class ReadersTestCase(ChangeTestCase):
    def test_they_get_words_from_its_time_on_with_no_worker_running(self):
        assert self.schedule(title="Changed title", body="Changed text.").status_code == 302
        places = ("/posts/the-first-answer/", "/posts/", "/feeds/rss.xml", "/feeds/feed.json")
        with self.then(seconds=-1):
            for place in places:
                assert "Changed title" not in self.client.get(place).text, place
        with self.then():
            for place in places:
                assert "Changed title" in self.client.get(place).text, place
            assert "Changed text." in self.client.get(places[0]).text
        assert self.refreshed().title == self.post.title

    def test_they_get_its_picture_from_its_time_on_too(self):
        cover = add()
        self.schedule(cover=cover.pk)
        with self.then(seconds=-1):
            assert "<picture" not in self.client.get("/posts/").text
        with self.then():
            assert cover.alt in self.client.get("/posts/the-first-answer/").text
            assert "<picture" in self.client.get("/posts/").text

    def test_pictures_of_changes_cost_two_queries_however_many_there_are(self):
        cover = add()
        posts = [create_post(f"post-{number}") for number in range(6)]

        def cost():
            self.client.get("/posts/")
            with CaptureQueriesContext(connection) as queries:
                self.client.get("/posts/")
            return len(queries)

        before = cost()
        for post in posts:
            changes.schedule(post, {"cover": cover.pk}, timezone.now() + timedelta(seconds=5))
        with time_machine.travel(timezone.now() + timedelta(minutes=1)):
            assert cost() <= before + 2

    def test_feeds_say_that_it_was_changed_then(self):
        self.schedule(title="Changed title")
        with self.then(hours=1):
            [item] = self.client.get("/feeds/feed.json").json()["items"]
            assert datetime.fromisoformat(item["date_modified"]) == self.later
            changes.settle_all()
            [item] = self.client.get("/feeds/feed.json").json()["items"]
            assert datetime.fromisoformat(item["date_modified"]) == self.later

    def test_what_was_edited_meanwhile_beside_it_stays(self):
        self.schedule(title="Changed title")
        self.save(body="A corrected text.")
        with self.then():
            page = self.client.get("/posts/the-first-answer/").text
            assert "Changed title" in page
            assert "A corrected text." in page

    def test_where_it_stands_follows_when_the_change_is_written(self):
        tag = create_tag("Later on")
        dana = create_author("eli-example", name="Eli Example")
        series = self.brand.series.create(title="A series", slug="a-series")
        self.schedule(
            slug="a-new-address",
            tags=[tag.pk],
            authors=[dana.pk],
            series=series.pk,
            also_on=[self.corporate.pk],
            takes_comments=None,
        )
        with self.then():
            assert self.client.get("/posts/the-first-answer/").status_code == 200
            changes.settle_all()
            moved = self.client.get("/posts/the-first-answer/")
            assert (moved.status_code, moved["Location"]) == (301, "/posts/a-new-address/")
            for path in ("/tags/later-on/", "/authors/eli-example/", "/series/a-series/"):
                assert "/posts/a-new-address/" in self.client.get(path).text, path
            there = self.client.get("/posts/a-new-address/", HTTP_HOST=self.corporate.host)
            assert there.status_code == 200
            assert "<textarea" not in self.client.get("/posts/a-new-address/").text

    def test_what_has_gone_since_is_left_out(self):
        tag, taken = create_tag("Gone soon"), create_post("a-new-address", publish_at=None)
        self.schedule(tags=[tag.pk], title="Changed title")
        changes.amend(self.waiting(), {"slug": taken.slug})
        tag.delete()
        with self.then():
            assert changes.settle_all() == 1
        post = self.refreshed()
        assert (post.title, post.slug) == ("Changed title", "the-first-answer")
        assert not post.tags.exists()

    def test_a_picture_that_waits_is_not_deleted(self):
        cover = add()
        self.schedule(cover=cover.pk)
        with self.assertRaises(media.InUse):
            media.delete(cover)
        self.deed("cancel_change")
        media.delete(cover)

    def test_who_has_a_preview_link_sees_what_waits(self):
        tag = create_tag("Later on")
        self.schedule(title="Changed title", body="Changed text.", tags=[tag.pk])
        _, where = PreviewLink.make(publishable=self.post, name="Legal", by=self.bob)
        page = self.client.get(where).text
        assert "Changed title" in page
        assert "Changed text." in page
        assert "Later on" in page
        assert "Changed title" not in self.client.get("/posts/the-first-answer/").text


class SettlingTestCase(ChangeTestCase):
    def test_it_becomes_a_revision_once(self):
        self.schedule(title="Changed title")
        with self.then():
            assert changes.settle_all() == 1
            assert changes.settle_all() == 0
        post = self.refreshed()
        assert (post.title, post.version) == ("Changed title", 2)
        assert post.revisions.get(number=2).note == "Scheduled change"
        assert post.revisions.get(number=2).made_by == self.bob

    def test_one_that_fails_keeps_no_other_waiting(self):
        self.schedule(title="Changed title")
        first = create_post("another")
        broken = changes.schedule(first, {"title": "Other title"}, self.later)
        ScheduledChange.objects.filter(pk=broken.pk).update(
            snapshot={"publish_at": "no time"}, takes_effect_at=self.later - timedelta(hours=1)
        )
        with self.then(), self.assertLogs("publishing.changes", "ERROR") as logs:
            assert changes.settle_all() == 1
        assert "Other" not in logs.output[0].splitlines()[0]
        assert self.refreshed().title == "Changed title"
        assert ScheduledChange.objects.get(pk=broken.pk).is_waiting


class EditorsTestCase(ChangeTestCase):
    def test_after_scheduling_one_sees_what_it_changes(self):
        tag = create_tag("Later on")
        answer = self.schedule(title="The first reply", tags=[tag.pk])
        page = self.admin.get(answer["Location"]).text
        assert "<del>answer</del><ins>reply</ins>" in page
        assert "<ins>Later on</ins>" in page
        assert "At that second: Title." in page
        assert "by the background worker: Tags." in page
        assert "<h3>Text</h3>" not in page

    def test_new_tags_may_wait_as_well(self):
        self.schedule(new_tags="Later on")
        assert not self.refreshed().tags.exists()
        with self.then():
            changes.settle_all()
        assert self.refreshed().tags.get().name == "Later on"

    def test_what_changes_nothing_does_not_wait(self):
        answer = self.schedule()
        assert "says already" in self.admin.get(answer["Location"]).text
        assert self.waiting() is None

    def test_whoever_saves_after_its_time_starts_from_it(self):
        self.schedule(title="Changed title")
        with self.then(hours=1):
            self.admin.force_login(self.bob)
            response = self.save(summary="A new summary.", opened_version=1)
            assert response.status_code == 200
            assert "Two people wrote at once" in response.text
            assert "<ins>Changed title</ins>" in response.text

    def test_what_is_restored_after_its_time_stays_restored(self):
        self.save()
        self.schedule(title="Changed title")
        with self.then():
            self.admin.force_login(self.bob)
            self.deed("revisions/1/restore")
            assert changes.settle_all() == 0
            assert "Changed title" not in self.client.get("/posts/the-first-answer/").text
        assert self.refreshed().title == self.post.title

    def test_it_is_edited_again(self):
        tag = create_tag("Later on")
        self.schedule(title="Changed title", tags=[tag.pk])
        form = self.page(f"change/?change={self.waiting().pk}")
        assert 'value="Changed title"' in form
        assert f'value="{self.typed}"' in form
        assert "not the text of today" in form
        self.schedule(title="Changed again", tags=[tag.pk])
        assert self.waiting().snapshot == {"title": "Changed again", "tags": [tag.pk]}

    def test_edited_again_and_saved_without_a_time_it_takes_effect_and_waits_no_more(self):
        self.schedule(title="Changed title")
        where = f"{self.url}?change={self.waiting().pk}"
        answer = self.admin.post(where, fields_of(self.refreshed(), title="Changed at once"))
        assert answer.status_code == 302
        assert self.refreshed().title == "Changed at once"
        assert self.waiting() is None

    def test_one_that_was_called_off_or_replaced_can_still_be_read(self):
        self.schedule(title="Changed title")
        first = self.waiting()
        answer = self.schedule(title="Another title")
        page = self.admin.get(answer["Location"]).text
        assert "takes the place of" in page
        assert f"/changes/{first.pk}/" in page
        self.deed("cancel_change")
        assert self.waiting() is None
        assert self.page("history/").count(": called off") == 2
        page = self.page(f"changes/{first.pk}/")
        assert "Changed" in page
        assert "It was called off" in page
        with self.then():
            page = self.client.get("/posts/the-first-answer/").text
            assert self.post.title in page
            for title in ("Changed title", "Another title"):
                assert title not in page

    def test_what_readers_have_already_is_not_called_off(self):
        self.schedule(title="Changed title")
        with self.then():
            self.admin.force_login(self.bob)
            self.deed("cancel_change")
            assert "Changed title" in self.client.get("/posts/the-first-answer/").text

    def test_times_cannot_wait_for_a_time(self):
        response = self.schedule(unpublish_at="2030-01-01T09:00")
        assert response.status_code == 200
        assert "This is a time itself" in response.text
        assert self.waiting() is None

    def test_its_time_is_still_to_come(self):
        response = self.save(takes_effect_at="2026-01-01T09:00", title="Changed title")
        assert response.status_code == 200
        assert "still to come" in response.text
        assert self.refreshed().title == self.post.title

    def test_a_change_of_another_post_is_not_found(self):
        change = changes.schedule(create_post("another"), {"title": "Other"}, self.later)
        assert (
            self.admin.get(f"/admin/blog/post/{self.post.pk}/changes/{change.pk}/").status_code
            == 404
        )
