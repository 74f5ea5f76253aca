"""Long Markdown texts: pictures, footnotes, a table of contents, colored code; once, at save."""

import math
import re
import secrets
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import nh3
from django.utils.html import escape
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name

from . import markup

RENDER_VERSION = 1  # increase it when the HTML changes; `prepare` then re-renders stored texts
LONGEST = 200 * 1024
LONGEST_CODE = 20_000  # longer code is not colored
MOST_CODE = 300
WORDS_A_MINUTE = 230
# Lexers that take time in proportion to their text; what else is named stays without colors.
SCRIPTS: Final = {"bash", "javascript", "js", "python", "sh", "sql"}
FORMATS: Final = {"css", "diff", "html", "http", "ini", "json", "toml", "xml", "yaml"}
LANGUAGES: Final = SCRIPTS | FORMATS
PICTURE = re.compile(r"image:(\d{1,18})")
# Only ids that are made here come through: a heading's, a footnote's, a reference's.
OUR_ID = re.compile(r"s-[a-z0-9-]+|fn(ref)?\d+(:\d+)?")
OUR_CLASS = re.compile(
    r"align-(left|right|center)|hl-[a-z0-9]+|footnote(s|-ref|s-list|-item|-backref)"
)
MARK = f"picture-{secrets.token_hex(8)}"  # random per process, so that no author can write it
MARKED = re.compile(rf"\{{{MARK}:(\d+)\}}")
TAGS: Final = {*markup.TAGS, "section", "span", "sup"}
ATTRIBUTES: Final = {
    "a": {"aria-label", "class", "href", "id", "title"},
    "ol": {"class", "start"},
    "section": {"aria-label", "class"},
    **{tag: {"class"} for tag in ("code", "span", "sup", "td", "th")},
    **{tag: {"id"} for tag in ("h2", "h3", "h4")},
    "li": {"class", "id"},
}


@dataclass(frozen=True)
class PictureRef:
    """A picture that a text asks for: `![alt](image:id "caption")`."""

    id: int
    alt: str
    caption: str
    is_alone: bool


@dataclass(frozen=True)
class Heading:
    """One line of the table of contents."""

    level: int
    id: str
    text: str


@dataclass
class Article:
    """A text as readers get it."""

    html: str = ""
    headings: list[Heading] = field(default_factory=list)
    words: int = 0
    pictures: list[PictureRef] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def minutes(self) -> int:
        return max(1, math.ceil(self.words / WORDS_A_MINUTE))


# Returns the <picture> for each reference, None for one that does not exist.
Pictures = Callable[[Sequence[PictureRef]], Sequence[str | None]]


def color(code: str, language: str, attributes: str) -> str:
    """Return `code` as HTML with Pygments' short class names behind "hl-"."""
    if language not in LANGUAGES or len(code) > LONGEST_CODE:
        return escapeHtml(code)
    formatter = HtmlFormatter(nowrap=True, classprefix="hl-")
    return str(highlight(code, get_lexer_by_name(language), formatter))


def fit_headings(state: StateCore) -> None:
    """Begin with level 2, leave no level out, give each an id, and list them."""
    article: Article = state.env["article"]
    used: Counter[str] = Counter()
    last = 1
    for opening, inline, closing in zip(
        state.tokens, state.tokens[1:], state.tokens[2:], strict=False
    ):
        if opening.type != "heading_open":
            continue
        level = max(2, min(int(opening.tag[1]), last + 1, 4))
        last = level
        opening.tag = closing.tag = f"h{level}"
        text = plain([inline])
        opening.attrSet("id", unused(f"s-{slugify(text)[:60].strip('-') or 'section'}", used))
        article.headings.append(Heading(level, str(opening.attrGet("id")), text))


def unused(name: str, used: Counter[str]) -> str:
    """Return `name`, with a number behind it where it is taken, and take it."""
    used[name] += 1
    if used[name] == 1:
        return name
    return unused(f"{name}-{used[name]}", used)


def plain(tokens: Sequence[Token]) -> str:
    """Return the words of tokens without their marks."""
    parts = []
    for token in tokens:
        for inner in token.children or [token]:
            if inner.type in {"text", "code_inline", "code_block", "fence", "image"}:
                parts.append(inner.content)
            elif inner.type in {"softbreak", "hardbreak"}:
                parts.append(" ")
    return " ".join("".join(parts).split())


def place_pictures(state: StateCore) -> None:
    """Replace each picture by a placeholder; a picture alone in a paragraph becomes a block."""
    article: Article = state.env["article"]
    for index, token in enumerate(state.tokens):
        if token.type != "inline" or not token.children:
            continue
        is_alone = len(token.children) == 1 and state.tokens[index - 1].type == "paragraph_open"
        for number, child in enumerate(token.children):
            if child.type == "image":
                token.children[number] = marked(child, article, is_alone=is_alone)
                if is_alone and token.children[number].type == "html_inline":
                    state.tokens[index - 1].hidden = state.tokens[index + 1].hidden = True


def marked(image: Token, article: Article, *, is_alone: bool) -> Token:
    """Return the placeholder for an image, and record its reference or its error."""
    source = str(image.attrGet("src") or "")
    alt = plain([image]) or image.content
    found = PICTURE.fullmatch(source)
    if not found:
        article.problems.append(f"Pictures come from the library, not from {source[:80]}.")
        return Token("text", "", 0, content=alt)
    caption = str(image.attrGet("title") or "")
    article.pictures.append(PictureRef(int(found[1]), image.content, caption, is_alone))
    mark = f"{{{MARK}:{len(article.pictures) - 1}}}"
    return Token("html_inline", "", 0, content=mark)


