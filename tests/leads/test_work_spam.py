"""Any unfinished inquiry can be marked as spam, which teaches the classifier and can be undone."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from leads.models import Inquiry, Lead
from leads.services import work
from leads.verdicts import resemblance
from moderation import classifier
from moderation.models import Training
from tests import factories
from tests.base import StaffTestCase
from tests.moderation import corpus

from .base import InquiryTestCase

State = Lead.State
NUMBER = 30


class SpamTestCase(StaffTestCase):
    def setUp(self):
        super().setUp()
        self.client.force_login(self.alice)

    def spam(self, lead):
        work.mark_as_spam(leads=Lead.objects.filter(pk=lead.pk), actor=self.alice)
        lead.refresh_from_db()
        return lead

    def test_each_unfinished_state_can_be_marked_and_taken_back(self):
        now = timezone.now()
        for fields, before in (
            ({}, State.NEW),
            ({"owner": self.alice}, State.OPEN),
            ({"state": "open", "owner": self.alice}, State.OPEN),
            ({"state": "contacted", "first_answered_at": now}, State.CONTACTED),
            ({"state": "qualified", "first_answered_at": now}, State.CONTACTED),
            ({"quarantined_at": now}, State.NEW),
            ({"quarantined_at": now, "released_at": now, "owner": self.alice}, State.OPEN),
        ):
            lead = self.spam(factories.create_lead(**fields))
            assert (lead.state, lead.state_label) == ("not_a_lead", "Spam"), fields
            lead = work.take_back_spam(lead_id=lead.pk, actor=self.alice)
            lead.refresh_from_db()
            assert (lead.state, lead.spam_at) == (before, None), fields
            texts = [event.text for event in lead.events.order_by("pk")]
            assert texts[0].endswith("→ Spam")
            assert texts[-1] == f"Spam → {before.label}"

    def test_finished_inquiries_are_not_spam(self):
        lead = factories.create_lead(state="won")
        outcome = work.mark_as_spam(leads=Lead.objects.all(), actor=self.alice)
        assert (outcome.changed, len(outcome.refused)) == (0, 1)
        with pytest.raises(work.Refused):
            work.take_back_spam(lead_id=lead.pk, actor=self.alice)
        with pytest.raises(IntegrityError), transaction.atomic():
            Lead.objects.filter(pk=lead.pk).update(spam_at=timezone.now())

    def test_any_other_way_out_takes_the_verdict_back_too(self):
        lead = self.spam(factories.create_lead())
        work.change(lead_id=lead.pk, actor=self.alice, state="open")
        lead.refresh_from_db()
        assert lead.spam_at is None

    def test_record_offers_the_button_and_its_undoing(self):
        lead = factories.create_lead(state="open", owner=self.alice)
        path = f"/admin/leads/lead/{lead.pk}/"
        self.assertContains(self.client.get(f"{path}change/"), ">Mark as spam</button>")
        self.client.post(f"{path}spam/")
        page = self.client.get(f"{path}change/")
        self.assertContains(page, ">Not spam</button>")
        self.assertNotContains(page, ">Mark as spam</button>")
        self.client.post(f"{path}not_spam/")
        lead.refresh_from_db()
        assert lead.state == "open"


class LearnTestCase(InquiryTestCase):
    """Half of the corpus is judged; the rules meet the other half."""

    def judge(self, spam=NUMBER, ham=NUMBER):
        at = timezone.now() - timedelta(hours=1)
        for text in corpus.spam()[:spam]:
            inquiry = factories.create_inquiry(brand=self.brand, message=text)
            factories.create_lead(inquiry=inquiry, state="not_a_lead", spam_at=at)
        for text in corpus.ham()[:ham]:
            inquiry = factories.create_inquiry(brand=self.brand, message=text)
            factories.create_lead(inquiry=inquiry, quarantined_at=at, released_at=at)
        classifier.learn()

    def test_similar_spam_has_one_more_reason(self):
        self.judge()
        self.send(message=corpus.spam()[-1])
        reasons = {reason["code"]: reason for reason in Inquiry.objects.first().spam_reasons}
        assert reasons["classifier"]["points"] == 4
        self.send(message=corpus.ham()[-1])
        assert "classifier" not in {
            reason["code"] for reason in Inquiry.objects.first().spam_reasons
        }

    def test_resemblance_alone_quarantines_nothing(self):
        self.judge()
        self.send(message="casino " * 3)
        assert Inquiry.objects.first().spam_score <= 4
        assert Inquiry.objects.first().lead in Lead.objects.in_queue()

    def test_few_verdicts_give_no_opinion(self):
        self.judge(spam=classifier.FEWEST - 1)
        assert resemblance(corpus.spam()[-1]) is None

    def test_erased_and_rejudged_inquiries_are_forgotten(self):
        self.judge()
        assert resemblance(corpus.spam()[-1]) is not None
        Inquiry.objects.filter(lead__spam_at__isnull=False)[0].delete()
        Lead.objects.filter(state="not_a_lead").update(state="new", spam_at=None)
        classifier.learn()
        assert Training.objects.get(kind="inquiries").spam == 0
        assert resemblance(corpus.spam()[-1]) is None

    def test_fresh_verdicts_and_what_no_one_judged_teach_nothing(self):
        now = timezone.now()
        factories.create_lead(inquiry=factories.create_inquiry(brand=self.brand))
        factories.create_lead(state="not_a_lead", spam_at=now)
        factories.create_lead(state="not_a_lead")
        factories.create_lead(quarantined_at=now, released_at=now)
        classifier.learn()
        training = Training.objects.get(kind="inquiries")
        assert (training.spam, training.ham) == (0, 0)
        with time_machine.travel(now + timedelta(minutes=11), tick=False):
            classifier.learn()
        training = Training.objects.get(kind="inquiries")
        assert (training.spam, training.ham) == (1, 1)

    def test_verdicts_on_inquiries_leave_the_filter_of_comments_alone(self):
        self.judge()
        assert Training.objects.get(kind="public").spam == 0
        assert classifier.likelihood(corpus.spam()[-1], "") is None
