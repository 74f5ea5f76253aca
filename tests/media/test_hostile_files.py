"""Files that want something else than to be looked at."""

import io
import struct
import zlib
from unittest import mock

import hypothesis.strategies as some
import pytest
from django.test import override_settings
from hypothesis import HealthCheck, given, settings
from PIL import Image as Pixels

from media import rendering, uploads
from media.uploads import Refused, read_header
from tests.base import run_jobs
from tests.media.base import (
    PicturesTestCase,
    add,
    chunk,
    drawn,
    encoded,
    png,
    png_claiming,
    progressive,
    upload,
)

pytestmark = pytest.mark.once

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
SCRIPT = b"<script>alert(document.domain)</script>"
BOMB = zlib.compress(b"a" * 50_000_000, 9)
PNG_BOMBS = [
    png(64, 64, b"", before=chunk(b"iCCP", b"x\0\0" + BOMB)),
    png(64, 64, b"", before=chunk(b"zTXt", b"x\0\0" + BOMB)),
    png(64, 64, b"", before=chunk(b"iTXt", b"x\0\1\0\0\0" + BOMB)),
    png(64, 64, b"", before=chunk(b"zTXt", b"x\0\0" + zlib.compress(b"a" * 1_000_000)) * 80),
    png(64, 64, zlib.compress(b"\0" * 64 * 193), after=chunk(b"zTXt", b"x\0\0" + BOMB)),
]
SMALL = {kind: encoded(drawn(40, 30), kind) for kind in ("JPEG", "PNG", "WEBP", "AVIF", "GIF")}


def header(content: bytes) -> uploads.Header:
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
        b"PK\x03\x04" + b"\0" * 50,
        b"%PDF-1.7\n",
        b"BM" + b"\0" * 60,
        b"MZ\x90",
        b"GIF89a",
        b"x",
        b"x",
        b"\x00\x00\x00\x18ftypheic" + b"\0" * 40,
        b"II*\x00\x08\x00\x00\x00",
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
        assert header(content) == uploads.Header(kind, 40, 30, False)


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
        mock.patch.object(uploads, "opened", side_effect=AssertionError("opened")),
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

    def test_pixels_that_unpack_to_more_than_the_picture_are_not_unpacked(self):
        gray = b"".join(b"\0" + b"\x80" * 192 for _ in range(64))
        image = add(png(64, 64, zlib.compress(gray + b"\0" * 100_000_000)))
        assert (image.width, image.height) == (64, 64)

    def test_print_colors_that_are_cut_off_leave_nothing(self):
        with pytest.raises(Refused, match="damaged"):
            add(encoded(drawn(600, 400, "CMYK"))[:9000])
        self.assert_nothing_is_kept()

    def test_print_colors_with_a_broken_profile_are_taken(self):
        image = add(encoded(drawn(600, 400, "CMYK"), icc_profile=b"x" * 500))
        assert image.renditions.get().format == "jpeg"

    def test_first_frame_of_an_animated_png_is_taken(self):
        frames = [Pixels.new("RGB", (64, 64), color) for color in ("#ff0000", "#0000ff")]
        content = encoded(frames[0], "PNG", save_all=True, append_images=frames[1:])
        assert header(content).is_animated
        shown = Pixels.open(add(content).renditions.get().file).convert("RGB")
        assert shown.getpixel((5, 5))[0] > 240

    def test_scripts_get_a_field_error_for_each_hostile_file(self):
        self.client.force_login(self.bob)
        url = "/admin/media/image/upload/"
        for content in (SVG, png_claiming(60_000, 60_000), progressive(41), *PNG_BOMBS):
            answer = self.client.post(url, {"file": upload(content, "a.png"), "alt": "A car"})
            assert (answer.status_code, [*answer.json()["errors"]]) == (422, ["file"])
        self.assert_nothing_is_kept()


@pytest.mark.parametrize("content", PNG_BOMBS)
def test_chunk_that_unpacks_to_much_is_refused(content):
    with pytest.raises(Refused, match="damaged"):
        rendering.smallest(io.BytesIO(content))


def test_jpeg_of_very_many_scans_is_refused_before_it_is_decoded():
    assert header(progressive(40)).format == "JPEG"
    with (
        mock.patch("PIL.ImageFile.ImageFile.load", side_effect=AssertionError("decoded")),
        pytest.raises(Refused, match="more than 40 scans"),
    ):
        header(progressive(41))


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
