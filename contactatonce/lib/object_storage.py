"""Files in object storage (S3 and compatible), read in ranges; needs requirements-s3.txt."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import wraps
from typing import IO, Any, cast

from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from storages.backends.s3 import S3Storage
from storages.utils import clean_name

# boto3 waits a minute and tries five times, which would hold the threads of a web process.
TIMES = Config(connect_timeout=5, read_timeout=20, retries={"total_max_attempts": 2})


@contextmanager
def failures_translated() -> Iterator[None]:
    """Raise FileNotFoundError for a missing file, and OSError while the bucket is away."""
    try:
        yield
    except (Boto3Error, BotoCoreError, ClientError) as error:
        response = getattr(error, "response", {}).get("ResponseMetadata", {})
        kind = FileNotFoundError if response.get("HTTPStatusCode") == 404 else OSError
        raise kind(str(error)) from error


def translated(method: Callable[..., Any]) -> Callable[..., Any]:
    """Return `method` with the failures that Django's storages have."""

    @wraps(method)
    def called(*args: Any, **kwargs: Any) -> Any:
        with failures_translated():
            return method(*args, **kwargs)

    return called


class ObjectStorage(S3Storage):
    """A bucket of private files; boto3 reads keys, region and endpoint from its own variables."""

    _open = translated(S3Storage._open)
    _save = translated(S3Storage._save)
    delete = translated(S3Storage.delete)
    exists = translated(S3Storage.exists)
    listdir = translated(S3Storage.listdir)
    size = translated(S3Storage.size)
    get_modified_time = translated(S3Storage.get_modified_time)

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.client_config: Config = self.client_config.merge(TIMES)

    def measure(self, name: str) -> tuple[int, datetime]:
        """Return size and time of writing, in one request; raise FileNotFoundError without file."""
        with failures_translated():
            found = self._object(name)
            return found.content_length, found.last_modified

    def open_range(self, name: str, start: int, length: int) -> IO[bytes]:
        """Return a stream of `length` bytes from `start`; raise FileNotFoundError without file.

        `S3Storage.open` would fetch the whole file first.
        """
        asked = {"Range": f"bytes={start}-{start + length - 1}"} if length else {}
        with failures_translated():
            return cast(IO[bytes], self._object(name).get(**asked)["Body"])

    def _object(self, name: str) -> Any:
        return self.bucket.Object(self._normalize_name(clean_name(name)))
