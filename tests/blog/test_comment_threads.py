"""Comment threads: visibility, pages and query counts."""

from unittest import mock

from django.db import connection
from django.test.utils import CaptureQueriesContext

from blog.comments import threads
from blog.comments.letters import verdict_given
from blog.models import Comment
from moderation import services
from moderation.models import Verdict

from .commenting import WRITTEN, CommentTestCase, create_comment, create_post
from .test_comment_status import status_of


def judge(comment, decision, *, by, **more):
    version = Comment.objects.get(pk=comment.pk).version
    return services.judge(
        model=Comment, pk=comment.pk, version=version, decision=decision, by=by, **more
    )


class ThreadsTestCase(CommentTestCase):
    def test_only_published_comments_are_shown_and_none_of_another_post(self):
        for state, refusal in (("held", ""), ("refused", "spam"), ("withdrawn", "")):
            create_comment(self.post, text=f"Is {state}.", state=state, refusal=refusal)
        create_comment(create_post(), text="Is elsewhere.")
        create_comment(self.post, text="Is here.")
        page = self.page()
        assert "Is here." in page
        for hidden in ("Is held.", "Is refused.", "Is withdrawn.", "Is elsewhere."):
            assert hidden not in page

    def test_a_held_reply_is_hidden_and_the_comment_above_stays(self):
        first = create_comment(self.post, text="The first.")
        create_comment(self.post, text="The reply.", parent=first, state="held")
        page = self.page()
        assert "The first." in page
        assert "The reply." not in page

    def test_placeholder_is_shown_while_replies_exist(self):
        for state, refusal, said in (
            ("refused", "rude", "This comment was removed."),
            ("withdrawn", "", "This comment was removed."),
            ("held", "", "This comment waits for a moderator."),
        ):
            with self.subTest(state=state):
                first = create_comment(self.post, email="nasty@example.com", text="Nasty words.")
                reply = create_comment(self.post, text="A calm reply.", parent=first)
                first.move(state, refusal=refusal)
                page = self.page()
                for hidden in ("Nasty", "It insults someone"):
                    assert hidden not in page
                place, _, below = page.partition(f'id="comment-{first.pk}"')[2].partition(said)
                assert "<ol" not in place
                assert f'id="comment-{reply.pk}"' in below
                assert "A calm reply." in below
                assert f'href="{self.action}?to={reply.pk}" rel="nofollow">Reply to this' in below
                Comment.objects.filter(pk=reply.pk).update(state="held")
                assert said not in self.page()
                Comment.objects.all().delete()

    def test_reply_below_a_placeholder(self):
        self.trust()
        first = create_comment(self.post, text="The first.")
        reply = create_comment(self.post, text="The second.", parent=first)
        first.move("refused", refusal="rude")
        self.send({**self.open_form(f"?to={reply.pk}"), **WRITTEN})
        page = self.page()
        assert Comment.objects.latest("pk").parent == first
        assert page.index("This comment was removed.") < page.index("The second.")
        assert page.index("The second.") < page.index(WRITTEN["text"])

    def test_a_thread_comes_back_with_its_first_comment(self):
        first = create_comment(self.post, state="held", text="The first.")
        verdict = judge(first, Verdict.Decision.APPROVE, by=self.charlie)
        create_comment(self.post, text="The reply.", parent=first)
        services.undo(verdict_id=verdict.pk, by=self.charlie)
        assert "The first." not in self.page()
        judge(first, Verdict.Decision.APPROVE, by=self.charlie)
        page = self.page()
        assert page.index("The first.") < page.index("The reply.")
        assert "waits for a moderator" not in page

    def test_concurrently_deleted_reply_leaves_no_placeholder(self):
        first = create_comment(self.post, text="The first.")
        create_comment(self.post, text="The reply.", parent=first)
        first.move("withdrawn")
        with mock.patch.object(threads, "replies_to", return_value=[]):
            assert "This comment was removed." not in self.page()

    def test_links_say_that_no_editor_chose_them(self):
        create_comment(self.post, text="See https://example.org/")
        assert 'rel="nofollow ugc noopener"' in self.page()

    def test_second_page_shows_the_rest(self):
        for number in range(52):
            create_comment(self.post, text=f"Comment {number:02}.")
        first = self.page()
        assert "Comment 49." in first
        assert "Comment 50." not in first
        assert 'href="?comments=2#comments"' in first
        second = self.client.get(f"{self.post.get_absolute_url()}?comments=2").content.decode()
        assert "Comment 51." in second
        assert "Comment 49." not in second

    def test_links_lead_to_a_comment_on_a_later_page(self):
        gone = create_comment(self.post, text="Withdrawn, and answered by nobody.")
        gone.move("withdrawn")
        first = create_comment(self.post, text="The first.")
        for _ in range(49):
            create_comment(self.post)
        last = create_comment(self.post, text="Number 51.")
        reply = create_comment(self.post, parent=last)
        path = self.post.get_absolute_url()
        for comment, where in (
            (first, f"{path}#comment-{first.pk}"),
            (last, f"{path}?comments=2#comment-{last.pk}"),
            (reply, f"{path}?comments=2#comment-{reply.pk}"),
        ):
            assert f'href="{where}"' in self.client.get(status_of(comment)).text
            letter = verdict_given(comment, Verdict(decision="approve"), "rita@example.com")
            assert f"{self.post.brand.origin}{where}\n" in letter.body
            assert f'id="comment-{comment.pk}"' in self.client.get(where).text

    def test_invalid_page_number_shows_the_first_page(self):
        create_comment(self.post, text="The first.")
        for wrong in ("0", "-1", "x", "9" * 30, "²", "1.5", ""):
            url = f"{self.post.get_absolute_url()}?comments={wrong}"
            assert "The first." in self.client.get(url).content.decode(), wrong

    def test_query_count_does_not_grow_with_comments(self):
        self.answer(5)
        self.page()
        few = self.count()
        self.answer(20)
        assert self.count() == few <= 8  # for fifty
        self.answer(75)
        assert self.count() == few
        assert Comment.objects.count() == 200
        assert self.page().count("This comment was removed.") == 8

    def answer(self, number):
        """Store comments with a reply each, of which every seventh was taken down."""
        for each in range(number):
            parent = create_comment(self.post, text=f"Comment {each}.")
            create_comment(self.post, text=f"Reply {each}.", parent=parent)
            if each % 7 == 0:
                parent.move("refused", refusal="rude")

    def count(self):
        with CaptureQueriesContext(connection) as queries:
            self.page()
        return len(queries)

    def test_no_comment_and_no_address_is_in_the_feeds(self):
        create_comment(self.post, email="secret.rita@example.com", text="Words of a reader.")
        for feed in ("rss.xml", "atom.xml", "feed.json"):
            response = self.client.get(f"/feeds/{feed}")
            assert response.status_code == 200
            content = response.content.decode()
            assert "secret.rita" not in content
            assert "Words of a reader" not in content
