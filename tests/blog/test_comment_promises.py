"""Small breaches around comments; each turns the promise red that it breaks."""

from dataclasses import replace
from unittest import mock

from blog.comments import services
from blog.models import Comment, CommentAddress
from contactatonce.lib import limits
from privacy import registry
from tests.blog.commenting import create_post
from tests.promises import sabotage
from tests.promises.sabotage import SabotageTestCase

silent = sabotage.rewrite(b"can be read, collected and used", b"are nice")
curious = sabotage.rewrite(b'name="email"', b'name="email"><input name="birthday"')
demand_cookie = sabotage.demanding_cookie("/comments/")


class CommentPromisesTestCase(SabotageTestCase):
    only = ("P06", "P07", "P14", "P15", "P27", "P30")

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.post = create_post()

    def test_promises_hold_and_sample_people_are_removed(self):
        self.turns_red()
        assert not Comment.objects.exists()
        assert not CommentAddress.objects.exists()

    def test_the_form_does_not_say_that_comments_are_public(self):
        self.under("silent", __name__)
        self.turns_red("P27")

    def test_the_form_asks_for_more(self):
        self.under("curious", __name__)
        self.turns_red("P06")

    def test_the_address_is_shown_under_the_comment(self):
        def email_address(self):
            return self.address.email

        with mock.patch.object(Comment, "author_name", property(email_address)):
            self.turns_red("P06")

    def test_commenting_needs_a_cookie(self):
        self.under("demand_cookie", __name__)
        self.turns_red("P15", "P30")

    def test_incomplete_withdrawal_is_found(self):
        with mock.patch.object(services, "BLANK", {"text": ""}):
            self.turns_red("P30")

    def test_missing_comment_address_in_erasure_is_found(self):
        whole = registry.declarations[CommentAddress]
        blind = replace(whole, about=lambda subject: CommentAddress._base_manager.none())
        with mock.patch.dict(registry.declarations, {CommentAddress: blind}):
            self.turns_red("P30")

    def test_ip_address_in_a_comment_is_found(self):
        real = services.submit

        def submit(**given):
            comment = real(**given)
            Comment.objects.filter(pk=comment.pk).update(name=self.seen)
            return comment

        with (
            mock.patch.object(services, "submit", submit),
            mock.patch.object(limits, "seconds_to_wait", self.remember),
        ):
            self.turns_red("P07")

    def remember(self, request, **given):
        self.seen = request.META["REMOTE_ADDR"]
        return 0
