"""A stored file is sent whole or in one range: requests beside the answers of RFC 9110."""

import re
import socket
from http.client import HTTPConnection
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.http import Http404
from django.test import RequestFactory
from django.urls import include, path

from contactatonce.brands.sites import load_sites
from contactatonce.lib import ranges

N = 200_000  # more than three blocks
CONTENT = bytes(number % 251 for number in range(N))
WHOLE = (200, None, 0, N)

TABLE = [
    ("", *WHOLE),
    ("bytes=0-1", 206, f"bytes 0-1/{N}", 0, 2),
    ("bytes=0-0", 206, f"bytes 0-0/{N}", 0, 1),
    ("bytes=100000-", 206, f"bytes 100000-{N - 1}/{N}", 100_000, N),
    ("bytes=0-", 206, f"bytes 0-{N - 1}/{N}", 0, N),
    (f"bytes={N - 1}-", 206, f"bytes {N - 1}-{N - 1}/{N}", N - 1, N),
    (f"bytes=7-{N * 9}", 206, f"bytes 7-{N - 1}/{N}", 7, N),
    ("bytes=7-99999999999999999999", 206, f"bytes 7-{N - 1}/{N}", 7, N),
    ("bytes=-5", 206, f"bytes {N - 5}-{N - 1}/{N}", N - 5, N),
    (f"bytes=-{N * 2}", 206, f"bytes 0-{N - 1}/{N}", 0, N),
    ("BYTES=0-1", 206, f"bytes 0-1/{N}", 0, 2),
    ("bytes= 0-1 , ", 206, f"bytes 0-1/{N}", 0, 2),
    (f"bytes={N}-", 416, f"bytes */{N}", 0, 0),
    (f"bytes={N}-{N + 5}", 416, f"bytes */{N}", 0, 0),
    ("bytes=99999999999999999999-", 416, f"bytes */{N}", 0, 0),
    ("bytes=-0", 416, f"bytes */{N}", 0, 0),
    ("bytes=0-1,5-6", *WHOLE),
    ("bytes=0-1,nonsense", *WHOLE),
    ("bytes=5-4", *WHOLE),
    ("bytes=-", *WHOLE),
    ("bytes=a-b", *WHOLE),
    ("bytes=0--1", *WHOLE),
    ("bytes=+0-1", *WHOLE),
    ("bytes=٠-١", *WHOLE),
    ("bytes 0-1", *WHOLE),
    ("items=0-1", *WHOLE),
    ("bytes=0-" + "9" * 5000, *WHOLE),
]


@pytest.fixture
def storage(tmp_path):
    stored = FileSystemStorage(location=tmp_path / "testimonials")
    stored.save("clip.mp4", ContentFile(CONTENT))
    stored.save("empty.vtt", ContentFile(b""))
    return stored


def ask(storage, name="clip.mp4", *, method="get", **headers):
    request = getattr(RequestFactory(), method)("/", headers=headers)
    return ranges.serve(request, storage, name, content_type="video/mp4")


def body(response):
    return b"".join(response)


@pytest.mark.parametrize(("asked", "status", "content_range", "start", "stop"), TABLE)
def test_range_is_answered(storage, asked, status, content_range, start, stop):
    response = ask(storage, range=asked)
    assert response.status_code == status
    assert response.headers.get("Content-Range") == content_range
    assert response.headers["Accept-Ranges"] == "bytes"
    if status != 416:
        assert response.headers["Content-Length"] == str(stop - start)
        assert response.headers["Content-Type"] == "video/mp4"
    assert body(response) == CONTENT[start:stop]


def test_head_ignores_ranges(storage):
    whole = ask(storage)
    for asked in ("bytes=0-1", f"bytes={N}-"):
        response = ask(storage, method="head", range=asked)
        assert (response.status_code, body(response)) == (200, b"")
        assert dict(response.headers) == dict(whole.headers)


def test_every_answer_forbids_guessing_and_long_caching(storage):
    for asked in ("", "bytes=0-1", f"bytes={N}-"):
        headers = ask(storage, range=asked).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "private, max-age=30, must-revalidate"
        assert "Set-Cookie" not in headers and "Content-Encoding" not in headers


@pytest.mark.django_db  # close() is the end of a request, which closes old connections
def test_blocks_are_small_and_the_file_is_closed(storage):
    response = ask(storage, range="bytes=1-")
    file = response.file_to_stream._file
    blocks = [len(block) for block in response.streaming_content]
    assert max(blocks) == ranges.BLOCK_BYTES and sum(blocks) == N - 1
    response.close()
    assert file.closed


def test_client_that_left_is_no_error_of_ours(storage):
    ours, theirs = socket.socketpair()
    theirs.close()
    file = ranges.find(storage, "clip.mp4").open(1000, 1000)
    with pytest.raises(BrokenPipeError):  # which gunicorn ignores
        ours.sendfile(file, offset=1000, count=1000)
    ours.close()


def test_empty_file_is_sent_whole(storage):
    assert ask(storage, "empty.vtt").status_code == 200
    assert ask(storage, "empty.vtt", range="bytes=-5").status_code == 200
    assert ask(storage, "empty.vtt", range="bytes=0-").status_code == 416


