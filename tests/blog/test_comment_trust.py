"""A typed e-mail address alone earns no trust: it was confirmed, and the name is the same one."""

from django.utils import timezone

from blog.comments import letters, services
from blog.models import Comment
from moderation.models import Verdict
from moderation.services import judge
from moderation.states import State
from tests.blog.commenting import CommentTestCase, create_comment


class TrustTestCase(CommentTestCase):
    def sent(self, **more):
        assert self.send(**more).status_code == 303
        return Comment.objects.latest("pk")

    def codes(self, comment):
        return [reason["code"] for reason in comment.reasons]

    def proof(self, comment):
        """Return the path in the letter about an approved comment, by which it is confirmed."""
        verdict = judge(
            model=Comment,
            pk=comment.pk,
            version=comment.version,
            decision=Verdict.Decision.APPROVE,
            by=self.charlie,
        )
        letter = letters.verdict_given(comment, verdict, comment.address.email)
        links = [word for word in letter.body.split() if word.endswith("/address/")]
        assert all(link in letter.alternatives[0][0] for link in links)
        return links[0].split(self.host)[1] if links else ""

    def test_confirmed_reader_with_two_approved_comments_is_published(self):
        self.trust()
        assert self.sent().state == State.PUBLISHED

    def test_two_approved_comments_alone_earn_no_trust(self):
        for number in range(2):
            create_comment(self.post, text=f"Approved before, number {number}.")
        comment = self.sent()
        assert (comment.state, self.codes(comment)) == (State.HELD, ["unconfirmed"])

    def test_known_address_under_a_new_name_is_held(self):
        self.trust()
        comment = self.sent(name="Contact Person", email="RITA@example.com")
        assert (comment.state, self.codes(comment)) == (State.HELD, ["new_name"])

    def test_approved_text_alone_makes_no_name_trusted(self):
        self.trust()
        create_comment(self.post, name="Contact Person", text="Approved, but not confirmed.")
        comment = self.sent(name="Contact Person")
        assert (comment.state, self.codes(comment)) == (State.HELD, ["new_name"])
        self.client.post(self.proof(comment))
        again = self.sent(name="Contact Person", text="Now both names are confirmed.")
        assert again.state == State.PUBLISHED
        assert self.sent(text="As is the first one.").state == State.PUBLISHED

    def test_name_that_reads_like_ours_is_held(self):
        self.trust()
        for name in ("Contact At Once! Support", "Alice (sales)"):
            # a moderator let it pass once
            create_comment(self.post, name=name, confirmed_at=timezone.now())
            comment = self.sent(name=name, text=f"Call us at once, says {name}.")
            assert (comment.state, self.codes(comment)) == (State.HELD, ["our_name"])

    def test_renaming_a_published_comment_holds_it(self):
        self.trust()
        status = self.send()["Location"]
        self.client.post(status, {"name": "Another Reader", "text": "The text has changed."})
        comment = Comment.objects.latest("pk")
        assert (comment.state, self.codes(comment)) == (State.HELD, ["new_name"])

    def test_renaming_a_confirmed_comment_resets_confirmation(self):
        self.trust()
        status = self.send()["Location"]
        comment = Comment.objects.latest("pk")
        services.confirm_address(comment=comment)
        self.client.post(status, {"name": "RITA  Reader", "text": "In another spelling."})
        comment.refresh_from_db()
        assert comment.confirmed_at, "the name is the same one"
        self.client.post(status, {"name": "Another Reader", "text": "Under another name."})
        comment.refresh_from_db()
        assert self.proof(comment), "a link is mailed to confirm the new name"
        further = self.sent(name="Another Reader", text="A further comment under that name.")
        assert (further.state, self.codes(further)) == (State.HELD, ["new_name"])

    def test_link_in_the_mail_confirms_the_address(self):
        paths = [
            self.proof(self.sent(text=f"Comment number {number} about Saturdays."))
            for number in range(2)
        ]
        third = self.sent(text="A third one, and nothing was confirmed.")
        assert self.codes(third) == ["unconfirmed"]
        self.assertContains(self.client.get(paths[1]), "Is this comment yours?")
        assert not Comment.objects.exclude(confirmed_at=None).exists(), "GET shows"
        page = self.client.get(self.client.post(paths[1])["Location"])
        self.assertContains(page, "confirmed your e-mail address")
        assert self.sent(text="A fourth one, now confirmed.").state == State.PUBLISHED
        assert self.proof(third) == "", "it is confirmed already"

    def test_corrected_address_does_not_confirm_the_first_one(self):
        comment = self.sent()
        comment.address.email = "new@example.com"
        comment.address.save()
        assert self.proof(comment) == ""

    def test_page_after_sending_does_not_confirm_the_address(self):
        location = self.send()["Location"]
        assert self.client.get(f"{location}address/").status_code == 404
        assert self.client.post(f"{location}address/").status_code == 404
        self.client.get(location)
        assert not Comment.objects.exclude(confirmed_at=None).exists()
