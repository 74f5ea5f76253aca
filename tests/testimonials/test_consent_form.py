"""The consent is never optional and never hidden; what is stored is what the guest read (P28)."""

from datetime import timedelta
from unittest import mock

from django.utils import timezone

from privacy import secret_links
from privacy.models import Consent
from testimonials import links
from testimonials.models import OpenLink
from testimonials.services import clock, consents, editing
from testimonials.states import State
from tests.leads.base import XHTML

from .factories import create_given, create_invited, create_published
from .guests import (
    GuestTestCase,
    consent_words,
    page_text,
    ticks,
    tree_of,
    words_in,
)


def required_ticks(response) -> list[str]:
    return [box.get("name") for box in tree_of(response).iter(f"{XHTML}input") if is_required(box)]


def is_required(box) -> bool:
    return box.get("type") == "checkbox" and "required" in box.attrib


def hidden_in(response) -> list[str]:
    """Return what of the consents a browser would not show at once."""
    sections = [e for e in tree_of(response).iter() if e.get("class") == "consent"]
    assert len(sections) == 2
    inside = [element for section in sections for element in section.iter()]
    return [e.tag for e in inside if "hidden" in e.attrib or e.tag == f"{XHTML}details"]


class ConsentFormTestCase(GuestTestCase):
    def forms(self) -> dict[str, str]:
        """Return the path of every form that asks for the consent."""
        invited = create_invited(brand=self.brand, by=self.bob, email="i@example.com")
        given = create_given(brand=self.brand, by=self.bob, email="g@example.com")
        link = OpenLink.objects.create(brand=self.brand)
        return {
            "invitation": links.guest_path(invited),
            "change": links.guest_path(given, "consent"),
            "open link": f"/testimonials/share/{secret_links.token(links.OPEN, link.key)}/",
        }

    def test_every_form_shows_the_words_and_the_required_tick(self):
        for name, path in self.forms().items():
            for sent in (None, {}, ticks(read="other words"), ticks(agree="")):
                with self.subTest(name, sent=sent):
                    page = self.client.get(path) if sent is None else self.client.post(path, sent)
                    until = consents.ends_at()
                    for purpose in ("testimonial", "company"):
                        fixed = consents.sentences(purpose, until)
                        assert fixed.opening in page_text(page)
                        assert fixed.closing in page_text(page)
                        assert consent_words(page, purpose)
                    assert required_ticks(page) == ["agree"]
                    assert (
                        "hidden" not in page.text.partition("data-consent")[2].partition("<h2")[0]
                    )

    def test_nothing_is_given_without_the_tick(self):
        invited = create_invited(brand=self.brand, by=self.bob)
        for missing in ("agree", "sites", "channels"):
            sent = self.give(invited, **{missing: []})
            assert sent.status_code == 422
        assert not Consent.objects.exists()
        assert self.stored(invited).state == State.INVITED

    def test_the_stored_words_are_those_on_the_page_without_what_is_not_ticked(self):
        for number, ticked in enumerate(
            (
                {},
                {"sites": ["contactatonce", "dealerchatblog"], "channels": ["site", "social"]},
                {"channels": ["sales", "advertising", "site"], "company_agrees": "on"},
            )
        ):
            invited = create_invited(
                brand=self.brand, by=self.bob, email=f"ada{number}@example.com"
            )
            self.give(invited, **ticked)
            page = self.open(invited, "consent")  # ticked as it was given
            stored = self.stored(invited)
            assert consent_words(page, "testimonial") == words_in(stored.person_consent.wording)
            assert stored.person_consent.wording in page_text(page)

    def test_the_company_agrees_by_a_tick_of_its_own(self):
        without = create_invited(brand=self.brand, by=self.bob)
        self.give(without)
        assert self.stored(without).company_consent is None
        invited = create_invited(brand=self.brand, by=self.bob, email="b@example.com")
        self.give(invited, company_agrees="on")
        consent = self.stored(invited).company_consent
        fixed = consents.sentences("company", consents.ends_at())
        assert consent.wording == (
            f"{fixed.opening} Company: Example Motors. Websites: Contact At Once!. "
            f"Use: On the websites named above. {fixed.closing}"
        )
        assert consent.sites.split() == ["contactatonce"]

    def test_a_tick_for_a_company_without_a_name_is_refused(self):
        invited = create_invited(brand=self.brand, by=self.bob)
        sent = self.give(invited, company="", company_agrees="on")
        assert sent.status_code == 422
        assert "Write the company’s name" in sent.text

    def test_words_that_changed_since_they_were_read_are_read_again(self):
        invited = create_invited(brand=self.brand, by=self.bob)
        yesterday = timezone.now() - timedelta(days=1)
        week_ago = timezone.now() - timedelta(days=7)
        for words in ("", "x", consents.edition(week_ago)):
            sent = self.give(invited, read=words)
            assert sent.status_code == 422
            assert "have changed since you opened this page" in sent.text
        assert self.give(invited, read=consents.edition(yesterday)).status_code == 303
        consent = self.stored(invited).person_consent
        assert consent.ends_at.date() == consents.ends_at(yesterday).date()
        assert f"{consent.ends_at:%B} {consent.ends_at.day}, {consent.ends_at.year}" in (
            consent.wording
        )

    def test_other_fixed_sentences_are_another_edition(self):
        before = consents.edition()
        other = consents.Sentences("I agree to more.", "It ends.")
        with mock.patch.object(consents, "sentences", return_value=other):
            assert consents.edition() != before


