"""The sweep: it finds a person wherever something still points at them, and says what may stay."""

import hashlib
from datetime import timedelta
from unittest import mock

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from leads.models import Answer, Correction, Event, Inquiry, Lead, Person
from leads.tasks import acknowledge
from privacy.erasure import erasure
from privacy.erasure.identifiers import Identifiers, identifiers_of, is_rare
from privacy.erasure.plan import plan_person
from privacy.erasure.sweep import sweep
from privacy.registry import Kind
from tests.base import StaffTestCase
from tests.privacy.people import ADA, BOB, create_history, erase, subject


class IdentifiersTestCase(StaffTestCase):
    def test_needles_come_from_identifying_columns(self):
        create_history()
        found = identifiers_of(subject())
        assert found.emails == {ADA}
        assert found.phones == {"045550142"}
        assert found.names == {"ada lovelace"}

    def test_sweep_recognizes_every_spelling_of_an_address(self):
        known = Identifiers()
        known.add(Kind.EMAIL, "Jörg@Bücher.example")
        for text in (
            "mail jörg@bücher.example today",
            "JÖRG@BÜCHER.EXAMPLE",
            "<jörg@xn--bcher-kva.example>",
            '{"to": "j\\u00f6rg@b\\u00fccher.example"}',
        ):
            assert known.in_text(text) == {Kind.EMAIL}, text
        known = Identifiers()
        known.add(Kind.EMAIL, ADA)
        for text in ("/?email=ada.lovelace%40example.com", "mailto:ada.lovelace@example.com."):
            assert known.in_text(text) == {Kind.EMAIL}, text

    def test_a_digest_without_a_key_counts_as_the_address(self):
        known = Identifiers()
        known.add(Kind.EMAIL, ADA)
        for name in ("md5", "sha1", "sha256"):
            assert known.in_text(hashlib.new(name, ADA.encode()).hexdigest()) == {Kind.EMAIL}

    def test_longer_address_is_another_persons(self):
        known = Identifiers()
        known.add(Kind.EMAIL, "da@example.com")
        for text in ("ada@example.com", "da@example.com-pany.org", "x.da@example.com"):
            assert known.in_text(text) == set(), text

    def test_a_phone_is_recognized_by_its_digits(self):
        known = Identifiers()
        known.add(Kind.PHONE, "+1 (404) 555-0142")
        for text in ("404-555-0142", "Call 001 404 555 0142 now", "(404) 555.0142"):
            assert known.in_text(text) == {Kind.PHONE}, text
        for text in ("404-555-0143", "4045 then 550142 pieces"):
            assert known.in_text(text) == set(), text

    def test_a_name_is_searched_for_only_if_it_is_a_full_one(self):
        assert is_rare("Ada Lovelace")
        for name in ("Ada", "Sales", "Al Bo", ""):
            assert not is_rare(name)
        known = Identifiers()
        known.add(Kind.NAME, "Ada  Lovelace")
        assert known.in_text("said ADA\nLovelace.") == {Kind.NAME}
        assert known.in_text("Adam Lovelaces") == set()


