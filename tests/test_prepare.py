"""The deploy command: it brings a database up to date and changes nothing the second time."""

from io import StringIO
from unittest import mock

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection, connections

from contactatonce.accounts.models import User
from contactatonce.accounts.services import COMPANY
from contactatonce.brands.models import Brand
from contactatonce.lib import content
from contactatonce.management.commands import prepare as deploy
from leads.models import Inquiry, InquiryForm
from tests.base import SITES

pytestmark = pytest.mark.django_db


def prepare(**options) -> str:
    out = StringIO()
    call_command("prepare", stdout=out, **options)
    return out.getvalue()


def test_it_loads_the_sites_and_no_people():
    prepare()
    assert Brand.objects.count() == len(SITES)
    assert {form.brand.slug for form in InquiryForm.objects.all()} == set(
        Brand.objects.values_list("slug", flat=True)
    )
    assert not Inquiry.objects.exists()
    company = User.objects.get()
    assert (company.email, company.has_usable_password()) == (COMPANY, False)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one log for all tables")
def test_counting_requests_waits_for_no_disk():
    prepare()
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE oid = 'cache'::regclass")
        assert cursor.fetchone() == ("u",)  # unlogged


def test_the_second_time_it_changes_nothing():
    prepare(demo=True)
    Brand.objects.filter(slug="apartmentchat").update(name="Renamed by an editor")
    Inquiry.objects.order_by("pk").first().delete()
    kept = Inquiry.objects.count()
    User.objects.filter(email="mo@example.com").delete()
    assert prepare(demo=True) == ""
    assert Brand.objects.get(slug="apartmentchat").name == "Renamed by an editor"
    assert Inquiry.objects.count() == kept > 0
    assert not User.objects.filter(email="mo@example.com").exists()


def test_demo_staff_have_one_role_each_and_can_sign_in():
    prepare(demo=True)
    staff = User.objects.filter(is_staff=True).exclude(email=COMPANY)
    roles = {user.email: [group.name for group in user.groups.all()] for user in staff}
    assert roles == {
        "ada@example.com": ["Administrator"],
        "sam@example.com": ["Sales"],
        "ed@example.com": ["Editor"],
        "mo@example.com": ["Moderator"],
        "pat@example.com": ["Privacy officer"],
    }
    own = EmailAddress.objects.filter(verified=True, primary=True, user__in=staff)
    assert own.count() == 5


def test_demo_content_is_refused_in_production(settings):
    settings.IS_LOCAL = False
    with pytest.raises(CommandError, match="never in production"):
        prepare(demo=True)
    assert not User.objects.exists()


def test_a_fault_in_a_file_of_content_is_reported(tmp_path, monkeypatch):
    (tmp_path / "sites.toml").write_text("sites = []")
    monkeypatch.setattr(content, "ROOT", tmp_path)
    with pytest.raises(CommandError, match=r"^content/sites.toml: calendar is missing.$"):
        prepare()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite locks the whole database")
@pytest.mark.django_db(transaction=True)
def test_migration_gives_way_to_visitors_and_is_tried_again(request):
    visitor = connections.create_connection("default")
    request.addfinalizer(visitor.close)
    with visitor.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SELECT 1 FROM brands_office")

    def change_the_table(*arguments, **options):
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE brands_office ALTER COLUMN position SET NOT NULL")

    err = StringIO()
    with (
        mock.patch.object(deploy, "LOCK_TIMEOUT", "20ms"),
        mock.patch.object(deploy, "call_command", change_the_table),
        mock.patch.object(deploy.time, "sleep", lambda seconds: visitor.close()),
    ):
        deploy.Command(stderr=err).migrate(0)
    assert err.getvalue() == "A table is in use; trying again.\n"


def test_other_failures_of_a_migration_are_reported_at_once():
    with (
        mock.patch.object(deploy, "call_command", side_effect=OperationalError("disk full")),
        pytest.raises(OperationalError, match="disk full"),
    ):
        deploy.Command().migrate(0)
