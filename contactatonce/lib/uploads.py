"""Limits for uploaded files."""

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest


class DiskFull(Exception):
    """A file could not be stored while it arrived."""


class TooMuch(UploadedFile):  # type: ignore[type-arg]  # it takes none at run time
    """A file whose content was not kept; `size` says how much there was."""

    def __init__(self, name: str | None, size: int) -> None:
        super().__init__(file=None, name=name, size=size)


class LimitedUploadHandler(TemporaryFileUploadHandler):
    """Stores a request's files as they arrive, UPLOAD_MAX_BYTES or `most` in all.

    The rest is read and dropped, so that no one fills the disk, and a form can still report the
    size. A view that takes more sets `request.upload_handlers` before it reads the body.
    """

    def __init__(self, request: HttpRequest | None = None, *, most: int = 0) -> None:
        super().__init__(request)
        self.most = most or settings.UPLOAD_MAX_BYTES
        self.kept = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        try:
            super().new_file(*args, **kwargs)
        except OSError as error:
            raise DiskFull from error
        self.is_cut = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.is_cut = self.is_cut or self.kept + len(raw_data) > self.most
        if not self.is_cut:
            self.kept += len(raw_data)
            try:
                super().receive_data_chunk(raw_data, start)
            except OSError as error:
                raise DiskFull from error
        return None

    def file_complete(self, file_size: int) -> "UploadedFile[bytes] | None":
        if self.is_cut:
            self.file.close()  # which removes it
            return TooMuch(self.file_name, file_size)
        try:
            return super().file_complete(file_size)  # which writes what is buffered
        except OSError as error:
            raise DiskFull from error
