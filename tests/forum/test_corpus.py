"""400 advertisements and 400 posts: what is published, what waits, and that nothing is lost."""

import uuid
from datetime import timedelta

import time_machine
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from contactatonce.lib.form_tokens import FormToken
from forum import text
from forum.models import Member, Post
from forum.services import posting
from moderation import classifier
from moderation.models import Verdict

from . import corpus
from .factories import create_post
from .moderating import APPROVE, REFUSE, ModeratingTestCase

HALF = corpus.NUMBER // 2
AUTHORS = 20


class CorpusTestCase(ModeratingTestCase):
    """Half of the corpus was judged by moderators; the other half comes in afterwards."""

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.teachers = [cls.member(f"T{number} Teacher") for number in range(AUTHORS)]
        long_ago = timezone.now() - timedelta(days=2)
        texts = [(REFUSE, each) for each in corpus.spam()[:HALF]]
        texts += [(APPROVE, each) for each in corpus.ham()[:HALF]]
        for number, (decision, typed) in enumerate(texts):
            cls.judged(cls.teachers[number % AUTHORS], typed, decision, long_ago)
        classifier.learn()

    @classmethod
    def judged(cls, author: Member, typed: str, decision: str, at) -> None:
        """Store a post with what a moderator decided on it."""
        refusal = "spam" if decision == REFUSE else ""
        state = "refused" if refusal else "published"
        fields = {"state": state, "refusal": refusal, "submitted_at": at, "moved_at": at}
        post = create_post(cls.topic, author, typed, **fields)
        Verdict.objects.create(
            content_type=ContentType.objects.get_for_model(Post),
            object_id=post.pk,
            version=post.version,
            decision=decision,
            refusal=refusal,
            before="held",
            by=cls.charlie,
            at=at,
        )

    def known(self, name: str, **fields: object) -> Member:
        """Return a member with two approved posts, a week after joining."""
        member = self.member(name, **fields)
        for number in range(2):
            create_post(
                self.topic,
                member,
                f"{name} says hello {number}.",
                submitted_at=timezone.now() - timedelta(days=3),
            )
        return member

    def send(self, author: Member, typed: str) -> Post:
        stored = text.to_stored(typed)
        token = FormToken(uuid.uuid4(), timezone.now() - timedelta(minutes=1))
        words = posting.Words(stored, text.render(stored))
        return posting.reply(topic=self.topic, author=author, token=token, words=words)

    def test_one_percent_of_advertisements_are_published_at_most(self):
        texts = corpus.spam()[HALF:]
        found = []
        for number, typed in enumerate(texts):
            name = f"S{number} Seller"
            author = self.member(name) if number % 2 else self.known(name, trust=number % 4 // 2)
            found.append(self.send(author, typed))
        published = [post.text for post in found if post.is_published]
        assert len(published) <= 0.01 * len(texts), published
        assert Post.objects.filter(pk__in=[post.pk for post in found]).count() == HALF

    def test_two_percent_of_posts_by_known_authors_wait_at_most(self):
        authors = [self.known(f"R{number} Regular", trust=1) for number in range(AUTHORS)]
        found = []
        with time_machine.travel(timezone.now(), tick=False) as clock:
            for number, typed in enumerate(corpus.ham()[HALF:]):
                found.append(self.send(authors[number % AUTHORS], typed))
                clock.shift(timedelta(minutes=1))
        held = [(post.text, post.reasons) for post in found if post.is_held]
        assert len(held) <= 0.02 * HALF, held
        assert Post.objects.filter(pk__in=[post.pk for post in found]).count() == HALF

    def test_the_first_two_posts_of_everyone_wait(self):
        for number, typed in enumerate(corpus.ham()[HALF : HALF + 10]):
            assert self.send(self.member(f"N{number} Newcomer"), typed).is_held

    def test_the_corpus_has_800_different_texts(self):
        assert len(set(corpus.spam())) == len(set(corpus.ham())) == corpus.NUMBER
