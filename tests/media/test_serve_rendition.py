"""Serving renditions to anyone, on any site."""

from contactatonce.brands.models import Brand
from tests.base import run_jobs
from tests.media.base import PicturesTestCase, add


class ServeRenditionTestCase(PicturesTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.image = add()
        run_jobs()
        self.rendition = self.image.renditions.filter(format="webp").first()

    def test_every_site_serves_it_for_ever_without_a_cookie_or_a_query(self):
        self.client.get("/", headers={"host": self.host})
        for brand in Brand.objects.all():
            with self.assertNumQueries(0):
                answer = self.client.get(self.rendition.url, headers={"host": brand.host})
                content = answer.getvalue()
            assert answer.status_code == 200
            assert len(content) == self.rendition.size
            assert answer.headers["Content-Type"] == "image/webp"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["Content-Length"] == str(self.rendition.size)
            assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
            assert not answer.cookies
            assert "Cookie" not in answer.headers.get("Vary", "")

    def test_who_has_it_already_gets_no_body(self):
        etag = self.client.get(self.rendition.url).headers["ETag"]
        answer = self.client.get(self.rendition.url, headers={"if-none-match": etag})
        assert (answer.status_code, answer.content) == (304, b"")
        assert (
            self.client.get(self.rendition.url, headers={"if-none-match": '"x"'}).status_code == 200
        )

    def test_head_tells_the_size_and_post_is_refused(self):
        answer = self.client.head(self.rendition.url)
        assert answer.headers["Content-Length"] == str(self.rendition.size)
        assert self.client.post(self.rendition.url).status_code == 405

    def test_what_is_not_there_is_not_found_even_for_who_claims_to_have_it(self):
        gone = self.rendition.url.replace("/pictures/", "/pictures/9")
        assert self.client.get(gone).status_code == 404
        assert self.client.get(gone, headers={"if-none-match": "*"}).status_code == 404

    def test_no_path_leads_out_of_the_folder(self):
        for path in ("../db.sqlite3", "..%2f..%2fdb.sqlite3", "1/../../x.png", "1/x.svg", ""):
            assert self.client.get(f"/media/pictures/{path}").status_code == 404
