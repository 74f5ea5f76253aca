"""One parser, and every lookup finds an address in each spelling."""

import uuid

import pytest
from django.contrib.admin import site
from django.db import IntegrityError, transaction
from django.test import TestCase

from blog.models import Subscription
from contactatonce.accounts.models import User
from contactatonce.brands.models import Brand
from contactatonce.brands.sites import load_sites
from contactatonce.lib.email_addresses import normalize, parse
from leads.models import Person
from leads.models.search import matching
from privacy.erasure.identifiers import subject_of
from privacy.models import Consent, PrivacyRequest, Suppression
from privacy.outreach import consents, opt_outs, restrictions
from privacy.outreach.opt_outs import Use
from privacy.rights import intake
from tests import factories
from tests.base import SiteTestCase
from tests.email_corpus import INVALID, SPELLINGS

ASCII, TYPED = "jorg@xn--bcher-kva.example", "Jorg@bücher.example"


@pytest.mark.parametrize(("typed", "kept", "key"), SPELLINGS)
def test_address_is_read_and_normalized(typed, kept, key):
    assert parse(typed) == kept
    assert normalize(typed) == normalize(kept) == normalize(key) == key


@pytest.mark.parametrize("typed", INVALID)
def test_invalid_address_is_refused_and_normalizes_without_error(typed):
    with pytest.raises(ValueError, match=r"\w"):
        parse(typed)
    assert normalize(typed) == normalize(normalize(typed))


class LookupTestCase(TestCase):
    """A row that was stored under one spelling is found under another."""

    @classmethod
    def setUpTestData(cls):
        load_sites()
        cls.brand = Brand.objects.get(slug="contactatonce")

    def mailable(self, address, use=Use.FOLLOW_UP):
        return opt_outs.mailable(address, use=use, brand=self.brand)

    def give_consent(self, address):
        return consents.give(
            email=address,
            purpose=Consent.Purpose.NEWS,
            wording="Yes.",
            how="Test",
            where="/",
            brand=self.brand,
        )

    def test_opt_out_stops_mail_to_every_spelling(self):
        for typed, kept, key in SPELLINGS:
            with transaction.atomic():
                opt_outs.suppress(address=typed, scope="news", reason=Suppression.Reason.PAGE)
                assert not self.mailable(kept), typed
                assert not self.mailable(key), typed
                assert self.mailable("somebody.else@example.com")
                transaction.set_rollback(True)

    def test_restriction_covers_every_spelling(self):
        for typed, kept, key in SPELLINGS:
            with transaction.atomic():
                restrictions.restrict(typed)
                assert restrictions.is_restricted(kept), typed
                assert restrictions.is_restricted(key), typed
                transaction.set_rollback(True)

    def test_consent_is_kept_as_typed_and_found_in_every_spelling(self):
        consent = self.give_consent(TYPED)
        assert (consent.email, consent.email_key) == (TYPED, ASCII)
        assert Consent.objects.of(ASCII).get() == consent
        assert self.mailable(ASCII, use=Use.NEWS)
        assert subject_of(ASCII).keys(Consent) == [consent.pk]

    def test_opt_out_withdraws_the_consent_of_another_spelling(self):
        self.give_consent(TYPED)
        opt_outs.suppress(address=ASCII, scope="news", reason=Suppression.Reason.PAGE)
        assert not Consent.objects.active().exists()

    def test_rows_of_a_person_are_found_in_every_spelling(self):
        user = User.objects.create_user(TYPED, display_name="Jörg")
        person = Person.objects.create(email=TYPED, name="Jörg")
        wish = Subscription.objects.create(brand=self.brand, email=TYPED, wording="Yes.")
        key = uuid.uuid4()
        intake.submit(brand=self.brand, kind="access", email=TYPED, key=key)
        request = PrivacyRequest.objects.get(key=key)
        assert request.email == wish.email == TYPED
        for spelling in (TYPED, ASCII, "jorg@bücher.example"):
            subject = subject_of(spelling)
            assert subject.user_id == user.pk
            for row in (person, wish, request):
                assert subject.keys(type(row)) == [row.pk], spelling

    def test_sharp_s_is_another_domain_than_double_s(self):
        self.give_consent("lea@faß.example")
        assert subject_of("lea@fass.example").keys(Consent) == []
        assert len(subject_of("lea@xn--fa-hia.example").keys(Consent)) == 1

    def test_account_is_taken_in_every_spelling(self):
        User.objects.create_user(ASCII, display_name="Jörg")
        with self.assertRaises(IntegrityError), transaction.atomic():
            User.objects.create_user(TYPED, display_name="Another")
        assert User.objects.get_by_natural_key(TYPED).email == ASCII

    def test_staff_find_people_and_accounts_in_every_spelling(self):
        person = Person.objects.create(email=TYPED, name="Jörg")
        sharp = Person.objects.create(email=parse("lea@faß.example"), name="Lea")
        for word in (TYPED, ASCII, ASCII.upper(), "<jorg@bücher.example>"):
            assert list(Person.objects.filter(matching(word))) == [person], word
        assert list(Person.objects.filter(matching("lea@faß.example"))) == [sharp]
        user = User.objects.create_user(ASCII, display_name="Jörg")
        admin = site._registry[User]
        found, _ = admin.get_search_results(None, User.objects.all(), TYPED)
        assert list(found) == [user]

    def test_key_is_computed_by_bulk_and_forced_inserts(self):
        Person(email=TYPED).save(force_insert=True)
        Person.objects.bulk_create([Person(email="Nora@Example.com"), Person(name="No address")])
        keys = Person.objects.order_by("pk").values_list("email_key", flat=True)
        assert list(keys) == [ASCII, "nora@example.com", None]


class SignInTestCase(SiteTestCase):
    def test_sign_in_works_in_every_spelling(self):
        factories.create_member("nora@xn--bcher-kva.example", "Nora")
        for spelling in (
            "nora@xn--bcher-kva.example",
            "Nora@Bücher.example",
            " nora@bücher.example",
            "Nora Example <nora@bücher.example>",
            "mailto:nora@bücher.example.",
        ):
            self.client.post("/accounts/login/", {"login": spelling, "password": "password"})
            assert "_auth_user_id" in self.client.session, spelling
            self.client.logout()
