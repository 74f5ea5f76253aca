"""A verdict on one item keeps the ticks and chosen reasons of the others, without script too."""

from datetime import timedelta
from urllib.parse import urlencode

from django.utils import timezone

from moderation import queue
from moderation.models import Verdict

from .base import JUDGE, QUEUE, QueueTestCase

UNDO = "/admin/moderation/verdict/undo/"


class ChoicesTestCase(QueueTestCase):
    def setUp(self):
        super().setUp()
        now = timezone.now()
        self.items = [
            self.held(text=f"Number {number}.", submitted_at=now - timedelta(hours=9 - number))
            for number in range(4)
        ]
        self.keys = [item.versioned_key for item in self.items]

    def assert_ticked(self, response, *keys):
        for key in self.keys:
            box = f'name="item" value="{key}"'
            assert (f"{box} checked" in response.text) is (key in keys), key

    def test_a_verdict_keeps_ticks_and_reasons_of_the_others(self):
        first, second, third, _ = self.keys
        sent = {"one": f"approve {first}", "item": [first, second], f"refusal {third}": "off_topic"}
        response = self.client.post(JUDGE, sent)
        self.assertContains(response, "1 approved.")
        self.assert_ticked(response, second)
        self.assertContains(response, '<option value="off_topic" selected>', count=1)

    def test_a_bulk_verdict_without_a_reason_keeps_the_ticks(self):
        response = self.client.post(JUDGE, {"all": "refuse", "item": self.keys[:2]})
        self.assertContains(response, "Choose a reason for the refusal")
        self.assert_ticked(response, *self.keys[:2])
        assert not Verdict.objects.exists()

    def test_an_undo_keeps_the_ticks(self):
        self.client.post(JUDGE, {"one": f"approve {self.keys[0]}"})
        sent = {"verdict": Verdict.objects.get().pk, "item": self.keys[1], "refusal": "personal"}
        response = self.client.post(UNDO, sent)
        self.assertContains(response, "undone.")
        self.assert_ticked(response, self.keys[1])

    def test_a_verdict_alone_leads_back_to_its_place_in_the_queue(self):
        place = str(queue.position_of(self.items[1]))
        sent = {"one": f"approve {self.keys[2]}", "state": "held", "from": place, "filters": "q=er"}
        response = self.client.post(JUDGE, sent)
        assert response.status_code == 303
        query = {"state": "held", "q": "er", "from": place}
        assert response["Location"] == f"{QUEUE}?{urlencode(query)}"

    def test_the_enter_key_gives_no_verdict(self):
        response = self.client.post(JUDGE, {"item": self.keys[:1]})
        self.assertContains(response, "Press the button of a verdict.")
        self.assert_ticked(response, self.keys[0])
        page = self.shown().partition('id="mod-queue"')[2]
        assert page.partition("<button")[2].startswith(' type="submit" hidden>')
        assert not Verdict.objects.exists()

    def test_nothing_but_known_values_comes_back(self):
        sent = {"item": ['"><b>'], f"refusal {self.keys[0]}": '"><b>', "from": "x", "state": "x"}
        response = self.client.post(JUDGE, sent, follow=True)
        assert '"><b>' not in response.text
