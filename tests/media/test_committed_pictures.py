"""`make pictures` draws covers, icons and card backgrounds; the repository holds its output."""

import json

import pytest
from PIL import Image as Pixels

from tests.base import SITES
from tools.pictures.drawings import RECORD, ROOT, drawings

pytestmark = pytest.mark.once
DRAWINGS = list(drawings())
POSTS = list((ROOT / "content/blog").rglob("*.md"))


def test_every_site_and_every_post_has_its_pictures():
    folders = {drawing.file.parent for drawing in DRAWINGS}
    assert len(DRAWINGS) == 5 * len(SITES) + len(POSTS)
    assert len({drawing.file for drawing in DRAWINGS}) == len(DRAWINGS)
    assert len(folders) == len(SITES) + len({post.parent for post in POSTS})


@pytest.mark.parametrize("drawing", DRAWINGS, ids=lambda drawing: drawing.name)
def test_picture_has_its_sizes(drawing):
    image = Pixels.open(drawing.file)
    assert image.info.get("sizes", {image.size}) == set(drawing.sizes)
    assert drawing.file.stat().st_size < 60_000
    assert len(image.convert("RGB").getcolors(200_000)) > 2


def test_pictures_are_those_of_the_sources():
    now = {drawing.name: drawing.digest for drawing in DRAWINGS}
    assert now == json.loads(RECORD.read_text()), "Run `make pictures` and commit what it draws."


def test_no_scene_is_drawn_twice_and_none_is_left_over():
    covers = [drawing for drawing in DRAWINGS if drawing.file.suffix == ".webp"]
    assert len({drawing.svg for drawing in covers}) == len(covers)
    drawn = {drawing.file for drawing in DRAWINGS}
    assert set((ROOT / "static/img/sites").rglob("*.*")) <= drawn
    assert set((ROOT / "content/blog").rglob("*.webp")) <= drawn
