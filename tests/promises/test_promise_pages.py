"""The public page of promises and the staff's board: who sees which state and figures."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contactatonce.lib.timed_cache import TimedCache
from privacy.seed import load_documents
from promises.models import Attestation, Evidence
from promises.registry import PROMISES, checks
from tests.base import HOSTS, StaffTestCase
from tests.privacy.cases import PublishedTestCase

CHECK = "P30:requests_are_answered_in_time"


def result(*, name: str = CHECK, is_kept: bool = True, **fields: object) -> Evidence:
    return Evidence.objects.create(
        check_name=name, promise=name[:3], is_kept=is_kept, kind="deadline", **fields
    )


def figure(people: int, count: int) -> dict[str, object]:
    return {"name": "Requests answered in time", "people": people, "count": count}


class PublicPageTestCase(PublishedTestCase):
    def test_each_site_shows_all_promises_and_sets_no_cookie(self):
        for host in HOSTS:
            response = self.client.get("/privacy/promises/", headers={"host": host})
            assert response.status_code == 200
            assert not response.cookies
            assert "cookie" not in response.get("Vary", "").lower()
            for number, promise in PROMISES.items():
                self.assertContains(response, f'id="promise-{number}"')
                self.assertContains(response, promise.title)

    def test_the_footer_and_the_policy_lead_there(self):
        self.assertContains(self.client.get("/"), 'href="/privacy/promises/"')
        self.assertContains(
            self.client.get("/privacy/"), "See whether we keep each promise of this policy"
        )

    def test_a_promise_leads_to_its_clause(self):
        response = self.client.get("/privacy/promises/")
        self.assertContains(response, 'href="/privacy/#P07"')
        self.assertContains(self.client.get("/privacy/"), 'id="P07"')

    def test_all_proven_reads_kept_with_the_time(self):
        for name, check in checks.items():
            if check.promise == "P08":
                result(name=name)
        shown = self.promise("P08")
        assert ">kept<" in shown
        assert f'Proven <time datetime="{timezone.now():%Y-%m-%d}' in shown

    def test_a_breach_reads_broken_without_its_details(self):
        result(is_kept=False, problems=["Request ABCD2345 was due on 2026-01-01."])
        response = self.client.get("/privacy/promises/")
        assert ">broken<" in self.promise("P30")
        self.assertNotContains(response, "ABCD2345")

    def test_what_is_not_built_says_so(self):
        shown = self.promise("P12")
        assert ">not yet<" in shown
        assert "no mailings yet" in shown

    def test_without_any_proof_it_is_stale(self):
        assert ">stale<" in self.promise("P08")

    def test_figures_under_five_are_not_told(self):
        result(figures=[figure(people=4, count=3)])
        shown = self.promise("P30")
        assert "fewer than 5" in shown
        assert "3 of 4" not in shown
        result(figures=[figure(people=12, count=11)])
        assert "11 of 12" in self.promise("P30")

    def test_the_queries_do_not_grow_with_the_evidence(self):
        result()
        self.client.get("/privacy/promises/")
        with CaptureQueriesContext(connection) as few:
            self.client.get("/privacy/promises/")
        for name in checks:
            for _ in range(3):
                result(name=name)
        with CaptureQueriesContext(connection) as many:
            self.client.get("/privacy/promises/")
        assert len(many) == len(few) <= 6

    def promise(self, number: str) -> str:
        """Return the part of the page about one promise."""
        page = self.client.get("/privacy/promises/").content.decode()
        return page.split(f'aria-labelledby="promise-{number}"')[1].split("</article>")[0]


class BoardTestCase(StaffTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        load_documents()

    def setUp(self):
        super().setUp()
        TimedCache.clear_all()

    def test_dora_sees_what_is_wrong_and_its_history(self):
        result()
        result(is_kept=False, problems=["Request ABCD2345 was due on 2026-01-01."])
        self.client.force_login(self.dora)
        self.assertContains(self.client.get("/admin/promises/evidence/board/"), "ABCD2345")
        page = self.client.get("/admin/promises/evidence/board/P30/")
        self.assertContains(page, "We answer within 30 days.")
        self.assertContains(page, CHECK, count=3)

    def test_an_unknown_promise_is_not_found(self):
        self.client.force_login(self.dora)
        assert self.client.get("/admin/promises/evidence/board/P99/").status_code == 404

    def test_alice_sells_and_sees_neither(self):
        self.client.force_login(self.alice)
        for path in ("board/", "board/P30/", ""):
            assert self.client.get(f"/admin/promises/evidence/{path}").status_code == 403

    def test_a_broken_promise_is_on_everybodys_start_page(self):
        for person in (self.alice, self.dora):
            self.client.force_login(person)
            self.assertNotContains(self.client.get("/admin/"), "broken-promises")
        result(is_kept=False)
        TimedCache.clear_all()
        for person, may_look in ((self.alice, False), (self.dora, True)):
            self.client.force_login(person)
            page = self.client.get("/admin/")
            self.assertContains(page, "1 promise of the privacy policy is broken")
            assert ("/evidence/board/P30/" in page.content.decode()) is may_look

    def test_it_goes_when_the_promise_is_kept_again(self):
        result(is_kept=False)
        result()
        self.client.force_login(self.dora)
        self.assertNotContains(self.client.get("/admin/"), "broken-promises")

    def test_dora_states_what_no_machine_sees(self):
        self.client.force_login(self.dora)
        said = {
            "check_name": "P02:certificates_are_real",
            "is_kept": "on",
            "basis": "The program's own list, read today.",
        }
        answer = self.client.post("/admin/promises/attestation/add/", said)
        assert answer.status_code == 302
        row = Attestation.objects.get()
        assert (row.promise, row.stated_by, row.is_kept) == ("P02", self.dora, True)
        page = self.client.get("/admin/promises/evidence/board/P02/")
        self.assertContains(page, "The program&#x27;s own list")

    def test_only_statements_that_are_asked_for_can_be_made(self):
        self.client.force_login(self.dora)
        said = {"check_name": CHECK, "is_kept": "on", "basis": "I believe so."}
        assert self.client.post("/admin/promises/attestation/add/", said).status_code == 200
        assert not Attestation.objects.exists()
