"""Somebody saves what a change that waits would take away: he is told, and chooses."""

import re

from blog.services import merge_tags
from publishing import changes, services
from tests.blog.base import create_tag
from tests.publishing.base import ChangeTestCase


class MergedTagsTestCase(ChangeTestCase):
    def test_a_tag_that_became_another_one_meanwhile_is_the_other_one_then(self):
        stays, goes, into = (create_tag(name) for name in ("Stays", "Goes", "Into"))
        self.schedule(tags=[stays.pk, goes.pk])
        merge_tags([goes], into=into)
        with self.then():
            changes.settle_all()
        assert {tag.name for tag in self.refreshed().tags.all()} == {"Stays", "Into"}


class MeanwhileTestCase(ChangeTestCase):
    """Somebody saves what a change that waits would take away again."""

    def setUp(self):
        super().setUp()
        self.schedule(title="Changed title", summary="A changed summary.")
        self.answer = self.save(title="A corrected title")
        self.change = self.waiting()
        self.url = f"/admin/blog/post/{self.post.pk}/changes/{self.change.pk}/"

    def choose(self, what):
        """Press the button of the form that weighs the title, as it is shown now."""
        seen = re.search(r'name="seen_version" value="(\d+)"', self.admin.get(self.url).text)[1]
        return self.admin.post(self.url, {"choice_title": what, "seen_version": seen})

    def test_he_is_told_at_once_and_again_on_its_page(self):
        page = self.admin.get(self.answer["Location"], follow=True).text
        assert "says something else in: Title." in page
        assert "somebody saved: Title." in self.page("change/")

    def test_he_sees_all_three_texts(self):
        page = self.admin.get(self.url).text
        for words in ("The first answer", "corrected", "Changed", "The original"):
            assert words in page
        assert 'name="choice_title" value="mine" checked' in page
        assert "choice_summary" not in page

    def test_what_he_chose_of_today_stays(self):
        self.choose("theirs")
        assert "Saved since" not in self.admin.get(self.url).text
        with self.then():
            page = self.client.get("/posts/the-first-answer/").text
            assert "A corrected title" in page
            assert "A changed summary." in page
            changes.settle_all()
        post = self.refreshed()
        assert (post.title, post.summary) == ("A corrected title", "A changed summary.")
        assert post.revisions.get(number=post.version).note == "Scheduled change"

    def test_what_he_chose_of_the_change_takes_effect_and_is_not_asked_again(self):
        self.choose("mine")
        assert "Saved since" not in self.admin.get(self.url).text
        with self.then():
            changes.settle_all()
        assert self.refreshed().title == "Changed title"

    def test_what_is_saved_while_he_weighs_is_weighed_anew(self):
        seen = self.refreshed().version
        self.save(title="Corrected once more")
        self.admin.post(self.url, {"choice_title": "mine", "seen_version": seen})
        page = self.admin.get(self.url).text
        assert "Saved since" in page
        assert "once more" in page

    def test_who_does_not_say_what_he_weighed_has_weighed_nothing(self):
        for seen in ("", "0", str(self.refreshed().version + 1)):
            self.admin.post(self.url, {"choice_title": "mine", "seen_version": seen})
            assert "Saved since" in self.admin.get(self.url).text, seen

    def test_without_a_choice_it_takes_effect_and_the_history_tells_over_what(self):
        with self.then():
            changes.settle_all()
        post = self.refreshed()
        assert post.title == "Changed title"
        last = post.revisions.get(number=post.version)
        assert last.note == "Scheduled change, over what was saved meanwhile: Title"
        assert post.revisions.get(number=post.version - 1).snapshot["title"] == "A corrected title"

    def test_when_nothing_of_it_is_left_it_is_called_off(self):
        changes.resolve(self.change, ["summary"], self.change.base_version)
        self.choose("theirs")
        assert self.waiting() is None
        assert services.revision_of(self.refreshed(), 1)

    def test_after_its_time_it_is_too_late_to_choose(self):
        with self.then():
            self.admin.force_login(self.bob)
            sent = {"choice_title": "theirs", "seen_version": self.refreshed().version}
            answer = self.admin.post(self.url, sent, follow=True)
            assert "Too late: it has taken effect" in answer.text
            assert "Changed title" in self.client.get("/posts/the-first-answer/").text
