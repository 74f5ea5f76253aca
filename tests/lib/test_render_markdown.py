"""Markdown of staff and visitors becomes harmless HTML."""

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactatonce.lib.markup import TAGS, render
from tests.cost import MOST_TIMES, PROSE, times

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><animate onbegin=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<math><mtext><table><mglyph><style><!--</style>"
    "<img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<a href=javascript:alert(1)>x</a>",
    "<form action=https://evil.example><input name=attributes id=forms>",
    "<style>*{display:none}</style><link rel=stylesheet href=//evil.example>",
    "<base href=//evil.example><meta http-equiv=refresh content='0;url=//evil.example'>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](<java\nscript:alert(1)>)",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox)",
    "[x](file:///etc/passwd)",
    "<javascript:alert(1)>",
    "<data:text/html,x>",
    "![x](https://evil.example/beacon.gif)",
    "![x](javascript:alert(1))",
    '[x](https://example.com "\\" onmouseover=\\"alert(1)")',
    '[x](https://example.com/"onmouseover="alert(1))',
    "[x]: javascript:alert(1)\n\n[x]",
    '```x" onload=alert(1)\ncode\n```',
    "# heading {#id .class onclick=alert(1)}",
    "|a|\n|:-:|\n|<b onclick=x>|",
    "\x00<scr\x00ipt>alert(1)</script>",
]
BOMBS = [
    "[",
    "![",
    "*a ",
    "**a",
    "> ",
    "- ",
    "`",
    "<",
    "'",
    '"',
    "((",
    "[a](",
    "[a]: b\n",
    "|a",
    "a@b.co ",
    "http://a.co ",
    "://",
    "www.a.",
    "\\",
    "&amp;",
    "--",
    "(c)",
    "a\n",
    "~~a",
    "](",
]


def check_harmless(html: str) -> None:
    """Parse as a browser does; nothing may be there but the tags and attributes that we give."""
    for element in html5lib.parseFragment(html, namespaceHTMLElements=False).iter():
        if element.tag == "DOCUMENT_FRAGMENT":
            continue
        assert element.tag in TAGS, html
        assert set(element.attrib) <= {"href", "title", "rel", "start"}, html
        if "href" in element.attrib:
            href = element.attrib["href"].strip().lower()
            assert element.attrib.get("rel") == "noopener"
            scheme = href.partition(":")[0] if ":" in href.partition("/")[0] else ""
            assert scheme in {"", "http", "https", "mailto", "tel"}, html


def test_the_test_itself_sees_harm():
    for html in (*ATTACKS[:9], '<a href="javascript:x" rel="noopener">', '<p id="main">'):
        with pytest.raises(AssertionError):
            check_harmless(html)


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_is_shown_as_text_or_left_out(attack):
    for text in (attack, f"> {attack}", f"- a\n\n  {attack}", f"**{attack}**", f"a {attack} b"):
        check_harmless(render(text))
        assert "evil.example/beacon" not in render(text)


@given(
    st.text(
        st.sampled_from("<>&\"'[]()!#*_`~|-:/ \n\tajsx1@.{}=\\") | st.characters(), max_size=200
    )
)
def test_whatever_is_written_is_harmless(text):
    check_harmless(render(text))


@given(
    st.lists(st.sampled_from([*ATTACKS, "\n\n", "> ", "- ", "`", "[", "](", "<", '"']), max_size=8)
)
def test_whatever_attacks_are_put_together_is_harmless(parts):
    check_harmless(render("".join(parts)))


@pytest.mark.parametrize("bomb", BOMBS)
def test_twenty_kilobytes_of_one_mark_are_quick(bomb):
    text = bomb * (20_000 // len(bomb))
    assert times(lambda: render(text), lambda: render(PROSE)) < MOST_TIMES


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("# A\n\n###### F", "<h2>A</h2>\n<h4>F</h4>\n"),
        ("## B\n\n### C", "<h2>B</h2>\n<h3>C</h3>\n"),
        ("*a* **b** ~~c~~ `d`", "<p><em>a</em> <strong>b</strong> <s>c</s> <code>d</code></p>\n"),
        ('"a" -- it\'s', "<p>“a” – it’s</p>\n"),
        ("3. c\n4. d", '<ol start="3">\n<li>c</li>\n<li>d</li>\n</ol>\n'),
        ("[z](/contact/)", '<p><a href="/contact/" rel="noopener">z</a></p>\n'),
        (
            "https://example.com/?a=1&b=2",
            '<p><a href="https://example.com/?a=1&amp;b=2" rel="noopener">'
            "https://example.com/?a=1&amp;b=2</a></p>\n",
        ),
        ("a <b>c</b>", "<p>a &lt;b&gt;c&lt;/b&gt;</p>\n"),
        ("", ""),
        ("a\ud800b\x00c", "<p>a?b\ufffdc</p>\n"),
    ],
)
def test_what_is_meant_comes_out(text, html):
    assert render(text) == html
