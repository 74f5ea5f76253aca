"""Small breaches around subscriptions; each turns the promise red that it breaks."""

from dataclasses import replace
from unittest import mock

from blog.models import Subscription
from blog.subscriptions import services
from contactatonce.lib import limits
from privacy import registry
from privacy.models import Consent
from tests.promises import sabotage
from tests.promises.sabotage import SabotageTestCase

demand_cookie = sabotage.demanding_cookie("/subscribe/")
remember_reader = sabotage.meddling(
    lambda request, response: (
        response.set_cookie("reader", "1") if request.path.startswith("/subscribe/B1a") else None
    )
)


class SubscriptionPromisesTestCase(SabotageTestCase):
    only = ("P07", "P12", "P13", "P14", "P15", "P30")

    def test_promises_hold_and_sample_people_are_removed(self):
        self.turns_red()
        assert not Subscription.objects.exists()
        assert not Consent.objects.exists()

    def test_subscribing_needs_a_cookie(self):
        self.under("demand_cookie", __name__)
        self.turns_red("P07", "P12", "P15", "P30")

    def test_the_page_of_a_subscription_sets_a_cookie(self):
        self.under("remember_reader", __name__)
        self.turns_red("P14")

    def test_subscription_without_confirmation_is_found(self):
        real = services.ask

        def ask(*, email, **given):
            real(email=email, **given)
            services.confirm(subscription=Subscription.objects.get(email=email))

        with mock.patch.object(services, "ask", ask):
            self.turns_red("P12")

    def test_the_button_stops_nothing(self):
        with mock.patch.object(services, "end", lambda subscription: None):
            self.turns_red("P13")

    def test_missing_subscription_in_erasure_is_found(self):
        whole = registry.declarations[Subscription]
        blind = replace(whole, about=lambda subject: Subscription._base_manager.none())
        with mock.patch.dict(registry.declarations, {Subscription: blind}):
            self.turns_red("P30")

    def test_ip_address_in_a_subscription_is_found(self):
        real = services.ask

        def ask(**given):
            real(**given)
            Subscription.objects.filter(key=given["key"]).update(wording=self.seen)

        with (
            mock.patch.object(services, "ask", ask),
            mock.patch.object(limits, "seconds_to_wait", self.remember),
        ):
            self.turns_red("P07")

    def remember(self, request, **given):
        self.seen = request.META["REMOTE_ADDR"]
        return 0
