"""Commenting: who is published, who waits, and what a reader is told in every case."""

from datetime import timedelta
from unittest import mock

from django.db import connection
from django.utils import timezone

from blog.models import Comment, CommentAddress
from moderation import classifier, screening
from moderation.models import WatchedWord
from moderation.screening import watched_words

from .commenting import WRITTEN, CommentTestCase, create_comment, create_post, fields_of


class SendTestCase(CommentTestCase):
    def sent(self, *args, **more):
        """Send, follow the redirect, and return the comment and its author's page."""
        response = self.send(*args, **more)
        assert response.status_code == 303, response.content.decode()
        page = self.client.get(response["Location"])
        assert page.status_code == 200
        return Comment.objects.latest("pk"), page.content.decode()

    def codes(self, comment):
        return {reason["code"] for reason in comment.reasons}

    def test_first_comment_is_held_with_the_reason(self):
        comment, page = self.sent()
        assert comment.state == "held"
        assert "Your comment waits for a person" in page
        assert "A person reads the first texts of each author" in page
        assert WRITTEN["text"] in page
        assert WRITTEN["text"] not in self.page()

    def test_no_cookie_is_set_and_none_is_needed(self):
        response = self.send()
        assert not response.cookies
        assert not self.client.cookies
        assert not self.client.get(response["Location"]).cookies

    def test_the_third_comment_of_an_author_appears_at_once(self):
        self.trust()
        comment, page = self.sent()
        assert comment.state == "published"
        assert "Your comment is published" in page
        assert WRITTEN["text"] in self.page()

    def test_trust_ignores_the_case_of_the_email_address(self):
        self.trust("rita@example.com")
        comment, _ = self.sent(email="Rita@Example.com")
        assert comment.state == "published"

    def test_the_address_is_never_shown(self):
        self.trust()
        comment, page = self.sent(email="secret.rita@example.com")
        Comment.objects.filter(pk=comment.pk).update(state="published")
        assert "secret.rita" not in self.page()
        assert "secret.rita" not in page
        assert CommentAddress.objects.get(pk=comment.pk).email == "secret.rita@example.com"

    def test_the_form_says_before_its_fields_that_comments_are_public(self):
        page = self.page()
        says = page.index("can be read, collected and used by anyone")
        assert says < page.index('name="text"') < page.index('name="email"')

    def test_invalid_fields_return_the_whole_text(self):
        for field, wrong in (("name", ""), ("email", "nobody"), ("email", ""), ("text", " ")):
            with self.subTest(field=field, wrong=wrong):
                response = self.send(**{field: wrong})
                assert response.status_code == 422
                kept = {**WRITTEN, field: wrong}
                assert {name: fields_of(response)[name] for name in WRITTEN} == kept
        assert Comment.objects.count() == 0

    def test_a_text_that_is_too_long_comes_back_whole(self):
        text = "word " * 1200
        response = self.send(text=text)
        assert response.status_code == 422
        assert fields_of(response)["text"].split() == text.split()
        assert "5000 fit" in response.content.decode()

    def test_honeypot_asks_for_confirmation_and_then_holds(self):
        self.trust()
        fields = {**self.open_form(), **WRITTEN}
        fields[self.trap(fields)] = "https://spam.example"
        asked = self.send(fields)
        assert asked.status_code == 422
        assert "Did you write this yourself?" in asked.content.decode()
        again = fields_of(asked)
        assert again["text"] == WRITTEN["text"]
        comment, _ = self.sent({**again, "person": "on"})
        assert comment.state == "held"
        assert self.codes(comment) == {"trap"}

    def test_what_is_sent_within_three_seconds_waits(self):
        self.trust()
        comment, _ = self.sent(seconds=1)
        assert self.codes(comment) == {"too_fast"}

    def test_old_form_is_held_and_expired_form_returns(self):
        self.trust()
        comment, _ = self.sent(seconds=13 * 3600)
        assert self.codes(comment) == {"old_form"}
        late = self.send(seconds=25 * 3600, text="Another one, much later.")
        assert late.status_code == 422
        assert "Another one, much later." in late.content.decode()

    def test_links_to_unknown_sites_wait_and_known_ones_pass(self):
        self.trust()
        comment, _ = self.sent(text="See https://new.example/a for more.")
        assert self.codes(comment) == {"new_host"}
        create_comment(self.post, email="other@example.com", text="At https://new.example/b too.")
        comment, _ = self.sent(text="Read https://new.example/c as well.")
        assert comment.state == "published"

    def test_host_is_known_by_its_whole_name_from_published_items(self):
        self.trust()
        for link, columns in (
            ("https://new.example/", {"state": "held"}),
            ("https://new.example/", {"state": "refused", "refusal": "spam"}),
            ("https://new.example.org/", {}),
            ("https://also-new.example/", {}),
        ):
            create_comment(self.post, email="other@example.com", text=f"See {link}", **columns)
        comment, _ = self.sent(text="Read https://new.example/c as well.")
        assert self.codes(comment) == {"new_host"}

    def test_held_or_refused_comments_earn_no_trust(self):
        for state, refusal in (("published", ""), ("held", ""), ("held", ""), ("refused", "rude")):
            create_comment(self.post, text=f"It is {state}.", state=state, refusal=refusal)
        comment, _ = self.sent()
        assert self.codes(comment) == {"new_author"}

    def test_links_to_our_own_sites_pass(self):
        self.trust()
        comment, _ = self.sent(text="It says so on https://www.autodealerchat.com/ as well.")
        assert comment.state == "published"

    def test_many_links_wait(self):
        self.trust()
        link = "https://www.contactatonce.com/"
        comment, _ = self.sent(text=" ".join(f"{link}{number}" for number in range(6)))
        assert self.codes(comment) == {"links"}

    def test_watched_word_is_not_revealed_to_the_author(self):
        self.trust()
        WatchedWord.objects.create(word="gamble*")
        watched_words.clear()
        comment, page = self.sent(text="I would not GAMBLE on that.")
        assert self.codes(comment) == {"watched_word"}
        assert "gamble*" not in page

    def test_the_same_text_anywhere_within_a_day_waits(self):
        self.trust()
        create_comment(create_post(), email="other@example.com", text=WRITTEN["text"].upper())
        comment, _ = self.sent()
        assert self.codes(comment) == {"repeated"}

    def test_the_same_text_after_a_day_passes(self):
        self.trust()
        create_comment(
            self.post,
            email="other@example.com",
            text=WRITTEN["text"],
            submitted_at=timezone.now() - timedelta(hours=25),
        )
        assert self.sent()[0].state == "published"

    def test_a_few_words_may_be_said_by_many(self):
        self.trust()
        create_comment(self.post, email="other@example.com", text="Thank you!")
        assert self.sent(text="Thank you!")[0].state == "published"

    def test_any_check_that_fails_holds_the_text(self):
        self.trust()
        for owner, name, check in (
            (classifier, "likelihood", "classifier"),
            (screening, "unknown_hosts", "hosts"),
            (screening, "repeats", "repeats"),
            (screening.words, "matches", "words"),
        ):
            with (
                self.subTest(check=check),
                mock.patch.object(owner, name, side_effect=RuntimeError("broken")),
            ):
                comment, page = self.sent(text=f"A text for the check of {check}.")
                assert self.codes(comment) == {"checker_error"}
                assert comment.reasons[0]["detail"] == check
                assert "One of our checks failed" in page
                assert check not in page.partition("because:")[2].partition("</ul>")[0]

    def test_database_error_in_a_check_holds_the_text(self):
        self.trust()

        def refused(*arguments):
            with connection.cursor() as cursor:
                cursor.execute("SELECT nothing FROM nowhere")

        with mock.patch.object(screening, "repeats", refused):
            comment, _ = self.sent()
        assert self.codes(comment) == {"checker_error"}
        assert CommentAddress.objects.filter(comment=comment).exists()

    def test_what_resembles_advertising_waits(self):
        self.trust()
        with mock.patch.object(classifier, "likelihood", return_value=0.93):
            comment, _ = self.sent()
        assert self.codes(comment) == {"classifier"}
        assert comment.score == 5


