"""The admin log says what happened, and nothing of a button that did nothing."""

from django.contrib.admin.models import LogEntry

from publishing.models import PreviewLink
from tests.publishing.base import EditingTestCase, ScheduleTestCase


def logged():
    return [entry.get_change_message() for entry in LogEntry.objects.order_by("pk")]


class ButtonLogTestCase(EditingTestCase):
    def test_second_click_on_publish_or_take_down_is_not_logged(self):
        for _ in range(2):
            self.publish()
        assert logged().count("Published.") == 1
        for _ in range(2):
            self.action("unpublish")
        assert logged().count("Taken down.") == 1
        self.assertContains(self.admin.get(self.url), "It is not published")

    def test_second_click_on_revoke_is_not_logged(self):
        self.admin.post(f"/admin/blog/post/{self.post.pk}/previews/", {"name": "Legal"})
        link = PreviewLink.objects.get()
        for _ in range(2):
            self.action(f"previews/{link.pk}/revoke")
        assert logged().count(f"Preview link {link.pk} revoked.") == 1


class ChoiceLogTestCase(ScheduleTestCase):
    def setUp(self):
        super().setUp()
        self.schedule(title="Changed title")
        self.save(title="A corrected title")
        self.scheduled = self.pending()

    def choose(self, seen):
        where = f"/admin/blog/post/{self.post.pk}/scheduled/{self.scheduled.pk}/"
        return self.admin.post(where, {"seen_version": seen}, follow=True)

    def test_choice_that_chose_nothing_is_not_logged(self):
        seen = self.refreshed().version
        self.save(title="Corrected once more")
        for version in ("", "0", seen, seen + 2):
            assert "Nothing was chosen" in self.choose(version).text
        assert not [message for message in logged() if message.startswith("Chose")]

    def test_second_click_on_the_choice_is_not_logged(self):
        for _ in range(2):
            self.choose(self.refreshed().version)
        assert logged().count(f"Chose scheduled revision {self.scheduled.pk}.") == 1
