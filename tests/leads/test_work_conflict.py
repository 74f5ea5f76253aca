"""Two people at one record: nobody's work disappears without his knowing."""

import random

import pytest

from leads.models import Lead
from leads.services import work
from tests import factories
from tests.base import StaffTestCase

from .base import XHTML, parse


def shown(lead: Lead) -> dict[str, object]:
    return {name: getattr(lead, name) for name in work.EDITABLE}


def inputs(response, form_id="work-form"):
    """Return what a browser would send of the work form."""
    form = next(form for form in parse(response).iter(f"{XHTML}form") if form.get("id") == form_id)
    fields = {}
    for element in form.iter():
        name, tag = element.get("name"), element.tag.removeprefix(XHTML)
        if tag == "input" and name:
            if element.get("type") != "radio" or "checked" in element.attrib:
                fields[name] = element.get("value", "")
        elif tag == "select":
            options = list(element.iter(f"{XHTML}option"))
            chosen = [option for option in options if "selected" in option.attrib] or options[:1]
            fields[name] = chosen[0].get("value", "")
    return fields


class MergeTestCase(StaffTestCase):
    def test_different_fields_are_both_kept(self):
        lead = factories.create_lead()
        seen = shown(lead)
        for actor, edit in (
            (self.alice, {"next_step": "Call"}),
            (self.adam, {"owner_id": self.adam.pk}),
        ):
            work.merge(
                lead_id=lead.pk, actor=actor, version=1, original=seen, mine={**seen, **edit}
            )
        lead.refresh_from_db()
        assert (lead.next_step, lead.owner_id, lead.version) == ("Call", self.adam.pk, 3)

    def test_the_same_field_is_a_conflict_and_stores_nothing_of_the_second(self):
        lead = factories.create_lead()
        seen = shown(lead)
        work.merge(
            lead_id=lead.pk,
            actor=self.alice,
            version=1,
            original=seen,
            mine={**seen, "next_step": "Call"},
        )
        with pytest.raises(work.Conflict) as conflict:
            work.merge(
                lead_id=lead.pk,
                actor=self.adam,
                version=1,
                original=seen,
                mine={**seen, "next_step": "Write", "owner_id": self.adam.pk},
            )
        assert conflict.value.fields == {"next_step"}
        lead.refresh_from_db()
        assert (lead.next_step, lead.owner_id) == ("Call", None)

    def test_the_same_field_changed_to_the_same_value_is_no_conflict(self):
        lead = factories.create_lead()
        seen = shown(lead)
        for actor in (self.alice, self.adam):
            work.merge(
                lead_id=lead.pk,
                actor=actor,
                version=1,
                original=seen,
                mine={**seen, "next_step": "Call"},
            )
        assert lead.events.count() == 1

    def test_in_any_interleaving_no_edit_disappears_silently(self):
        draw = random.Random(7)
        lead = factories.create_lead()
        for number in range(150):
            lead.refresh_from_db()
            pages = [(lead.version, shown(lead)) for _ in range(2)]
            stored = {}
            for editor, (version, seen) in enumerate(pages):
                names = draw.sample(["next_step", "owner_id"], draw.choice([1, 2]))
                values = {
                    "next_step": f"{number}-{editor}",
                    "owner_id": draw.choice([None, self.alice.pk, self.adam.pk]),
                }
                edit = {name: values[name] for name in names if values[name] != seen[name]}
                try:
                    work.merge(
                        lead_id=lead.pk,
                        actor=self.alice,
                        version=version,
                        original=seen,
                        mine={**seen, **edit},
                    )
                except work.Conflict as conflict:
                    assert conflict.fields <= set(stored) & set(edit)
                else:
                    overwritten = {
                        name for name in edit if name in stored and stored[name] != edit[name]
                    }
                    assert not overwritten
                    stored |= edit
            lead.refresh_from_db()
            assert {name: getattr(lead, name) for name in stored} == stored


class ConflictPageTestCase(StaffTestCase):
    def setUp(self):
        super().setUp()
        self.lead = factories.create_lead()
        self.path = f"/admin/leads/lead/{self.lead.pk}/change/"
        self.client.force_login(self.alice)
        self.opened = inputs(self.client.get(self.path))
        work.change(lead_id=self.lead.pk, actor=self.adam, next_step="Call", owner_id=self.adam.pk)

    def test_the_second_sees_original_theirs_and_mine(self):
        response = self.client.post(self.path, {**self.opened, "next_step": "Write a letter"})
        self.assertContains(response, "It was: nothing", status_code=409)
        self.assertContains(response, "Keep theirs: <strong>Call</strong>", status_code=409)
        self.assertContains(response, "Take mine: <strong>Write a letter</strong>", status_code=409)

    def test_choosing_mine_stores_it_and_keeps_what_only_they_changed(self):
        response = self.client.post(self.path, {**self.opened, "next_step": "Write a letter"})
        self.client.post(self.path, {**inputs(response), "choice_next_step": "mine"})
        self.lead.refresh_from_db()
        assert (self.lead.next_step, self.lead.owner) == ("Write a letter", self.adam)

    def test_choosing_theirs_keeps_it(self):
        sent = {**self.opened, "next_step": "Write a letter", "state": "open"}
        response = self.client.post(self.path, sent)
        assert self.client.post(self.path, inputs(response)).status_code == 302
        self.lead.refresh_from_db()
        assert (self.lead.next_step, self.lead.state) == ("Call", "open")

    def test_another_field_is_stored_at_once_beside_theirs(self):
        assert self.client.post(self.path, {**self.opened, "state": "open"}).status_code == 302
        self.lead.refresh_from_db()
        assert (self.lead.state, self.lead.next_step) == ("open", "Call")
        assert self.lead.owner == self.adam
