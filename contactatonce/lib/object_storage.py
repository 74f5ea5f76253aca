"""Files in object storage (S3 and compatible), read in ranges; needs requirements-s3.txt."""

from typing import IO, cast

from storages.backends.s3 import S3Storage
from storages.utils import clean_name


class ObjectStorage(S3Storage):
    """A bucket of private files; boto3 reads keys, region and endpoint from its own variables."""

    def open_range(self, name: str, start: int, length: int) -> IO[bytes]:
        """Return a stream of `length` bytes from `start`; raise FileNotFoundError without file.

        `S3Storage.open` would fetch the whole file first.
        """
        key = self._normalize_name(clean_name(name))
        asked = {"Range": f"bytes={start}-{start + length - 1}"} if length else {}
        try:
            return cast(IO[bytes], self.bucket.Object(key).get(**asked)["Body"])
        except self.connection.meta.client.exceptions.NoSuchKey as error:
            raise FileNotFoundError(name) from error
