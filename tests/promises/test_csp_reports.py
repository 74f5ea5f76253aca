"""Reports of blocked content are counted by directive and day, and nothing else is kept."""

import json
from datetime import timedelta

from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from promises.models import BlockedContent
from promises.reports import forget_old
from tests.base import StaffTestCase

PAGE = "/csp-reports/"
MARKED = "203.0.113.77"
SECRET = "https://www.contactatonce.com/privacy/requests/status/secret-token/"


class CspReportsTestCase(StaffTestCase):
    def setUp(self) -> None:
        super().setUp()
        cache.clear()

    def send(self, directive="script-src-elem", **extra):
        report = {"document-uri": SECRET, "effective-directive": directive, "blocked-uri": "inline"}
        return self.post(json.dumps({"csp-report": report}), **extra)

    def post(self, body, **extra):
        kind = "application/csp-report"
        return self.client.post(PAGE, body, content_type=kind, REMOTE_ADDR=MARKED, **extra)

    def counts(self):
        return list(BlockedContent.objects.values_list("directive", "count"))

    def test_reports_are_counted_by_directive_and_day(self):
        for directive in ("img-src", "script-src-elem", "img-src"):
            assert self.send(directive).status_code == 204
        assert self.counts() == [("img-src", 2), ("script-src-elem", 1)]

    def test_older_browsers_name_the_violated_directive(self):
        report = {"csp-report": {"violated-directive": "style-src 'self'"}}
        assert self.post(json.dumps(report)).status_code == 204
        assert self.counts() == [("style-src", 1)]

    def test_page_and_visitor_are_not_stored(self):
        answer = self.send()
        assert answer.cookies == {}
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names():
                cursor.execute(f'SELECT * FROM "{table}"')
                stored = str(cursor.fetchall())
                assert MARKED not in stored
                assert "secret-token" not in stored

    def test_nonsense_is_refused_and_not_counted(self):
        deep = "[" * 7_000
        for body in ("", "x", "[]", "{}", '{"csp-report": 1}', '{"csp-report": {}}', deep):
            assert self.post(body).status_code == 400, body[:20]
            cache.clear()
        assert self.send("x" * 100).status_code == 400
        assert self.send("x" * 9_000).status_code == 413
        assert self.client.get(PAGE).status_code == 405
        assert self.counts() == []

    def test_network_sends_thirty_reports_in_ten_minutes(self):
        answers = [self.send().status_code for _ in range(31)]
        assert answers == [204] * 30 + [429]

    def test_every_page_names_the_endpoint(self):
        for page in ("/contact/", "/accounts/login/", "/nowhere/"):
            policy = self.client.get(page)["Content-Security-Policy"]
            assert "report-uri /csp-reports/" in policy

    def test_administrator_sees_the_counts(self):
        self.send("img-src")
        self.client.force_login(self.adam)
        self.assertContains(self.client.get("/admin/promises/blockedcontent/"), "img-src")

    def test_counts_are_deleted_after_ninety_days(self):
        today = timezone.localdate()
        for days in (90, 91):
            BlockedContent.objects.create(directive="img-src", day_on=today - timedelta(days=days))
        forget_old()
        assert BlockedContent.objects.count() == 1
