"""A query that is built once answers for other arguments as Django would."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from contactatonce.jobs.models import PeriodicRun
from contactatonce.lib.prepared import PreparedQuery

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)
NEVER = datetime(1, 1, 1, tzinfo=UTC)


def ran_until(prefix, now):
    """Duties of a name that ran until a moment, which stands in the query twice."""
    begun = PeriodicRun.objects.filter(name__gte=prefix, last_run_at__lte=now)
    return (
        begun.filter(Q(name="always") | Q(last_run_at__lte=now)).order_by("pk").values_list("name")
    )


@pytest.fixture(autouse=True)
def duties():
    for name, hours in (("always", 0), ("backup", 1), ("sweep", 2)):
        PeriodicRun.objects.create(name=name, last_run_at=NOON + timedelta(hours=hours))


def test_it_answers_for_each_set_of_arguments_what_django_answers():
    query = PreparedQuery(ran_until, samples=("no name", NEVER))
    for prefix in ("a", "b", "z", "no name"):
        for hours in (-1, 0, 1, 2):
            moment = NOON + timedelta(hours=hours)
            assert query.rows(prefix, moment) == tuple(ran_until(prefix, moment)), (prefix, hours)


def test_it_is_one_query():
    query = PreparedQuery(ran_until, samples=("no name", NEVER))
    with CaptureQueriesContext(connection) as queries:
        query.rows("a", NOON)
    assert len(queries) == 1


def test_an_argument_is_a_parameter_and_never_sql():
    query = PreparedQuery(ran_until, samples=("no name", NEVER))
    assert query.rows("'; DROP TABLE jobs_periodicrun; --", NOON) == (("always",),)
    assert PeriodicRun.objects.count() == 3


def test_a_sample_that_the_query_does_not_hold_is_refused():
    query = PreparedQuery(
        lambda name, _: PeriodicRun.objects.filter(name=name), samples=("a", NEVER)
    )
    with pytest.raises(ValueError, match="sample"):
        query.rows("a", NOON)
