"""Times of publishing: typed in the zone of the editor's office, shown there and in UTC."""

import re
from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError

from blog.models import Post
from publishing import scheduling, services
from tests.media.base import add, drawn, encoded
from tests.publishing.base import EditingTestCase, fields_of

JUNE = datetime(2026, 6, 1, 12, tzinfo=UTC)


class TimesTestCase(EditingTestCase):
    def page(self):
        return self.admin.get(self.url).text

    def test_time_is_read_in_the_zone_of_the_office(self):
        self.save(publish_at="2026-03-10T09:00")
        assert self.refreshed().publish_at == datetime(2026, 3, 10, 13, tzinfo=UTC)

    def test_time_is_shown_in_the_zone_of_the_office_and_in_utc(self):
        self.save(publish_at="2026-12-10T20:00")
        page = self.page()
        assert 'value="2026-12-10T20:00"' in page
        assert "Dec 10, 2026, 20:00 EST (Dec 11, 01:00 UTC)" in page

    def test_a_year_that_some_time_zone_cannot_say_is_refused(self):
        for year in ("0001", "9999"):
            for name in ("publish_at", "unpublish_at"):
                response = self.save(**{name: f"{year}-12-31T23:59"})
                assert response.status_code == 200
                assert "Write a year from 1990 to 2199." in response.text

    def test_a_time_that_the_clocks_jump_over_is_refused(self):
        response = self.save(publish_at="2026-03-08T02:30")
        assert response.status_code == 200
        assert "The clocks skip this time" in response.text

    def test_of_an_hour_that_comes_twice_the_first_is_meant(self):
        self.save(publish_at="2026-11-01T01:30")
        assert self.refreshed().publish_at == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)

    def test_unchanged_time_in_a_repeated_hour_keeps_its_instant(self):
        begins = datetime(2026, 11, 1, 5, 45, tzinfo=UTC)  # 01:45 EDT
        ends = datetime(2026, 11, 1, 6, 15, tzinfo=UTC)  # 01:15 EST
        Post.objects.filter(pk=self.post.pk).update(publish_at=begins, unpublish_at=ends)
        assert self.save(title="Another title").status_code == 302
        post = self.refreshed()
        assert (post.title, post.publish_at, post.unpublish_at) == ("Another title", begins, ends)

    def test_unchanged_time_of_a_scheduled_revision_keeps_its_instant(self):
        self.publish()
        later = datetime(2099, 11, 1, 6, 30, tzinfo=UTC)  # 01:30 EST, an hour after 01:30 EDT
        scheduling.schedule(self.refreshed(), {"title": "Later"}, later)
        number = scheduling.pending(self.post).pk
        fields = fields_of(self.refreshed(), title="Edited", takes_effect_at="2099-11-01T01:30")
        assert self.admin.post(f"{self.url}?scheduled={number}", fields).status_code == 302
        pending = scheduling.pending(self.post)
        assert (pending.snapshot["title"], pending.takes_effect_at) == ("Edited", later)

    def test_it_ends_after_it_begins(self):
        response = self.save(publish_at="2026-03-10T09:00", unpublish_at="2026-03-10T09:00")
        assert response.status_code == 200
        assert "must be taken down later" in response.text

    def test_publishing_and_taking_down_are_one_button_each(self):
        assert self.publish().status_code == 302
        assert self.refreshed().is_published
        assert self.client.get("/posts/the-first-answer/").status_code == 200
        assert self.action("unpublish").status_code == 302
        assert self.client.get("/posts/the-first-answer/").status_code == 404
        assert [r.note for r in self.post.revisions.order_by("number")][1:] == [
            "",
            "Published",
            "Taken down",
        ]

    def test_a_moment_is_kept_to_the_second_though_the_form_shows_minutes(self):
        self.publish()
        begun = self.refreshed().publish_at
        assert self.save(title="Another title").status_code == 302
        assert self.refreshed().publish_at == begun
        assert self.save(takes_effect_at="2090-01-01T09:00", title="Later").status_code == 302
        assert self.post.scheduled_revisions.get().snapshot["title"] == "Later"
        assert self.refreshed().publish_at == begun

    def test_a_button_is_no_link(self):
        self.publish()
        assert self.admin.get(f"/admin/blog/post/{self.post.pk}/unpublish/").status_code == 405
        assert self.refreshed().is_published

    def test_what_was_typed_is_saved_before_it_is_published(self):
        self.publish(title="Typed and not saved")
        assert "Typed and not saved" in self.client.get("/posts/the-first-answer/").text

    def test_what_was_typed_is_saved_where_publishing_is_refused(self):
        assert self.publish(body="![Cars](image:99)").status_code == 302
        post = self.refreshed()
        assert (post.body, post.is_published) == ("![Cars](image:99)", False)

    def test_a_double_click_publishes_once_and_is_no_conflict(self):
        opened = self.refreshed()
        fields = fields_of(opened, _publish="")
        moments = set()
        for _ in range(2):
            assert self.admin.post(self.url, fields).status_code == 302
            moments.add(self.refreshed().publish_at)
        assert len(moments) == 1
        assert self.post.revisions.filter(note="Published").count() == 1

    def test_second_take_down_keeps_the_date_and_the_410(self):
        self.publish()
        assert self.action("unpublish").status_code == 302
        ended = self.refreshed()
        assert self.action("unpublish").status_code == 302
        post = self.refreshed()
        assert (post.state, post.version) == (Post.State.ENDED, ended.version)
        assert post.publish_at == ended.publish_at
        services.delete(post)
        assert self.client.get("/posts/the-first-answer/").status_code == 410

    def test_enter_in_a_field_saves_and_does_not_publish(self):
        form = self.page().partition('id="post_form"')[2]
        buttons = re.findall(r'<(?:button|input) type="submit"[^>]*', form)
        in_form = [one for one in buttons if "form=" not in one]
        assert 'name="_continue"' in in_form[0]
        assert any('name="_publish"' in one for one in in_form[1:])

    def test_form_names_the_zone_before_a_site_is_chosen(self):
        assert "Time in America/New_York." in self.admin.get("/admin/blog/post/add/").text


class DemandsTestCase(EditingTestCase):
    def test_a_picture_that_is_not_there_forbids_it(self):
        self.save(body="![Cars](image:99)")
        self.publish()
        assert not self.refreshed().is_published
        assert "There is no picture 99." in self.admin.get(self.url).text

    def test_a_file_name_is_no_description(self):
        image = add()
        self.save(body=f"![IMG_2034.jpg](image:{image.pk})")
        with pytest.raises(ValidationError, match="file name"):
            services.publish(self.refreshed())
        response = self.save(publish_at="2026-03-10T09:00")
        assert "described by a file name" in response.text

    def test_words_or_a_decorative_picture_will_do(self):
        image = add()
        mood = add(encoded(drawn(800, 500)), title="Mood", alt="", decorative=True)
        self.save(body=f"![Cars in a row](image:{image.pk}) ![](image:{mood.pk})")
        self.publish()
        assert self.refreshed().is_published

    def test_an_empty_text_is_not_published(self):
        Post.objects.filter(pk=self.post.pk).update(body=" ")
        with pytest.raises(ValidationError, match="no text"):
            services.publish(self.refreshed())
