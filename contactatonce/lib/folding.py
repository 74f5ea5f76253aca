"""Text as it is searched: lower case, without accents, on both databases alike."""

import sqlite3
import unicodedata
from typing import Any

ACCENTED = (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))  # Latin letters, as far as Vietnamese
COMBINING = "".join(map(chr, range(0x300, 0x370)))
LONGER = {"ß": "ss", "ẞ": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "þ": "th", "Þ": "th"}
SINGLE = {
    **dict(zip("øØđĐðÐħĦıłŁŋŊŧŦ", "ooddddhhillnntt", strict=True)),
    **dict(zip("’‘ʼ´`“”„‐‑–—\u00a0", "'''''\"\"\"---- ", strict=True)),
}
SQLITE_NAME = "contactatonce_fold"


def plain(letter: str) -> str:
    """Return `letter` without its accents, or "" if that is not one letter from A to Z."""
    base = "".join(c for c in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(c))
    return base.lower() if len(base) == 1 and base.isascii() and base.isalpha() else ""


SINGLE |= {letter: plain(letter) for letter in map(chr, ACCENTED) if plain(letter)}
TABLE = str.maketrans({**SINGLE, **LONGER, **dict.fromkeys(COMBINING, "")})


def fold(text: str) -> str:
    """Return `text` in lower case, without accents and with plain quotation marks.

    "Łukasz O’Brien-Müller" becomes "lukasz o'brien-muller".
    """
    return text.lower().translate(TABLE)


class FoldingConnection(sqlite3.Connection):
    """A connection to SQLite whose generated columns can call `fold`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.create_function(SQLITE_NAME, 1, fold, deterministic=True)
