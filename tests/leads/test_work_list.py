"""The list of inquiries: tabs, filters, search and order."""

from datetime import timedelta
from unittest.mock import patch
from urllib.parse import quote

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contactatonce.accounts.models import User
from contactatonce.brands.directory import directory, zone_of_office
from contactatonce.brands.models import Brand
from leads.admin.views import every_view
from leads.admin.work import LeadAdmin
from leads.models import Lead
from leads.services.staff import leavers, owners
from tests import factories
from tests.base import StaffTestCase

from .volume import fill

LIST = "/admin/leads/lead/"
GONE = "This filter does not exist any more."
ROWS = '<tr>\n      <td class="cell-check">'


class ListTestCase(StaffTestCase):
    def setUp(self):
        super().setUp()
        self.client.force_login(self.alice)

    def lead(self, name, *, received_at=None, brand=None, **fields):
        said = {key: fields.pop(key) for key in list(fields) if key in INQUIRY}
        inquiry = factories.create_inquiry(
            name=name, received_at=received_at, brand=brand or self.brand, **said
        )
        return factories.create_lead(inquiry=inquiry, **fields)

    def names(self, query=""):
        response = self.client.get(f"{LIST}{query}")
        assert response.status_code == 200, response.status_code
        return [lead.inquiry.name for lead in response.context["cl"].result_list]


INQUIRY = {
    "email",
    "phone",
    "phone_e164",
    "company_name",
    "business_type",
    "message",
    "city",
    "postal_code",
}


