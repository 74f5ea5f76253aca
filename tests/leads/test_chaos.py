"""The short version of `make chaos`: real processes are killed, and nothing is lost."""

import pytest

from tests.conftest import leave_out
from tests.postgresql import find_binaries
from tools.chaos.__main__ import Plan, run

pytestmark = pytest.mark.postgresql
SHORT = Plan(
    submissions=60,
    clients=4,
    seconds=6,
    outages=((1, 3),),
    drainers=1,
    mail_turn=1,
)


def test_nothing_is_lost_doubled_or_half_stored():
    if find_binaries() is None:
        leave_out("PostgreSQL's server (Debian: postgresql)")
    assert run(SHORT) == []
