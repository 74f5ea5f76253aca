"""Versions: kept as they were published, in force by their date, compared word by word (P32)."""

from datetime import timedelta

import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from privacy import guards
from privacy.models import DocumentVersion, Notice
from privacy.policy import documents
from tests.privacy.cases import PublishedTestCase, draft, publish


class KeptVersionTestCase(PublishedTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.version = DocumentVersion.objects.get(document="privacy")

    def test_saving_a_published_version_is_refused(self):
        self.version.text = "Something else."
        with self.assertRaises(TypeError):
            self.version.save()
        self.assertNotIn("Something else", self.client.get("/privacy/").content.decode())

    def test_the_database_refuses_each_column_of_a_published_version(self):
        for field in DocumentVersion._meta.concrete_fields:
            if field.primary_key:
                continue
            with (
                self.subTest(field=field.name),
                self.assertRaises(IntegrityError),
                transaction.atomic(),
            ):
                value = getattr(self.version, field.name)
                DocumentVersion.objects.filter(pk=self.version.pk).update(**{field.name: value})

    def test_deleting_a_published_version_is_refused(self):
        with self.assertRaises(TypeError):
            self.version.delete()
        with self.assertRaises(TypeError):
            DocumentVersion.objects.filter(pk=self.version.pk).delete()

    def test_database_refuses_to_delete_a_published_version(self):
        with self.assertRaises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM privacy_documentversion WHERE id = %s", [self.version.pk])
        self.assertTrue(DocumentVersion.objects.filter(pk=self.version.pk).exists())

    def test_announced_version_keeps_its_notice(self):
        version = publish()
        with self.assertRaises((ProtectedError, TypeError)):
            version.delete()
        self.assertTrue(Notice.objects.filter(version=version).exists())

    def test_a_draft_can_be_changed_and_deleted(self):
        version = draft()
        version.summary = "Something else is added."
        version.save()
        version.delete()
        self.assertEqual(DocumentVersion.objects.of("privacy").count(), 1)

    def test_guards_name_existing_columns(self):
        with connection.cursor() as cursor:
            for guard in guards.GUARDS:
                description = connection.introspection.get_table_description(cursor, guard.table)
                self.assertLessEqual(set(guard.columns), {column.name for column in description})


class InForceTestCase(PublishedTestCase):
    def test_scheduled_version_takes_effect_without_a_job(self):
        version = publish()
        self.assertEqual(documents.number_in_force("privacy"), 1)
        self.assertContains(self.client.get("/privacy/"), "Version 2 takes effect on")
        with time_machine.travel(version.effective_at - timedelta(seconds=1), tick=False):
            self.assertContains(self.client.get("/privacy/"), "Version 1, in force")
        with time_machine.travel(version.effective_at, tick=False):
            response = self.client.get("/privacy/")
        self.assertContains(response, "Version 2, in force")
        self.assertContains(response, "A sentence that was added.")

    def test_old_versions_keep_their_urls_and_are_marked(self):
        version = publish()
        with time_machine.travel(version.effective_at + timedelta(days=1), tick=False):
            old = self.client.get("/privacy/versions/1/")
            self.assertContains(old, "it has been replaced")
            self.assertNotContains(old, "A sentence that was added.")
            self.assertContains(self.client.get("/privacy/versions/"), "In force", count=1)

    def test_draft_is_not_public(self):
        draft()
        self.assertEqual(self.client.get("/privacy/versions/2/").status_code, 404)
        self.assertNotContains(self.client.get("/privacy/versions/"), "Version 2")

    def test_documents_are_numbered_separately(self):
        self.assertEqual(publish(document="terms").number, 2)
        self.assertEqual(publish(document="cookies").number, 2)
        self.assertEqual(publish(document="privacy").number, 2)
        self.assertEqual(publish(document="privacy", text="Other words.").number, 3)

    def test_number_in_force_needs_no_query_when_cached(self):
        documents.number_in_force("privacy")
        with self.assertNumQueries(0):
            self.assertEqual(documents.number_in_force("privacy"), 1)
            self.assertEqual(documents.number_in_force("terms"), 1)

    def test_another_process_sees_a_publication_within_seconds(self):
        documents.number_in_force("privacy")
        now = timezone.now()
        DocumentVersion.objects.create(
            document="terms",
            text="Short terms.",
            number=2,
            is_material=False,
            summary="Shorter.",
            published_at=now,
            effective_at=now,
        )
        self.assertEqual(documents.number_in_force("terms"), 1)
        documents.published._read_at -= 3
        self.assertEqual(documents.number_in_force("terms"), 2)


class ChangesTestCase(PublishedTestCase):
    def test_removed_and_added_words_are_marked(self):
        old = DocumentVersion.objects.get(document="privacy")
        publish(text=old.text.replace("We answer within 30 days.", "We answer within 20 days."))
        response = self.client.get("/privacy/versions/2/changes/")
        self.assertContains(response, "We answer within <del>30</del> <ins>20</ins> days.")
        self.assertContains(response, "<del>", count=2)  # the other one explains the colors
        self.assertContains(response, "unchanged paragraph")

    def test_markup_in_a_text_is_escaped(self):
        publish(text="Some words <img src=x> here.\n\n<script>alert(1)</script>")
        for page in ("/privacy/versions/2/", "/privacy/versions/2/changes/"):
            content = self.client.get(page).content.decode()
            self.assertNotIn("<script>alert", content)
            self.assertNotIn("<img src=x", content)
            self.assertIn("&lt;script&gt;", content)

    def test_the_first_version_has_nothing_to_compare_with(self):
        self.assertEqual(self.client.get("/privacy/versions/1/changes/").status_code, 404)


class PublishingTestCase(PublishedTestCase):
    def refusal(self, **fields) -> str:
        with self.assertRaises(ValidationError) as refused:
            publish(**fields)
        return " ".join(refused.exception.messages)

    def test_a_material_version_needs_fourteen_days(self):
        soon = timezone.now() + timedelta(days=13, hours=23)
        self.assertIn("14 days before", self.refusal(effective_at=soon))
        self.assertEqual(documents.number_in_force("privacy"), 1)
        self.assertFalse(Notice.objects.exists())

    def test_the_setting_lengthens_the_notice_and_cannot_shorten_it(self):
        with self.settings(POLICY_NOTICE_DAYS=30):
            self.assertIn("30 days", self.refusal())
        with self.settings(POLICY_NOTICE_DAYS=1):
            soon = timezone.now() + timedelta(days=2)
            self.assertIn("14 days", self.refusal(effective_at=soon))

    def test_database_refuses_an_unannounced_material_version(self):
        now = timezone.now()
        fields = {"document": "terms", "text": "x", "number": 9, "published_at": now}
        for announced_at in (None, now, now - timedelta(days=13, hours=23)):
            with self.assertRaises(IntegrityError), transaction.atomic():
                DocumentVersion.objects.create(
                    **fields, effective_at=now, announced_at=announced_at, is_material=True
                )
        DocumentVersion.objects.create(
            **fields,
            effective_at=now,
            announced_at=now - timedelta(days=14),
            is_material=True,
        )

    def test_an_editorial_version_may_take_effect_at_once(self):
        version = publish(is_material=False, effective_at=timezone.now() + timedelta(seconds=5))
        self.assertIsNone(version.announced_at)
        self.assertFalse(Notice.objects.exists())

    def test_version_cannot_take_effect_before_its_predecessor(self):
        past = timezone.now() - timedelta(minutes=1)
        self.assertIn("in the past", self.refusal(is_material=False, effective_at=past))
        publish(text="Version two.")
        early = timezone.now() + timedelta(days=1)
        self.assertIn("before version 2", self.refusal(is_material=False, effective_at=early))

    def test_the_same_text_and_a_second_publication_are_refused(self):
        text = DocumentVersion.objects.get(document="privacy").text
        self.assertIn("the same", self.refusal(text=text))
        version = publish()
        with self.assertRaises(ValidationError):
            documents.publish(version=version)

    def test_a_text_that_breaks_the_wording_rules_is_not_published(self):
        self.assertIn("Safe Harbor", self.refusal(text="We are members of Safe Harbor."))
        self.assertIn("P07 is marked twice", self.refusal(text="[P07] A.\n\n[P07] B."))
