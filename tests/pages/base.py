"""A page to edit, and what an editor's browser sends."""

from datetime import timedelta

import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contactatonce.lib.timed_cache import TimedCache
from pages.models import MenuItem, Page
from publishing import scheduling
from publishing import services as publishing
from tests.base import StaffTestCase
from tests.pages.kinds import EXAMPLES, row


def create_page(brand, path="/try/", kinds=("hero", "steps", "call"), **fields) -> Page:
    """Store a published page with an example of each kind in `kinds`, and its first revision."""
    page = Page.objects.create(
        brand=brand,
        path=path,
        **{
            "sections": [row(kind) for kind in kinds],
            "title": "Try",
            "description": "It.",
            "publish_at": timezone.now() - timezone.timedelta(days=1),
            **fields,
        },
    )
    publishing.record(page)
    return page


def sent(kind: str, **changed) -> dict[str, str]:
    """Return what a browser sends for the example of `kind`, with `changed` in its place."""
    data: dict[str, str] = {"kind": kind}
    for name, value in EXAMPLES[kind].items():
        if name in {"points", "figures", "logos"}:
            data["row-TOTAL_FORMS"] = str(len(value))
            data["row-INITIAL_FORMS"] = "0"
            for number, point in enumerate(value):
                data |= flat(point, f"row-{number}-")
        else:
            data |= flat({name: value}, "")
    return {**data, **changed}


def flat(content: dict, prefix: str) -> dict[str, str]:
    data = {}
    for name, value in content.items():
        key = f"{prefix}{name}"
        if name == "drawing":
            data[key] = "{name}/{trade}".format(**value) if value else ""
        elif isinstance(value, dict):
            data |= {f"{key}_{part}": text for part, text in value.items()}
        elif isinstance(value, list):
            data[key] = ("\n\n" if name == "paragraphs" else "\n").join(value)
        elif value is not None:
            data[key] = str(value)
    return data


class EditorTestCase(StaffTestCase):
    """Bob edits a page of the site for car dealers."""

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.dealers = type(cls.brand).objects.get(slug="autodealerchat")
        cls.page = create_page(cls.dealers)

    def setUp(self) -> None:
        super().setUp()
        self.client.force_login(self.bob)

    def url(self, name: str, *args) -> str:
        return reverse(f"admin:pages_page_{name}", args=[self.page.pk, *args])

    def kinds(self) -> list[str]:
        self.page.refresh_from_db()
        return [one["kind"] for one in self.page.sections]

    def content(self, key: str) -> dict:
        self.page.refresh_from_db()
        return next(one["content"] for one in self.page.sections if one["key"] == key)

    def change(self, key: str = "k-steps", version: int | None = None, **changed: str):
        self.page.refresh_from_db()
        version = self.page.version if version is None else version
        kind = key.removeprefix("k-")
        data = sent(kind, save="Save", opened_version=str(version), **changed)
        return self.client.post(self.url("section", key), data)


class ScheduleTestCase(EditorTestCase):
    """`schedule` schedules a revision of the page for three days later."""

    def setUp(self) -> None:
        super().setUp()
        self.later = timezone.now().replace(second=0, microsecond=0) + timedelta(days=3)
        self.typed = f"{self.later.astimezone(self.dealers.calendar.zone):%Y-%m-%dT%H:%M}"

    def visit(self, path: str = "/try/") -> str:
        TimedCache.clear_all()
        return Client().get(path, headers={"host": self.dealers.host}).text

    def then(self, seconds: int = 1):
        return time_machine.travel(self.later + timedelta(seconds=seconds), tick=False)

    @property
    def pending(self):
        return scheduling.pending(self.page)

    def in_revision(self, name: str, *args: str) -> str:
        return f"{self.url(name, *args)}?scheduled={self.pending.pk}"

    def schedule(self, **changed: str):
        data = self.settings(takes_effect_at=self.typed, **changed)
        return self.client.post(self.url("change"), data)

    def change_scheduled(self, key: str = "k-steps", **changed: str):
        """Save a section of the scheduled revision."""
        data = sent(key.removeprefix("k-"), save="Save", **changed)
        return self.client.post(self.in_revision("section", key), data)

    def settings(self, **changed: str) -> dict[str, str]:
        """Return what the page's own form sends."""
        begun = self.page.publish_at.astimezone(self.dealers.calendar.zone)
        items = MenuItem.objects.filter(page=self.page)
        data = {"path": "/try/", "title": "Try", "description": "It."}
        place = "top" if items else ""
        data |= {"menu_place": place, "initial-menu_place": place}
        data |= {"publish_at": f"{begun:%Y-%m-%dT%H:%M}"}
        return {**data, "opened_version": str(self.page.version), **changed}
