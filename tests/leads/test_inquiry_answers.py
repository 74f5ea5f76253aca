"""Every declared answer is supported by form, storage, correction, record, export and privacy."""

import csv
import io
import json

from django.test import Client

from leads.models import Correction, Inquiry
from leads.models.answers import COLUMNS, QUESTIONS, Answers, heading
from privacy.registry import Category, Personal, declarations
from privacy.rights import access
from privacy.rights.correction import columns_of
from privacy.seed import CONTENT
from tests import factories
from tests.privacy.people import erase, subject

from .base import InquiryTestCase

EMAIL = "corrected@example.com"
COMPUTED = {"email_key", "phone_e164", "digest", "search_text", "message_text"}
OTHER = {"received_at", "spam_score", "spam_reasons", "news_wording"}


def first(name):
    return QUESTIONS[name].example


def second(name):
    """Return a second valid answer."""
    if name in ("email", "phone", "country"):
        return {"email": EMAIL, "phone": "+1 404 555 0177", "country": "GB"}[name]
    codes = [code for code, _ in COLUMNS[name].choices or ()]
    return next((code for code in codes if code != first(name)), f"{first(name)} changed")


def test_every_inquiry_column_is_an_answer_or_listed():
    columns = {column.name for column in Answers._meta.local_fields}
    assert columns - set(QUESTIONS) <= COMPUTED | OTHER


def test_policy_names_the_answer_among_what_we_hold():
    text = (CONTENT / "privacy-1.md").read_text().partition("## What we hold")[2]
    held = text.partition("\n## ")[0].lower()
    for name, question in QUESTIONS.items():
        personal = question.personal
        category = personal.category if isinstance(personal, Personal) else personal
        if category in {Category.CONTACT, Category.BUSINESS}:
            assert question.name_in_policy in held, name


class EveryAnswerTestCase(InquiryTestCase):
    """The form is sent with every answer, and sent again with every answer changed."""

    def setUp(self):
        super().setUp()
        fields = self.open_form()
        self.asked = set(fields)
        assert self.send({**fields, **{name: first(name) for name in QUESTIONS}}).status_code == 303
        self.inquiry = Inquiry.objects.get()
        self.send({**fields, **{name: second(name) for name in QUESTIONS}})
        self.staff = Client(HTTP_HOST=self.host)
        self.staff.force_login(factories.create_staff("alice@example.com", "Alice", role="Sales"))

    def test_form_asks_for_the_answer(self):
        assert set(QUESTIONS) <= self.asked

    def test_inquiry_stores_the_answer(self):
        for name in QUESTIONS:
            assert getattr(self.inquiry, name) == first(name), name

    def test_correction_stores_a_changed_answer(self):
        correction = Correction.objects.get()
        for name in QUESTIONS:
            assert getattr(correction, name) == second(name), name

    def test_each_single_change_is_a_correction(self):
        for name in QUESTIONS:
            before = Correction.objects.count()
            fields = {**self.open_form(), **{each: first(each) for each in QUESTIONS}}
            self.send(fields)
            self.send(fields, **{name: second(name)})
            assert Correction.objects.count() == before + 1, name

    def test_record_shows_both_versions(self):
        page = self.staff.get(f"/admin/leads/lead/{self.inquiry.pk}/change/").content.decode()
        correction = Correction.objects.get()
        for name in QUESTIONS:
            assert self.inquiry.answer(name) in page, name
            assert correction.answer(name) in page, name

    def test_export_has_the_latest_answer(self):
        shown = {"filter": "?tab=all", "count": 1}
        response = self.staff.post("/admin/leads/lead/export/?tab=all", shown)
        text = b"".join(response.streaming_content).decode("utf-8-sig")
        [row] = csv.DictReader(io.StringIO(text))
        latest = Correction.objects.get()
        for name in QUESTIONS:
            expected = "GB" if name == "country" else latest.answer(name)
            assert row[heading(name)].lstrip("'") == expected, name

    def test_access_export_contains_the_answer(self):
        copy = json.dumps(access.collect(subject(EMAIL)).content)
        correction = Correction.objects.get()
        for name in QUESTIONS:
            assert json.dumps(self.inquiry.answer(name)) in copy, name
            assert json.dumps(correction.answer(name)) in copy, name

    def test_answer_can_be_corrected(self):
        correctable = set(columns_of(declarations[Inquiry]))
        assert set(QUESTIONS) <= correctable
        assert not correctable & COMPUTED

    def test_erasure_removes_the_answer(self):
        erase(EMAIL)
        assert not Inquiry.objects.exists()
        assert not Correction.objects.exists()
