"""Testimonials in a bucket, against an S3 server on loopback."""

import logging
import stat
from pathlib import Path

import boto3
import pytest
from django.core.files.base import ContentFile
from django.http import Http404
from django.test import RequestFactory
from django.utils.module_loading import import_string
from moto.server import ThreadedMotoServer

from contactatonce.lib import ranges
from contactatonce.lib.object_storage import ObjectStorage
from contactatonce.lib.private_files import private_bucket, private_folder

CONTENT = bytes(range(256)) * 1000
N = len(CONTENT)


@pytest.fixture(scope="module")
def endpoint():
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def storage(endpoint, monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    boto3.client("s3").create_bucket(Bucket="testimonials")
    stored = ObjectStorage(bucket_name="testimonials", file_overwrite=False)
    yield stored
    for each in stored.bucket.objects.all():
        each.delete()


def ask(storage, name, **headers):
    request = RequestFactory().get("/", headers=headers)
    return ranges.serve(request, storage, name, content_type="video/mp4")


def test_saved_file_is_read_in_ranges_until_deleted(storage):
    name = storage.save("1/clip.mp4", ContentFile(CONTENT))
    assert ask(storage, name).getvalue() == CONTENT
    part = ask(storage, name, range="bytes=1000-1009")
    assert (part.status_code, part["Content-Range"]) == (206, f"bytes 1000-1009/{N}")
    assert part.getvalue() == CONTENT[1000:1010]
    assert ask(storage, name, range="bytes=-3").getvalue() == CONTENT[-3:]
    assert ask(storage, name, range=f"bytes={N}-").status_code == 416
    assert ask(storage, name, **{"if-none-match": part["ETag"]}).status_code == 304
    storage.delete(name)
    with pytest.raises(Http404):
        ask(storage, name)


@pytest.mark.django_db  # close() is the end of a request, which closes old connections
def test_bytes_come_in_blocks(storage):
    name = storage.save("clip.mp4", ContentFile(CONTENT))
    response = ask(storage, name, range="bytes=1-")
    assert max(len(block) for block in response.streaming_content) <= ranges.BLOCK_BYTES
    response.close()


def test_file_deleted_after_it_was_found_is_404(storage):
    name = storage.save("clip.mp4", ContentFile(CONTENT))
    found = ranges.find(storage, name)
    storage.delete(name)
    with pytest.raises(FileNotFoundError):
        found.open(0, 10)


def test_get_costs_two_requests_to_the_bucket(storage):
    name = storage.save("clip.mp4", ContentFile(CONTENT))
    sent = []
    client = storage.connection.meta.client
    client.meta.events.register("before-send.s3", lambda request, **_: sent.append(request.method))
    assert ask(storage, name, range="bytes=0-9").getvalue() == CONTENT[:10]
    assert sent == ["HEAD", "GET"]


def test_bucket_that_is_away_is_503_and_an_os_error(storage):
    away = ObjectStorage(bucket_name="testimonials", endpoint_url="http://127.0.0.1:9")  # closed
    calls = [
        lambda: away.save("clip.mp4", ContentFile(b"x")),
        lambda: away.delete("clip.mp4"),
        lambda: away.open_range("clip.mp4", 0, 1),
    ]
    for call in calls:
        with pytest.raises(OSError):
            call()
    response = ask(away, "clip.mp4")
    assert (response.status_code, response["Retry-After"]) == (503, "120")


def test_bucket_that_refuses_is_an_os_error(storage):
    missing = ObjectStorage(bucket_name="no-such-bucket", file_overwrite=False)
    with pytest.raises(OSError):
        missing.save("clip.mp4", ContentFile(b"x"))


def test_bucket_that_is_away_is_given_up_soon(storage):
    config = storage.connection.meta.client.meta.config
    assert config.retries["total_max_attempts"] * config.connect_timeout <= 10


def test_empty_file_is_sent(storage):
    name = storage.save("empty.vtt", ContentFile(b""))
    assert ask(storage, name).getvalue() == b""


def test_second_file_of_a_name_gets_another_name(storage):
    names = {storage.save("clip.mp4", ContentFile(b"x")) for _ in range(2)}
    assert len(names) == 2


def test_nginx_is_not_asked_for_a_file_in_a_bucket(storage, settings):
    settings.X_ACCEL_LOCATION = "/internal/"
    name = storage.save("clip.mp4", ContentFile(CONTENT))
    assert ask(storage, name).getvalue() == CONTENT


def test_settings_name_a_bucket_or_a_folder(endpoint, storage):
    entry = private_bucket("testimonials")
    stored = import_string(entry["BACKEND"])(**entry["OPTIONS"])
    assert stored.exists(stored.save("clip.mp4", ContentFile(b"x")))


@pytest.mark.parametrize(
    ("is_sent_by_nginx", "modes"), [(False, (0o600, 0o700)), (True, (0o640, 0o750))]
)
def test_folder_is_closed_to_other_users(tmp_path, is_sent_by_nginx, modes):
    entry = private_folder(tmp_path / "files", is_sent_by_nginx=is_sent_by_nginx)
    stored = import_string(entry["BACKEND"])(**entry["OPTIONS"])
    file = Path(stored.path(stored.save("1/clip.mp4", ContentFile(b"x"))))
    found = tuple(stat.S_IMODE(path.stat().st_mode) for path in (file, file.parent))
    assert found == modes
