"""The whole of it on 400 advertisements and 400 comments: what is published, what waits."""

import uuid
from datetime import timedelta

import time_machine
from django.contrib.contenttypes.models import ContentType
from django.test import override_settings
from django.utils import timezone

from blog.comments import services
from blog.models import Comment
from contactatonce.lib import markup
from contactatonce.lib.form_tokens import FormToken
from moderation import classifier
from moderation.models import Token, Training, Verdict
from tests.moderation import corpus

from .commenting import CommentTestCase, create_comment

HALF = corpus.NUMBER // 2


@override_settings(COMMENTS_CLOSE_AFTER_DAYS=0)
class CorpusTestCase(CommentTestCase):
    """Half of the corpus was judged by moderators; the other half comes in afterwards."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        long_ago = timezone.now() - timedelta(days=2)
        for text in corpus.spam()[:HALF]:
            cls.judged(text, long_ago, "refused", "spam")
        for text in corpus.ham()[:HALF]:
            cls.judged(text, long_ago, "published", "")
        classifier.learn()

    @classmethod
    def judged(cls, text, at, state, refusal):
        """Store what a moderator decided on a text of an author of its own."""
        email = f"judged-{Comment.objects.count()}@example.com"
        comment = create_comment(
            cls.post, email=email, text=text, state=state, refusal=refusal, submitted_at=at
        )
        Verdict.objects.create(
            content_type=ContentType.objects.get_for_model(Comment),
            object_id=comment.pk,
            version=comment.version,
            decision="refuse" if refusal else "approve",
            refusal=refusal,
            before="held",
            by=cls.charlie,
            at=at,
        )

    def submit(self, text, email):
        token = FormToken(uuid.uuid4(), timezone.now() - timedelta(minutes=1))
        name = f"{email.partition('@')[0].title()} Reader"
        words = services.Words(name, text, markup.render_limited(text))
        return services.submit(
            post=self.post, brand=self.post.brand, token=token, words=words, email=email
        )

    def test_one_percent_of_advertisements_pass_for_trusted_authors(self):
        self.trust("machine@example.com")
        found = [self.submit(text, "machine@example.com") for text in corpus.spam()[HALF:]]
        published = [comment for comment in found if comment.state == "published"]
        assert len(published) <= 0.01 * HALF
        assert Comment.objects.filter(pk__in=[comment.pk for comment in found]).count() == HALF

    def test_an_advertisement_of_a_new_author_is_never_published(self):
        for number, text in enumerate(corpus.spam()[HALF : HALF + 40]):
            assert self.submit(text, f"machine-{number}@example.com").state == "held"

    def test_two_percent_of_comments_by_known_authors_wait(self):
        self.trust("reader@example.com")
        found = [self.submit(text, "reader@example.com") for text in corpus.ham()[HALF:]]
        held = [comment for comment in found if comment.state == "held"]
        assert len(held) <= 0.02 * HALF, [comment.reasons for comment in held]
        assert Comment.objects.filter(pk__in=[comment.pk for comment in found]).count() == HALF

    def test_erased_text_is_forgotten_after_the_next_training(self):
        taught = Comment.objects.filter(state="refused").count()
        Comment.objects.filter(state="refused").delete()
        classifier.learn()
        training = Training.objects.get(kind="public")
        assert (training.spam, training.ham) == (0, HALF)
        assert taught == HALF
        assert not Token.objects.filter(spam__gt=0).exists()
        assert classifier.likelihood("casino", "") is None

    def test_fresh_and_withdrawn_verdicts_teach_nothing(self):
        before = Training.objects.get(kind="public").spam
        self.judged("Casino casino.", timezone.now(), "refused", "spam")
        self.judged("Casino bonus.", timezone.now() - timedelta(hours=1), "refused", "rude")
        create_comment(self.post, text="Published by the rules alone.")
        classifier.learn()
        assert Training.objects.get(kind="public").spam == before
        with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=False):
            classifier.learn()
        assert Training.objects.get(kind="public").spam == before + 1
