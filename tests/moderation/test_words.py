from moderation import words


def test_watched_word_is_found_despite_disguise():
    for text in ("CASINO!", "ｃａｓｉｎｏ", "ca\u200bsi\u00adno", "the casino."):
        assert words.matches(text, ["casino"]) == {"casino"}, text


def test_watched_word_matches_whole_words():
    assert words.matches("casinos and occasional", ["casino", "casi"]) == frozenset()
    assert words.matches("casinos", ["casino*"]) == {"casino*"}


def test_phrase_matches_across_lines_and_punctuation():
    assert words.matches("Buy\ncheap, pills", ["cheap pills"]) == {"cheap pills"}


def test_watched_word_without_letters_matches_nothing():
    assert words.matches("anything at all", ["*", "--"]) == frozenset()


def test_hosts_are_extracted_from_html():
    html = (
        '<p><a href="https://www.Example.com/a?b=1&amp;c=2" rel="nofollow">a</a> '
        '<a href="mailto:a@mail.example">b</a> <a href="http://[broken">c</a></p>'
    )
    assert words.hosts(html) == {"example.com", "mail.example"}
    assert words.links(html)[0] == "https://www.Example.com/a?b=1&c=2"


def test_host_column_matches_whole_hosts():
    column = words.as_column(frozenset({"spam.example", "a.example"}))
    assert " a.example " in column
    assert " example " not in column
    assert words.as_column(frozenset()) == ""


def test_host_column_fits_its_length():
    links = "".join(f'<a href="https://{n}{"x" * 240}.example/">x</a>' for n in range(99))
    assert len(words.as_column(words.hosts(links))) <= 1000


def test_digest_ignores_case_and_spaces():
    assert words.digest("Great  Post\n") == words.digest("great post")
    assert words.digest("great post") != words.digest("great posts")
