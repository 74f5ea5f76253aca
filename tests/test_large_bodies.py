"""No page outside the admin repeats an oversized body.

The links of this table are forged; tests/test_secret_pages.py sends such bodies to real ones.
"""

from django.forms import BaseForm

from contactatonce.lib.public_forms import PublicForm
from tests.base import SiteTestCase
from tests.lib.test_form_fields import subclasses
from tests.url_table import PAGES

ACCOUNT_FIELDS = {"login", "password", "email", "password1", "password2", "code", "next"}


class LargeBodiesTestCase(SiteTestCase):
    def test_an_oversized_body_is_repeated_on_no_page(self):
        kinds: list[type[BaseForm]] = list(subclasses(PublicForm))
        names = sorted(ACCOUNT_FIELDS.union(*(getattr(kind, "base_fields", ()) for kind in kinds)))
        for some in batched(names, 10):
            body = dict.fromkeys(some, "x" * 90_000)  # together less than the largest body
            for page in PAGES.values():
                if not page.url.startswith("/admin/"):
                    self.post(page.url, body)

    def post(self, url, body):
        response = self.client.post(url, body)
        with self.subTest(url):
            assert response.status_code < 500
            assert response.streaming or b"x" * 5000 not in response.content
            assert all(len(value) < 5000 for value in response.headers.values())


def batched(names, most):
    return [names[start : start + most] for start in range(0, len(names), most)]