class AgainTestCase(CommentTestCase):
    """One form is one comment."""

    def test_a_form_sent_twice_is_one_comment(self):
        fields = {**self.open_form(), **WRITTEN}
        first, second = self.send(fields), self.send(fields)
        assert first["Location"] == second["Location"]
        assert Comment.objects.count() == 1

    def test_a_form_sent_twice_at_the_same_moment_is_one_comment(self):
        real = screening.screen

        def meanwhile(item, **given):
            if not Comment.objects.exists():
                create_comment(self.post, key=item.key, text=item.text, name=item.name)
            return real(item, **given)

        with mock.patch.object(screening, "screen", meanwhile):
            response = self.send()
        assert response.status_code == 303
        assert Comment.objects.count() == 1

    def test_other_words_in_the_same_form_change_the_comment(self):
        fields = {**self.open_form(), **WRITTEN}
        self.send(fields)
        self.send(fields, text="Better words.")
        assert Comment.objects.get().text == "Better words."

    def test_other_words_after_a_withdrawal_are_not_lost(self):
        fields = {**self.open_form(), **WRITTEN}
        status = self.send(fields)["Location"]
        self.client.post(f"{status}withdraw/")
        response = self.send(fields, text="Other words.")
        assert response.status_code == 409
        assert "Other words." in response.content.decode()


class ReplyTestCase(CommentTestCase):
    def test_reply_is_below_its_comment(self):
        self.trust()
        first = create_comment(self.post, email="other@example.com", text="What about Sundays?")
        fields = {**self.open_form(f"?to={first.pk}"), **WRITTEN}
        assert self.send(fields).status_code == 303
        reply = Comment.objects.latest("pk")
        assert reply.parent == first
        page = self.page()
        assert page.index("What about Sundays?") < page.index(WRITTEN["text"])

    def test_comment_to_reply_to_is_above_the_form(self):
        first = create_comment(self.post, email="marla@example.com", text="What about Sundays?")
        for page in (
            self.client.get(f"{self.action}?to={first.pk}").text,
            self.send(parent=str(first.pk), name="").text,
        ):
            assert "<h1>Reply to Marla Reader</h1>" in page
            assert page.index("What about Sundays?") < page.index("<textarea")
        first.move("refused", refusal="rude")
        for to in (first.pk, "9" * 30, "9" * 5000, "x", "٣", "²", ""):
            page = self.client.get(f"{self.action}?to={to}").text
            assert "What about Sundays?" not in page
            assert "Marla" not in page

    def test_reply_to_a_reply_is_in_the_same_thread(self):
        first = create_comment(self.post)
        second = create_comment(self.post, parent=first)
        self.send({**self.open_form(f"?to={second.pk}"), **WRITTEN})
        assert Comment.objects.latest("pk").parent == first

    def test_no_reply_to_unpublished_comments(self):
        elsewhere = create_comment(create_post())
        held = create_comment(self.post, state="held")
        for number in (held.pk, elsewhere.pk, 0):
            response = self.send(parent=str(number))
            assert response.status_code == 422
            assert "The comment you reply to was removed." in response.content.decode()
        assert Comment.objects.count() == 2
        assert self.send(fields_of(response)).status_code == 303
        assert Comment.objects.latest("pk").parent is None
