"""A long text: pictures, footnotes, contents and code; nothing that poses as a part of the page."""

import contextlib

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactatonce.lib import articles, markup
from tests.cost import MOST_TIMES, PROSE, times
from tests.lib.test_render_markdown import ATTACKS, BOMBS

pytestmark = pytest.mark.once
TABLE_BOMB = "|" + "a|" * 2500 + "\n|" + "-|" * 2500 + "\n" + "|\n" * 5000


def picture_of(refs):
    return [
        f'<picture><img src="/p/{ref.id}.png" alt="{ref.alt}"></picture>' if ref.id < 9 else None
        for ref in refs
    ]


def elements(html):
    tree = html5lib.parseFragment(html, namespaceHTMLElements=False)
    return [element for element in tree.iter() if element.tag != "DOCUMENT_FRAGMENT"]


def check_harmless(html: str) -> None:
    for element in elements(html):
        assert element.tag in articles.TAGS, html
        assert set(element.attrib) <= {"aria-label", "class", "href", "id", "rel", "start", "title"}
        if "id" in element.attrib:
            assert articles.OUR_ID.fullmatch(element.attrib["id"]), html
        for name in element.attrib.get("class", "").split():
            assert articles.OUR_CLASS.fullmatch(name), html
        href = element.attrib.get("href", "").strip().lower()
        scheme = href.partition(":")[0] if ":" in href.partition("/")[0] else ""
        assert href.startswith("#") or scheme in {"", "http", "https", "mailto", "tel"}, html


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_is_shown_as_text_or_left_out(attack):
    for text in (attack, f"> {attack}", f"a[^1]\n\n[^1]: {attack}", f"## {attack}", f"^[{attack}]"):
        check_harmless(articles.render(text).html)


@given(st.text(st.sampled_from("<>&\"'[]()!#*_`~|-:/^ \n\tajsx1@.{}=\\"), max_size=200))
def test_whatever_is_written_stays_harmless(text):
    check_harmless(articles.render(text, picture_of).html.replace("<picture>", ""))


def test_no_id_but_ours_comes_through():
    html = articles.render("## main\n\n## main\n\n## Größe & Maß\n\n## ???").html
    assert [e.attrib["id"] for e in elements(html)] == [
        "s-main",
        "s-main-2",
        "s-groe-ma",
        "s-section",
    ]


def test_the_last_word_lets_no_id_and_no_class_through_but_ours():
    html = '<h2 id="main">a</h2><span class="menu hl-k">b</span><li id="fn1" class="footer">c</li>'
    assert articles.clean(html) == '<h2>a</h2><span class="hl-k">b</span><li id="fn1">c</li>'


def test_headings_begin_with_the_second_level_and_leave_none_out():
    article = articles.render("# One\n\n#### Two\n\n###### Three\n\n# Four")
    assert [(h.level, h.text) for h in article.headings] == [
        (2, "One"),
        (3, "Two"),
        (4, "Three"),
        (2, "Four"),
    ]


def test_footnotes_lead_there_and_back():
    html = articles.render("A[^x] and B[^x].\n\n[^x]: The **source**.").html
    hrefs = [e.attrib["href"] for e in elements(html) if e.tag == "a"]
    ids = {e.attrib["id"] for e in elements(html) if "id" in e.attrib}
    assert hrefs == ["#fn1", "#fn1", "#fnref1", "#fnref1:1"]
    assert {href[1:] for href in hrefs} == ids


def test_code_is_colored_by_classes_and_stays_text():
    html = articles.render('```html\n<b onclick="x">\n```\n\n```unknown\n<i>\n```').html
    assert 'class="hl-nt"' in html
    assert "style=" not in html
    assert "<pre><code>&lt;i&gt;\n</code></pre>" in html


def test_a_picture_that_stands_alone_is_a_figure_with_its_caption():
    article = articles.render('Before.\n\n![A <cat>](image:3 "Tom & Jerry")\n\nAfter.', picture_of)
    assert "<figure><picture><img" in article.html
    assert "<figcaption>Tom &amp; Jerry</figcaption></figure>" in article.html
    assert "<p><figure>" not in article.html
    assert article.problems == []


def test_a_picture_in_a_sentence_stays_in_it():
    html = articles.render("See ![it](image:3) here.", picture_of).html
    assert html == '<p>See <picture><img src="/p/3.png" alt="it"></picture> here.</p>'


def test_a_picture_from_elsewhere_or_from_nowhere_is_named_to_the_editor():
    article = articles.render("![x](https://evil.example/x.png)\n\n![Lost](image:12)", picture_of)
    assert article.problems == [
        "Pictures come from the library, not from https://evil.example/x.png.",
        "There is no picture 12.",
    ]
    assert "<img" not in article.html
    assert "<p>Lost</p>" in article.html


