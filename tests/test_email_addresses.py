"""Every form reads the same addresses, and every lookup finds them in each spelling."""

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import TestCase

from blog.comments.forms import CommentForm
from blog.models import Subscription
from blog.subscriptions.forms import SubscribeForm
from contactatonce.accounts.admin import UserForm
from contactatonce.accounts.forms import AddressForm, ResetForm
from contactatonce.accounts.models import User
from contactatonce.brands.models import Brand
from contactatonce.brands.sites import load_sites
from contactatonce.lib.email_addresses import normalize, parse
from leads.models import Person
from privacy.admin.consents import OptOutForm as StaffOptOutForm
from privacy.admin.disclosures import DisclosureForm
from privacy.admin.request_forms import EnterForm
from privacy.erasure.identifiers import subject_of
from privacy.forms import OptOutForm, RequestForm
from privacy.models import Consent, PrivacyRequest, Suppression
from privacy.outreach import consents, opt_outs, restrictions
from privacy.outreach.opt_outs import Use
from privacy.rights import intake
from tests import factories
from tests.base import SiteTestCase
from tests.email_corpus import INVALID, SPELLINGS

FORMS = [
    CommentForm,
    SubscribeForm,
    OptOutForm,
    RequestForm,
    StaffOptOutForm,
    DisclosureForm,
    EnterForm,
    UserForm,
]
ASCII, TYPED = "jörg@xn--bcher-kva.example", "JÖRG@Bücher.example"


@pytest.mark.parametrize(("typed", "kept", "key"), SPELLINGS)
def test_address_is_read_and_normalized(typed, kept, key):
    assert parse(typed) == kept
    assert normalize(typed) == normalize(kept) == normalize(key) == key


@pytest.mark.parametrize("typed", INVALID)
def test_invalid_address_is_refused_and_normalizes_without_error(typed):
    with pytest.raises(ValueError, match=r"\w"):
        parse(typed)
    assert normalize(typed) == normalize(normalize(typed))


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.__module__}.{form.__name__}")
def test_every_form_reads_the_same_addresses(form):
    field = form.base_fields["email"]
    for typed, kept, _ in SPELLINGS:
        assert field.clean(typed) == kept, typed
    for typed in INVALID:
        with pytest.raises(ValidationError):
            field.clean(typed)


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
        for spelling in (TYPED, ASCII, "jörg@bücher.example"):
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

    def test_password_reset_takes_what_other_forms_take(self):
        for typed, kept, _ in SPELLINGS:
            form = ResetForm({"email": typed})
            assert form.is_valid(), (typed, form.errors)
            assert form.cleaned_data["email"] == kept
        for typed in INVALID:
            assert not ResetForm({"email": typed}).is_valid(), typed

    def test_added_address_takes_what_other_forms_take(self):
        for number, (typed, _, key) in enumerate(SPELLINGS):
            user = factories.create_member(f"m{number}@example.net", "Member")
            form = AddressForm(user, {"email": typed})
            assert form.is_valid(), (typed, form.errors)
            assert form.cleaned_data["email"] == key

    def test_staff_form_takes_what_other_forms_take(self):
        for typed, _, key in SPELLINGS:
            form = UserForm({"email": typed, "display_name": "Nora"})
            form.is_valid()
            assert "email" not in form.errors, (typed, form.errors)
            assert form.cleaned_data["email"] == key
