"""Compare names as people read them: without case, accents, spaces and look-alike letters."""

import re
import unicodedata
from collections.abc import Iterable

from .text import INVISIBLE

# A letter, and the signs that are read as it (a part of Unicode TS 39, confusables).
ALIKE = {
    "a": "4@аαɑ",
    "b": "8вЬьβ",
    "c": "сϲ",
    "d": "ԁ",
    "e": "3еєε",
    "h": "һнη",
    "j": "ј",
    "k": "кκ",
    "l": "1|iіıɩιӏ",
    "m": "м",
    "n": "ո",
    "o": "0оοօ",
    "p": "рρ",
    "s": "5$ѕ",
    "t": "7тτ",
    "u": "υս",
    "v": "ѵν",
    "w": "ԝω",
    "x": "хχ",
    "y": "уүγ",
}
LETTERS = str.maketrans({sign: letter for letter, signs in ALIKE.items() for sign in signs})
WORD = re.compile(r"[^\W_]+")
LONGEST_WORD_ALONE = 7  # letters; a longer name is also found without its spaces


def same_names_in(name: str, known: Iterable[str]) -> frozenset[str]:
    """Return those of the `known` names that a reader finds in `name`."""
    written = read(name)
    apart, joined = f" {' '.join(written)} ", "".join(written)
    return frozenset(
        each
        for each in known
        if (words := read(each))
        and (
            f" {' '.join(words)} " in apart
            or (len(squeezed := "".join(words)) > LONGEST_WORD_ALONE and squeezed in joined)
        )
    )


def read(name: str) -> list[str]:
    """Return the words of `name` in one spelling: "C0ntact Àt" gives "contact" and "at"."""
    spread = unicodedata.normalize("NFKD", INVISIBLE.sub("", name)).casefold()
    plain = "".join(letter for letter in spread if not unicodedata.combining(letter))
    alike = plain.translate(LETTERS).replace("rn", "m").replace("vv", "w")
    return WORD.findall(alike)
