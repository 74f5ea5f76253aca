"""Concurrent edits of a record: none is lost silently."""

import random

from django.db import transaction
from django.http import QueryDict
from django.utils.http import urlencode

from leads.admin.work_forms import WorkForm
from leads.models import Lead
from leads.services import work
from tests import factories
from tests.base import StaffTestCase

from .base import XHTML, parse


def inputs(response, form_id="record"):
    """Return the data that a browser would submit for the work form."""
    form = next(form for form in parse(response).iter(f"{XHTML}form") if form.get("id") == form_id)
    fields = {}
    for element in form.iter():
        name, tag = element.get("name"), element.tag.removeprefix(XHTML)
        if tag == "input" and name:
            if element.get("type") != "radio" or "checked" in element.attrib:
                fields[name] = element.get("value", "")
        elif tag == "textarea":
            fields[name] = (element.text or "").removeprefix("\n")
        elif tag == "select":
            options = list(element.iter(f"{XHTML}option"))
            chosen = [option for option in options if "selected" in option.attrib] or options[:1]
            fields[name] = chosen[0].get("value", "")
    return fields


def page_of(lead: Lead) -> dict[str, object]:
    """Return the data that the unchanged work form of `lead` submits."""
    values = {name: getattr(lead, name) for name in work.EDITABLE}
    sent = values | {f"initial-{name}": value for name, value in values.items()}
    return {name: "" if value is None else value for name, value in sent.items()} | {
        "opened_version": lead.version
    }


class MergeTestCase(StaffTestCase):
    def setUp(self):
        super().setUp()
        self.lead = factories.create_lead(state="lost", lost_reason="other")

    def send(self, page, **edits):
        """Submit a page that was opened with `edits`; return its form."""
        form = WorkForm(QueryDict(urlencode(page | edits)), lead=Lead.objects.get(pk=self.lead.pk))
        with transaction.atomic():
            if form.is_valid():
                values = {name: form.cleaned_data[name] for name in work.EDITABLE}
                work.change(lead_id=self.lead.pk, actor=self.alice, **values)
        self.lead.refresh_from_db()
        return form

    def test_different_fields_are_both_kept(self):
        page = page_of(self.lead)
        self.send(page, lost_reason="price")
        self.send(page, owner_id=self.adam.pk)
        assert (self.lead.lost_reason, self.lead.owner_id) == ("price", self.adam.pk)
        assert self.lead.version == 3

    def test_same_field_is_a_conflict_and_stores_nothing(self):
        page = page_of(self.lead)
        self.send(page, lost_reason="price")
        form = self.send(page, lost_reason="competitor", owner_id=self.adam.pk)
        assert [tuple(each) for each in form.conflict] == [
            ("lost_reason", "Why lost", "Price", "Chose another vendor")
        ]
        assert (self.lead.lost_reason, self.lead.owner_id) == ("price", None)

    def test_same_value_is_no_conflict(self):
        page = page_of(self.lead)
        for _ in range(2):
            assert self.send(page, lost_reason="price").is_valid()
        assert self.lead.events.count() == 1

    def test_no_interleaving_loses_an_edit_silently(self):
        draw = random.Random(7)
        for _ in range(150):
            self.lead.refresh_from_db()
            pages = [page_of(self.lead) for _ in range(2)]
            stored = {}
            for page in pages:
                names = draw.sample(["lost_reason", "owner_id"], draw.choice([1, 2]))
                values = {
                    "lost_reason": draw.choice(Lead.LostReason.values),
                    "owner_id": draw.choice(["", self.alice.pk, self.adam.pk]),
                }
                edit = {name: values[name] for name in names if values[name] != page[name]}
                form = self.send(page, **edit)
                if form.conflict is not None:
                    assert {each.name for each in form.conflict} <= set(stored) & set(edit)
                else:
                    assert not {
                        name for name in edit if name in stored and stored[name] != edit[name]
                    }
                    stored |= edit
            assert {name: getattr(self.lead, name) or "" for name in stored} == stored


class ConflictPageTestCase(StaffTestCase):
    def setUp(self):
        super().setUp()
        self.lead = factories.create_lead(state="lost", lost_reason="other")
        self.path = f"/admin/leads/lead/{self.lead.pk}/change/"
        self.client.force_login(self.alice)
        self.opened = inputs(self.client.get(self.path))
        work.change(
            lead_id=self.lead.pk, actor=self.adam, lost_reason="price", owner_id=self.adam.pk
        )

    def test_second_editor_sees_both_values(self):
        response = self.client.post(self.path, {**self.opened, "lost_reason": "competitor"})
        self.assertContains(response, "Stored now: <strong>Price</strong>", status_code=409)
        self.assertContains(
            response, "Yours: <strong>Chose another vendor</strong>", status_code=409
        )

    def test_typed_value_is_stored_beside_their_other_edits(self):
        response = self.client.post(self.path, {**self.opened, "lost_reason": "competitor"})
        self.client.post(self.path, inputs(response))
        self.lead.refresh_from_db()
        assert (self.lead.lost_reason, self.lead.owner) == ("competitor", self.adam)

    def test_stored_value_is_kept_when_chosen(self):
        sent = {**self.opened, "lost_reason": "competitor"}
        response = self.client.post(self.path, sent)
        chosen = {**inputs(response), "choice_lost_reason": "stored"}
        assert self.client.post(self.path, chosen).status_code == 302
        self.lead.refresh_from_db()
        assert (self.lead.lost_reason, self.lead.owner) == ("price", self.adam)

    def test_other_field_is_stored_without_asking(self):
        assert self.client.post(self.path, {**self.opened, "state": "open"}).status_code == 302
        self.lead.refresh_from_db()
        assert (self.lead.state, self.lead.lost_reason) == ("open", "")
        assert self.lead.owner == self.adam
