"""Mail has a queue and a priority of its own, because someone waits for it."""

import ast
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.test import TestCase
from django_tasks_db.models import DBTaskResult

from contactatonce.jobs import services
from contactatonce.jobs.registry import policies

from . import sample

SENDERS = {"send_once", "hand_over", "letters", "mailing"}


def jobs() -> list[tuple[str, ast.FunctionDef, str]]:
    """Return path, function and decorator of each job of the code."""
    found = []
    for file in settings.BASE_DIR.glob("*/**/*.py"):
        if ".venv" in file.parts or file.is_relative_to(settings.BASE_DIR / "tests"):
            continue
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.FunctionDef):
                marks = [ast.unparse(mark) for mark in node.decorator_list]
                found += [(str(file), node, mark) for mark in marks if mark.startswith("job(")]
    return found


def test_every_job_that_sends_mail_is_in_the_queue_for_mail():
    assert len(jobs()) == len([path for path in policies if not path.startswith("tests.")])
    for file, function, mark in jobs():
        names = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
        if names & SENDERS:
            assert "Queue.MAIL" in mark, f"{Path(file).name}: {function.name}"


class QueueTestCase(TestCase):
    def setUp(self) -> None:
        (sample.folder() / "done").unlink(missing_ok=True)

    def test_mail_that_came_later_is_claimed_first(self):
        sample.note.enqueue(1)
        waits = sample.letter.enqueue(2)
        self.assertEqual(str(services.claim_next("worker").pk), waits.id)

    def test_worker_of_a_queue_leaves_the_other_one_alone(self):
        sample.letter.enqueue(1)
        sample.note.enqueue(2)
        call_command("worker", once=True, queue=["default"])
        self.assertNotIn("1", sample.done())
        self.assertIn("2", sample.done())
        call_command("worker", once=True, queue=["mail"])
        self.assertIn("1", sample.done())

    def test_worker_without_a_queue_serves_all(self):
        sample.letter.enqueue(1)
        sample.note.enqueue(2)
        call_command("worker", once=True)
        self.assertEqual(sample.done()[0], "1")
        self.assertFalse(DBTaskResult.objects.filter(task_path__startswith="tests.").ready())
