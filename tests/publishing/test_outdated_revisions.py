"""A due revision whose live text changed waits until an editor chooses."""

import re

from publishing import scheduling
from tests.publishing.base import ScheduleTestCase, fields_of

URL = "/posts/the-first-answer/"


class OutdatedTestCase(ScheduleTestCase):
    """The live text is saved after the revision was scheduled."""

    def setUp(self):
        super().setUp()
        self.schedule(title="Changed title", summary="A changed summary.")
        self.answer = self.save(title="A corrected title")
        self.scheduled = self.pending()
        self.where = f"/admin/blog/post/{self.post.pk}/scheduled/{self.scheduled.pk}/"

    def choose(self, seen=None):
        """Press “Use the scheduled revision” on its page as it is shown now."""
        shown = re.search(r'name="seen_version" value="(\d+)"', self.admin.get(self.where).text)
        return self.admin.post(self.where, {"seen_version": shown[1] if seen is None else seen})

    def test_it_does_not_overwrite_the_live_text(self):
        with self.then(hours=1):
            assert scheduling.put_due_live() == 0
            page = self.client.get(URL).text
            assert "A corrected title" in page
            assert "A changed summary." not in page
        assert self.pending() == self.scheduled

    def test_the_admin_says_so_after_the_save_and_on_both_pages(self):
        saved = self.admin.get(self.answer["Location"], follow=True).text
        assert "Because you saved the live text, it does not go live" in saved
        assert "It does not go live until someone" in self.page("change/")
        page = self.admin.get(self.where).text
        assert "the live text was saved after it was written" in page
        assert "<del>A corrected</del><ins>Changed</ins> title" in page.replace(
            "</del> <ins>", "</del><ins>"
        ) or ("<ins>Changed" in page and "corrected" in page)

    def test_choosing_it_lets_it_go_live_at_its_time(self):
        self.choose()
        assert "Use the scheduled revision" not in self.admin.get(self.where).text
        with self.then():
            assert "Changed title" in self.client.get(URL).text
            assert scheduling.put_due_live() == 1
        kept = [revision.snapshot["title"] for revision in self.refreshed().revisions.all()]
        assert kept == ["Changed title", "A corrected title", self.post.title]

    def test_choosing_it_after_its_time_puts_it_live_at_once(self):
        with self.then():
            self.admin.force_login(self.bob)
            self.choose()
            assert self.refreshed().title == "Changed title"
        assert self.pending() is None

    def test_start_page_lists_it_for_editors_once_it_is_due(self):
        self.admin.get("/admin/")  # shows the messages
        assert self.where not in self.admin.get("/admin/").text
        with self.then():
            for user, is_listed in ((self.bob, True), (self.charlie, False)):
                self.admin.force_login(user)
                assert (self.where in self.admin.get("/admin/").text) is is_listed
            self.admin.force_login(self.bob)
            self.choose()
            assert self.where not in self.admin.get("/admin/").text

    def test_keeping_the_live_text_cancels_it_and_both_stay_in_the_history(self):
        self.action("cancel_scheduled")
        with self.then():
            assert scheduling.put_due_live() == 0
        assert self.refreshed().title == "A corrected title"
        assert f"/scheduled/{self.scheduled.pk}/" in self.page("history/")
        assert "Changed" in self.admin.get(self.where).text

    def test_a_version_saved_while_choosing_needs_another_choice(self):
        seen = self.refreshed().version
        self.save(title="Corrected once more")
        self.choose(seen=seen)
        page = self.admin.get(self.where).text
        assert "Use the scheduled revision" in page
        assert "once more" in page

    def test_a_choice_without_a_valid_version_changes_nothing(self):
        for seen in ("", "0", str(self.refreshed().version + 1)):
            self.choose(seen=seen)
            assert "Use the scheduled revision" in self.admin.get(self.where).text, seen

    def test_a_canceled_one_cannot_be_chosen(self):
        seen = self.refreshed().version
        self.action("cancel_scheduled")
        answer = self.admin.post(self.where, {"seen_version": seen}, follow=True)
        assert "Too late" in answer.text

    def test_editing_it_keeps_the_choice_open_and_it_cannot_go_live_unseen(self):
        where = f"{self.url}?scheduled={self.scheduled.pk}"
        fields = fields_of(self.refreshed(), title="Both together")
        answer = self.admin.post(where, fields)
        assert answer.status_code == 200
        assert "The live text was saved after this revision was scheduled" in answer.text
        assert self.admin.post(where, {**fields, "takes_effect_at": self.typed}).status_code == 302
        with self.then():
            assert scheduling.put_due_live() == 0
