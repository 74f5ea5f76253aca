"""A job is stored in the transaction of its cause, and carries ids only."""

import uuid

from django.db import transaction
from django.test import TestCase
from django_tasks_db.models import DBTaskResult

from . import sample


class EnqueueTestCase(TestCase):
    def test_job_rolls_back_with_its_transaction(self):
        try:
            with transaction.atomic():
                sample.note.enqueue(1)
                raise LookupError
        except LookupError:
            pass
        self.assertFalse(DBTaskResult.objects.exists())
        with transaction.atomic():
            sample.note.enqueue(1)
        self.assertTrue(DBTaskResult.objects.exists())

    def test_ids_are_accepted(self):
        for value in (
            7,
            None,
            True,
            str(uuid.uuid4()),
            "leads.lead",
            [1, "ab:2"],
            (),
        ):
            sample.note.enqueue(value)
            sample.note.enqueue(number=value)
        self.assertEqual(DBTaskResult.objects.count(), 14)

    def test_personal_arguments_are_refused_and_not_quoted(self):
        for value in (
            "nora@example.com",
            "Nora Example",
            "Müller",
            "+1866",
            "x" * 121,
            "line\n",
            1.5,
            {"id": 1},
            [1, ["Nora Example"]],
            b"7",
        ):
            for arguments in ({"number": value}, None):
                with self.assertRaises(TypeError) as caught:
                    sample.note.enqueue(**arguments) if arguments else sample.note.enqueue(value)
                self.assertNotIn("Nora", str(caught.exception))
        self.assertFalse(DBTaskResult.objects.exists())
