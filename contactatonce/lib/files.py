"""Files that appear whole or not at all, while other processes read them; static files."""

import os
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL
UNFINISHED = ".new"  # the end of the name of a file that is being written


class StaticFiles(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage, with the list of all files outside the folder that is served."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        beside = FileSystemStorage(location=settings.VAR)
        super().__init__(*args, manifest_storage=beside, **kwargs)


def write_whole(path: Path, content: bytes) -> None:
    """Write `content` to `path`, whose folder is made where it lacks; OSError changes nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(unfinished, 0o644)
        os.replace(unfinished, path)
    except BaseException:
        os.unlink(unfinished)
        raise


def write_durably(path: Path, content: bytes) -> None:
    """Write a new private file that outlives a crash of the machine; OSError leaves nothing.

    Its folder is made where it lacks, for our user alone.
    """
    folder = path.parent
    unfinished = path.with_name(f"{path.name}{UNFINISHED}")
    is_new = not folder.exists()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(unfinished, NEW, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.rename(unfinished, path)
        for each in (folder, folder.parent) if is_new else (folder,):
            sync_folder(each)
    except BaseException:
        for each in (unfinished, path):
            each.unlink(missing_ok=True)
        raise


def sync_folder(folder: Path) -> None:
    """Make the names of new files in `folder` as durable as their content."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
