"""Spam scores add up from named rules; nothing is discarded, and omitting fields never helps."""

from dataclasses import replace
from datetime import timedelta

import time_machine
from django.core import mail
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from hypothesis import given
from hypothesis import strategies as st

from leads.models import Event, Inquiry, Lead
from leads.models.answers import QUESTIONS
from leads.services import undo
from leads.services.quarantine import release
from moderation.rules import INQUIRIES, QUARANTINE_INQUIRY_FROM, Message, trap_name
from privacy.models import Consent
from tests import factories
from tests.base import run_jobs

from .base import ANSWERS, BROWSER, InquiryTestCase

HUMAN = Message(
    answers={"message": "Please call me."},
    headers=frozenset({"Origin", "Sec-Fetch-Site", "User-Agent", "Accept"}),
)
LINKS = "Look: https://a.example.net/1 https://b.example.net/2 https://c.example.net/3"


class QuarantineTestCase(InquiryTestCase):
    def test_filled_trap_is_quarantined_with_the_same_receipt(self):
        response = self.trapped()
        assert response.status_code == 303
        self.assertContains(self.client.get(response["Location"]), "We answer by")
        inquiry = Inquiry.objects.get()
        assert inquiry.message == ANSWERS["message"]
        assert [reason["code"] for reason in inquiry.spam_reasons] == ["trap"]
        assert inquiry.lead in Lead.objects.quarantined()
        kinds = {event.kind for event in inquiry.lead.events.all()}
        assert kinds == {Event.Kind.RECEIVED, Event.Kind.QUARANTINED}

    def test_quarantine_defers_mails_person_and_consent(self):
        page = self.client.get("/contact/").content.decode()
        self.trapped(news=page.partition('name="news" value="')[2].partition('"')[0])
        run_jobs()
        assert not mail.outbox
        assert not DBTaskResult.objects.filter(task_path__startswith="leads.").exists()
        assert Inquiry.objects.get().lead.person is None
        assert not Consent.objects.exists()

    def test_release_runs_the_skipped_actions_once(self):
        page = self.client.get("/contact/").content.decode()
        self.trapped(news=page.partition('name="news" value="')[2].partition('"')[0])
        alice = factories.create_staff("alice@example.com", "Alice", role="Sales")
        lead = Lead.objects.get()
        assert release(lead=lead, actor=alice)
        assert not release(lead=lead, actor=alice)
        run_jobs()
        assert not mail.outbox  # it can be undone for some seconds
        with time_machine.travel(timezone.now() + 2 * undo.WITHIN):
            run_jobs()
        assert sorted(letter.to[0] for letter in mail.outbox) == [
            "alice@example.com",
            "nora@example.com",
        ]
        lead.refresh_from_db()
        assert lead.person.email == "nora@example.com"
        assert lead.released_at is not None
        assert lead.events.get(kind=Event.Kind.RELEASED).actor == alice
        consent = Consent.objects.get()
        assert consent.wording == self.form.news_wording
        assert consent.given_at == lead.inquiry.received_at

    def test_an_inquiry_in_the_queue_cannot_be_released(self):
        self.send()
        assert not release(lead=Lead.objects.get(), actor=None)

    def test_too_fast_alone_is_not_enough_for_quarantine(self):
        response = self.client.post(self.action, {**self.open_form(), **ANSWERS})
        assert response.status_code == 303
        assert Inquiry.objects.get().spam_score == 3
        assert Inquiry.objects.get().lead in Lead.objects.in_queue()

    def test_repeated_text_is_quarantined(self):
        text = "We can bring your website to the top of every search."
        for number in range(4):
            self.send(message=text.upper() if number % 2 else text, email=f"a{number}@example.com")
        scores = list(Inquiry.objects.order_by("pk").values_list("spam_score", flat=True))
        assert scores == [0, 3, 3, 5]

    def test_repeated_text_is_no_spam_after_eight_days(self):
        self.send()
        with time_machine.travel(timezone.now() + timedelta(days=8)):
            self.send(email="other@example.com")
        assert Inquiry.objects.first().spam_score == 0

    def test_the_same_sender_may_say_the_same_three_times(self):
        for _ in range(5):
            self.send(email="Nora@example.com")
        scores = list(Inquiry.objects.order_by("pk").values_list("spam_score", flat=True))
        assert scores == [0, 0, 0, 3, 3]

    def test_the_same_text_after_back_is_not_quarantined_however_quick(self):
        self.send()
        self.client.post(self.action, {**self.open_form(), **ANSWERS})
        assert Lead.objects.in_queue().count() == 2

    def test_a_removed_trap_counts_like_a_filled_one(self):
        fields = {**self.open_form(), **ANSWERS}
        del fields[self.trap()]
        self.send(fields)
        assert Inquiry.objects.get().spam_score == 5

    def test_script_without_browser_headers_is_quarantined(self):
        fields = {**self.open_form(), **ANSWERS}
        self.client.defaults = {"HTTP_HOST": self.host}
        self.client.post(self.action, fields)
        rules = {reason["code"] for reason in Inquiry.objects.get().spam_reasons}
        assert rules == {"too_fast", "headers"}
        assert Inquiry.objects.get().lead in Lead.objects.quarantined()

    def test_the_score_of_a_correction_is_kept_with_it(self):
        fields = {**self.open_form(), **ANSWERS}
        self.send(fields)
        self.send(fields, message=LINKS)
        assert Inquiry.objects.get().latest.spam_score >= QUARANTINE_INQUIRY_FROM

    def test_suspicious_correction_notifies_staff(self):
        fields = {**self.open_form(), **ANSWERS}
        self.send(fields)
        self.send(fields, message=LINKS)
        lead = Lead.objects.get()
        assert lead in Lead.objects.in_queue()
        assert "looks like spam" in lead.events.get(kind=Event.Kind.CORRECTED).text

    def test_ordinary_correction_has_no_spam_note(self):
        fields = {**self.open_form(), **ANSWERS}
        self.send(fields)
        self.send(fields, message="I meant something else.")
        assert Event.objects.get(kind=Event.Kind.CORRECTED).text == ""

    def test_suspicious_correction_can_only_withdraw_consent(self):
        page = self.client.get("/contact/").content.decode()
        box = page.partition('name="news" value="')[2].partition('"')[0]
        fields = {**self.open_form(), **ANSWERS}
        self.send({**fields, "news": box})
        self.send({**fields, "news": box}, email="victim@example.com", message=LINKS)
        assert [each.email for each in Consent.objects.active()] == ["nora@example.com"]
        self.send(fields, message=f"{LINKS} and more")
        assert not Consent.objects.active().exists()

    def trapped(self, **answers):
        return self.send(**{self.trap(): "https://spam.example.net", **answers})

    def trap(self) -> str:
        return trap_name(self.form.scope)


