"""Files that want something else than to be looked at."""

import io
import struct
from unittest import mock

import hypothesis.strategies as some
import pytest
from django.test import override_settings
from hypothesis import HealthCheck, given, settings
from PIL import Image as Pixels
from PIL.PngImagePlugin import PngInfo

from media import reading, rendering
from media.reading import Refused, read_header
from tests.base import run_jobs
from tests.media.base import PicturesTestCase, add, drawn, encoded, png_claiming

pytestmark = pytest.mark.once

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
SCRIPT = b"<script>alert(document.domain)</script>"
SMALL = {kind: encoded(drawn(40, 30), kind) for kind in ("JPEG", "PNG", "WEBP", "AVIF", "GIF")}


def header(content: bytes) -> reading.Header:
    return read_header(io.BytesIO(content), len(content))


@pytest.mark.parametrize(
    "content",
    [
        SVG,
        b'\xef\xbb\xbf<?xml version="1.0"?>' + SVG,
        b"\n\n  <!-- a drawing -->" + SVG,
        SVG.decode().encode("utf-16"),
        b"<!DOCTYPE html><html>" + SCRIPT,
    ],
)
def test_drawings_and_pages_are_refused_with_the_reason(content):
    with pytest.raises(Refused, match="SVG drawings and web pages are not taken"):
        header(content)


@pytest.mark.parametrize(
    "content",
    [
        *(
            b"PK\x03\x04" + b"\0" * 50,
            b"%PDF-1.7\n",
            b"BM" + b"\0" * 60,
            b"MZ\x90",
            b"GIF89a",
            b"x",
        ),
        *(b"x", b"\x00\x00\x00\x18ftypheic" + b"\0" * 40, b"II*\x00\x08\x00\x00\x00"),
    ],
)
def test_what_is_no_picture_of_ours_is_refused(content):
    with pytest.raises(Refused):
        header(content)


def test_an_empty_file_is_refused():
    with pytest.raises(Refused, match="empty"):
        header(b"")


def test_the_name_decides_nothing():
    for kind, content in SMALL.items():
        assert header(content) == reading.Header(kind, 40, 30, False)


@pytest.mark.parametrize("size", [(60_000, 60_000), (20_000, 9_000), (8_000, 6_251)])
def test_a_header_that_promises_too_much_is_refused_before_a_pixel_is_decoded(size):
    with (
        mock.patch("PIL.ImageFile.ImageFile.load", side_effect=AssertionError("decoded")),
        pytest.raises(Refused, match="50 megapixels is the most"),
    ):
        header(png_claiming(*size))


def test_a_gif_that_claims_four_gigapixels_is_refused():
    with pytest.raises(Refused, match="too many pixels"):
        header(b"GIF89a" + struct.pack("<HH", 65535, 65535) + SMALL["GIF"][10:])


def test_a_long_strip_and_a_speck_are_refused():
    with pytest.raises(Refused, match="longer than"):
        header(png_claiming(16_001, 20))
    with pytest.raises(Refused, match="shorter than"):
        header(png_claiming(500, 3))


def test_a_heavy_file_is_refused_before_it_is_opened():
    with (
        mock.patch.object(reading, "opened", side_effect=AssertionError("opened")),
        override_settings(IMAGE_MAX_BYTES=100),
        pytest.raises(Refused, match=r"0\.0 MB|0 MB"),
    ):
        header(SMALL["PNG"] * 50)


class HostileTestCase(PicturesTestCase):
    def test_a_bomb_leaves_nothing(self):
        with pytest.raises(Refused):
            add(png_claiming(7000, 7000))  # small enough by its header; the pixels are not there
        self.assert_nothing_is_kept()

    def test_a_truncated_file_leaves_nothing(self):
        for kind in ("JPEG", "PNG", "WEBP"):
            whole = encoded(drawn(600, 400), kind)
            with pytest.raises(Refused, match="damaged"):
                add(whole[: len(whole) // 2])
        self.assert_nothing_is_kept()

    def test_a_polyglot_goes_out_as_its_pixels_alone(self):
        for number, content in enumerate(
            (SMALL["GIF"] + SCRIPT, SMALL["JPEG"] + b"PK\x03\x04" + SCRIPT, SMALL["PNG"] + SVG)
        ):
            image = add(content, title=str(number))
            run_jobs()
            for rendition in image.renditions.all():
                assert b"script" not in rendition.file.read()

    def test_a_text_chunk_that_unpacks_to_much_is_refused_or_harmless(self):
        info = PngInfo()
        info.add_text("x", "a" * 50_000_000, zip=True)
        with pytest.raises(Refused):
            add(encoded(drawn(40, 30), "PNG", pnginfo=info))
        self.assert_nothing_is_kept()


@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(
    kind=some.sampled_from(sorted(SMALL)),
    cuts=some.lists(
        some.tuples(some.integers(0, 2000), some.binary(min_size=1, max_size=12)), max_size=6
    ),
    end=some.integers(0, 3000),
)
def test_damage_is_refused_in_words_or_does_not_matter(kind, cuts, end):
    content = bytearray(SMALL[kind][: max(1, len(SMALL[kind]) - end % 400)])
    for at, junk in cuts:
        at %= len(content)
        content[at : at + len(junk)] = junk
    file = io.BytesIO(bytes(content))
    try:
        read_header(file, len(content))
        made = rendering.smallest(file)
    except Refused as refusal:
        assert str(refusal)
    else:
        assert Pixels.open(io.BytesIO(made.content)).size == (made.width, made.height)


@settings(max_examples=150)
@given(some.binary(max_size=3000))
def test_noise_is_refused_in_words(content):
    with pytest.raises(Refused):
        header(content)
