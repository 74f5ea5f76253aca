import pytest

from moderation import classifier
from tests.moderation import corpus

HALF = corpus.NUMBER // 2


def learned(spam, ham):
    sides = [[classifier.tokens(text, "") for text in texts] for texts in (spam, ham)]
    return classifier.count(*sides), len(spam), len(ham)


def likelihood(text, counts, spam, ham):
    known = {digest: counts[digest] for digest in classifier.tokens(text, "") if digest in counts}
    return classifier.weigh(known, spam, ham)


@pytest.fixture(scope="module")
def filter_of_half():
    return learned(corpus.spam()[:HALF], corpus.ham()[:HALF])


def test_corpus_has_distinct_texts():
    assert len(set(corpus.spam())) == len(set(corpus.ham())) == corpus.NUMBER


def test_classifies_unseen_texts(filter_of_half):
    spam = [likelihood(text, *filter_of_half) for text in corpus.spam()[HALF:]]
    ham = [likelihood(text, *filter_of_half) for text in corpus.ham()[HALF:]]
    assert sum(value >= 0.8 for value in spam) >= 0.99 * HALF
    assert sum(value >= 0.8 for value in ham) <= 0.02 * HALF


def test_unknown_words_are_undecided(filter_of_half):
    assert likelihood("zyx wvu tsr", *filter_of_half) == pytest.approx(0.5, abs=0.35)


def test_words_of_a_single_text_are_not_stored():
    counts, *_ = learned(["my own name zyxwv", "casino now"], ["casino hello", "hello there"])
    only_once = classifier.tokens("zyxwv", "") - classifier.tokens("", "")
    twice = classifier.tokens("hello", "") - classifier.tokens("", "")
    assert only_once.isdisjoint(counts)
    assert twice <= counts.keys()


def test_tokens_are_keyed_digests(settings):
    before = classifier.tokens("casino", "")
    settings.SECRET_KEY = "another key, fifty characters long, for this one test alone"
    assert classifier.tokens("casino", "").isdisjoint(before)


def test_long_text_does_not_overflow(filter_of_half):
    text = " ".join(corpus.spam()[:50])
    assert 0.99 < likelihood(text, *filter_of_half) <= 1