class TabsTestCase(ListTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        today, now = timezone.localdate(timezone=zone_of_office(None)), timezone.now()
        for name, fields in {
            "Fresh": {},
            "Mine": {"owner": cls.alice, "state": "open", "first_answered_at": now},
            "Due": {"state": "contacted", "next_step_on": today, "first_answered_at": now},
            "Late step": {
                "state": "contacted",
                "next_step_on": today - timedelta(days=1),
                "first_answered_at": now,
            },
            "Spam": {"quarantined_at": now},
            "Released": {"quarantined_at": now, "released_at": now},
            "Done": {"state": "won", "owner": cls.alice, "next_step_on": today},
        }.items():
            inquiry = factories.create_inquiry(name=name, brand=cls.brand)
            factories.create_lead(inquiry=inquiry, **fields)
        late = factories.create_inquiry(
            name="Late answer", brand=cls.brand, received_at=now - timedelta(days=9)
        )
        factories.create_lead(inquiry=late)

    def test_each_tab_shows_its_leads_and_their_number(self):
        expected = {
            "new": {"Fresh", "Released", "Late answer"},
            "mine": {"Mine"},
            "due": {"Due"},
            "overdue": {"Late step", "Late answer"},
            "quarantine": {"Spam"},
        }
        everything = {"Fresh", "Mine", "Due", "Late step", "Spam", "Released", "Done"}
        expected["all"] = everything | {"Late answer"}
        response = self.client.get(LIST)
        with timezone.override(zone_of_office(None)):  # "due" means today there
            told = {tab["display"].lower(): tab["number"] for tab in response.context["cl"].tabs()}
        for tab, names in expected.items():
            assert set(self.names(f"?tab={tab}")) == names, tab
            assert told[tab] == str(len(names)), tab

    def test_list_opens_with_new_leads_oldest_promise_first(self):
        assert self.names()[0] == "Late answer"

    def test_promised_time_has_words_and_a_color(self):
        page = self.client.get(f"{LIST}?tab=all").content.decode()
        assert '<span class="tone tone-bad">overdue ' in page
        assert '<span class="tone tone-bad">overdue 1 day</span>' in page
        assert '<span class="tone tone-good">answered in ' in page
        assert '<span class="state state-quarantine">Quarantine</span>' in page

    def test_counts_of_tabs_stop_at_a_thousand(self):
        with patch("leads.admin.filters.MOST_IN_TAB", 5):
            response = self.client.get(LIST)
            self.assertContains(response, 'All <span class="number">5+</span>')


class FilterTestCase(ListTestCase):
    def test_filters_narrow_and_unknown_values_find_nothing(self):
        site = Brand.objects.get(slug="autodealerchat")
        old = timezone.now() - timedelta(days=40)
        self.lead("Dealer", brand=site, business_type="dealer", owner=self.alice)
        self.lead("Lofts", business_type="apartments", state="won", received_at=old)
        for query, names in {
            "site=autodealerchat": ["Dealer"],
            "state=won": ["Lofts"],
            "business=apartments": ["Lofts"],
            f"owner={self.alice.pk}": ["Dealer"],
            "owner=nobody": ["Lofts"],
            "received=month": ["Dealer"],
            "received=quarter": ["Lofts", "Dealer"],
            "state=": ["Lofts", "Dealer"],
            "site=nonsense": [],
            "owner=999999": [],
            "owner=nobody&state=zz": [],
            "site=autodealerchat&state=won": [],
            "o=oldest": ["Dealer", "Lofts"],
        }.items():
            assert self.names(f"?tab=all&{query}") == names, query

    def test_an_unknown_filter_is_a_chip_and_says_so(self):
        self.lead("Dealer")
        for query in ("tab=gone", "tab=all&owner=999999", "tab=all&nonsense=1"):
            self.assertContains(self.client.get(f"{LIST}?{query}"), GONE)
        page = self.client.get(f"{LIST}?tab=all&owner=999999")
        self.assertContains(page, "Owner: does not exist any more")
        self.assertContains(page, '<a href="?tab=all">Show everything</a>')
        assert page.context["cl"].paginator.count == 0

    def test_who_left_is_found_by_what_they_own(self):
        self.lead("Dealer", owner=self.alice)
        self.lead("Lofts", owner=self.adam)
        User.objects.filter(pk=self.alice.pk).update(is_active=False, is_staff=False)
        self.client.force_login(self.adam)
        assert self.names(f"?tab=all&owner={self.alice.pk}") == ["Dealer"]
        page = self.client.get(f"{LIST}?tab=all").content.decode()
        assert f'<option value="{self.alice.pk}">Alice (left)</option>' in page
        assert page.count(">Adam</option>") == 1

    def test_owner_choices_are_staff_who_work_on_inquiries(self):
        page = self.client.get(f"{LIST}?tab=all").content.decode()
        assert f'<option value="{self.alice.pk}">Alice</option>' in page
        assert ">Adam</option>" in page
        assert ">Bob</option>" not in page

    def test_a_field_of_the_model_is_no_filter(self):
        response = self.client.get(f"{LIST}?inquiry__email__startswith=n")
        assert response.status_code == 400


class QueriesTestCase(ListTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        fill(2_000, owners=[cls.alice, cls.adam])

    def test_list_filter_and_search_take_at_most_ten_queries(self):
        for query in (
            "",
            "?tab=mine",
            "?tab=due",
            "?tab=overdue",
            "?tab=quarantine",
            "?tab=all&p=3",
            "?tab=all&site=autodealerchat&state=won&business=dealer&owner=nobody&received=year",
            "?tab=all&received=year&p=2",
            "?q=becker",
            "?q=770+555",
            "?q=nothing+at+all",
            "?q=example.com&o=oldest",
        ):
            few, many = (self.queries(query, rows) for rows in (25, 200))
            assert many <= few <= 10, (query, few, many)  # one less if a page holds all rows

    def queries(self, query, rows):
        directory.clear()  # fill the caches of the process first
        directory.get()
        owners.clear()
        owners.get()
        leavers.clear()
        leavers.get()
        every_view.get()
        with (
            patch.object(LeadAdmin, "list_per_page", rows),
            CaptureQueriesContext(
                connection,
            ) as queries,
        ):
            self.client.get(f"{LIST}{query}")
        for sql in (row["sql"] for row in queries.captured_queries):
            assert "DISTINCT" not in sql or "accounts" in sql, sql
            assert "COUNT(" not in sql or "LIMIT 1000" in sql, sql
        return len(queries)

    def test_page_size_matches_the_count(self):
        with patch.object(LeadAdmin, "list_per_page", 200):
            assert len(self.names("?tab=all")) == 200


class BesideTestCase(ListTestCase):
    def test_previous_and_next_keep_filter_and_order(self):
        for name in ("One", "Two", "Three", "Four"):
            self.lead(name, state="open")
        won = self.lead("Other", state="won")
        by_name = {lead.inquiry.name: lead for lead in Lead.objects.select_related("inquiry")}
        for order, sequence in (
            ("oldest", ["One", "Two", "Three", "Four"]),
            ("newest", ["Four", "Three", "Two", "One"]),
            ("promised", ["One", "Two", "Three", "Four"]),
        ):
            filters = f"tab=all&state=open&o={order}"
            walked, name = [], sequence[0]
            while name:
                walked.append(name)
                page = self.record(by_name[name], filters)
                name = page.context["after"] and self.name_at(page.context["after"], by_name)
            assert walked == sequence, order
        Lead.objects.filter(pk=by_name["Two"].pk).update(state="won")
        page = self.record(by_name["Two"], "tab=all&state=open&o=oldest")
        assert self.name_at(page.context["before"], by_name) == "One"
        assert self.name_at(page.context["after"], by_name) == "Three"
        assert won.pk > by_name["Four"].pk

    def record(self, lead, filters):
        path = f"{LIST}{lead.pk}/change/?_changelist_filters={quote(filters)}"
        return self.client.get(path)

    def name_at(self, address, by_name):
        pk = int(address.removeprefix(LIST).partition("/")[0])
        return next(name for name, lead in by_name.items() if lead.pk == pk)
