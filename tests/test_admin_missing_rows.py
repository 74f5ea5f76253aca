"""An admin URL with a key that no row has answers a redirect or an error page, never 500."""

import re
from itertools import product

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType

from tests.base import StaffTestCase
from tests.test_url_roles import STANDARD

KEYS = ("4711", "junk", "9" * 30, "_00", "%00")
OTHER = {"kind": "steps", "key": "k-steps", "number": "9" * 30, "link": "1"}
CONVERTER = re.compile(r"<(?:\w+:)?(\w+)>")


def pages():
    """Yield the prefix and the pattern of each admin page that names a row."""
    for model, model_admin in admin.site._registry.items():
        prefix = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        for pattern in model_admin.get_urls():
            route = str(pattern.pattern)
            is_own = route not in STANDARD or route.endswith(("/history/", "/change/"))
            if is_own and CONVERTER.search(route):
                yield prefix + route


class MissingRowsTestCase(StaffTestCase):
    def test_link_to_a_page_is_404_for_a_number_that_no_row_has(self):
        self.client.force_login(self.adam)
        self.client.raise_request_exception = False
        kinds = (*ContentType.objects.values_list("pk", flat=True), 4711, 10**30)
        numbers = (4711, 10**18, 2**64, 2**128, 10**60)
        for kind, number in {*product(kinds, (4711, 2**64)), *product(kinds[:3], numbers)}:
            url = f"/admin/r/{kind}/{number}/"
            assert self.client.get(url).status_code == 404, url

    def test_no_page_fails_for_a_key_that_no_row_has(self):
        type(self.adam).objects.filter(pk=self.adam.pk).update(is_superuser=True)
        self.client.force_login(self.adam)
        self.client.raise_request_exception = False
        failed = []
        for route in pages():
            for key in KEYS:
                url = CONVERTER.sub(lambda found, key=key: OTHER.get(found[1], key), route)
                for method in ("get", "post"):
                    status = getattr(self.client, method)(url).status_code
                    if status >= 500:
                        failed.append((method, url))
        assert not failed
