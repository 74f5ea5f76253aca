"""Captions: WebVTT and SubRip in, plain words out, mistakes named with their line."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st
from webvtt import WebVTT

from media.uploads import Refused
from media.video.captions import Cue, parse, to_vtt, transcript

VTT = """WEBVTT

NOTE Written by hand

STYLE
::cue { color: red }

1
00:00.500 --> 00:02.250 align:start
<v Nora>We <b>sold</b> three cars &amp; a van.

01:00:03.000 --> 01:00:05.000
Because someone answered
at once.
"""


def test_webvtt_gives_times_and_plain_words():
    assert parse(VTT) == [
        Cue(0.5, 2.25, "We sold three cars & a van."),
        Cue(3603, 3605, "Because someone answered\nat once."),
    ]


def test_subrip_and_windows_line_ends_are_read():
    text = "\ufeff1\r\n00:00:01,000 --> 00:00:02,500\r\nGood morning\r\n\r\n"
    assert parse(text) == [Cue(1, 2.5, "Good morning")]


def test_what_is_written_is_read_again():
    cues = parse(VTT)
    assert to_vtt(cues).startswith(
        "WEBVTT\n\n00:00:00.500 --> 00:00:02.250\nWe sold three cars &amp"
    )
    assert parse(to_vtt(cues)) == cues


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "There are no captions. Begin with a line such as 00:00.000 --> 00:04.000."),
        ("WEBVTT\n", "There are no captions. Begin with a line such as 00:00.000 --> 00:04.000."),
        ("WEBVTT\n00:01.000 --> 00:02.000\na", "Line 1: an empty line is missing below WEBVTT."),
        ("Good morning", "Line 1: there is no time, such as 00:01.000 --> 00:04.000."),
        ("WEBVTT\n\n1 --> 2\na", "Line 3: write the time as 00:01.000 --> 00:04.000."),
        (
            "WEBVTT\n\n1\n00:61.000 --> 00:99.000\na",
            "Line 4: write the time as 00:01.000 --> 00:04.000.",
        ),
        (
            "00:01.000 --> 00:02.000\na\n00:03.000 --> 00:04.000\nb",
            "Line 3: an empty line is missing before the next caption.",
        ),
        ("00:02.000 --> 00:01.000\na", "Line 1: the caption ends before it begins."),
        (
            "00:02.000 --> 00:03.000\na\n\n\n00:01.000 --> 00:02.000\nb",
            "Line 5: the caption begins before the one above it.",
        ),
        ("00:02.000 --> 00:03.000\n<b></b>", "Line 1: the caption has no words."),
        (
            "00:58.000 --> 01:05.000\na",
            "Line 1: the caption ends after the video, which lasts 60.0 seconds.",
        ),
        (
            f"00:01.000 --> 00:02.000\n{'a' * 1001}",
            "Line 1: the caption has more than 1,000 characters.",
        ),
        ("a" * 200_001, "The captions are longer than 200 KB. Shorten them."),
        (
            "00:01.000 --> 00:02.000\na\n\n" * 2001,
            "Line 6001: there are more than 2,000 captions.",
        ),
    ],
)
def test_a_mistake_is_named_with_its_line(text, message):
    with pytest.raises(Refused) as refusal:
        parse(text, seconds=60)
    assert str(refusal.value) == message


@pytest.mark.parametrize(
    "words",
    [
        "<script>alert(1)</script>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "<<b>script>alert(1)<</b>/script>",
        "<img src=x onerror=alert(1)",
        "--&gt; 00:09.000",
    ],
)
def test_words_are_never_markup(words):
    cues = parse(f"00:01.000 --> 00:02.000\nSold! {words}")
    payload = to_vtt(cues).split("\n", 3)[3]
    assert "<" not in payload and ">" not in payload
    assert parse(to_vtt(cues)) in (
        cues,
        parse(f"00:01.000 --> 00:02.000\n{html.escape(cues[0].text)}"),
    )


def test_a_pause_begins_a_paragraph():
    cues = [Cue(0, 2, "We were\nclosed."), Cue(2.5, 4, "They called."), Cue(6, 7, "We answered.")]
    assert transcript(cues) == "We were closed. They called.\n\nWe answered."
    assert transcript([]) == ""


@given(st.text() | st.text(alphabet="WEBVTNO\n\r0123:.,-> <b&;#\x00\u2028\ud800x"))
def test_any_text_is_read_or_refused(text):
    for candidate in (text, f"WEBVTT\n\n00:01.000 --> 00:02.000\n{text}"):
        try:
            cues = parse(candidate)
        except Refused:
            continue
        written = to_vtt(cues)
        assert parse(written) == cues
        assert len(WebVTT.from_string(written, strict=True)) == len(cues)
