"""Post files of the repository: content/blog/<site>/*.md."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from contactatonce.brands.models import Brand
from contactatonce.lib import content

NEEDED = ("title", "slug", "summary", "author", "publish_on")
OPTIONAL = ("tags", "series", "scene", "cover_alt")


@dataclass(frozen=True)
class Draft:
    """A post file: front matter, text, and its cover."""

    cover: Path
    title: str
    slug: str
    summary: str
    author: str
    publish_on: str
    body: str
    place: str
    tags: list[str] = field(default_factory=list)
    series: str = ""
    scene: str = ""
    cover_alt: str = ""

    @classmethod
    def read(cls, file: Path) -> "Draft":
        """Parse a file; raise ContentError if its front matter is missing or wrong."""
        place = content.name_of(file)
        try:
            _, head, body = file.read_text().split("---\n", 2)
            lines = (line.split(": ", 1) for line in head.splitlines() if line.strip())
            fields = {name: json.loads(value) for name, value in lines}
            datetime.fromisoformat(str(fields.get("publish_on", "2000-01-01")))
        except ValueError as error:
            raise content.ContentError(f"{place}: {error}") from error
        content.check_names(fields, place, needed=NEEDED, optional=OPTIONAL)
        for name, value in fields.items():
            content.expect(value, list if name == "tags" else str, f"{place}, {name}")
        return cls(**fields, place=place, body=body.strip() + "\n", cover=file.with_suffix(".webp"))


def drafts_of(brand: Brand) -> Iterator[Draft]:
    """Yield the post files of a site in order."""
    for file in sorted((content.ROOT / "blog" / brand.slug).glob("*.md")):
        yield Draft.read(file)
