"""What is read out of a text: words however they are dressed up, and where its links lead."""

from moderation import words


def test_a_watched_word_is_found_in_any_dress():
    for text in ("CASINO!", "ｃａｓｉｎｏ", "ca\u200bsi\u00adno", "the casino."):
        assert words.matches(text, ["casino"]) == {"casino"}, text


def test_a_watched_word_is_a_whole_word():
    assert words.matches("casinos and occasional", ["casino", "casi"]) == frozenset()
    assert words.matches("casinos", ["casino*"]) == {"casino*"}


def test_a_phrase_is_found_over_line_ends_and_punctuation():
    assert words.matches("Buy\ncheap, pills", ["cheap pills"]) == {"cheap pills"}


def test_a_watched_word_without_letters_watches_nothing():
    assert words.matches("anything at all", ["*", "--"]) == frozenset()


def test_the_hosts_of_links_are_read_from_the_html():
    html = (
        '<p><a href="https://www.Example.com/a?b=1&amp;c=2" rel="nofollow">a</a> '
        '<a href="mailto:a@mail.example">b</a> <a href="http://[broken">c</a></p>'
    )
    assert words.hosts(html) == {"example.com", "mail.example"}
    assert words.links(html)[0] == "https://www.Example.com/a?b=1&c=2"


def test_a_column_of_hosts_finds_exactly_one_host():
    column = words.as_column(frozenset({"spam.example", "a.example"}))
    assert " a.example " in column
    assert " example " not in column
    assert words.as_column(frozenset()) == ""


def test_a_column_of_hosts_fits_however_many_and_long_they_are():
    links = "".join(f'<a href="https://{n}{"x" * 240}.example/">x</a>' for n in range(99))
    assert len(words.as_column(words.hosts(links))) <= 1000


def test_texts_that_differ_in_case_and_spaces_have_one_digest():
    assert words.digest("Great  Post\n") == words.digest("great post")
    assert words.digest("great post") != words.digest("great posts")
