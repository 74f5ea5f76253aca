"""Links that limit a list by one choice."""

from collections.abc import Callable, Iterable

Filter = tuple[str, str, bool]


def filters(
    choices: Iterable[tuple[str, str]], chosen: str, path_of: Callable[[str], str]
) -> list[Filter]:
    """Return a link for each choice: label, path, and whether it is the chosen one.

    `choices` are values with labels; `path_of` returns the path that limits the list to a value,
    or to nothing for "". Nothing is returned if there is nothing to choose.
    """
    every = [("", "All"), *choices]
    if len(every) < 3 and not chosen:
        return []
    return [(label, path_of(value), value == chosen) for value, label in every]
