"""Adding a picture to the library: its content decides, and only its pixels are published."""

import io
from pathlib import Path
from unittest import mock

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import IntegrityError, transaction
from django_tasks_db.models import DBTaskResult
from PIL import Image as Pixels
from PIL import ImageCms

from media import services
from media.models import Image, originals, published
from media.uploads import Refused
from tests.base import run_jobs
from tests.media.base import PicturesTestCase, add, drawn, encoded, files_in, upload

CAMERA = b"Camera of Nora"


def photo(orientation: int = 6) -> bytes:
    """Return a JPEG as a telephone makes it: lying, with a place and a name in it."""
    exif = Pixels.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = CAMERA.decode()
    exif.get_ifd(0x8825)[1] = "N"
    return encoded(drawn(900, 600), exif=exif, comment=CAMERA)


class AddTestCase(PicturesTestCase):
    def pixels(self, image: Image, kind: str = "jpeg") -> Pixels.Image:
        rendition = image.renditions.filter(format=kind).order_by("width").last()
        return Pixels.open(io.BytesIO(rendition.file.read())).convert("RGB")

    def test_a_picture_can_be_shown_before_any_job_has_run(self):
        image = add()
        [first] = image.renditions.all()
        assert (first.format, first.width, first.height) == ("jpeg", 400, 267)
        assert (image.width, image.height, image.rendered_at) == (900, 600, None)
        assert files_in(published()) == {first.file.name}
        assert DBTaskResult.objects.get().args_kwargs["args"] == [image.pk]

    def test_the_job_makes_every_width_and_format_and_enlarges_nothing(self):
        image = add()
        run_jobs()
        image.refresh_from_db()
        assert image.rendered_at
        made = set(image.renditions.values_list("format", "width", "height"))
        sizes = {(400, 267), (900, 600)}  # 800 is too near to 900 to be of use
        assert made == {(kind, *size) for kind in ("avif", "webp", "jpeg") for size in sizes}
        for rendition in image.renditions.all():
            with Pixels.open(rendition.file) as shown:
                assert shown.size == (rendition.width, rendition.height)
                assert shown.format == rendition.format.upper()
            assert rendition.size == rendition.file.size

    def test_a_large_picture_gets_all_four_widths(self):
        image = add(encoded(drawn(3000, 1000)))
        run_jobs()
        widths = image.renditions.filter(format="webp").values_list("width", flat=True)
        assert list(widths) == [400, 800, 1200, 1600]

    def test_a_tiny_picture_stays_as_small_as_it_is(self):
        image = add(encoded(drawn(120, 90), "PNG"))
        run_jobs()
        assert set(image.renditions.values_list("width", "height")) == {(120, 90)}

    def test_a_second_run_of_the_job_makes_nothing_twice(self):
        image = add()
        run_jobs()
        before = files_in(published())
        services.render.call(image.pk)
        assert files_in(published()) == before
        assert image.renditions.count() == len(before)

    def test_avif_is_left_out_where_it_saves_nothing(self):
        with mock.patch("media.rendering.AVIF_MUST_SAVE", 1.0):
            image = add()
            run_jobs()
        assert {row.format for row in image.renditions.all()} == {"webp", "jpeg"}

    def test_a_picture_stands_upright_and_its_exif_is_gone(self):
        image = add(photo())
        run_jobs()
        assert (image.width, image.height) == (600, 900)
        assert {(row.width, row.height) for row in image.renditions.all()} == {
            (400, 600),
            (600, 900),
        }
        shown = self.pixels(image)  # what was bright to the right is bright below
        above, below, beside = (shown.getpixel(at)[0] for at in ((300, 20), (300, 880), (580, 20)))
        assert abs(above - below) > 150
        assert abs(above - beside) < 30
        for rendition in image.renditions.all():
            content = rendition.file.read()
            assert not any(part in content for part in (CAMERA, b"Exif", b"GPS")), rendition
            assert Pixels.open(io.BytesIO(content)).getexif() == {}
        with image.file.open() as original:
            assert CAMERA in original.read()  # it is as it was

    def test_upright_picture_is_not_copied(self):
        with mock.patch.object(Pixels.Image, "copy", side_effect=AssertionError("copied")):
            add(encoded(drawn(300, 200, "L")))

    def test_exif_that_cannot_be_written_refuses_no_picture(self):
        for number, content in enumerate((photo(), photo(1))):
            with mock.patch.object(Pixels.Exif, "tobytes", side_effect=TypeError):
                add(content, title=str(number))

    def test_colors_of_another_profile_become_those_of_a_screen(self):
        """The profile says that what it calls red is green."""
        profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
        marked = (
            profile.replace(b"rXYZ", b"....").replace(b"gXYZ", b"rXYZ").replace(b"....", b"gXYZ")
        )
        image = add(encoded(Pixels.new("RGB", (64, 64), "#ff0000"), "PNG", icc_profile=marked))
        run_jobs()
        red, green, _ = self.pixels(image).getpixel((5, 5))
        assert (red < 60, green > 240) == (True, True)
        assert all(b"ICC" not in row.file.read() for row in image.renditions.all())

    def test_a_broken_profile_is_left_aside(self):
        image = add(encoded(Pixels.new("RGB", (64, 64), "#808080"), "PNG", icc_profile=b"x" * 200))
        assert self.pixels(image).getpixel((5, 5)) == (128, 128, 128)

    def test_print_palette_grey_and_deep_pictures_all_arrive(self):
        deep = Pixels.new("I;16", (64, 64), 32768)
        for number, (content, expected) in enumerate(
            (
                (encoded(Pixels.new("CMYK", (64, 64), (0, 255, 255, 0))), (255, 0, 0)),
                (encoded(Pixels.new("P", (64, 64), 0), "GIF"), (0, 0, 0)),
                (encoded(Pixels.new("1", (64, 64), 1), "PNG"), (255, 255, 255)),
                (encoded(Pixels.new("L", (64, 64), 128), "PNG"), (128, 128, 128)),
                (encoded(deep, "PNG"), (128, 128, 128)),
                (encoded(Pixels.new("RGB", (64, 64), "#00ff00"), "AVIF"), (0, 255, 0)),
            )
        ):
            image = add(content, title=str(number))
            found = self.pixels(image).getpixel((5, 5))
            assert all(abs(a - b) < 6 for a, b in zip(found, expected, strict=True)), number

    def test_what_can_be_seen_through_stays_so(self):
        clear = drawn(500, 300).convert("RGBA")
        clear.putalpha(Pixels.linear_gradient("L").resize((500, 300)))
        palette = Pixels.new("P", (64, 64), 0)
        for content in (encoded(clear, "PNG"), encoded(palette, "GIF", transparency=0)):
            image = add(content)
            run_jobs()
            formats = {row.format for row in image.renditions.all()}
            assert formats <= {"avif", "webp", "png"} and "png" in formats
            for row in image.renditions.all():
                assert Pixels.open(row.file).convert("RGBA").getextrema()[3][0] == 0

    def test_of_a_moving_picture_the_first_frame_is_taken(self):
        frames = [Pixels.new("RGB", (64, 64), color) for color in ("#ff0000", "#0000ff")]
        image = add(encoded(frames[0], "GIF", save_all=True, append_images=frames[1:]))
        assert self.pixels(image).getpixel((5, 5))[0] > 240

    def test_the_same_file_is_taken_once(self):
        first = add()
        with pytest.raises(services.AlreadyThere, match="Forecourt") as refusal:
            add(title="Another")
        assert refusal.value.image == first
        assert len(files_in(originals())) == len(files_in(published())) == 1

    def test_two_uploads_of_one_file_at_the_same_time_leave_one(self):
        add()
        with (
            mock.patch.object(
                services, "refuse_twin", side_effect=[None, services.AlreadyThere(Image())]
            ),
            pytest.raises(services.AlreadyThere),
            transaction.atomic(),
        ):
            add()
        assert Image.objects.count() == 1
        assert len(files_in(originals())) == len(files_in(published())) == 1

    def test_a_full_disk_leaves_nothing_and_says_so(self):
        save = FileSystemStorage.save
        for full in (1, 2):
            written = []

            def until_full(storage, name, content, full=full, written=written):
                written.append(name)
                if len(written) == full:
                    raise OSError(28, "No space left on device")
                return save(storage, name, content)

            with (
                mock.patch.object(FileSystemStorage, "save", until_full),
                pytest.raises(Refused, match="disk is full"),
            ):
                add()
            assert len(written) == full
            self.assert_nothing_is_kept()
            assert not DBTaskResult.objects.exists()

    def test_a_file_half_written_on_a_full_disk_is_removed(self):
        def half(self, name, content):
            with open(self.path(name), "wb") as file:
                file.write(b"half")
            raise OSError(28, "No space left on device")

        originals().save("kept", upload(b"x"))
        with mock.patch.object(FileSystemStorage, "_save", half), pytest.raises(Refused):
            add()
        assert files_in(originals()) == {"kept"}

    def test_the_database_itself_demands_words_or_their_absence(self):
        for alt, decorative in (("", False), ("A car", True)):
            with pytest.raises(IntegrityError), transaction.atomic():
                Image.objects.create(
                    **{"title": "x", "alt": alt, "decorative": decorative, "file": "x"},
                    **{"width": 1, "height": 1, "content_hash": f"{alt}{decorative}"},
                )

    def test_an_original_is_for_the_server_alone(self):
        image = add()
        path = Path(originals().path(image.file.name))
        assert path.stat().st_mode & 0o077 == 0
        assert not path.is_relative_to(settings.MEDIA_ROOT)
        for address in (f"/media/{image.file.name}", f"/media/pictures/{image.file.name}"):
            assert self.client.get(address).status_code == 404


def test_the_file_is_read_from_its_start_whoever_read_it_before(db):
    file = upload(encoded(drawn()))
    file.seek(100)
    image = services.add(file=file, title="x", alt="A car", decorative=False)
    assert image.renditions.count() == 1
    services.delete(image)
