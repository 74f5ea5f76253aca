"""What a reader writes can neither run, nor load, nor pose as a part of the page."""

from contextlib import suppress

import html5lib
import pytest

from blog.comments.forms import LONGEST
from contactatonce.lib import markup
from tests.cost import MOST_TIMES, PROSE, times

from .commenting import CommentTestCase, create_comment, fields_of

ATTACKS = (
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt&colon;alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox(1))",
    "<javascript:alert(1)>",
    "<img src=x onerror=alert(1)>",
    "![x](https://tracker.example/1.gif)",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<iframe src=https://evil.example></iframe>",
    '<a name="attributes" id="main">x</a>',
    "<style>body{display:none}</style>",
    '[x](https://example.com "onmouseover=alert(1)")',
    "[x](https://example.com){: onclick=alert(1) id=main}",
    "<form action=https://evil.example><input name=form_token></form>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "</div></section><h1>Our own words</h1>",
    "`</code><script>alert(1)</script>`",
)
TAGS = {"p", "a", "em", "strong", "code", "pre", "ul", "ol", "li", "blockquote", "br", "del"} | {
    "hr",
    "s",
}
BOMBS = (
    ">" * LONGEST,
    "[" * LONGEST,
    "*a " * (LONGEST // 3),
    "![" * (LONGEST // 2),
    "- " * (LONGEST // 2),
    "`" * LONGEST,
    "<" * LONGEST,
    "http://a " * (LONGEST // 9),
    "&" * LONGEST,
    "a@b.c " * (LONGEST // 6),
    "\n".join("> " * n + "a" for n in range(60)),
)


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_leaves_plain_text(attack):
    html = markup.render_limited(attack)
    for element in html5lib.parseFragment(html, namespaceHTMLElements=False).iter():
        if element.tag == "DOCUMENT_FRAGMENT":
            continue
        assert element.tag in TAGS, html
        assert set(element.attrib) <= {"href", "rel", "start", "title"}, html
        href = element.attrib.get("href", "https://")
        assert href.startswith(("https://", "http://", "mailto:")), html
        if element.tag == "a":
            assert set(element.attrib["rel"].split()) == {"nofollow", "ugc", "noopener"}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_rendered_or_refused_quickly(bomb):
    def render():
        with suppress(markup.TooComplex):
            markup.render_limited(bomb)

    assert times(render, lambda: markup.render_limited(PROSE)) < MOST_TIMES


def test_a_text_longer_than_any_form_takes_is_not_rendered():
    with pytest.raises(markup.TooComplex):
        markup.render_limited("x" * (markup.LONGEST_LIMITED + 1))


def test_what_the_renderer_should_never_make_is_taken_out(monkeypatch):
    monkeypatch.setattr(markup, "LIMITED", markup.FULL)
    html = markup.render_limited("# A title\n\n|a|b|\n|-|-|\n|1|2|\n\n![x](https://a.example/)")
    tree = html5lib.parseFragment(html, namespaceHTMLElements=False)
    assert {element.tag for element in tree.iter()} <= TAGS | {"DOCUMENT_FRAGMENT"}
    assert "A title" in html


class PageTestCase(CommentTestCase):
    def test_a_text_that_would_be_a_table_of_millions_comes_back_whole(self):
        text = "|-" * 1000 + "|\n" + "x\n" * 500
        response = self.send(text=text)
        assert response.status_code == 422
        assert "Please write it more simply" in response.text
        assert fields_of(response)["text"].split() == text.split()

    def test_a_bomb_of_20_kb_comes_back_whole(self):
        text = "|a|b|\n|-|-|\n" + "|x|y|\n" * 3300
        response = self.send(text=text)
        assert response.status_code == 422
        assert response.content.decode().count("|x|y|") == 3300

    def test_what_poses_as_html_stands_in_the_page_as_text(self):
        for attack in ATTACKS:
            create_comment(self.post, text=attack)
        page = self.page()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "<iframe" not in page
        assert page.count('id="main"') == 1
