"""Entries of settings.STORAGES for files that have no URL: a view checks who may read them."""

from pathlib import Path
from typing import Any

MOST_IN_MEMORY = 10_000_000  # bytes of an opened file of a bucket; a larger one is copied to disk


def private_folder(location: Path, *, is_sent_by_nginx: bool = False) -> dict[str, Any]:
    """Return a storage of files that our user alone reads, or its group (nginx) as well."""
    file_mode, folder_mode = (0o640, 0o750) if is_sent_by_nginx else (0o600, 0o700)
    options = {
        "location": location,
        "base_url": None,
        "file_permissions_mode": file_mode,
        "directory_permissions_mode": folder_mode,
    }
    return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}


def private_bucket(name: str) -> dict[str, Any]:
    """Return a storage in S3 or a compatible service; it needs requirements-s3.txt."""
    options = {"bucket_name": name, "file_overwrite": False, "max_memory_size": MOST_IN_MEMORY}
    return {"BACKEND": "contactatonce.lib.object_storage.ObjectStorage", "OPTIONS": options}
