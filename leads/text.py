"""What visitors type, made safe to store and to show; every character that one sees is kept."""

import unicodedata

# Overrides and isolates can turn the text around them (Unicode TR36, section 2.7).
TURNS_TEXT = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def tidy_line(text: str) -> str:
    """Return `text` on one line: line breaks and control characters become single spaces."""
    plain = unicodedata.normalize("NFC", text).translate(TURNS_TEXT)
    return " ".join("".join(" " if is_control(char) else char for char in plain).split())


def tidy_text(text: str) -> str:
    """Return `text` with plain line ends and without control characters; tabs stay."""
    plain = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(char for char in plain if char in "\n\t" or not is_control(char)).strip()


def is_control(char: str) -> bool:
    """Tell whether `char` is a control character or half of a surrogate pair."""
    return unicodedata.category(char) in {"Cc", "Cs"}
