"""The markup of a picture: the right file for every browser, and its alternative text."""

import html5lib
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext

from media import pictures
from media.models import Image
from tests.base import run_jobs
from tests.media.base import PicturesTestCase, add, drawn, encoded

XHTML = "{http://www.w3.org/1999/xhtml}"


def shown(source: str, **context):
    """Return the <picture> of a template, and its parts."""
    html = Template("{% load pictures %}" + source).render(Context(context))
    page = html5lib.parseFragment(html, namespaceHTMLElements=False)
    return page.find("picture")


class PictureTagTestCase(PicturesTestCase):
    def test_a_new_picture_is_shown_in_its_smallest_size_with_its_own_proportions(self):
        image = add(encoded(drawn(3000, 2000)))
        picture = shown("{% picture image %}", image=image)
        [img] = list(picture)
        assert img.attrib == {
            "src": image.renditions.get().url,
            "width": "1600",
            "height": "1067",
            "alt": "Cars on a forecourt",
            "loading": "lazy",
            "decoding": "async",
        }

    def test_a_finished_picture_offers_avif_then_webp_then_a_fallback_in_all_widths(self):
        image = add(encoded(drawn(1000, 500)))
        run_jobs()
        picture = shown("{% picture image sizes='50vw' %}", image=image)
        avif, webp, img = list(picture)
        assert [avif.get("type"), webp.get("type"), img.tag] == ["image/avif", "image/webp", "img"]
        for element, kind in ((avif, "avif"), (webp, "webp"), (img, "jpeg")):
            parts = [part.split() for part in element.get("srcset").split(", ")]
            assert [width for _, width in parts] == ["400w", "800w", "1000w"]
            assert element.get("sizes") == "50vw"
            for url, _ in parts:
                answer = self.client.get(url)
                assert answer.status_code == 200
                assert answer.headers["Content-Type"] == f"image/{kind}"

    def test_the_first_picture_is_loaded_at_once(self):
        img = shown("{% picture image first=True css='hero' %}", image=add()).find("img")
        assert (img.get("fetchpriority"), img.get("loading"), img.get("class")) == (
            "high",
            None,
            "hero",
        )

    def test_a_place_may_ask_for_words_of_its_own_or_for_none(self):
        image = add()
        for source, alt in (
            ("{% picture image alt=words %}", 'Tom & "Jerry" <b>'),
            ("{% picture image alt='' %}", "Cars on a forecourt"),
            ("{% picture image decorative=True %}", ""),
        ):
            words = 'Tom & "Jerry" <b>'
            assert shown(source, image=image, words=words).find("img").get("alt") == alt

    def test_a_decorative_picture_has_an_empty_alternative_text(self):
        image = add(alt="", decorative=True)
        assert shown("{% picture image %}", image=image).find("img").get("alt") == ""

    def test_no_picture_is_nothing(self):
        assert shown("{% picture image %}", image=None) is None

    def test_many_pictures_cost_one_query_more(self):
        for number in range(5):
            add(encoded(drawn(50 + number, 50)))
        run_jobs()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            html = "".join(pictures.html(image) for image in Image.objects.with_renditions())
        assert html.count("<picture>") == 5
        assert len(queries) == 2

    def test_no_style_and_no_script_stand_in_it(self):
        image = add()
        run_jobs()
        html = pictures.html(Image.objects.get(pk=image.pk))
        assert "style=" not in html and "<script" not in html and "\n" not in html

    def test_machines_get_a_jpeg_of_the_width_they_need(self):
        image = add(encoded(drawn(3000, 1000)))
        assert pictures.url(image, 1200) == image.renditions.get().url
        run_jobs()
        jpegs = {row.width: row.url for row in image.renditions.filter(format="jpeg")}
        assert pictures.url(image, 1200) == jpegs[1200]
        assert pictures.url(image, 1000) == jpegs[1200]
        assert pictures.url(image, 5000) == jpegs[1600]

    def test_markdown_names_the_picture_by_number(self):
        image = add(alt="A [new] car")
        assert image.markdown == f"![A \\[new\\] car](image:{image.pk})"
        assert pictures.in_text({image.pk, 0}) == {image.pk: image}
