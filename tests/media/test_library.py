"""Editors look after the library in the admin."""

import io
from unittest import mock

from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from media import tasks
from media.models import Image, originals
from tests.base import run_jobs
from tests.media.base import PicturesTestCase, add, drawn, encoded, files_in, upload
from tests.pages.base import create_page

LIBRARY = "/admin/media/image/"


class EditorTestCase(PicturesTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.client.force_login(self.bob)

    def send(self, url: str = f"{LIBRARY}add/", content: bytes | None = None, **fields):
        file = upload(content or encoded(drawn()), fields.pop("name", "lot.jpg"))
        return self.client.post(url, {"file": file, "alt": "Cars on a forecourt", **fields})


class LibraryTestCase(EditorTestCase):
    def test_bob_adds_a_picture_and_sees_it(self):
        answer = self.send()
        image = Image.objects.get()
        self.assertRedirects(answer, f"{LIBRARY}{image.pk}/change/", fetch_redirect_response=False)
        assert (image.title, image.alt, image.uploaded_by) == (
            "Lot",
            "Cars on a forecourt",
            self.bob,
        )
        page = self.client.get(answer.url)
        self.assertContains(page, image.renditions.get().url)
        self.assertContains(page, "The picture was added.")
        self.assertContains(page, "Nowhere yet.")
        assert LogEntry.objects.get().object_id == str(image.pk)

    def test_words_are_demanded_and_no_file_name_is_taken_for_them(self):
        for alt, words in (
            ("", "Say what the picture shows, or tick that it is decorative."),
            ("   ", "Say what the picture shows, or tick that it is decorative."),
            ("lot.jpg", "That is a file name."),
            ("IMG_2041", "That is a file name."),
            ("Screenshot 2026-11-22 at 10.15.01", "That is a file name."),
            ("my red CAR", "That is the file&#x27;s name."),
        ):
            answer = self.send(alt=alt, name="my_red-car.jpg")
            self.assertContains(answer, words, count=1)
        self.assert_nothing_is_kept()

    def test_decorative_means_no_words(self):
        answer = self.send(alt="A car", decorative="on")
        self.assertContains(answer, "not both")
        self.assert_nothing_is_kept()
        self.send(alt="", decorative="on")
        assert Image.objects.get().decorative

    def test_what_cannot_be_taken_is_told_beside_the_field(self):
        answer = self.send(content=b"<svg xmlns='http://www.w3.org/2000/svg'/>", name="x.png")
        self.assertContains(answer, "SVG drawings and web pages are not taken")
        whole = encoded(drawn())
        self.assertContains(self.send(content=whole[:-500]), "The file is damaged")
        self.assert_nothing_is_kept()

    def test_a_picture_that_is_there_already_is_shown_instead(self):
        image = add()
        answer = self.send(content=encoded(drawn(), quality=90))
        assert answer.url == f"{LIBRARY}{image.pk}/change/"
        self.assertContains(self.client.get(answer.url), "has this picture already")
        assert Image.objects.count() == 1

    def test_bob_mends_the_words_and_a_file_name_is_refused(self):
        image = add()
        url = f"{LIBRARY}{image.pk}/change/"
        self.client.post(url, {"title": "Lot", "alt": "  Rows of   cars "})
        image.refresh_from_db()
        assert (image.title, image.alt) == ("Lot", "Rows of cars")
        self.assertContains(self.client.post(url, {"title": "Lot", "alt": "car.png"}), "file name")
        self.assertContains(self.client.post(url, {"title": "Lot", "alt": ""}), "not both")

    def test_texts_that_show_a_picture_hear_of_its_new_words_but_not_of_its_title(self):
        image = add()
        run_jobs()
        url = f"{LIBRARY}{image.pk}/change/"
        told = []
        with mock.patch.object(tasks, "when_rendered", [told.append]):
            self.client.post(url, {"title": "Another title", "alt": image.alt})
            run_jobs()
            assert told == []
            self.client.post(url, {"title": "Another title", "alt": "Rows of cars"})
            run_jobs()
        assert told == [image.pk]

    def test_a_picture_in_use_is_not_deleted_and_the_page_says_where_it_is(self):
        image = add()
        place = create_page(self.brand, social_image=image)
        url = f"{LIBRARY}{image.pk}/delete/"
        page = self.client.get(url)
        self.assertContains(page, "This picture is in use")
        self.assertContains(page, f'href="/admin/pages/page/{place.pk}/change/"')
        assert self.client.post(url, {"post": "yes"}).status_code == 409
        self.assertContains(self.client.get(LIBRARY), "1 place")
        assert Image.objects.exists()

    def test_a_picture_that_nothing_shows_is_deleted_with_its_files(self):
        image = add()
        run_jobs()
        url = f"{LIBRARY}{image.pk}/delete/"
        page = self.client.get(url)
        self.assertContains(page, "for good?")
        self.assertContains(page, f'<a href="{LIBRARY}">Pictures</a>')
        with self.captureOnCommitCallbacks(execute=True):
            self.client.post(url, {"post": "yes"})
        self.assert_nothing_is_kept()

    def test_the_original_is_handed_out_as_a_file_and_never_shown(self):
        content = encoded(drawn()) + b"<script>"
        image = add(content)
        answer = self.client.get(f"{LIBRARY}{image.pk}/original/")
        assert answer.getvalue() == content
        assert answer.headers["Content-Type"] == "application/octet-stream"
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert "no-store" in answer.headers["Cache-Control"]
        self.client.force_login(self.alice)
        assert self.client.get(f"{LIBRARY}{image.pk}/original/").status_code == 403

    def test_the_list_is_searched_and_costs_the_same_for_many(self):
        add(title="Keys", alt="A bunch of keys")
        self.client.get(LIBRARY)  # what a process reads once
        with CaptureQueriesContext(connection) as few:
            self.client.get(LIBRARY)
        for number in range(6):
            add(encoded(drawn(60 + number, 50)), title=f"Lot {number}")
        with CaptureQueriesContext(connection) as many:
            page = self.client.get(LIBRARY)
        assert len(many) == len(few) <= 15  # one for each relation that can use a picture
        self.assertContains(page, "<picture>", count=7)
        found = self.client.get(f"{LIBRARY}?q=bunch")
        self.assertContains(found, "Keys")
        self.assertNotContains(found, "Lot 1")


class UploadTestCase(EditorTestCase):
    """The editor's script sends a picture and gets what to write into the text."""

    url = f"{LIBRARY}upload/"

    def test_the_answer_says_what_to_write(self):
        answer = self.send(self.url)
        image = Image.objects.get()
        assert answer.status_code == 201
        assert answer.json() == {
            "id": image.pk,
            "title": "Lot",
            "alt": "Cars on a forecourt",
            "markdown": f"![Cars on a forecourt](image:{image.pk})",
            "url": image.renditions.get().url,
            "width": 900,
            "height": 600,
            "note": "",
        }

    def test_errors_come_by_field(self):
        answer = self.send(self.url, alt="lot.jpg")
        assert answer.status_code == 422
        assert answer.json() == {
            "errors": {"alt": ["That is a file name. Say what the picture shows."]}
        }
        assert self.client.post(self.url).json()["errors"].keys() == {"file", "alt"}
        self.assert_nothing_is_kept()

    def test_a_second_upload_of_a_file_names_the_first(self):
        image = add()
        answer = self.send(self.url, encoded(drawn(), quality=90))
        assert (answer.status_code, answer.json()["id"]) == (200, image.pk)
        assert "already" in answer.json()["note"]
        assert len(files_in(originals())) == 1

    def test_a_moving_picture_says_that_it_stands_now(self):
        frames = [drawn(64, 64), drawn(64, 64).rotate(90)]
        content = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])
        assert "first frame" in self.send(self.url, content).json()["note"]

    def test_it_is_for_editors_with_a_csrf_token_and_by_post(self):
        assert self.client.get(self.url).status_code == 405
        strict = self.client_class(enforce_csrf_checks=True, HTTP_HOST=self.host)
        strict.force_login(self.bob)
        file = io.BytesIO(encoded(drawn()))
        file.name = "lot.jpg"
        assert strict.post(self.url, {"file": file, "alt": "Cars"}).status_code == 403
        for person in (self.alice, self.charlie, self.dora, self.erin):
            self.client.force_login(person)
            assert self.send(self.url).status_code == 403
        self.assert_nothing_is_kept()

    def test_a_file_that_is_far_too_large_is_refused_with_its_size(self):
        with override_settings(UPLOAD_MAX_BYTES=50_000, IMAGE_MAX_BYTES=50_000):
            answer = self.send(self.url, b"\xff\xd8\xff" + b"x" * 3_000_000)
        assert answer.status_code == 422
        [refusal] = answer.json()["errors"]["file"]
        assert refusal == "The file has 3 MB; 0.1 MB is the most."
        self.assert_nothing_is_kept()

    def test_files_that_are_too_large_together_are_refused(self):
        content = encoded(drawn(60, 50))
        with override_settings(UPLOAD_MAX_BYTES=len(content) + 10):
            files = [upload(content), upload(content)]
            answer = self.client.post(self.url, {"file": files, "alt": "Cars"})
        assert (answer.status_code, [*answer.json()["errors"]]) == (422, ["file"])
        self.assert_nothing_is_kept()
