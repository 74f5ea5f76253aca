"""A stale instance of a Versioned model stores nothing."""

import pytest
from django.test import TestCase

from contactatonce.lib.versions import Conflict
from leads.models import Company, Person


class VersionTestCase(TestCase):
    def setUp(self):
        self.row = Company.objects.create(name="Example Motors")
        self.stale = Company.objects.get()

    def test_save_counts(self):
        self.row.save()
        self.row.save()
        assert (self.row.version, Company.objects.get().version) == (3, 3)

    def test_update_counts(self):
        Company.objects.update(size="1-10")
        Company._base_manager.update(size="11-50")
        assert Company.objects.get().version == 3

    def test_setting_a_deleted_reference_to_null_counts(self):
        person = Person.objects.create(name="Kim Example", company=self.row)
        self.row.delete()
        person.refresh_from_db()
        assert (person.company, person.version) == (None, 2)

    def test_stale_save_is_refused(self):
        self.row.write(size="1-10")
        self.stale.name = "Other Motors"
        with pytest.raises(Conflict):
            self.stale.save()
        assert Company.objects.get().name == "Example Motors"

    def test_stale_write_is_refused(self):
        Company.objects.update(size="1-10")
        with pytest.raises(Conflict):
            self.stale.write(size="11-50")
        assert (self.stale.version, Company.objects.get().size) == (1, "1-10")

    def test_deleted_row_is_not_restored(self):
        self.row.delete()
        with pytest.raises(Conflict):
            self.stale.save()
        assert not Company.objects.exists()
