"""Edit, remove and restore a held or refused post: it stays held until a verdict."""

from forum.models import Post
from forum.services import posting
from moderation import services

from .factories import create_post, create_topic
from .moderating import APPROVE, REFUSE, ModeratingTestCase
from .test_post_services import words

TOO_FAST = [{"code": "too_fast", "points": 3, "detail": ""}]
NEW_AUTHOR = [{"code": "new_author", "points": 1, "detail": ""}]


class StayHeldTestCase(ModeratingTestCase):
    def setUp(self) -> None:
        super().setUp()
        for typed in ("One of mine.", "And another one."):
            create_post(self.topic, self.omar, typed)
        Post.objects.filter(author=self.omar).update(submitted_at="2025-01-01T00:00Z")

    def read(self, post: Post) -> Post:
        return Post.objects.select_related("topic", "author__user").get(pk=post.pk)

    def held(self, reasons: list[dict[str, object]]) -> Post:
        return create_post(self.topic, self.omar, "Held words.", state="held", reasons=reasons)

    def edit(self, post: Post, typed: str) -> Post:
        return posting.edit(post=self.read(post), words=words(typed))

    def judge(self, post: Post, decision: str, **more: str) -> None:
        version = self.read(post).version
        services.judge(
            model=Post, pk=post.pk, version=version, decision=decision, by=self.charlie, **more
        )

    def codes(self, post: Post) -> list[str]:
        assert post.is_held, post.state
        return [reason["code"] for reason in post.reasons]

    def test_a_refused_post_is_held_after_every_change(self):
        self.judge(self.post, REFUSE, refusal="rude")
        for typed in ("Kinder words.", "Still kinder words."):
            assert self.codes(self.edit(self.post, typed)) == ["refused"]

    def test_a_refused_post_of_staff_is_held_after_every_change(self):
        post = create_post(self.topic, self.member("Stan Staff"), "Rude words.")
        post.author.user.is_staff = True
        post.author.user.save()
        self.judge(post, REFUSE, refusal="rude")
        for typed in ("Kinder words.", "Still kinder words."):
            assert "refused" in self.codes(self.edit(post, typed))

    def test_an_added_link_is_held_after_every_change(self):
        create_post(self.topic, self.maya, "See https://known.example.com/")
        for end in (".", "!"):
            post = self.edit(self.post, f"See https://known.example.com/{end}")
            assert self.codes(post) == ["added_link"]

    def test_how_a_post_was_sent_counts_until_a_verdict(self):
        post = self.held(TOO_FAST)
        assert self.codes(self.edit(post, "Other words.")) == ["too_fast"]
        self.judge(post, APPROVE)
        assert self.edit(post, "Quite other words.").is_published

    def test_a_held_post_that_is_removed_and_restored_is_held(self):
        post = self.read(self.held(TOO_FAST))
        posting.withdraw(post=post)
        posting.restore(post=self.read(post))
        assert self.codes(self.read(post)) == ["too_fast"]

    def test_an_approved_post_that_is_removed_and_restored_is_published(self):
        post = self.held(TOO_FAST)
        self.judge(post, APPROVE)
        posting.withdraw(post=self.read(post))
        posting.restore(post=self.read(post))
        assert self.read(post).is_published

    def test_a_post_held_only_for_a_new_author_is_published_once_the_author_is_known(self):
        for act in (self.edit_it, self.remove_and_restore):
            post = self.read(self.held(NEW_AUTHOR))
            act(post)
            assert self.read(post).is_published

    def edit_it(self, post: Post) -> None:
        self.edit(post, "Changed words.")

    def remove_and_restore(self, post: Post) -> None:
        posting.withdraw(post=post)
        posting.restore(post=self.read(post))

    def test_a_held_first_post_is_held_after_a_change_of_its_title(self):
        topic = create_topic(self.board, self.omar, "Held title", state="held", reasons=TOO_FAST)
        posting.edit(post=self.read(topic.opening), words=words("Held.", title="Other title"))
        assert self.codes(self.read(topic.opening)) == ["too_fast"]
