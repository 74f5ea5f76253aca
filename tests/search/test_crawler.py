"""The crawler leaves nothing open of what it read."""

from pathlib import Path

from django.http import FileResponse

from search import crawler


def test_sent_file_is_closed_after_it_was_read():
    file = Path(__file__).open("rb")  # noqa: SIM115  the crawler closes it
    assert crawler.content_of(FileResponse(file)) == Path(__file__).read_bytes()
    assert file.closed