def align_cells(state: StateCore) -> None:
    """Say by a class how a table's cell is aligned: a style would be dropped, and is forbidden."""
    for token in state.tokens:
        style = str(token.attrs.pop("style", ""))
        if style.startswith("text-align:"):
            token.attrSet("class", f"align-{style.removeprefix('text-align:')}")


def count_words(state: StateCore) -> None:
    state.env["article"].words = sum(
        len(plain([token]).split())
        for token in state.tokens
        if token.type in {"inline", "fence", "code_block"}
    )


def footnotes_section(*args: Any) -> str:
    return '<section class="footnotes" aria-label="Footnotes">\n<ol class="footnotes-list">\n'


def footnote_back(renderer: Any, tokens: Sequence[Token], index: int, *rest: Any) -> str:
    """Return the link from a footnote back to where it is cited."""
    note = tokens[index].meta["id"] + 1
    citation = tokens[index].meta.get("subId", 0)
    name = f"{note}:{citation}" if citation else f"{note}"
    label = f"Back to reference {note}" + (f", place {citation + 1}" if citation else "")
    return f' <a href="#fnref{name}" class="footnote-backref" aria-label="{label}">↩\ufe0e</a>'


def renderer(*, finds_links: bool) -> MarkdownIt:
    """Return the house's renderer with what an article needs besides."""
    markdown = markup.renderer(finds_links=finds_links).use(footnote_plugin)
    markdown.options["highlight"] = color
    markdown.core.ruler.at("fit_headings", fit_headings)
    markdown.core.ruler.push("place_pictures", place_pictures)
    markdown.core.ruler.push("align_cells", align_cells)
    markdown.core.ruler.push("count_words", count_words)
    markdown.add_render_rule("footnote_block_open", footnotes_section)
    markdown.add_render_rule("footnote_anchor", footnote_back)
    return markdown


RENDERERS: Final = markup.Renderers(renderer(finds_links=True), renderer(finds_links=False))


def render(source: str, pictures: Pictures | None = None) -> Article:
    """Return `source` as an article; raise markup.TooComplex for a text that would take long.

    `pictures` is asked once for all pictures. The HTML holds no id and no class but ours, so that a
    text cannot pose as a part of the page; `problems` says what an editor should mend.
    """
    markup.refuse_bombs(source, LONGEST)
    if source.count("```") + source.count("~~~") > 2 * MOST_CODE:
        raise markup.TooComplex(f"It has more than {MOST_CODE} pieces of code.")
    article = Article()
    html = clean(RENDERERS.html(source, {"article": article}))
    shown = list(pictures(article.pictures)) if pictures and article.pictures else []
    shown += [None] * (len(article.pictures) - len(shown))
    for ref, picture in zip(article.pictures, shown, strict=True):
        if picture is None:
            article.problems.append(f"There is no picture {ref.id}.")
    article.html = MARKED.sub(
        lambda found: framed(article.pictures[int(found[1])], shown[int(found[1])]), html
    ).strip()
    return article


def clean(html: str) -> str:
    return nh3.clean(
        html,
        tags=TAGS,
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        attribute_filter=only_ours,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener",
    )


def only_ours(tag: str, name: str, value: str) -> str | None:
    """Return an attribute's value as far as it was made here."""
    if name == "id":
        return value if OUR_ID.fullmatch(value) else None
    if name == "class":
        return " ".join(part for part in value.split() if OUR_CLASS.fullmatch(part)) or None
    return value


def framed(ref: PictureRef, picture: str | None) -> str:
    """Return a picture with its frame; without a picture, its alternative text."""
    if picture is None:
        return f"<p>{escape(ref.alt)}</p>" if ref.is_alone and ref.alt else escape(ref.alt)
    if not ref.is_alone:
        return picture
    caption = f"<figcaption>{escape(ref.caption)}</figcaption>" if ref.caption else ""
    return f"<figure>{picture}{caption}</figure>"


def picture_ids(source: str) -> set[int]:
    return {int(found) for found in PICTURE.findall(source)}


# Elsewhere than on the site -------------------------------------------------------------------

TAG = re.compile(r"""<[a-z](?:[^"'>]++|"[^"]*+"?|'[^']*+'?)*+>?""", re.IGNORECASE)
ADDRESS = re.compile(r"""(\s(?:href|src|poster)=")(//|/|#)""")
LINK = re.compile(r"""(\shref=")/(?!/)""")
SOURCES = re.compile(r"""(\ssrcset=")([^"]*)""")


def absolute(html: str, page_url: str) -> str:
    """Return `html` for a feed or a mail: each address with the host of `page_url` in front."""
    origin = "/".join(page_url.split("/")[:3])
    before = {"//": "https://", "/": f"{origin}/", "#": f"{page_url}#"}

    def complete(tag: re.Match[str]) -> str:
        text = ADDRESS.sub(lambda found: f"{found[1]}{before[found[2]]}", tag[0])
        return SOURCES.sub(
            lambda found: found[1] + re.sub(r"(^|,\s*)/", rf"\1{origin}/", found[2]), text
        )

    return TAG.sub(complete, html)


def linked_home(html: str, origin: str) -> str:
    """Return `html` for another site of ours, with relative links made absolute to `origin`.

    Pictures stay relative: every site serves them, and none may load from another host.
    """
    return TAG.sub(
        lambda tag: LINK.sub(rf"\1{origin}/", tag[0]) if tag[0].startswith("<a ") else tag[0], html
    )
