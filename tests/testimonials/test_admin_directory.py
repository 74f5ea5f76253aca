"""The customer directory in the admin."""

from django.core import mail

from privacy.models import Consent, Suppression
from privacy.outreach import opt_outs
from testimonials.models import Listing
from testimonials.services import directory
from tests.base import StaffTestCase, run_jobs

from .factories import create_listing

LIST = "/admin/testimonials/listing/"


class DirectoryTestCase(StaffTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.client.force_login(self.bob)

    def act(self, listing: Listing, name: str):
        return self.client.post(f"{LIST}{listing.pk}/{name}/", follow=True)

    def listed(self, tab: str) -> list[Listing]:
        return list(self.client.get(f"{LIST}?show={tab}").context["cl"].result_list)

    def test_an_editor_adds_an_entry(self):
        data = {
            "brand": self.brand.pk,
            "company": "Example Motors",
            "place": "Springfield",
            "region": "Illinois",
            "trade": "car-dealers",
            "link": "motors.example.com",
            "email": "ada@example.com",
        }
        assert self.client.post(f"{LIST}add/", data).status_code == 302
        listing = Listing.objects.get()
        assert (listing.link, listing.progress) == ("https://motors.example.com", "Not asked yet")

    def test_the_company_is_asked_and_the_entry_says_so(self):
        listing = create_listing(brand=self.brand, agreed=False)
        assert self.listed("new") == [listing]
        self.assertContains(self.act(listing, "ask"), "A mail asks the company")
        assert self.listed("asked") == [listing]
        directory.agree(listing=listing)
        assert self.listed("listed") == [listing]
        self.assertContains(self.act(listing, "ask"), "The company has agreed already.")

    def test_a_contact_who_opted_out_is_not_asked(self):
        listing = create_listing(brand=self.brand, agreed=False)
        opt_outs.suppress(
            address=listing.email, scope="all", reason=Suppression.Reason.STAFF, brand=None
        )
        self.assertContains(self.act(listing, "ask"), "nothing was sent")

    def test_a_removed_entry_leaves_the_directory(self):
        listing = create_listing(brand=self.brand)
        self.assertContains(self.act(listing, "remove"), "It is no longer in the directory.")
        assert not Listing.objects.listed(self.brand).exists()
        assert self.listed("ended") == [listing]

    def test_each_question_and_each_removal_is_mailed(self):
        listing = create_listing(brand=self.brand)
        listing.consent.withdraw()
        self.act(listing, "ask")
        run_jobs()
        for _ in range(2):
            directory.agree(listing=listing)
            self.act(listing, "remove")
            run_jobs()
        sent = [message.extra_headers["Message-ID"] for message in mail.outbox]
        names = [name.split("-")[0].rpartition(".")[2] for name in sent]
        assert names == ["listing_ask", "listing_removed", "listing_removed"]
        assert len(set(sent)) == 3

    def test_a_company_that_was_never_asked_gets_no_mail(self):
        self.act(create_listing(brand=self.brand, agreed=False), "remove")
        run_jobs()
        assert mail.outbox == []

    def test_the_email_address_that_was_asked_is_fixed(self):
        listing = create_listing(brand=self.brand, agreed=False)
        url = f"{LIST}{listing.pk}/change/"
        form = self.client.get(url).context["adminform"].form
        data = {field.html_name: field.value() or "" for field in form}
        data |= {field.html_initial_name: field.value() or "" for field in form}
        self.act(listing, "ask")
        self.assertContains(self.client.get(url), "To ask another e-mail address")
        self.client.post(url, {**data, "email": "eve@example.com"})
        directory.agree(listing=listing)
        assert Consent.objects.get().email == "ada@example.com"

    def test_what_was_agreed_is_fixed(self):
        listing = create_listing(brand=self.brand)
        page = self.client.get(f"{LIST}{listing.pk}/change/")
        fields = page.context["adminform"].form.fields
        shown = {"place", "region", "trade", "link"}
        assert {"company", "email", "brand", *shown}.isdisjoint(fields)
        self.act(listing, "remove")
        page = self.client.get(f"{LIST}{listing.pk}/change/")
        assert shown <= page.context["adminform"].form.fields.keys()

    def test_a_removed_entry_that_is_asked_again_is_kept(self):
        listing = create_listing(brand=self.brand)
        self.act(listing, "remove")
        self.act(listing, "ask")
        listing.refresh_from_db()
        assert listing.removed_at is None
        assert not listing.is_listed

    def test_a_concurrent_edit_is_shown(self):
        listing = create_listing(brand=self.brand, agreed=False)
        form = self.client.get(f"{LIST}{listing.pk}/change/").context["adminform"].form
        data = {field.html_name: field.value() or "" for field in form}
        data |= {field.html_initial_name: field.value() or "" for field in form}
        Listing.objects.filter(pk=listing.pk).update(place="Shelbyville")
        page = self.client.post(f"{LIST}{listing.pk}/change/", {**data, "place": "Ogdenville"})
        self.assertContains(page, "Two people edited this")
        self.assertContains(page, "Shelbyville")

    def test_others_see_or_change_nothing(self):
        listing = create_listing(brand=self.brand)
        for user in (self.alice, self.charlie, self.dora, self.erin):
            self.client.force_login(user)
            assert self.client.post(f"{LIST}{listing.pk}/remove/").status_code == 403
        assert Listing.objects.listed(self.brand).exists()
        assert mail.outbox == []

    def test_the_list_takes_the_same_queries_for_10_and_200(self):
        self.add(10)
        self.client.get(LIST)
        with self.assertNumQueries(7):
            self.client.get(LIST)
        self.add(190)
        with self.assertNumQueries(7):
            self.client.get(LIST)

    def add(self, number: int) -> None:
        agreed = create_listing(brand=self.brand)
        rows = [
            Listing(brand=self.brand, company="X", email="ada@example.com", consent=agreed.consent)
            for _ in range(number - 1)
        ]
        Listing.objects.bulk_create(rows)
