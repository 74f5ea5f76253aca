"""Quote a post: its words in the form, with a link, and a name that follows renaming."""

from forum.models import Post
from tests.forum.factories import create_post
from tests.forum.writing import WritingTestCase, fields_in


class QuotePostTestCase(WritingTestCase):
    def quoted(self, post: Post) -> str:
        return fields_in(self.client.get(f"{self.path}?quote={post.pk}"))["text"]

    def test_the_quotation_names_author_and_post(self):
        post = create_post(self.topic, self.maya, "First line.\n\nSecond, for @omar-other.")
        link = f"[#{post.pk}](/forum/posts/{post.pk}/)"
        assert self.quoted(post) == (
            f"> @maya-member wrote ({link}):\n>\n> First line.\n>\n> Second, for @omar-other.\n\n"
        )

    def test_an_inner_quotation_and_the_end_of_a_long_text_are_left_out(self):
        post = create_post(self.topic, self.maya, "> Older words.\n\n" + "a" * 3_000)
        quoted = self.quoted(post)
        assert "Older" not in quoted
        assert quoted.count("a" * 100) == 19

    def test_only_readable_posts_of_the_topic_are_quoted(self):
        held = create_post(self.topic, self.maya, "Held words.", state="held")
        other = Post.objects.filter(author=self.omar).first()
        assert self.quoted(held) == self.quoted(other) == ""
        assert fields_in(self.client.get(f"{self.path}?quote=9e9"))["text"] == ""

    def test_a_former_member_is_quoted_without_a_name(self):
        post = create_post(self.topic, self.maya, "Words.")
        self.maya.user, self.maya.handle = None, ""
        self.maya.save()
        assert self.quoted(post).startswith("> A former member wrote")

    def test_a_quotation_is_added_to_the_draft(self):
        self.send(text="My draft.", do="draft")
        post = create_post(self.topic, self.maya, "Words.")
        assert self.quoted(post).startswith("My draft.\n\n> @maya-member wrote")

    def test_a_quotation_stores_no_name(self):
        post = create_post(self.topic, self.maya, "Words.")
        self.client.post(self.path, {**fields_in(self.client.get(f"{self.path}?quote={post.pk}"))})
        stored = self.newest()
        assert stored.text.startswith(f"> @{{{self.maya.pk}}} wrote")
        assert "maya" not in stored.text + stored.html
