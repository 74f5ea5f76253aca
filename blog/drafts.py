"""Post files of the repository: content/blog/<site>/*.md."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from contactatonce.brands.models import Brand

CONTENT = settings.BASE_DIR / "content" / "blog"


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
    tags: list[str] = field(default_factory=list)
    series: str = ""
    scene: str = ""
    cover_alt: str = ""

    @classmethod
    def read(cls, file: Path) -> "Draft":
        """Parse a file; raise ValueError without front matter."""
        _, head, body = file.read_text().split("---\n", 2)
        lines = (line.split(": ", 1) for line in head.splitlines() if line.strip())
        fields = {name: json.loads(value) for name, value in lines}
        return cls(**fields, body=body.strip() + "\n", cover=file.with_suffix(".webp"))


def drafts_of(brand: Brand) -> Iterator[Draft]:
    """Yield the post files of a site in order."""
    for file in sorted((CONTENT / brand.slug).glob("*.md")):
        yield Draft.read(file)
