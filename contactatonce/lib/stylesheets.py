"""Serve many small stylesheets as one: an @import costs a round trip.

static/css/site/index.css is served as css/site.css, with each imported sheet inlined: on request in
development, and in production by `collectstatic`, which then hashes and compresses the file.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage, Storage

from .files import write_whole

IMPORT: Final = re.compile(r'^@import url\("([\w./-]+\.css)"\);\n', re.MULTILINE)
INDEX: Final = "index.css"


def written_out(sheet: Path) -> str:
    """Return the text of `sheet` with each imported sheet, and what that imports, in its place."""
    return IMPORT.sub(lambda found: written_out(sheet.parent / found[1]), sheet.read_text("utf-8"))


class StylesheetFinder(BaseFinder):
    """Finds css/<folder>.css for each folder of static/css that has an index.css."""

    def __init__(self, app_names: Any = None, *args: Any, **kwargs: Any) -> None:
        self.source = Path(settings.STATICFILES_DIRS[0])
        self.storage = FileSystemStorage(settings.VAR / "stylesheets")
        super().__init__(*args, **kwargs)

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """Return the path of the bundled sheet `path`; nothing for any other file."""
        index = self.indexes().get(path)
        if index is None:
            return []
        written = self.write(path, index)
        return [written] if find_all else written

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, Storage]]:
        """Write each bundled sheet, and yield its name and storage."""
        for name, index in self.indexes().items():
            self.write(name, index)
            yield name, self.storage

    def indexes(self) -> dict[str, Path]:
        """Return the index of each folder, by the name under which the whole is served."""
        found = sorted((self.source / "css").glob(f"*/{INDEX}"))
        return {f"css/{index.parent.name}.css": index for index in found}

    def write(self, name: str, index: Path) -> str:
        """Write the bundled sheet `name` unless it is unchanged, and return its path."""
        target = Path(self.storage.path(name))
        text = written_out(index).encode()
        if not target.exists() or target.read_bytes() != text:
            write_whole(target, text)
        return str(target)
