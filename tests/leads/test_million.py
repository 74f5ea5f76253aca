"""The big desk of `make demo-million` fits the models of today."""

from unittest import skipUnless

from django.db import connection

from leads.models import Event, Inquiry, Lead, Person
from leads.seed import load_forms
from tests.base import StaffTestCase
from tools.million import EVENTS_EACH, load


@skipUnless(connection.vendor == "postgresql", "It is made of PostgreSQL's sets.")
class MillionTestCase(StaffTestCase):
    def test_a_small_one_is_whole(self):
        load_forms()
        load(500)
        assert Inquiry.objects.count() == Lead.objects.count() == 500
        assert Person.objects.count() == 400
        assert Event.objects.count() == 500 * EVENTS_EACH
        assert Lead.objects.filter(person=None).count() == 0
        assert Lead.objects.quarantined().exists()
        assert Lead.objects.search(Inquiry.objects.latest("pk").email).exists()
