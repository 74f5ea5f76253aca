"""The worker carries on what was interrupted, and clears away what has served."""

import contextlib
from datetime import timedelta
from unittest import mock

import time_machine
from django.utils import timezone

from contactatonce.jobs.registry import periodic_tasks
from leads.models import Answer, Inquiry
from privacy import tasks
from privacy.erasure import erasure, holds
from privacy.erasure.plan import plan_person
from privacy.models import AccessExport, Erasure, LegalHold
from privacy.rights import exports
from tests.base import StaffTestCase, run_jobs
from tests.privacy.people import ADA, BOB, create_history, erase, subject

LATER = timedelta(minutes=20)


class DutiesTestCase(StaffTestCase):
    def setUp(self):
        super().setUp()
        self.lead = create_history()

    def interrupt(self, step):
        """Leave an erasure behind whose process died before `step`."""
        plan = plan_person(subject())
        death = mock.patch.object(erasure, step, side_effect=KeyboardInterrupt)
        with death, contextlib.suppress(KeyboardInterrupt):
            erasure.execute(subject=subject(), plan_hash=plan.digest)
        return Erasure.objects.get()

    def test_an_interrupted_erasure_is_finished_some_minutes_later(self):
        left = self.interrupt("destroy")
        tasks.resume_erasures()
        assert Inquiry.objects.exists(), "who ordered it is perhaps still at work"
        with time_machine.travel(timezone.now() + LATER, tick=False):
            tasks.resume_erasures()
        left.refresh_from_db()
        assert left.finished_at is not None
        assert not Inquiry.objects.exists()

    def test_erasure_with_sweep_hits_waits_for_the_officer(self):
        create_history(email=BOB, name="Bob Builder", phone="1")
        Inquiry.objects.filter(email=BOB).update(message=f"{ADA} knows.")
        left = self.interrupt("clean_up")
        with time_machine.travel(timezone.now() + LATER, tick=False):
            tasks.resume_erasures()
            left.refresh_from_db()
            assert left.finished_at is None
            assert len(left.findings) == 1
            Inquiry.objects.filter(email=BOB).update(message="My colleague knows.")
            tasks.resume_erasures()
        left.refresh_from_db()
        assert left.finished_at is not None
        assert left.sealed == ""

    def test_erasure_with_a_changed_plan_is_canceled(self):
        self.interrupt("destroy")
        Inquiry.objects.get().corrections.all().delete()
        with time_machine.travel(timezone.now() + LATER, tick=False):
            tasks.resume_erasures()
        assert not Erasure.objects.exists()
        assert Inquiry.objects.exists()

    def test_killed_release_is_resumed(self):
        hold = holds.place(
            record=Answer.objects.get(),
            ground=LegalHold.Ground.CLAIM,
            review_on=timezone.now().date(),
            placed_by=self.dora,
        )[0]
        erase()
        LegalHold.objects.filter(pk=hold.pk).update(released_at=timezone.now())
        tasks.release_what_is_free()
        assert not Answer.objects.exists()
        assert not Inquiry.objects.exists()

    def test_expired_exports_are_deleted_automatically(self):
        exports.release(exports.prepare(subject()))
        with time_machine.travel(timezone.now() + timedelta(hours=73), tick=False):
            tasks.forget_exports()
        assert not AccessExport.objects.exists()

    def test_job_of_a_deleted_erasure_ends_quietly(self):
        tasks.finish_erasure.enqueue("12345678-1234-5678-1234-567812345678")
        run_jobs()
        assert not Erasure.objects.exists()

    def test_tasks_are_registered_as_periodic(self):
        named = {name.rpartition(".")[2]: duty.every for name, duty in periodic_tasks.items()}
        assert named["apply_retention"] == timedelta(days=1)
        assert named["forget_exports"] <= timedelta(hours=1)
        assert {"resume_erasures", "release_what_is_free"} <= set(named)
