"""The sections of a page as its row stores them: a list of {"key", "kind", "content"}.

The content of a kind is what its form cleans (forms/kinds.py).
"""

from collections.abc import Iterator
from typing import Any

Row = dict[str, Any]


def leaves(content: Any, *names: str | int) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Yield each plain value in the content of a section with its path.

    A path is a tuple of field names and list indexes, counted from 0.
    """
    if isinstance(content, dict):
        for name, value in content.items():
            yield from leaves(value, *names, name)
    elif isinstance(content, list):
        for place, value in enumerate(content):
            yield from leaves(value, *names, place)
    else:
        yield names, content
