"""Buttons on each row of the work queue, and their undo."""

from datetime import timedelta

import time_machine
from django.utils import timezone

from leads.models import Event, Lead
from leads.services import undo
from leads.services.work import change
from tests import factories
from tests.base import StaffTestCase, run_jobs

LIST = "/admin/leads/lead/"
CHANGED = "A colleague changed it since you opened this page. Nothing was done."
JSON = {"HTTP_ACCEPT": "application/json"}


class RowTestCase(StaffTestCase):
    def setUp(self):
        super().setUp()
        self.client.force_login(self.alice)

    def lead(self, **fields):
        return factories.create_lead(inquiry=factories.create_inquiry(brand=self.brand), **fields)

    def press(self, name, lead, **headers):
        sent = {"row": f"{name} {lead.as_shown}"}
        return self.client.post(f"{LIST}row/?tab=all", sent, follow=not headers, **headers)

    def undo(self, token=None):
        if token is None:
            token = self.client.get(f"{LIST}?tab=all").context["undo"]["token"]
        return self.client.post(f"{LIST}undo/?tab=all", {"undo": token}, follow=True)

    def stored(self, lead):
        return Lead.objects.get(pk=lead.pk)


class ActionTestCase(RowTestCase):
    def test_each_action_is_a_button_of_the_row(self):
        lead, held = self.lead(), self.lead(quarantined_at=timezone.now())
        page = self.client.get(f"{LIST}?tab=all").content.decode()
        for name in ("take", "spam"):
            assert f'formaction="row/?tab=all" name="row" value="{name} {lead.as_shown}"' in page
        for name in ("release", "spam"):
            assert f'value="{name} {held.as_shown}"' in page
        assert f'value="take {held.as_shown}"' not in page
        assert f'value="release {lead.as_shown}"' not in page
        self.client.force_login(self.dora)
        assert 'name="row"' not in self.client.get(f"{LIST}?tab=all").content.decode()

    def test_take_makes_it_mine_and_open(self):
        lead = self.lead()
        response = self.press("take", lead)
        self.assertContains(response, "It is yours.")
        assert response.redirect_chain == [(f"{LIST}?tab=all#row-{lead.pk}", 303)]
        assert (self.stored(lead).owner, self.stored(lead).state) == (self.alice, "open")
        assert list(Event.objects.values_list("kind", flat=True)) == ["state", "assigned"]

    def test_spam_and_release(self):
        lead, held = self.lead(), self.lead(quarantined_at=timezone.now())
        self.assertContains(self.press("spam", lead), "Marked as spam.")
        self.assertContains(self.press("release", held), "Released.")
        assert self.stored(lead).state == "not_a_lead"
        assert self.stored(held).released_at is not None

    def test_a_row_that_a_colleague_changed_is_left_alone(self):
        for values in ({"owner_id": self.adam.pk}, {"state": "open"}):
            lead = self.lead()
            change(lead_id=lead.pk, actor=self.adam, **values)
            for name in ("take", "spam"):
                self.assertContains(self.press(name, lead), CHANGED)
            assert self.stored(lead).version == 2

    def test_nonsense_is_refused(self):
        for value in ("", "take", "take x new ", "won 1 new ", f"take {'9' * 30} new "):
            assert self.client.post(f"{LIST}row/", {"row": value}).status_code == 400

    def test_script_gets_the_row_as_it_is_now(self):
        lead = self.lead()
        answer = self.press("take", lead, **JSON).json()
        assert (answer["message"], answer["problems"]) == ("It is yours.", [])
        assert f'id="row-{lead.pk}"' in answer["row"]
        assert "Alice" in answer["row"]
        assert self.undo(answer["undo"][0]).status_code == 200
        assert self.stored(lead).owner is None
        answer = self.press("take", self.lead(), **JSON).json()
        assert answer["undo"]


