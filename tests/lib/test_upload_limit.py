"""Uploads that no form accepts are refused before they fill the disk."""

import tempfile
from pathlib import Path
from unittest import mock

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory, SimpleTestCase, override_settings

LIMIT = 100_000


@override_settings(UPLOAD_MAX_BYTES=LIMIT)
class UploadLimitTestCase(SimpleTestCase):
    def sent(self, **sizes: int):
        files = {
            name: SimpleUploadedFile(f"{name}.bin", b"x" * size) for name, size in sizes.items()
        }
        request = RequestFactory().post("/", {"word": "kept", **files})
        assert request.POST["word"] == "kept"
        return request.FILES

    def test_what_fits_arrives_whole(self):
        files = self.sent(one=40_000, two=50_000)
        assert [len(files[name].read()) for name in ("one", "two")] == [40_000, 50_000]

    def test_of_what_is_too_large_only_the_size_arrives(self):
        file = self.sent(one=LIMIT * 20)["one"]
        assert file.size == LIMIT * 20
        assert file.file is None

    def test_many_files_share_the_limit(self):
        files = self.sent(one=60_000, two=60_000, three=30_000)
        assert [files[name].file is None for name in ("one", "two", "three")] == [
            False,
            True,
            False,
        ]

    def test_the_disk_holds_no_more_than_the_limit_at_any_time(self):
        written = []
        named = tempfile.NamedTemporaryFile

        def watched(*args, **kwargs):
            file = named(*args, **kwargs)
            written.append(Path(file.name))
            return file

        with mock.patch("django.core.files.uploadedfile.tempfile.NamedTemporaryFile", watched):
            files = self.sent(one=LIMIT * 20)
            assert sum(path.stat().st_size for path in written if path.exists()) <= LIMIT
            del files
