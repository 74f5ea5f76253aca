"""`{% inquiry_form "slug" %}` puts a form of the site on any page."""

from django.http import HttpRequest
from django.template import Context, Template
from django.test import RequestFactory
from django.test.utils import override_settings

from contactatonce.brands.models import Brand
from contactatonce.lib import form_tokens
from tests import factories

from .base import InquiryTestCase

TEMPLATE = '{% load inquiry_forms %}<p>Before</p>{% inquiry_form "demo" %}<p>After</p>'


class TagTestCase(InquiryTestCase):
    def test_tag_renders_the_form(self):
        factories.create_form(brand=self.brand, slug="demo", intro="See it at work.")
        page = self.render()
        assert 'action="/contact/demo/"' in page
        assert "See it at work." in page
        assert 'name="page" value="/products/"' in page
        filled = form_tokens.TokenTemplate(page.encode()).filled(HttpRequest()).decode()
        token = filled.partition('name="form_token" value="')[2].partition('"')[0]
        assert form_tokens.read(token, "contactatonce:demo")

    def test_page_renders_without_a_missing_or_closed_form(self):
        other = Brand.objects.get(slug="apartmentchat")
        factories.create_form(brand=other, slug="demo")
        factories.create_form(brand=self.brand, slug="closed", is_open=False)
        assert self.render().split() == ["<p>Before</p>", "<p>After</p>"]

    def test_two_forms_on_one_page_share_no_id(self):
        factories.create_form(brand=self.brand, slug="demo")
        page = self.render(TEMPLATE + '{% inquiry_form "contact" %}')
        ids = [part.partition('"')[0] for part in page.split(' id="')[1:]]
        assert len(ids) == len(set(ids))

    @override_settings(PAGE_CACHE_SECONDS=20)
    def test_cached_page_has_a_new_token_each_time(self):
        first, second = (self.open_form()["form_token"] for _ in range(2))
        assert first != second
        keys = {form_tokens.read(token, self.form.scope).key for token in (first, second)}
        assert len(keys) == 2

    @override_settings(PAGE_CACHE_SECONDS=20)
    def test_a_cached_page_costs_no_query(self):
        self.open_form()
        with self.assertNumQueries(0):
            response = self.client.get("/contact/")
        assert "private" in response["Cache-Control"]

    def render(self, template: str = TEMPLATE) -> str:
        request = RequestFactory().get("/products/", HTTP_HOST=self.host)
        request.brand = self.brand
        return Template(template).render(Context({"request": request, "brand": self.brand}))
