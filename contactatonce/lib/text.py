"""What visitors type, made safe to store and to show; every character that one sees is kept."""

import re
import unicodedata

# Overrides and isolates can turn the text around them (Unicode TR36, section 2.7).
TURNS_TEXT = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
# Control characters, and halves of surrogate pairs, which no database takes.
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
CONTROLS_IN_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def tidy_line(text: str) -> str:
    """Return `text` on one line: line breaks and control characters become single spaces."""
    plain = unicodedata.normalize("NFC", text)
    return " ".join(CONTROLS.sub(" ", TURNS_TEXT.sub("", plain)).split())


def tidy_text(text: str) -> str:
    """Return `text` with plain line ends and without control characters; tabs stay."""
    plain = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return CONTROLS_IN_TEXT.sub("", plain).strip()
