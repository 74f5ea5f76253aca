"""Rules that hold for the whole house."""

from io import StringIO

from django.core.management import call_command
from django.db import connection
from django.test import SimpleTestCase, TestCase


class ConventionsTestCase(SimpleTestCase):
    def test_every_field_of_every_installed_model_is_declared(self):
        call_command("check", tags=["privacy"], stderr=StringIO())


class DriverTestCase(TestCase):
    def test_postgresql_is_spoken_to_through_psycopg2(self):
        if connection.vendor == "postgresql":
            self.assertEqual(connection.Database.__name__, "psycopg2")