@pytest.mark.parametrize("name", ["", "missing.mp4"])
def test_missing_file_is_404(storage, name):
    with pytest.raises(Http404):
        ask(storage, name)


def test_unchanged_file_is_304_with_its_tag(storage):
    first = ask(storage)
    for condition in (
        {"if-none-match": first["ETag"]},
        {"if-none-match": f'"other", W/{first["ETag"]}'},
        {"if-none-match": "*"},
        {"if-modified-since": first["Last-Modified"]},
    ):
        again = ask(storage, range="bytes=0-1", **condition)
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == first["ETag"]
        assert again["Cache-Control"] == first["Cache-Control"]
        assert "Content-Type" not in again.headers
    assert ask(storage, **{"if-none-match": '"other"'}).status_code == 200


def test_failed_precondition_is_412_without_content(storage):
    response = ask(storage, **{"if-match": '"other"'})
    assert (response.status_code, response.content) == (412, b"")
    assert "Content-Type" not in response.headers


def test_unreadable_file_is_503_with_a_time_to_retry(storage, monkeypatch):
    def failing(*args):
        raise OSError(5, "Input/output error")

    for step in ("size", "_open"):
        with monkeypatch.context() as patch:
            patch.setattr(storage, step, failing)
            response = ask(storage)
        assert (response.status_code, response["Retry-After"]) == (503, "120")
        assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("condition", "status"),
    [
        ("{ETag}", 206),
        ("{Last-Modified}", 206),
        ("W/{ETag}", 200),
        ('"other"', 200),
        ("Sat, 01 Jan 2000 00:00:00 GMT", 200),
        ("nonsense", 200),
    ],
)
def test_if_range_sends_the_range_of_the_same_file_alone(storage, condition, status):
    known = ask(storage).headers
    condition = re.sub(r"\{(.*?)\}", lambda name: known[name[1]], condition)
    assert ask(storage, range="bytes=0-1", **{"if-range": condition}).status_code == status


def test_changed_file_has_another_tag(storage):
    before = ask(storage)["ETag"]
    storage.delete("clip.mp4")
    storage.save("clip.mp4", ContentFile(CONTENT[:-1]))
    assert ask(storage)["ETag"] != before


def test_nginx_is_given_the_escaped_path_of_a_file_that_exists(storage, settings):
    settings.X_ACCEL_LOCATION = "/internal/"
    storage.save("a b/ü%3F?#.mp4", ContentFile(b"x"))
    response = ask(storage, "a b/ü%3F?#.mp4", range="bytes=0-0")
    assert response["X-Accel-Redirect"] == "/internal/testimonials/a%20b/%C3%BC%253F%3F%23.mp4"
    assert (response.status_code, response.content) == (200, b"")
    assert response["Cache-Control"] == ranges.BRIEFLY
    with pytest.raises(Http404):
        ask(storage, "missing.mp4")


# Through all middleware -----------------------------------------------------------------------

FOLDER = Path(__file__).parent
urlpatterns = [
    path(
        "file/",
        lambda request: ranges.serve(
            request, FileSystemStorage(FOLDER), "test_ranges.py", content_type="text/plain"
        ),
    ),
    path("", include("contactatonce.urls")),
]


@pytest.mark.django_db
@pytest.mark.parametrize("seconds", [0, 60])
def test_middleware_changes_no_answer(client, settings, seconds):
    settings.ROOT_URLCONF = __name__
    settings.PAGE_CACHE_SECONDS = seconds
    load_sites()
    source = Path(__file__).read_bytes()

    def get(method="get", **headers):
        return getattr(client, method)(
            "/file/", headers={"host": "www.contactatonce.com", **headers}
        )

    whole, part, head = get(), get(range="bytes=3-9"), get("head", range="bytes=3-9")
    assert (whole.getvalue(), part.getvalue(), head.content) == (source, source[3:10], b"")
    assert (part.status_code, part["Content-Length"]) == (206, "7")
    assert part["Content-Range"] == f"bytes 3-9/{len(source)}"
    assert (head.status_code, head["Content-Length"]) == (200, str(len(source)))
    assert not part.cookies and "Cookie" not in part.get("Vary", "")
    assert get(**{"if-none-match": whole["ETag"]}).status_code == 304
    assert get(range=f"bytes={len(source)}-").status_code == 416


@pytest.mark.django_db(transaction=True)
def test_development_server_sends_the_range_alone(live_server, settings):
    settings.ROOT_URLCONF = __name__
    load_sites()
    connection = HTTPConnection(live_server.thread.host, live_server.thread.port, timeout=30)
    source = Path(__file__).read_bytes()
    part = (206, source[3:10], "7")
    for method, expected in (("GET", part), ("HEAD", (200, b"", str(len(source)))), ("GET", part)):
        headers = {"Host": "www.contactatonce.com", "Range": "bytes=3-9"}
        connection.request(method, "/file/", headers=headers)
        answer = connection.getresponse()
        assert (answer.status, answer.read(), answer.headers["Content-Length"]) == expected
    connection.close()
