"""Flushing the tables between tests works and leaves the guards in place."""

from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, connection, transaction
from django.test import TransactionTestCase

from contactatonce.brands.sites import load_sites
from privacy.models import DocumentVersion
from privacy.seed import load_documents


class FlushTestCase(TransactionTestCase):
    def test_flush_is_refused_in_production(self):
        load_sites()
        load_documents()
        with self.settings(IS_LOCAL=False), self.assertRaisesMessage(CommandError, "are kept"):
            call_command("flush", interactive=False, verbosity=0)
        assert DocumentVersion.objects.exists()

    def test_flush_empties_guarded_tables_and_keeps_the_guards(self):
        for _ in range(2):
            load_sites()
            load_documents()
            assert DocumentVersion.objects.published().exists()
            with (
                self.assertRaises(IntegrityError),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute("DELETE FROM privacy_documentversion")
            call_command("flush", interactive=False, verbosity=0)
            assert not DocumentVersion.objects.exists()