class SweepTestCase(StaffTestCase):
    def setUp(self):
        super().setUp()
        create_history()

    def hits(self):
        return {hit.source: hit for hit in sweep(subject(), identifiers_of(subject()))}

    def test_sweep_finds_the_person_in_texts_about_others(self):
        create_history(email=BOB, name="Bob Builder", phone="1")
        lead = Lead.objects.get(inquiry__email=BOB)
        lead.activities.create(text=f"Ask {ADA.upper()}", due_on="2026-12-01")
        found = [hit for hit in sweep(subject(), identifiers_of(subject())) if not hit.explanation]
        assert {(hit.source, hit.column) for hit in found} >= {("leads.activity", "text")}

    def test_erasure_stays_open_while_a_record_names_the_person(self):
        create_history(email=BOB, name="Bob Builder", phone="1")
        Inquiry.objects.filter(email=BOB).update(message=f"My colleague {ADA} knows.")
        plan = plan_person(subject())
        done = erasure.execute(subject=subject(), plan_hash=plan.digest)
        with pytest.raises(erasure.NotClean) as raised:
            erasure.finish(done.pk)
        hit = raised.value.hits[0]
        assert (hit.source, hit.column) == ("leads.inquiry", "message")
        done.refresh_from_db()
        assert done.finished_at is None
        assert done.findings == [{"key": hit.key, "kinds": ["e-mail address"], "explanation": ""}]
        assert ADA not in str(done.findings)

    def test_erasure_closes_once_staff_explained_the_hits(self):
        create_history(email=BOB, name="Bob Builder", phone="1")
        Inquiry.objects.filter(email=BOB).update(message=f"My colleague {ADA} knows.")
        plan = plan_person(subject())
        done = erasure.execute(subject=subject(), plan_hash=plan.digest)
        with pytest.raises(erasure.NotClean) as raised:
            erasure.finish(done.pk)
        erasure.explain(
            erasure_id=done.pk,
            hit=raised.value.hits[0].key,
            reason="Another person's own words.",
            by=self.dora,
        )
        assert erasure.finish(done.pk).finished_at

    def test_data_sent_after_the_erasure_is_kept(self):
        plan = plan_person(subject())
        done = erasure.execute(subject=subject(), plan_hash=plan.digest)
        later = timezone.now() + timedelta(seconds=5)
        create_history(received_at=later)
        Person.objects.update(created_at=later)
        Answer.objects.update(written_at=later)
        Correction.objects.update(received_at=later)
        finished = erasure.finish(done.pk)
        assert {found["explanation"] for found in finished.findings} == {
            "It came in after the erasure."
        }

    def test_namesake_and_shared_phone_are_explained(self):
        create_history(email=BOB, name="Ada Lovelace", phone="+1 404 555 0142")
        Answer.objects.filter(to=BOB).update(body="Hello")
        Event.objects.filter(lead__inquiry__email=BOB).update(text="rang")
        Inquiry.objects.filter(email=BOB).update(message="Hello")
        done = erase()
        assert {found["explanation"] for found in done.findings} == {
            "Another person, with another address, gave the same."
        }

    def test_many_explained_places_do_not_hide_one_that_is_not(self):
        for number in range(3):
            create_history(email=f"ada{number}@example.org", phone="1")
        Event.objects.exclude(lead__inquiry__email=ADA).update(text="rang")
        Answer.objects.exclude(to=ADA).update(body="Hello")
        others = Inquiry.objects.exclude(email=ADA)
        others.update(message="Hello")
        others.filter(pk=others.latest("pk").pk).update(message=f"My colleague {ADA} knows.")
        with (
            mock.patch("privacy.erasure.sweep.MOST_UNEXPLAINED", 2),
            pytest.raises(erasure.NotClean) as raised,
        ):
            erase()
        assert [hit.column for hit in raised.value.hits] == ["message"]

    def test_sweep_with_too_many_hits_keeps_the_erasure_open(self):
        for number in range(3):
            create_history(email=f"bob{number}@example.org", name="Bob Builder", phone="1")
        Inquiry.objects.exclude(email=ADA).update(message=f"My colleague {ADA} knows.")
        with (
            mock.patch("privacy.erasure.sweep.MOST_UNEXPLAINED", 2),
            pytest.raises(erasure.NotClean) as raised,
        ):
            erase()
        assert len(raised.value.hits) == 2

    def test_address_with_anothers_name_is_no_namesake(self):
        create_history(email=BOB, name="Bob Builder", phone="1")
        Inquiry.objects.filter(email=BOB).update(name=f"Ada Lovelace {ADA}")
        with pytest.raises(erasure.NotClean) as raised:
            erase()
        assert [hit.column for hit in raised.value.hits] == ["name"]

    def test_technical_rows_are_cleaned_immediately(self):
        LogEntry.objects.create(
            user=self.alice,
            content_type=ContentType.objects.get_for_model(ContentType),
            object_id="1",
            object_repr=f"Import of {ADA}",
            action_flag=CHANGE,
        )
        acknowledge.enqueue(10**6)
        DBTaskResult.objects.update(traceback=f"SMTPRecipientsRefused: {ADA}")
        self.client.force_login(self.bob)
        session = self.client.session
        session["search"] = ADA
        session.save()
        done = erase()
        assert done.findings == []
        assert LogEntry.objects.get().object_repr == "Erased"
        assert not DBTaskResult.objects.exists()
        assert not self.client.session.get("search")

    def test_sweep_reads_caches_and_files(self):
        cache.set("x", {"to": ADA})
        name = default_storage.save("notes/ada.txt", ContentFile(b"\x00" * 10 + ADA.encode()))
        try:
            assert {"cache", "file"} <= set(self.hits())
            assert self.hits()["file"].pk == name
        finally:
            default_storage.delete(name)

    def test_sweep_reads_each_picture_file_once(self):
        for name in ("originals", "renditions"):
            storage = storages[name]
            path = storage.save("ada.jpg", ContentFile(b"Exif\x00" + ADA.encode()))
            try:
                hits = sweep(subject(), identifiers_of(subject()))
            finally:
                storage.delete(path)
            found = [hit.pk for hit in hits if hit.source == "file"]
            assert len(found) == 1, name
            assert found[0].endswith(path)

    def test_a_file_with_the_person_in_it_keeps_the_erasure_open(self):
        name = default_storage.save("notes/x.txt", ContentFile(ADA.encode()))
        try:
            with pytest.raises(erasure.NotClean):
                erase()
        finally:
            default_storage.delete(name)
