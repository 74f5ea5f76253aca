"""A visitor with a common browser and no cookies, who opens a form and sends it."""

from datetime import timedelta
from typing import Any

import html5lib
import time_machine
from django.test import Client
from django.utils import timezone

from contactatonce.lib.timed_cache import TimedCache
from tests import factories
from tests.base import SiteTestCase

XHTML = "{http://www.w3.org/1999/xhtml}"
BROWSER = {
    "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
    "accept": "text/html,application/xhtml+xml",
    "sec-fetch-site": "same-origin",
}
ANSWERS = {
    "name": "Nora Example",
    "email": "nora@example.com",
    "message": "Please show me how the chat looks on a page of ours.",
}


def parse(response: Any) -> Any:
    return html5lib.parse(response.content.decode())


def fields_of(response: Any) -> dict[str, str]:
    """Return the data that a browser would submit for the page's first inquiry form."""
    return form_fields(response, "class", "form")


def record_fields(response: Any) -> dict[str, str]:
    """Return the data that any button of a record's form in the admin would submit."""
    return form_fields(response, "id", "record")


def form_fields(response: Any, attribute: str, value: str) -> dict[str, str]:
    forms = parse(response).iter(f"{XHTML}form")
    form = next(form for form in forms if form.get(attribute) == value)
    fields = {}
    for element in form.iter():
        name, tag = element.get("name"), element.tag.removeprefix(XHTML)
        is_box = element.get("type") == "checkbox"
        if tag == "input" and name and (not is_box or "checked" in element.attrib):
            fields[name] = element.get("value", "on" if is_box else "")
        elif tag == "textarea":
            fields[name] = element.text or ""
        elif tag == "select":
            options = list(element.iter(f"{XHTML}option"))
            chosen = [option for option in options if "selected" in option.attrib] or options[:1]
            fields[name] = chosen[0].get("value", "")
    return fields


class InquiryTestCase(SiteTestCase):
    """The corporate site with an open form "contact" that asks every question."""

    action = "/contact/contact/"
    seconds_pass = staticmethod(TimedCache.clear_all)  # every process has seen the changes of staff

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.form = factories.create_form(brand=cls.brand)

    def setUp(self) -> None:
        self.client = Client(enforce_csrf_checks=True, headers=BROWSER, HTTP_HOST=self.host)

    def open_form(self, path: str = "/contact/") -> dict[str, str]:
        """Open a page and return its form's fields."""
        response = self.client.get(path)
        assert response.status_code == 200, response.status_code
        return fields_of(response)

    def send(self, fields: dict[str, str] | None = None, /, **more: Any) -> Any:
        """Open a form unless `fields` are given, fill it in for ten seconds and send it."""
        headers = more.pop("headers", None)
        action = more.pop("action", self.action)
        fields = fields or {**self.open_form(), **ANSWERS}
        with time_machine.travel(timezone.now() + timedelta(seconds=10), tick=False):
            return self.client.post(action, {**fields, **more}, headers=headers)
