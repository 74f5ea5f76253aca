"""Our own source code, for promises that a stray line could break."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from django.apps import apps
from django.conf import settings

THIS = Path(__file__).resolve().parent


@cache
def source_files() -> tuple[Path, ...]:
    """Return every Python file of our installed apps, except migrations and proofs."""
    home = Path(settings.BASE_DIR).resolve()
    folders = {Path(config.path).resolve() for config in apps.get_app_configs()}
    ours = [
        folder
        for folder in folders
        if folder.is_relative_to(home) and "site-packages" not in folder.parts
    ]
    found = {
        path
        for folder in ours
        for path in folder.rglob("*.py")
        if "migrations" not in path.parts and THIS not in path.parents
    }
    return tuple(sorted(found))


def lines_with(pattern: re.Pattern[str], *, except_in: Iterable[str] = ()) -> Iterator[str]:
    """Yield "file:line" for each line of our source that matches, except in `except_in`."""
    home = Path(settings.BASE_DIR).resolve()
    allowed = {home / name for name in except_in}
    for path in source_files():
        if path in allowed:
            continue
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if pattern.search(line):
                yield f"{path.relative_to(home)}:{number}"
