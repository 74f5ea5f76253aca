"""Testimonials on other pages: sections, tags, home pages, sitemap, search; gone when withdrawn."""

from django.template import Context, Template
from django.test import RequestFactory

from contactatonce.brands.models import Brand
from pages.seed import load_pages
from search import index
from search.registry import registered
from testimonials.services import giving
from tests.base import SITES, StaffTestCase
from tests.pages.base import create_page
from tests.pages.kinds import row
from tests.testimonials.factories import answer, create_listing, create_published, create_video

PRODUCTS = [site["slug"] for site in SITES if site["kind"] != "blog"]
NAME = "Ada Example"


class PlacesTestCase(StaffTestCase):
    def create(self, **given):
        return create_published(brand=self.brand, by=self.adam, **given)

    def text(self, path, host=""):
        response = self.client.get(path, headers={"host": host or self.host})
        assert response.status_code == 200, path
        return response.content.decode()


class SectionsTestCase(PlacesTestCase):
    def shown(self, *sections):
        page = create_page(self.brand, path="/landing/", sections=list(sections))
        text = self.text("/landing/")
        page.delete()
        return text

    def test_wall_section_shows_as_many_as_it_says_and_hides_without_any(self):
        section = row("testimonials", count=2)
        self.assertNotIn("What they say", self.shown(section))
        for number in range(3):
            self.create(email=f"ada{number}@example.com")
        text = self.shown(section)
        self.assertIn("What they say", text)
        assert text.count("<blockquote>") == 2

    def test_section_of_one_shows_it_while_it_is_published(self):
        found = self.create(text="The words of one.")
        self.create(email="bea@example.com", text="Others.")
        section = row("testimonial", testimonial=found.pk)
        text = self.shown(section)
        self.assertIn("The words of one.", text)
        self.assertNotIn("Others.", text)
        giving.withdraw(testimonial=found)
        self.assertNotIn("What one says", self.shown(section))

    def test_tags_show_a_wall_or_one(self):
        found = self.create(text="The words of one.")
        self.create(email="bea@example.com", text="Others.")
        request = RequestFactory().get("/")
        request.brand = self.brand

        def render(tag):
            return Template("{% load testimonials %}" + tag).render(Context({"request": request}))

        assert render("{% testimonial_wall %}").count("<blockquote>") == 2
        self.assertIn("The words of one.", render("{% testimonial " + str(found.pk) + " %}"))
        for number in ("99999", "9" * 30):
            assert render("{% testimonial " + number + " %}").strip() == ""
        giving.withdraw(testimonial=found)
        assert render("{% testimonial_wall %}").count("<blockquote>") == 1


class HomePagesTestCase(PlacesTestCase):
    def test_home_page_of_each_product_site_shows_testimonials_when_there_are_any(self):
        load_pages()
        brands = Brand.objects.filter(slug__in=PRODUCTS)
        assert len(brands) == 3
        for brand in brands:
            self.assertNotIn("What customers say", self.text("/", brand.host))
        found = self.create(answer=answer(*brands))
        for brand in brands:
            text = self.text("/", brand.host)
            self.assertIn("What customers say", text)
            self.assertIn(NAME, text)
        giving.withdraw(testimonial=found)
        for brand in brands:
            self.assertNotIn(NAME, self.text("/", brand.host))


class FindingTestCase(PlacesTestCase):
    SITEMAP = "/sitemap-testimonials-1.xml"

    def test_sitemap_lists_wall_pages_and_directory_while_they_show_something(self):
        assert self.client.get(self.SITEMAP).status_code == 404
        found = self.create()
        create_listing(brand=self.brand)
        text = self.text(self.SITEMAP)
        for path in ("/testimonials/", found.get_absolute_url(), "/customers/"):
            self.assertIn(f"<loc>{self.brand.origin}{path}</loc>", text)
        giving.withdraw(testimonial=found)
        text = self.text(self.SITEMAP)
        self.assertNotIn("/testimonials/", text)
        self.assertIn("/customers/", text)

    def test_sitemap_of_another_site_lists_no_copies(self):
        other = Brand.objects.get(slug="autodealerchat")
        found = self.create(answer=answer(self.brand, other))
        text = self.text(self.SITEMAP, other.host)
        self.assertIn("/testimonials/</loc>", text)
        self.assertNotIn(found.get_absolute_url(), text)

    def test_the_index_reads_the_published_edition_once(self):
        found, entry = self.create(), registered["testimonials.testimonial"]
        with self.assertNumQueries(1):
            assert index.content_of(entry, found)["title"] == NAME

    def test_search_finds_words_and_transcript_until_the_withdrawal(self):
        found = create_video(brand=self.brand, by=self.adam, text="Marvelous horseless carriages.")
        for words in ("horseless", "minute"):
            self.assertIn(NAME, self.text(f"/search/?q={words}"))
        giving.withdraw(testimonial=found)
        for words in ("horseless", "minute"):
            self.assertNotIn(NAME, self.text(f"/search/?q={words}"))
