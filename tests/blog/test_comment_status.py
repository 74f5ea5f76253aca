"""The author's own page: what he sees there, changes, withdraws, and who else can open it."""

from datetime import timedelta
from unittest import mock

from django.db import OperationalError
from django.utils import timezone
from django.utils.html import escape

from blog import links
from blog.comments import services
from blog.models import Comment, CommentAddress
from privacy import secret_links

from .commenting import CommentTestCase, create_comment, fields_of


def status_of(comment):
    return f"/comments/{secret_links.token(links.COMMENT, comment.key)}/"


class StatusTestCase(CommentTestCase):
    def setUp(self):
        super().setUp()
        reasons = [{"code": "new_author", "points": 1, "detail": ""}]
        self.comment = create_comment(self.post, state="held", reasons=reasons)
        self.url = status_of(self.comment)

    def shown(self):
        response = self.client.get(self.url)
        assert response.status_code == 200
        return response.content.decode()

    def change(self, **words):
        fields = fields_of(self.client.get(self.url))
        return self.client.post(self.url, {**fields, **words})

    def reload(self):
        self.comment.refresh_from_db()
        return self.comment

    def test_the_link_is_the_only_key(self):
        for wrong in ("forged", self.url[10:-3] + "xx", "B1a" + "é" * 40):
            assert self.client.get(f"/comments/{wrong}/").status_code == 404
        other = secret_links.token(links.SUBSCRIPTION, self.comment.key)
        assert self.client.get(f"/comments/{other}/").status_code == 404

    def test_the_page_is_kept_out_of_caches_referrers_and_search_engines(self):
        response = self.client.get(self.url)
        assert "no-store" in response["Cache-Control"]
        assert response["Referrer-Policy"] == "no-referrer"
        assert response["X-Robots-Tag"] == "noindex"
        assert 'rel="canonical"' not in response.content.decode()  # it would be the secret itself

    def test_looking_changes_nothing(self):
        for url in (self.url, f"{self.url}withdraw/"):
            self.client.get(url)
            self.client.head(url)
        assert self.reload().state == "held"
        assert self.comment.version == 1

    def test_a_change_is_shown_and_goes_through_the_rules_again(self):
        assert self.change(text="Now with *emphasis*.").status_code == 303
        assert "<em>emphasis</em>" in self.shown()
        assert self.reload().state == "held"
        assert [reason["code"] for reason in self.comment.reasons] == ["new_author"]

    def test_added_link_is_held_again(self):
        self.trust()
        Comment.objects.filter(pk=self.comment.pk).update(state="published", reasons=[])
        self.change(text="Buy at https://strange.example/ now")
        assert self.reload().state == "held"
        assert "strange.example" not in self.page()

    def test_a_trusted_author_s_harmless_change_stays_published(self):
        create_comment(self.post, text="Approved before.", confirmed_at=timezone.now())
        Comment.objects.filter(pk=self.comment.pk).update(state="published", reasons=[])
        self.change(text="With a comma, and a point.")
        assert self.reload().state == "published"
        assert "With a comma, and a point." in self.page()

    def test_approved_comments_of_others_earn_no_trust(self):
        self.trust("other@example.com")
        Comment.objects.filter(pk=self.comment.pk).update(state="published", reasons=[])
        self.change(text="Something else altogether.")
        assert [reason["code"] for reason in self.reload().reasons] == ["new_author"]

    def test_a_comment_is_no_repetition_of_itself(self):
        self.trust()
        Comment.objects.filter(pk=self.comment.pk).update(state="published", reasons=[])
        self.change(name="RITA Reader")
        assert self.reload().state == "published"
        assert self.comment.name == "RITA Reader"

    def test_edit_of_the_only_approved_comment_is_held(self):
        Comment.objects.filter(pk=self.comment.pk).update(state="published", reasons=[])
        self.change(text="Something else altogether.")
        assert self.reload().state == "held"

    def test_what_held_a_comment_holds_its_changes_until_a_verdict(self):
        self.trust()
        for state, refusal, code in (("held", "", "too_fast"), ("refused", "rude", "refused")):
            reasons = [{"code": code, "points": 3, "detail": ""}] if state == "held" else []
            Comment.objects.filter(pk=self.comment.pk).update(
                state=state, refusal=refusal, reasons=reasons
            )
            for text in ("Something else altogether.", "And something else again."):
                self.change(text=text)
                assert self.reload().state == "held", (state, text)
                assert [reason["code"] for reason in self.comment.reasons] == [code]

    def test_a_change_by_a_reader_who_is_known_by_now_is_published(self):
        self.trust()
        self.change(text="Something else altogether.")
        assert self.reload().state == "published"

    def test_an_empty_change_comes_back(self):
        response = self.change(text="", name="Someone")
        assert response.status_code == 422
        assert self.reload().name == "Rita Reader"

    def test_a_published_comment_can_be_changed_for_a_day(self):
        Comment.objects.filter(pk=self.comment.pk).update(
            state="published", submitted_at=timezone.now() - timedelta(hours=23)
        )
        assert "Change it" in self.shown()
        fields = fields_of(self.client.get(self.url))
        Comment.objects.filter(pk=self.comment.pk).update(
            submitted_at=timezone.now() - timedelta(hours=25)
        )
        assert "Change it" not in self.shown()
        answer = self.client.post(self.url, {**fields, "text": "Later <than> that."})
        assert answer.status_code == 409
        assert "It is published, and a day is over" in answer.text
        assert "readonly>Later &lt;than&gt; that.</textarea>" in answer.text
        assert self.reload().text != "Later <than> that."

    def test_too_late_edit_returns_the_text_with_the_reason(self):
        long_ago = timezone.now() - timedelta(hours=25)
        for columns, because in (
            ({"state": "published", "submitted_at": long_ago}, "published, and a day is over"),
            ({"state": "refused", "refusal": "spam"}, "refused as advertising"),
            ({"state": "withdrawn", "refusal": ""}, "Your comment is gone, so"),
        ):
            Comment.objects.filter(pk=self.comment.pk).update(**columns)
            for words in (
                {"name": "Rita", "text": "Words <typed> for long."},
                {"name": "", "text": "Words <typed> for long."},
                {"name": "Rita", "text": f"Words <typed> for long. {'very ' * 1001}"},
            ):
                with self.subTest(because=because, words=words["text"][:30]):
                    answer = self.client.post(self.url, words)
                    assert answer.status_code == 409
                    assert because in answer.text
                    assert "no longer be changed. Your new text is below." in answer.text
                    assert "readonly>Words &lt;typed&gt; for long." in answer.text
                    assert "error-summary" not in answer.text
        assert self.reload().version == 4  # the three updates above

    def test_edit_after_a_concurrent_withdrawal_returns_the_text(self):
        edit = services.edit

        def overtaken(**given):
            services.withdraw(comment=self.comment)
            return edit(**given)

        with mock.patch.object(services, "edit", overtaken):
            answer = self.change(text="One more thought.")
        assert answer.status_code == 409
        assert "Your comment is gone, so it can no longer be changed." in answer.text
        assert "readonly>One more thought.</textarea>" in answer.text

    def test_concurrently_erased_comment_is_not_found(self):
        for name, page in (("edit", ""), ("withdraw", "withdraw/")):
            url = status_of(create_comment(self.post, state="held"))
            real = getattr(services, name)

            def overtaken(*, real=real, **given):
                Comment.objects.all().delete()
                return real(**given)

            with mock.patch.object(services, name, overtaken):
                answer = self.client.post(f"{url}{page}", {"name": "Rita", "text": "Words."})
            assert answer.status_code == 404

    def test_a_database_that_answers_nothing_brings_the_words_back(self):
        failing = OperationalError("the server closed the connection")
        with mock.patch.object(services, "find", side_effect=failing):
            answer = self.client.post(self.url, {"name": "Rita", "text": "Words <typed> for long."})
        assert answer.status_code == 503
        assert "Something is out of order on our side" in answer.text
        assert "readonly>Words &lt;typed&gt; for long.</textarea>" in answer.text
        assert "no-store" in answer["Cache-Control"]

    def test_a_database_that_fails_deletes_nothing_and_says_so(self):
        with mock.patch.object(Comment, "move", side_effect=OperationalError("disk full")):
            answer = self.client.post(f"{self.url}withdraw/")
        assert answer.status_code == 503
        assert "nothing has been changed" in answer.text
        assert "Yes, delete my comment" in answer.text
        assert "disk full" not in answer.text
        assert self.reload().text

    def test_comment_refused_as_spam_cannot_be_edited(self):
        Comment.objects.filter(pk=self.comment.pk).update(state="refused", refusal="spam")
        assert "Change it" not in self.shown()
        Comment.objects.filter(pk=self.comment.pk).update(refusal="rude")
        page = self.shown()
        assert escape("It insults someone") in page
        self.change(text="Said more kindly.")
        assert self.reload().state == "held"
        assert self.comment.refusal == ""

    def test_another_website_cannot_change_or_withdraw(self):
        fields = fields_of(self.client.get(self.url))
        foreign = {"sec-fetch-site": "cross-site"}
        fields["text"] = "Changed elsewhere."
        answer = self.client.post(self.url, fields, headers=foreign)
        assert answer.status_code == 403
        assert "sent from another website" in answer.text
        assert "Changed elsewhere.</textarea>" in answer.text
        withdrawal = self.client.post(f"{self.url}withdraw/", headers=foreign)
        assert withdrawal.status_code == 403
        assert "nothing has been changed" in withdrawal.text
        assert self.reload().state == "held"

    def test_a_database_that_fails_brings_the_change_back(self):
        fields = {**fields_of(self.client.get(self.url)), "text": "Changed on a bad day."}
        with mock.patch.object(Comment, "move", side_effect=OperationalError("disk full")):
            answer = self.client.post(self.url, fields)
        assert answer.status_code == 503
        assert "Changed on a bad day.</textarea>" in answer.text
        assert "disk full" not in answer.text
        assert self.reload().text != "Changed on a bad day."
        assert self.client.post(self.url, fields).status_code == 303

    def test_withdrawal_deletes_text_name_and_email_address(self):
        assert "Withdraw your comment?" in self.client.get(f"{self.url}withdraw/").content.decode()
        assert self.client.post(f"{self.url}withdraw/").status_code == 303
        row = Comment.objects.filter(pk=self.comment.pk).values().get()
        assert row["state"] == "withdrawn"
        gone = ("name", "text", "html", "digest", "link_hosts", "fingerprint")
        assert {row[name] for name in gone} == {""}
        assert not CommentAddress.objects.filter(pk=self.comment.pk).exists()
        assert "Your comment is gone" in self.shown()
        assert self.client.post(f"{self.url}withdraw/").status_code == 303

    def test_what_is_changed_after_a_withdrawal_comes_back(self):
        fields = fields_of(self.client.get(self.url))
        self.client.post(f"{self.url}withdraw/")
        answer = self.client.post(self.url, {**fields, "text": "One more thought."})
        assert answer.status_code == 409
        assert "One more thought.</textarea>" in answer.text

    def test_withdrawn_comment_with_replies_leaves_a_placeholder(self):
        Comment.objects.filter(pk=self.comment.pk).update(state="published")
        create_comment(self.post, parent=self.comment, text="I see it differently.")
        self.client.post(f"{self.url}withdraw/")
        page = self.page()
        assert "Former reader" in page
        assert "I see it differently." in page

    def test_withdrawn_comment_without_replies_leaves_nothing(self):
        Comment.objects.filter(pk=self.comment.pk).update(state="published")
        self.client.post(f"{self.url}withdraw/")
        assert "Former reader" not in self.page()
        assert "No comments yet." in self.page()
