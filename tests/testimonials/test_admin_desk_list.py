"""The review desk's list: tabs, filters, search, and the start page."""

from datetime import timedelta
from unittest import mock

from django.core.cache import cache
from django.utils import timezone

from testimonials.models import Edition, Event, Testimonial
from testimonials.services import consents, editing, giving
from testimonials.services.steps import record
from tests.base import StaffTestCase

from .factories import (
    create_approved,
    create_copies,
    create_given,
    create_invited,
    create_published,
    words,
)

LIST = "/admin/testimonials/testimonial/"


class DeskListTestCase(StaffTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.client.force_login(self.bob)

    def listed(self, query: str) -> list[Testimonial]:
        answer = self.client.get(f"{LIST}?{query}")
        assert answer.status_code == 200
        return sorted(answer.context["cl"].result_list, key=lambda row: row.pk)

    def test_each_tab_lists_its_states(self):
        given = create_given(brand=self.brand, by=self.bob)
        asked = create_given(brand=self.brand, by=self.bob)
        editing.ask_for_changes(testimonial=asked, note="Shorter, please.", by=self.bob)
        approved = create_approved(brand=self.brand, by=self.bob).testimonial
        published = create_published(brand=self.brand, by=self.bob)
        withdrawn = create_published(brand=self.brand, by=self.bob)
        giving.withdraw(testimonial=withdrawn)
        create_invited(brand=self.brand, by=self.bob)
        assert self.listed("") == self.listed("show=us") == [given]
        assert self.listed("show=guest") == [asked, approved]
        assert self.listed("show=published") == [published]
        assert self.listed("show=ended") == [withdrawn]
        assert self.listed("show=all") == [given, asked, approved, published, withdrawn]

    def test_new_words_of_a_published_one_wait_until_staff_edit_it(self):
        published = create_published(brand=self.brand, by=self.bob)
        assert self.listed("") == []
        giving.change(testimonial=published, words=words(text="They answer fast."))
        assert self.listed("") == self.listed("show=all&needs=changed") == [published]
        edition = editing.draft(testimonial=published, by=self.bob)
        editing.edit(edition=edition, values={"quote": "They answer fast."}, by=self.bob)
        assert self.listed("show=all&needs=changed") == []
        assert self.listed("") == [published]  # its draft is open
        editing.approve(edition=edition, by=self.bob)
        assert self.listed("") == []
        assert self.listed("show=guest") == [published]

    def test_what_comes_with_a_new_testimonial_is_no_change(self):
        given = create_given(brand=self.brand, by=self.bob)
        record(given, Event.Step.UPLOADED)
        assert self.listed("show=all&needs=changed") == []
        edition = editing.draft(testimonial=given, by=self.bob)
        editing.approve(edition=edition, by=self.bob)
        editing.decline(edition=edition, note="Shorter, please.")
        assert self.listed("show=all&needs=changed") == [given]

    def test_filters_narrow_by_site_trade_kind_failure_and_consent(self):
        one = create_given(brand=self.brand, by=self.bob)
        other = type(self.brand).objects.get(slug="apartmentchat")
        soon = timezone.now() + timedelta(days=20)
        with mock.patch.object(consents, "ends_at", return_value=soon):
            two = create_given(brand=other, by=self.bob, trade="apartments", kind="photo")
        edition = editing.draft(testimonial=two, by=self.bob)
        Edition.objects.filter(pk=edition.pk).update(failure="ffmpeg ended with status 1.")
        assert self.listed("show=all&site=apartmentchat") == [two]
        assert self.listed("show=all&trade=car-dealers") == [one]
        assert self.listed("show=all&kind__exact=photo") == [two]
        assert self.listed("show=all&needs=failed") == [two]
        assert self.listed("show=all&consent=30") == self.listed("show=all&consent=90") == [two]
        one.person_consent.withdraw()
        assert self.listed("show=all&consent=withdrawn") == [one]

    def test_search_finds_names_companies_and_emails(self):
        given = create_given(brand=self.brand, by=self.bob, email="Ada@example.com")
        for term in ("ada exam", "motors", "ada@EXAMPLE"):
            assert self.listed(f"show=all&q={term}") == [given]
        assert self.listed("show=all&q=nothing") == []

    def test_the_list_takes_the_same_queries_for_10_and_200(self):
        given = create_given(brand=self.brand, by=self.bob)
        create_copies(given, 9)
        self.client.get(LIST)
        with self.assertNumQueries(8):
            self.client.get(LIST)
        create_copies(given, 190)
        with self.assertNumQueries(8):
            self.client.get(LIST)

    def test_the_start_page_says_what_waits(self):
        create_given(brand=self.brand, by=self.bob)
        cache.clear()
        answer = self.client.get("/admin/")
        self.assertContains(answer, "testimonials-today")
        assert answer.context["counts"] == {"review": 1, "changed": 0, "ending": 0, "failed": 0}
        for user in (self.alice, self.charlie, self.dora):
            self.client.force_login(user)
            self.assertNotContains(self.client.get("/admin/"), "testimonials-today")