class ChangeConsentTestCase(GuestTestCase):
    def test_fewer_sites_apply_at_once_and_the_old_consent_is_withdrawn(self):
        published = create_published(brand=self.brand, by=self.bob)
        sent = self.send(published, "consent", **ticks(sites="dealerchatblog"))
        assert sent.status_code == 303
        stored = self.stored(published)
        assert stored.person_consent.sites.split() == ["dealerchatblog"]
        assert Consent.objects.get(pk=published.person_consent_id).withdrawn_at
        assert "https://www.dealerchatblog.com" in self.open(published).text

    def test_a_company_is_taken_off_by_leaving_its_tick_out(self):
        published = create_published(brand=self.brand, by=self.bob)
        assert published.shows_company(self.brand)
        self.send(published, "consent", **ticks())
        assert not self.stored(published).shows_company(self.brand)

    def test_a_company_without_a_name_agrees_to_nothing(self):
        given = create_given(brand=self.brand, by=self.bob, company="")
        sent = self.send(given, "consent", **ticks(company_agrees="on"))
        assert sent.status_code == 422
        assert "You have not named a company" in sent.text

    def test_the_same_consent_on_the_same_day_is_stored_once(self):
        published = create_published(brand=self.brand, by=self.bob)
        for _ in range(3):
            self.send(published, "consent", **ticks(company_agrees="on"))
        assert Consent.objects.filter(purpose="testimonial").count() == 1

    def test_an_ended_consent_is_renewed_and_found_again(self):
        published = create_published(brand=self.brand, by=self.bob)
        clock.expire(published.person_consent.ends_at)
        assert "Renew your consent" in self.open(published).text
        self.send(published, "consent", **ticks())
        assert self.stored(published).state == State.PUBLISHED
        assert "Your testimonial is online" in self.open(published).text

        assert "Ada Example" in self.client.get("/search/?q=minute").text

    def test_what_staff_took_down_stays_offline_when_its_consent_is_renewed(self):
        published = create_published(brand=self.brand, by=self.bob)
        editing.take_down(testimonial=published, by=self.bob)
        clock.expire(published.person_consent.ends_at)
        self.send(published, "consent", **ticks())
        assert self.stored(published).state == State.CONFIRMED

    def test_a_withdrawn_testimonial_takes_no_consent(self):
        published = create_published(brand=self.brand, by=self.bob)
        self.send(published, "withdraw")
        assert self.open(published, "consent").status_code == 303
        sent = self.send(published, "consent", **ticks())
        assert sent.status_code == 409
        assert not Consent.objects.active().exists()
