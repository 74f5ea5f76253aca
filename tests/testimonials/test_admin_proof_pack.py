"""The proof pack of a testimonial."""

import hashlib
import io
import json
import tracemalloc
from zipfile import ZIP_STORED, ZipFile

from django.core.files.base import ContentFile

from testimonials import proof
from testimonials.models import Edition, Event, Testimonial, Upload, uploads
from testimonials.services import giving
from tests.base import StaffTestCase

from .factories import answer, create_given, create_published

NAME = "Ada Example"


def fields_in(pack: ZipFile, name: str) -> list[dict]:
    return [row["fields"] for row in json.loads(pack.read(name))]


class ProofPackTestCase(StaffTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.client.force_login(self.dora)

    def download(self, testimonial: Testimonial):
        return self.client.post(f"/admin/testimonials/testimonial/{testimonial.pk}/proof/")

    def pack(self, testimonial: Testimonial) -> ZipFile:
        return ZipFile(io.BytesIO(self.download(testimonial).getvalue()))

    def upload(self, testimonial: Testimonial, content: bytes) -> Upload:
        name = uploads.testimonial_files().save("upload.mp4", ContentFile(content))
        self.addCleanup(uploads.testimonial_files().delete, name)
        return Upload.objects.create(
            testimonial=testimonial,
            kind="video",
            file=name,
            content_hash=hashlib.sha256(content).hexdigest(),
            size=len(content),
            width=640,
            height=360,
        )

    def test_the_pack_has_files_sums_wordings_editions_and_events(self):
        published = create_published(brand=self.brand, by=self.bob)
        upload = self.upload(published, b"a video")
        Edition.objects.filter(testimonial=published).update(video=upload.file.name)
        giving.change_consent(testimonial=published, answer=answer(self.brand, company=False))
        pack = self.pack(published)
        original = f"originals/video-{upload.pk}.mp4"
        assert pack.read(original) == pack.read("editions/1/video.mp4") == b"a video"
        assert pack.getinfo(original).compress_type == ZIP_STORED
        sums = dict(
            reversed(line.split("  ")) for line in pack.read("SHA256SUMS").decode().splitlines()
        )
        assert sums.keys() | {"SHA256SUMS"} == set(pack.namelist())
        for name, digest in sums.items():
            assert hashlib.sha256(pack.read(name)).hexdigest() == digest
        consents = fields_in(pack, "consents.json")
        assert [bool(row["withdrawn_at"]) for row in consents] == [True, True, False]
        for row in consents:
            assert row["wording_hash"] == hashlib.sha256(row["wording"].encode()).hexdigest()
        [edition] = fields_in(pack, "editions.json")
        assert edition["quote"] == "They answer within a minute."
        steps = [event["step"] for event in fields_in(pack, "events.json")]
        assert steps[-2:] == ["consented", "proved"]
        text = pack.read("README.txt").decode()
        for words in (NAME, consents[0]["wording"], consents[0]["wording_hash"], "Published"):
            assert words in text

    def test_no_secret_of_the_giver_is_in_it(self):
        published = create_published(brand=self.brand, by=self.bob)
        pack = self.pack(published)
        content = b"".join(pack.read(name) for name in pack.namelist())
        assert str(published.key).encode() not in content

    def test_its_name_and_the_log_name_nobody(self):
        given = create_given(brand=self.brand, by=self.bob)
        with self.assertLogs("testimonials.admin.record") as logs:
            headers = self.download(given).headers
        assert headers["Content-Disposition"] == (
            f'attachment; filename="testimonial-{given.pk}-proof.zip"'
        )
        assert "no-store" in headers["Cache-Control"]
        assert "Ada" not in str(logs.output)
        assert Event.objects.get(step="proved").by == self.dora

    def test_a_missing_file_is_named_in_the_pack(self):
        given = create_given(brand=self.brand, by=self.bob)
        upload = self.upload(given, b"x")
        uploads.testimonial_files().delete(upload.file.name)
        pack = self.pack(given)
        name = f"originals/video-{upload.pk}.mp4"
        assert name not in pack.namelist()
        assert name in pack.read("README.txt").decode()
        assert name not in pack.read("SHA256SUMS").decode()

    def test_a_video_is_read_in_blocks(self):
        given = create_given(brand=self.brand, by=self.bob)
        proof.build(given, by=self.dora).close()
        self.upload(given, b"x" * 30_000_000)
        tracemalloc.start()
        self.addCleanup(tracemalloc.stop)
        proof.build(given, by=self.dora).close()
        assert tracemalloc.get_traced_memory()[1] < 6_000_000

    def test_only_those_who_may_prove_get_it(self):
        given = create_given(brand=self.brand, by=self.bob)
        allowed = {self.bob, self.dora, self.adam}
        for user in (self.alice, self.bob, self.charlie, self.dora, self.adam, self.erin):
            self.client.force_login(user)
            assert (self.download(given).status_code == 200) is (user in allowed), user.pk
        url = f"/admin/testimonials/testimonial/{given.pk}/proof/"
        assert self.client.get(url).status_code == 405
