"""No IP address is stored with an inquiry: in no table, cache, log or mail (P07)."""

import logging
from io import StringIO

from django.core import mail
from django.db import connection
from django.test import override_settings

from contactatonce.lib.logs import JsonFormatter
from leads.models import Inquiry
from leads.services.quarantine import release
from tests import factories
from tests.base import run_worker

from .base import ANSWERS, InquiryTestCase

MARKED = "203.0.113.77"
FORWARDED = "198.51.100.88"
SIXTH = "2001:db8:77:88::99"
TRACES = (MARKED, FORWARDED, "203.0.113", "198.51.100", "2001:db8:77", "cb00714d", "3405803853")


@override_settings(TRUSTED_PROXIES=1)
class NetworkAddressTestCase(InquiryTestCase):
    def setUp(self):
        super().setUp()
        self.log = StringIO()
        handler = logging.StreamHandler(self.log)
        handler.setFormatter(JsonFormatter())
        root = logging.getLogger()
        root.addHandler(handler)
        self.addCleanup(root.removeHandler, handler)
        self.client.defaults |= {
            "REMOTE_ADDR": MARKED,
            "HTTP_X_FORWARDED_FOR": f"{SIXTH}, {FORWARDED}",
            "HTTP_X_REAL_IP": FORWARDED,
        }

    def test_no_ip_address_is_stored_anywhere(self):
        factories.create_staff("alice@example.com", "Alice", role="Sales")
        fields = {**self.open_form(), **ANSWERS}
        self.send(fields)
        self.send(fields, message="Changed.")
        self.send(email="nobody")
        self.send({**self.open_form(), "form_token": "forged"})
        self.send(headers={"sec-fetch-site": "cross-site"})
        self.client.get("/contact/nowhere/")
        trapped = {**self.open_form(), **ANSWERS}
        self.send({name: value or "x" for name, value in trapped.items() if name != "country"})
        with override_settings(INQUIRY_RATE="1/h"):
            assert [self.send().status_code for _ in range(2)][1] == 429
        for inquiry in Inquiry.objects.all():
            release(lead=inquiry.lead, actor=None)
        run_worker()
        logging.getLogger("django.request").error("An error with %s and %s", MARKED, SIXTH)
        assert mail.outbox
        assert "Forbidden" in self.log.getvalue()
        mails = "".join(letter.message().as_string() for letter in mail.outbox)
        for place, text in (*self.tables(), ("log", self.log.getvalue()), ("mail", mails)):
            for trace in TRACES:
                assert trace not in text, (place, trace)

    def test_search_finds_a_stored_ip_address(self):
        factories.create_inquiry(message=f"from {MARKED}")
        found = {place for place, text in self.tables() if MARKED in text}
        assert found == {"leads_inquiry"}

    def tables(self):
        """Yield each table's name and all its values as text, including the cache table."""
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
                yield table, "\n".join(str(row) for row in cursor.fetchall())
