"""Texts on which a given regular expression may take quadratic or exponential time."""

import itertools
import re
from collections.abc import Iterator
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

LENGTH = 10_000
MOST_PREFIXES = 12
MOST_CHARACTERS = 7
ENDS = ("", "\0")  # most patterns match none of them: a near miss at the very end
SPECIMENS = {
    op.CATEGORY_DIGIT: "1",
    op.CATEGORY_SPACE: " ",
    op.CATEGORY_WORD: "a",
    op.CATEGORY_NOT_DIGIT: "a",
    op.CATEGORY_NOT_SPACE: "a",
    op.CATEGORY_NOT_WORD: " ",
}
CANDIDATES = "aA1 -.\n\t/<>[]()\"'`|*_@:;,#=%éſ"


def specimens(items: Any) -> list[str]:
    """Return characters that a class ([...]) matches, one for each of its parts."""
    found, refused = [], set()
    is_negated = bool(items) and items[0][0] is op.NEGATE
    for kind, value in items:
        if kind is op.LITERAL:
            found.append(chr(value))
        elif kind is op.RANGE:
            found.append(chr(value[0]))
            refused |= set(map(chr, range(value[0], min(value[1], 0x3000) + 1)))
        elif kind is op.CATEGORY:
            found.append(SPECIMENS[value])
            refused |= {c for c in CANDIDATES if re.match(CATEGORIES[value], c)}
    if not is_negated:
        return found
    return [c for c in CANDIDATES if c not in refused and c not in found][:3]


CATEGORIES = {
    op.CATEGORY_DIGIT: r"\d",
    op.CATEGORY_SPACE: r"\s",
    op.CATEGORY_WORD: r"\w",
    op.CATEGORY_NOT_DIGIT: r"\D",
    op.CATEGORY_NOT_SPACE: r"\S",
    op.CATEGORY_NOT_WORD: r"\W",
}
REPEATS = {op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT}


def examples(tree: Any) -> Iterator[str]:
    """Yield a short text that each beginning of a parsed pattern matches, in order."""
    text = ""
    for kind, value in tree:
        if kind is op.LITERAL:
            text += chr(value)
        elif kind is op.NOT_LITERAL:
            text += "x" if value != ord("x") else "y"
        elif kind is op.ANY:
            text += "x"
        elif kind is op.IN:
            text += next(iter(specimens(value)), "")
        elif kind in REPEATS:
            inner = list(examples(value[2]))
            text += (inner[-1] if inner else "") * max(value[0], 1)
        elif kind in {op.SUBPATTERN, op.ATOMIC_GROUP}:
            inside = list(examples(value[-1] if kind is op.SUBPATTERN else value))
            yield from (text + part for part in inside)
            text += inside[-1] if inside else ""
        elif kind is op.BRANCH:
            branches = [list(examples(branch)) for branch in value[1]]
            yield from (text + part for branch in branches for part in branch[-1:])
            text += next((branch[-1] for branch in branches if branch), "")
        yield text


def characters(tree: Any) -> Iterator[str]:
    """Yield the characters that the parts of a parsed pattern match."""
    for kind, value in tree:
        if kind in {op.LITERAL, op.NOT_LITERAL}:
            yield chr(value)
        elif kind is op.ANY:
            yield "x"
        elif kind is op.IN:
            yield from specimens(value)
        elif kind in REPEATS:
            yield from characters(value[2])
        elif kind is op.SUBPATTERN:
            yield from characters(value[-1])
        elif kind is op.ATOMIC_GROUP:
            yield from characters(value)
        elif kind is op.BRANCH:
            for branch in value[1]:
                yield from characters(branch)


def repeated(unit: str) -> str:
    return unit * (LENGTH // len(unit))


def attacks(pattern: re.Pattern[Any]) -> Iterator[str]:
    """Yield texts of about 10,000 characters that nearly match `pattern` in many places."""
    source = (
        pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin1")
    )
    tree = parser.parse(source, pattern.flags & ~re.DEBUG)
    some = list(dict.fromkeys(characters(tree)))
    some = [*some[:MOST_CHARACTERS], "a", " ", "\n"]
    prefixes = list(dict.fromkeys(text for text in examples(tree) if text))
    step = max(1, len(prefixes) // MOST_PREFIXES)
    prefixes = prefixes[::step] + prefixes[-1:]
    units = dict.fromkeys([*some, *prefixes, *map("".join, itertools.permutations(some[:5], 2))])
    units |= dict.fromkeys(prefix + c for prefix in prefixes for c in some)
    for unit in units:
        yield from (repeated(unit) + end for end in ENDS)
    for prefix, c in itertools.product(prefixes, some):
        yield from (prefix + repeated(c) + end for end in ENDS)