def test_a_mark_for_a_picture_cannot_be_written_by_hand():
    html = articles.render(f"{{{articles.MARK}x:0}} {{picture:0}}", picture_of).html
    assert "<img" not in html


def test_words_are_counted_and_reading_takes_a_minute_at_least():
    assert articles.render("one two three").words == 3
    assert articles.render("one").minutes == 1
    assert articles.render("word " * 461).minutes == 3


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_rendered_or_refused_quickly(bomb):
    text = bomb * (20_000 // len(bomb))
    for render in (articles.render, markup.render_limited):

        def render_bomb(render=render):
            with contextlib.suppress(markup.TooComplex):
                render(text)

        assert times(render_bomb, lambda render=render: render(PROSE)) < MOST_TIMES


@pytest.mark.parametrize(
    "bomb",
    [
        "# a\n" * 20_000,
        "![a](image:1)" * 5_000,
        "^[" * 8_000,
        "[^1]" * 5_000 + "\n\n[^1]: x",
        "```json\n" + "[" * 19_000,
        "```js\n" + "/*" * 9_000,
        "```html\n" + "<a " * 6_000,
    ],
)
def test_a_bomb_of_what_only_articles_have_is_rendered_quickly(bomb):
    cost = times(
        lambda: articles.render(bomb, lambda refs: [""] * len(refs)),
        lambda: articles.render(PROSE),
    )
    assert cost < MOST_TIMES


@pytest.mark.parametrize(
    ("bomb", "because"),
    [
        (TABLE_BOMB, "cells"),
        ("> |a|\n> |-|\n" + "> |\n" * 10_001, "cells"),
        ("a" * (articles.LONGEST + 1), "longer"),
        ("```html\n<a>\n```\n" * 400, "pieces of code"),
    ],
)
def test_a_bomb_is_refused_with_its_reason(bomb, because):
    def render():
        with pytest.raises(markup.TooComplex, match=because):
            articles.render(bomb)

    assert times(render, lambda: articles.render(PROSE)) < 1


def test_an_ordinary_table_is_no_bomb():
    rows = "| a | b | c |\n" * 300
    assert articles.render(f"| A | B | C |\n|---|---|---|\n{rows}").html.count("<td>") == 900


def test_a_column_is_aligned_by_a_class():
    html = articles.render("| A | B |\n|---|--:|\n| 1 | 2 |").html
    assert '<td class="align-right">2</td>' in html
    assert "<td>1</td>" in html
    assert "style" not in html


# Elsewhere ------------------------------------------------------------------------------------


def test_addresses_are_made_absolute_in_tags_and_nowhere_else():
    html = (
        '<p><a href="/posts/a/">a</a> <a href="#fn1">1</a> <a href="https://x.example/">x</a>'
        '<a href="//y.example/">y</a>'
        '<img src="/p.png" srcset="/p1.png 1x, /p2.png 2x" alt="/no"><code>href="/no"</code></p>'
    )
    assert articles.absolute(html, "https://blog.example/posts/b/") == (
        '<p><a href="https://blog.example/posts/a/">a</a>'
        ' <a href="https://blog.example/posts/b/#fn1">1</a> <a href="https://x.example/">x</a>'
        '<a href="https://y.example/">y</a>'
        '<img src="https://blog.example/p.png" '
        'srcset="https://blog.example/p1.png 1x, https://blog.example/p2.png 2x" alt="/no">'
        '<code>href="/no"</code></p>'
    )


def test_on_another_site_links_lead_home_and_pictures_stay():
    html = (
        '<p><a title="&gt; href=" href="/posts/a/">/a</a> <a href="#fn1">1</a> '
        '<a href="//x.example/">x</a> <a href="https://x.example/">x</a>'
        '<img src="/p.png" alt="/no"><code>&lt;a href="/no"</code></p>'
    )
    assert articles.linked_home(html, "https://blog.example") == html.replace(
        'href="/posts/a/"', 'href="https://blog.example/posts/a/"'
    )


# What visitors write --------------------------------------------------------------------------


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_visitors_attack_is_shown_as_text_or_left_out(attack):
    for text in (attack, f"> {attack}", f"**{attack}**"):
        for element in elements(markup.render_limited(text)):
            assert element.tag in markup.LIMITED_TAGS
            assert set(element.attrib) <= {"href", "rel", "start", "title"}


def test_a_visitors_link_says_that_no_editor_chose_it():
    html = markup.render_limited("[x](https://x.example) and http://y.example")
    assert html.count('rel="nofollow ugc noopener"') == 2


def test_a_visitor_makes_no_heading_table_or_picture():
    html = markup.render_limited(
        "# Big\n\nBig\n===\n\n| a |\n|---|\n\n![x](https://x.example/p.png)"
    )
    assert {element.tag for element in elements(html)} == {"p", "a"}
    assert "# Big" in html
