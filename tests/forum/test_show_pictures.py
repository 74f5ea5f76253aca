"""Pictures in posts: without metadata, and seen by readers of published posts alone."""

import io
from datetime import timedelta
from typing import Any
from unittest import mock
from uuid import UUID

import time_machine
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image as Pixels

from forum import pictures
from forum.models import Picture, Post
from forum.models.members import forum_files
from forum.services import posting
from media import uploads
from tests.forum.factories import create_post
from tests.forum.writing import TEXT, WritingTestCase, fields_in
from tests.media.base import drawn, encoded, png_claiming

CAMERA = b"Nora's own camera"


def photo(width: int = 900, height: int = 600, **options: Any) -> bytes:
    """Return a JPEG as a telephone takes one: on its side, with the place and a comment."""
    exif = Pixels.Exif()
    exif[0x0112] = 6
    exif[0x010F] = CAMERA.decode()
    exif.get_ifd(0x8825)[1] = "N"
    return encoded(drawn(width, height), exif=exif, comment=CAMERA, **options)


class ShowPicturesTestCase(WritingTestCase):
    def upload(self, content: bytes, alt: str = "A [red] bar", do: str = "picture", **more: Any):
        """Press a button of the form with a file."""
        file = SimpleUploadedFile("img_1.jpg", content, "image/jpeg")
        return self.send(picture=file, alt=alt, do=do, **{"text": TEXT, **more})

    def add(self, alt: str) -> Picture:
        file = io.BytesIO(photo())
        return pictures.add(member=self.omar, file=file, alt=alt, form_key=UUID(int=1))

    def post_picture(self) -> Picture:
        self.upload(photo(), do="post")
        return Picture.objects.latest("pk")

    def test_an_upload_is_written_into_the_text_and_shown(self):
        page = self.upload(photo())
        picture = Picture.objects.get()
        assert fields_in(page)["text"] == f"{TEXT}\n\n![A \\[red\\] bar](picture:{picture.pk})"
        assert (picture.width, picture.height, picture.post) == (600, 900, None)
        image = f'<img src="/forum/pictures/{picture.pk}/" alt="A [red] bar"'
        self.assertContains(page, f'{image} width="600" height="900" loading="lazy">')
        self.client.post(self.path, fields_in(page))
        picture.refresh_from_db()
        assert picture.post == self.newest()
        assert image in self.newest().html

    def test_nothing_but_pixels_is_stored(self):
        picture = self.post_picture()
        content = forum_files().open(picture.file.name).read()
        assert not any(part in content for part in (CAMERA, b"Exif", b"GPS", b"EXIF"))
        image = Pixels.open(io.BytesIO(content))
        assert (image.format, image.size, image.getexif()) == ("WEBP", (600, 900), {})

    def test_the_longest_side_has_1600_pixels(self):
        self.upload(encoded(drawn(400, 3200)))
        picture = Picture.objects.get()
        assert (picture.width, picture.height) == (200, 1600)

    def test_what_the_picture_shows_is_required(self):
        page = self.upload(photo(), alt="", do="post")
        self.assertContains(page, "Say what the picture shows", status_code=422)
        assert (fields_in(page)["text"], Picture.objects.count()) == (TEXT, 0)

    def test_hostile_and_large_files_are_refused_with_the_text(self):
        for content in (b"<svg>", b"GIF89a", png_claiming(60_000, 60_000), b"x" * 4_000_001):
            page = self.upload(content, do="post")
            assert (page.status_code, fields_in(page)["text"]) == (422, TEXT)
        assert not Picture.objects.exists()
        assert not Post.objects.filter(text=TEXT).exists()

    def test_a_level_allows_some_pictures(self):
        self.omar.trust = 0
        self.omar.save()
        page = self.upload(photo())
        again = self.upload(photo(), text=fields_in(page)["text"])
        self.assertContains(again, "2 pictures; your level allows 1", status_code=422)

    def test_a_new_member_with_a_picture_is_held(self):
        self.omar.trust = 0
        self.omar.save()
        self.post_picture()
        assert "media" in {reason["code"] for reason in self.newest().reasons}

    def test_unused_pictures_are_counted_again_when_one_is_stored(self):
        made, files = pictures.encoded(io.BytesIO(photo())), set(forum_files().listdir("")[1])

        def fill_the_limit(_: Any):
            rows = (Picture(member=self.omar, alt="x", width=1, height=1) for _ in range(20))
            Picture.objects.bulk_create(rows)
            return made

        with (
            mock.patch.object(pictures, "encoded", fill_the_limit),
            self.assertRaises(uploads.Refused),
        ):
            self.add(alt="One more")
        assert Picture.objects.count() == 20
        assert set(forum_files().listdir("")[1]) == files

    def test_a_form_with_a_picture_sent_twice_is_one_post(self):
        earlier = timezone.now() - timedelta(hours=1)
        post = create_post(self.topic, self.omar, "As it was.", submitted_at=earlier)
        for path in (self.path, f"/forum/posts/{post.pk}/edit/"):
            sent = {**fields_in(self.client.get(path)), "text": TEXT, "alt": "A red bar"}
            answers = []
            for _ in range(2):
                file = SimpleUploadedFile("img_1.jpg", photo(), "image/jpeg")
                answers.append(self.client.post(path, {**sent, "picture": file}))
            assert [answer.status_code for answer in answers] == [303, 303]
            assert answers[0]["Location"] == answers[1]["Location"]
        assert Picture.objects.count() == 2

    def test_a_picture_sent_twice_at_once_is_one_picture(self):
        made, files = pictures.encoded(io.BytesIO(photo())), []

        def encode(_: Any):
            with mock.patch.object(pictures, "encoded", lambda _: made):
                files.append(self.add(alt="Bar").file.name)
            return made

        with mock.patch.object(pictures, "encoded", encode):
            assert self.add(alt="Bar").file.name == files[0]
        assert Picture.objects.count() == 1

    def test_pictures_of_others_are_not_taken(self):
        self.upload(photo())
        number = Picture.objects.get().pk
        self.sign_in(self.maya)
        page = self.send(text=f"![Mine](picture:{number})")
        self.assertContains(page, "was not uploaded for this post", status_code=422)

    def test_readers_see_pictures_of_published_posts_alone(self):
        picture = self.post_picture()
        path = f"/forum/pictures/{picture.pk}/"
        for state, is_seen in (
            ("published", True),
            ("held", False),
            ("withdrawn", False),
            ("refused", False),
        ):
            refusal = "rude" if state == "refused" else ""
            Post.objects.filter(pk=picture.post_id).update(state=state, refusal=refusal)
            assert self.client.get(path).status_code == 200  # its author
            self.sign_in(self.maya)
            assert self.client.get(path).status_code == (200 if is_seen else 404)
            self.client.logout()
            response = self.client.get(path)
            assert response.status_code == (200 if is_seen else 404)
            assert not response.cookies
            self.sign_in(self.omar)

    def test_moderators_see_pictures_of_held_posts(self):
        picture = self.post_picture()
        Post.objects.filter(pk=picture.post_id).update(state="held")
        self.client.force_login(self.charlie)
        assert self.client.get(f"/forum/pictures/{picture.pk}/").status_code == 200

    def test_moderators_do_not_see_pictures_in_no_post(self):
        self.upload(photo())
        self.client.force_login(self.charlie)
        assert self.client.get(f"/forum/pictures/{Picture.objects.get().pk}/").status_code == 404

    def test_a_picture_is_kept_by_no_cache_for_long(self):
        path = f"/forum/pictures/{self.post_picture().pk}/"
        response = self.client.get(path)
        assert response["Cache-Control"] == "private, max-age=30, must-revalidate"
        again = self.client.get(path, headers={"If-None-Match": response["ETag"]})
        assert again.status_code == 304

    def test_a_picture_that_is_taken_out_is_free_again(self):
        picture = self.post_picture()
        posting.edit(post=self.newest(), words=posting.Words(TEXT, f"<p>{TEXT}</p>"))
        picture.refresh_from_db()
        assert picture.post is None

    def test_files_without_a_row_are_removed_after_some_hours(self):
        picture = self.post_picture()
        forum_files().save("lost.webp", ContentFile(b"x"))
        assert pictures.forget_orphans() == 0
        with time_machine.travel(timezone.now() + timedelta(hours=7)):
            assert pictures.forget_orphans() >= 1
        assert forum_files().exists(picture.file.name)
        assert not forum_files().exists("lost.webp")
