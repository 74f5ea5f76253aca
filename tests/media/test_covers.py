"""Covers are drawn by us, in the colors of a site, and show what their words say."""

import io
import json
from pathlib import Path
from unittest import mock

import pytest
from django.conf import settings
from PIL import Image as Pixels

from media import covers
from media.models import Image
from tests.base import run_jobs
from tests.media.base import PicturesTestCase

pytestmark = pytest.mark.once

SMALL = mock.patch.object(covers, "WIDTH", 320)
CONTENT = Path(settings.BASE_DIR, "blog", "content")


@pytest.mark.parametrize("scene", covers.scenes())
def test_every_scene_is_drawn_in_the_color_that_is_asked_for(scene):
    with SMALL:
        image = Pixels.open(io.BytesIO(covers.cover("#0a6b58", scene)))
    assert image.size == (320, 180)
    colors = {color for _, color in image.getcolors(60_000)}
    assert (10, 107, 88) in colors
    assert len(colors) > 20


def test_a_cover_is_large_enough_to_be_shared_and_light():
    content = covers.cover("#5a4694", "calendar-key")
    assert Pixels.open(io.BytesIO(content)).size == (1600, 900)
    assert len(content) < 120_000


def test_the_same_wish_gives_the_same_picture_and_another_seed_another():
    with SMALL:
        first = covers.cover("#5a4694", "chat", 2)
        assert covers.cover("#5a4694", "chat", 2) == first
        assert len({covers.cover("#5a4694", "chat", seed) for seed in range(4)}) == 4
        assert covers.cover("#0a6b58", "chat", 2) != first


def test_a_motif_leads_to_one_of_its_scenes():
    assert {covers.scene_of("key", seed) for seed in range(9)} == {"key-ring", "key-tag"}
    assert covers.scene_of("key-tag", 0) == "key-tag"
    with pytest.raises(KeyError):
        covers.scene_of("nothing", 0)


def test_every_post_of_the_project_has_a_scene_of_its_own():
    wanted = [
        json.loads(line.removeprefix("motif: "))
        for file in CONTENT.rglob("*.md")
        for line in file.read_text().splitlines()
        if line.startswith("motif: ")
    ]
    assert len(wanted) == len(set(wanted))
    assert set(wanted) <= set(covers.scenes())


class AddCoverTestCase(PicturesTestCase):
    def test_a_cover_stands_in_the_library_like_any_picture_and_once(self):
        words = {"title": "A calendar", "alt": "A calendar with a key hanging from a day"}
        first = covers.add(accent="#5a4694", motif="calendar-key", **words)
        assert covers.add(accent="#5a4694", motif="calendar-key", **words) == first
        run_jobs()
        assert Image.objects.get().rendered_at
        assert first.alt == words["alt"]
        widths = first.renditions.filter(format="webp").values_list("width", flat=True)
        assert list(widths) == [400, 800, 1200, 1600]
        assert sum(row.size for row in first.renditions.filter(width=800)) < 120_000