class UndoTestCase(RowTestCase):
    def test_undo_restores_state_and_owner(self):
        for name in ("take", "spam"):
            lead = self.lead()
            self.press(name, lead)
            self.assertContains(self.undo(), "Undone.")
            found = self.stored(lead)
            assert (found.state, found.owner, found.version) == ("new", None, 3)
        assert Event.objects.filter(cause="undone", actor=self.alice).count() == 3

    def test_undo_of_a_release_sends_nothing(self):
        held = self.lead(quarantined_at=timezone.now())
        self.press("release", held)
        run_jobs()
        assert not held.events.filter(kind="identified").exists()
        self.undo()
        assert self.stored(held).is_quarantined
        with time_machine.travel(timezone.now() + timedelta(minutes=1)):
            run_jobs()
            assert not held.events.filter(kind="identified").exists()
            self.press("release", self.stored(held))
        with time_machine.travel(timezone.now() + timedelta(minutes=2)):
            run_jobs()
        assert held.events.filter(kind="identified").count() == 1

    def test_undo_is_refused_after_a_change_or_too_late(self):
        lead = self.lead()
        self.press("spam", lead)
        token = self.client.get(LIST).context["undo"]["token"]
        change(lead_id=lead.pk, actor=self.adam, state="open")
        self.assertContains(self.undo(token), "It was changed since.")
        lead = self.lead()
        self.press("spam", lead)
        token = self.client.get(LIST).context["undo"]["token"]
        with time_machine.travel(timezone.now() + undo.WITHIN + timedelta(seconds=2)):
            self.assertContains(self.undo(token), "It is too late to undo this.")
            assert self.client.get(LIST).context["undo"] is None
        assert self.stored(lead).state == "not_a_lead"

    def test_a_colleague_and_a_forger_undo_nothing(self):
        lead = self.lead()
        self.press("spam", lead)
        token = self.client.get(LIST).context["undo"]["token"]
        self.assertContains(self.undo(token[:-1] + "A"), "too late")
        self.client.force_login(self.adam)
        self.assertContains(self.undo(token), "A colleague did this")
        self.client.force_login(self.dora)
        assert self.client.post(f"{LIST}undo/", {"undo": token}).status_code == 403
        assert self.stored(lead).state == "not_a_lead"

    def test_bulk_actions_have_the_same_undo(self):
        leads = [self.lead(), self.lead(state="open"), self.lead(owner=self.adam)]
        self.client.post(
            f"{LIST}?tab=all",
            {
                "action": "no_leads",
                "_selected_action": [lead.pk for lead in leads],
                "filter": "?tab=all",
                "confirmed": 1,
            },
        )
        assert {lead.state for lead in Lead.objects.all()} == {"not_a_lead"}
        self.assertContains(self.undo(), "Undone for 3 inquiries.")
        assert [self.stored(lead).state for lead in leads] == ["new", "open", "new"]


class QuarantineTestCase(RowTestCase):
    def test_the_list_shows_why_each_is_held_and_its_promise(self):
        inquiry = factories.create_inquiry(
            brand=self.brand,
            message="Cheap pills, " * 40,
            spam_score=4,
            spam_reasons=[{"code": "links", "points": 4, "detail": "3"}],
        )
        factories.create_lead(inquiry=inquiry, quarantined_at=timezone.now())
        page = self.client.get(f"{LIST}?tab=quarantine")
        self.assertContains(page, "Cheap pills, " * 20)
        self.assertContains(page, "Suspicion <strong>4</strong>, answer promised by")
        self.assertContains(page, "<li>+4 ")
        self.assertNotContains(self.client.get(f"{LIST}?tab=all"), "Suspicion <strong>")


class NewestTestCase(RowTestCase):
    def test_an_open_list_learns_of_new_inquiries(self):
        self.lead()
        with time_machine.travel(timezone.now() + timedelta(minutes=1), tick=False):
            now = int(timezone.now().timestamp())
            url = f"{LIST}newest/?since={now}"
            self.assertContains(self.client.get(LIST), f'data-url="{url}"')
            assert self.client.get(url).json() == {"new": 0}
        with time_machine.travel(timezone.now() + timedelta(minutes=2)):
            self.lead()
            self.lead(quarantined_at=timezone.now())
            self.lead(state="won")
            assert self.client.get(url).json() == {"new": 1}
            for value in ("", "x", "9" * 18, "9" * 30):
                assert self.client.get(f"{LIST}newest/?since={value}").status_code == 200
            with self.assertNumQueries(QUERIES):
                self.client.get(url)
        self.client.force_login(self.bob)
        assert self.client.get(url).status_code == 403


QUERIES = 6
