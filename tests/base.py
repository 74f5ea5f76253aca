"""Named people and five sites: Alice sells, Bob edits, Charlie moderates, Dora guards privacy."""

from unittest import mock

from django.core.management import call_command
from django.test import Client, TestCase

from contactatonce.brands.models import Brand
from contactatonce.brands.sites import load_sites, read_sites
from contactatonce.jobs.registry import periodic_tasks
from tests import factories

SITES = read_sites()["sites"]
HOSTS = [site["host"] for site in SITES]


def run_jobs() -> None:
    """Run the jobs that wait, without the periodic tasks that are due: they read whole sites."""
    with mock.patch.dict(periodic_tasks, clear=True):
        call_command("worker", once=True)


def run_worker() -> None:
    """Run the jobs that wait and every periodic task but the promise checks.

    A check rolls back what it stores, and takes longer than all the rest.
    """
    with mock.patch.dict(periodic_tasks):
        del periodic_tasks["promises.tasks.check_promises"]
        call_command("worker", once=True)


def confirm_access(client: Client) -> None:
    """Give the password of a signed-in user again, as a change of accounts or hosts needs it."""
    answer = client.post("/accounts/reauthenticate/", {"password": "password"})
    assert answer.status_code == 302, answer.status_code


class SiteTestCase(TestCase):
    """The five sites; requests go to the corporate one unless `host` says otherwise."""

    host = "www.contactatonce.com"

    @classmethod
    def setUpTestData(cls) -> None:
        load_sites()
        cls.brand = Brand.objects.get(host=cls.host)

    def setUp(self) -> None:
        self.client.defaults["HTTP_HOST"] = self.host


class StaffTestCase(SiteTestCase):
    """The five sites, one member of staff for each role, and Erin, who has none."""

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.alice = factories.create_staff("alice@example.com", "Alice", role="Sales")
        cls.bob = factories.create_staff("bob@example.com", "Bob", role="Editor")
        cls.charlie = factories.create_staff("charlie@example.com", "Charlie", role="Moderator")
        cls.dora = factories.create_staff("dora@example.com", "Dora", role="Privacy officer")
        cls.adam = factories.create_staff("adam@example.com", "Adam", role="Administrator")
        cls.erin = factories.create_staff("erin@example.com", "Erin", role=None)
