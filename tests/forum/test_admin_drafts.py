"""The steps on the page of a topic or member are one form: a button keeps what others hold."""

from forum.models import Topic
from tests.leads.base import record_fields

from .factories import create_board
from .moderating import ModeratingTestCase


class DraftTestCase(ModeratingTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.client.force_login(self.charlie)

    def open(self, row):
        self.path = f"/admin/forum/{type(row).__name__.lower()}/{row.pk}/"
        self.opened = record_fields(self.client.get(f"{self.path}change/"))

    def press(self, step: str, **typed):
        """Press a button of the page that was opened; the page that comes back is open now."""
        fields = {name.replace("_", "-", 1): text for name, text in typed.items()}
        url = f"{self.path}steps/{step}/" if step else f"{self.path}change/"
        response = self.client.post(url, self.opened | fields)
        if response.status_code != 302:
            self.opened = record_fields(response)
        return response

    def test_an_unchanged_page_is_no_draft(self):
        for row, step in ((self.topic, "lock"), (self.omar, "sign-out")):
            self.open(row)
            assert self.press(step).status_code == 302, step

    def test_a_step_keeps_what_was_typed_for_the_others(self):
        self.open(self.topic)
        response = self.press("lock", split_title="An aside", split_posts=[self.post.pk])
        self.assertContains(response, "Locked.")
        self.assertContains(response, "data-unsaved")
        assert self.opened["split-title"] == "An aside"
        assert self.opened["split-posts"] == str(self.post.pk)
        assert self.press("split").status_code == 302
        assert Topic.objects.filter(title="An aside").exists()

    def test_only_the_fields_of_the_step_start_again(self):
        board = create_board("other", name="Other things")
        self.open(self.topic)
        self.press("move", move_board=board.pk, split_title="An aside")
        assert (self.opened["move-board"], self.opened["split-title"]) == ("", "An aside")

    def test_a_refused_step_keeps_everything(self):
        self.open(self.topic)
        for step, status in (("merge", 409), ("split", 422)):
            response = self.press(step, merge_into="999", split_title="An aside")
            assert response.status_code == status, step
            kept = (self.opened["merge-into"], self.opened["split-title"])
            assert kept == ("999", "An aside"), step
        self.assertContains(response, "This field is required.", count=1, status_code=422)

    def test_text_for_a_step_that_is_over_can_be_copied(self):
        self.open(self.omar)
        typed = {"silence_reason": "Long words.", "silence_reach": "none"}
        self.press("silence", **typed)
        response = self.press("silence", **typed)  # as on the page of a colleague
        self.assertContains(response, "readonly>Long words.</textarea>", status_code=409)

    def test_the_enter_key_takes_no_step(self):
        self.open(self.topic)
        response = self.press("", split_title="An aside")
        self.assertContains(response, "Nothing was done.")
        assert self.opened["split-title"] == "An aside"
        assert not self.topic.events.exists()
        self.client.force_login(self.alice)
        assert self.client.post(f"{self.path}change/", {}).status_code == 403
