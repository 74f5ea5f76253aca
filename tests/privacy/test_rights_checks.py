"""A declaration that cannot be carried out stops the project: each guard is seen to bite."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import SimpleTestCase

from contactatonce.accounts.models import Session
from contactatonce.jobs import registry
from contactatonce.jobs.registry import job
from leads.models import Answer, Correction, Event, Inquiry, Person
from privacy import relations
from privacy.checks import check_declaration, every_job_names_its_rows
from privacy.erasure.destruction import row_parameters
from privacy.registry import (
    Category,
    DeclarationError,
    Exemption,
    OnErasure,
    Retention,
    about_somebody,
    declarations,
    declare,
)


@job()
def forgets_whose(thing_id: int, event_id: int) -> None:
    """A job that breaks the rule twice, registered only while a test runs: two apps have events."""


@job()
def says_whose(person_id: int, leads_event_id: int, letter_id: str) -> None:
    """A job that keeps it."""


for _name in ("forgets_whose", "says_whose"):
    del registry.policies[f"{__name__}.{_name}"]


def ids(declaration):
    return [error.id for error in check_declaration(declaration)]


class RightsChecksTestCase(SimpleTestCase):
    def test_every_declaration_can_be_carried_out(self):
        assert {each.label: ids(each) for each in about_somebody() if ids(each)} == {}
        assert every_job_names_its_rows() == []

    def test_a_rule_in_words_alone_is_refused(self):
        inquiry = declarations[Inquiry]
        assert ids(replace(inquiry, retention=Retention("x", "2 years"))) == ["privacy.E010"]
        without_since = Retention("x", "2 years", timedelta(days=730))
        assert ids(replace(inquiry, retention=without_since)) == ["privacy.E010"]

    def test_a_rule_that_follows_a_row_it_can_outlive_is_refused(self):
        answer = replace(
            declarations[Answer], retention=Retention("x", "as its author", follows="author")
        )
        assert ids(answer) == ["privacy.E010"]

    def test_row_without_a_creation_date_is_refused(self):
        relations.created_path.cache_clear()
        column = Person._meta.get_field("created_at")
        given, column.default = column.default, None
        try:
            assert ids(declarations[Person]) == ["privacy.E011"]
        finally:
            column.default = given
            relations.created_path.cache_clear()
        assert relations.created_path(Correction) == "received_at"
        assert not relations.has_numbered_key(Session)
        assert relations.has_numbered_key(Person)

    def test_an_address_that_the_sweep_would_not_look_for_is_refused(self):
        person = replace(declarations[Person], identifying={})
        assert ids(person) == ["privacy.E012"] * 4

    def test_job_without_a_known_owner_is_refused(self):
        for task in (forgets_whose, says_whose):
            registry.policies[task.module_path] = registry.RetryPolicy()
        try:
            errors = every_job_names_its_rows()
        finally:
            for task in (forgets_whose, says_whose):
                del registry.policies[task.module_path]
        assert {error.id for error in errors} == {"privacy.E013"}
        named = sorted(error.msg.split("whose number ")[1] for error in errors)
        assert named == ["event_id is.", "thing_id is."]
        [_, event] = row_parameters(says_whose.module_path)
        assert event == (Event, 1, "leads_event_id")

    def test_a_declaration_that_contradicts_itself_is_refused(self):
        good = {
            "purpose": "To answer.",
            "about": lambda subject: Person.objects.none(),
            "retention": Retention("x", "y"),
            "personal": {"name": Category.CONTACT},
        }
        for wrong in (
            {},
            {"purpose": ""},
            {"plain": "name"},
            {"withheld": {"nothing": "because"}},
            {"on_erasure": OnErasure.KEEP},
            {"exceptions": [Exemption(lambda rows, subject: rows, OnErasure.KEEP, "")]},
        ):
            with pytest.raises(DeclarationError):
                declare(Person, **{**good, **wrong})