def test_a_person_with_an_ordinary_browser_scores_nothing():
    assert INQUIRIES.judge(HUMAN).reasons == []
    assert set(BROWSER) == {"user-agent", "accept", "sec-fetch-site"}


def score(**changes) -> int:
    return INQUIRIES.judge(replace(HUMAN, **changes)).score


def score_of(message, **answers) -> int:
    return score(answers={"message": message, **answers})


def test_each_rule_gives_its_points():
    assert score(is_trapped=True) == 5
    assert score(age=timedelta(seconds=2)) == 3
    assert score_of("See https://www.sender.example/page", email="n@sender.example") == 0
    assert (
        score(
            answers={"message": "See www.contactatonce.com"},
            own_hosts=frozenset({"www.contactatonce.com"}),
        )
        == 0
    )
    assert score_of("See https://other.example.net") == 3
    assert score_of(LINKS) == 6
    assert score_of('<a href="x">cheap</a>') == 4
    assert score_of("Hello", city="http://cheap.example.net") == 5
    assert score(repeats=1) == 3
    assert score(headers=frozenset()) == 4


def test_links_are_counted_in_every_answer():
    for name in set(QUESTIONS) - {"message", "email", "company_name"}:
        assert score_of("Hello", **{name: "www.cheap.example.net"}) == 5, name


def test_an_email_address_is_not_a_link():
    assert score_of("Hello", email="nora@www.example.com") == 0


def test_reasons_add_up_to_the_score():
    outcome = INQUIRIES.judge(
        Message(answers={"message": LINKS}, is_trapped=True, age=timedelta(0))
    )
    assert sum(reason["points"] for reason in outcome.reasons) == outcome.score
    assert all(reason["message"] for reason in INQUIRIES.explain(outcome.reasons))


def test_malformed_links_cause_no_error():
    assert score_of("http://[::1 https://[x]:y http://\x7f http://例え.jp") >= 1


submissions = st.builds(
    Message,
    answers=st.fixed_dictionaries(
        {
            "message": st.text(max_size=60) | st.just(LINKS),
            "name": st.text(max_size=20),
            "email": st.emails(),
        }
    ),
    is_trapped=st.booleans(),
    age=st.timedeltas(timedelta(0), timedelta(hours=1)),
    headers=st.frozensets(st.sampled_from(["Origin", "Sec-Fetch-Site", "User-Agent", "Accept"])),
    repeats=st.integers(0, 5),
)


@given(submissions, st.data())
def test_leaving_an_anti_spam_field_out_never_lowers_the_score(submission, data):
    fewer = data.draw(st.sets(st.sampled_from(sorted(submission.headers) or ["Origin"])))
    less = replace(submission, is_trapped=True, headers=submission.headers - fewer)
    assert INQUIRIES.judge(less).score >= INQUIRIES.judge(submission).score
