"""Every night all pages are read, and broken links are listed for staff."""

from unittest import mock

import time_machine
from django.http import HttpResponse
from django.test import override_settings
from django.urls import include, path
from django_tasks_db.models import DBTaskResult

from contactatonce.jobs.registry import periodic_tasks
from publishing import middleware, redirects
from publishing.models import Redirect
from search import crawler, links, sitemaps
from search.models import LinkProblem
from tests.base import StaffTestCase

HOST = "www.autodealerchat.com"
PAGES: dict[str, str] = {}
OTHERS = {"/": "<p>Another site"}


def show(request, page=""):
    text = (PAGES if request.brand.host == HOST else OTHERS).get(f"/{page}")
    return HttpResponse(text or "", status=404 if text is None else 200)


urlpatterns = [
    path("admin/", include("contactatonce.urls")),  # only so that its names resolve
    path("", show),
    path("<path:page>", show),
]


@override_settings(ROOT_URLCONF=__name__)
class CheckTestCase(StaffTestCase):
    def setUp(self) -> None:
        super().setUp()
        crawler.application.cache_clear()
        self.addCleanup(crawler.application.cache_clear)
        self.enterContext(mock.patch.dict(sitemaps.sections, clear=True))
        self.enterContext(mock.patch.object(middleware, "hits", middleware.Hits()))
        self.enterContext(mock.patch.dict(PAGES, clear=True))
        sitemaps.section("x", rows=lambda b: [(p, None) for p in PAGES] if b.host == HOST else [])

    def found(self, **pages: str) -> set[tuple[str, str, str]]:
        PAGES.clear()
        PAGES.update({"/": ""} | {self.path(name): text for name, text in pages.items()})
        links.check_links()
        return set(LinkProblem.objects.values_list("kind", "path", "target"))

    @staticmethod
    def path(name: str) -> str:
        return "/" if name == "home" else f"/{name}/"


class FindTestCase(CheckTestCase):
    def test_links_that_lead_somewhere_are_no_problem(self):
        links = (
            '<a href="/a/">',
            '<a href="a/#part">',
            f'<a href="https://{HOST}/a/">',
            "<a>",
            '<a href="">',
            '<a href="https://elsewhere.example/x/">',
            '<a href="mailto:a@example.com">',
            '<a href="tel:+1">',
            '<a href="/admin/x/">',
            '<a href="https://www.contactatonce.com/">',
        )
        self.assertEqual(self.found(home="".join(links), a='<p id="part"><a href="/">'), set())

    def test_a_link_to_nothing_to_no_place_or_by_a_detour_is_told(self):
        brand = self.brand.__class__.objects.get(host=HOST)
        redirects.moved(brand=brand, old="/old/", new="/a/")
        redirects.gone(brand=brand, old="/gone/")
        home = '<a href="/a/"><a href="/b/"><a href="/old/"><a href="/gone/"><a href="/a/#no">'
        self.assertEqual(
            self.found(home=home, a='<p id="part">'),
            {
                ("broken", "/", "/b/"),
                ("broken", "/", "/gone/"),
                ("moved", "/", "/old/"),
                ("anchor", "/", "/a/#no"),
            },
        )
        middleware.hits.flush()
        self.assertEqual(set(Redirect.objects.values_list("hits", flat=True)), {0})

    def test_a_page_that_only_links_to_itself_is_an_orphan_and_the_home_page_is_not(self):
        found = self.found(home='<a href="/a/">', a="", b='<a href="/b/">', c="")
        self.assertEqual(found, {("orphan", "/b/", ""), ("orphan", "/c/", "")})

    def test_a_link_from_another_site_of_ours_counts(self):
        self.assertIn(("orphan", "/a/", ""), self.found(a=""))
        with mock.patch.dict(OTHERS, {"/": f'<a href="https://{HOST}/a/">'}):
            self.assertEqual(self.found(a=""), set())


class KeepTestCase(CheckTestCase):
    def test_a_mended_link_goes_and_another_keeps_the_time_when_it_was_found(self):
        with time_machine.travel("2026-11-23T03:00:00Z", tick=False):
            self.found(home='<a href="/a/"><a href="/b/">')
        with time_machine.travel("2026-11-24T03:00:00Z", tick=False):
            left = self.found(home='<a href="/b/"><a href="/c/">')
        self.assertEqual({target for _, _, target in left}, {"/b/", "/c/"})
        days = dict(LinkProblem.objects.values_list("target", "found_at__day"))
        self.assertEqual(days, {"/b/": 23, "/c/": 24})

    def test_a_site_that_does_not_serve_says_nothing_about_its_links(self):
        self.found(home='<a href="/a/">')
        PAGES.pop("/")
        with self.assertRaises(links.NotServing):
            links.check_links()
        self.assertEqual(LinkProblem.objects.count(), 1)

    def test_it_is_done_every_night(self):
        PAGES.update({"/": '<a href="/a/">'})
        periodic_tasks["search.tasks.check_links"].run()
        self.assertEqual(LinkProblem.objects.get().target, "/a/")


class ReportTestCase(StaffTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.problem = LinkProblem.objects.create(
            brand=cls.brand,
            kind="broken",
            path="/a/",
            target="/b/",
            status=404,
            found_at="2026-11-23T03:00:00Z",
        )

    def test_the_start_page_tells_an_editor_and_nobody_else(self):
        for person, sees in ((self.bob, True), (self.adam, True), (self.alice, False)):
            self.client.force_login(person)
            page = self.client.get("/admin/").content.decode()
            self.assertEqual("The websites" in page, sees, person)
            self.assertEqual("?kind=broken" in page, sees, person)

    def test_nothing_is_said_while_all_is_well(self):
        self.problem.delete()
        self.client.force_login(self.bob)
        self.assertNotContains(self.client.get("/admin/"), "The websites")

    def test_the_report_leads_to_the_page_and_names_link_and_answer(self):
        self.client.force_login(self.bob)
        page = self.client.get("/admin/search/linkproblem/?kind=broken")
        self.assertContains(page, 'href="https://www.contactatonce.com/a/"')
        for text in ("/b/", "404", "Leads to nothing", "Check now"):
            self.assertContains(page, text)
        self.assertNotContains(
            self.client.get("/admin/search/linkproblem/?kind=orphan"), ">/a/</a>"
        )

    def test_an_editor_can_have_it_checked_now(self):
        self.client.force_login(self.bob)
        self.client.post("/admin/search/linkproblem/check/")
        job = DBTaskResult.objects.get()
        self.assertEqual(job.args_kwargs["args"], ["search.tasks.check_links"])

    def test_security_txt_is_told_when_it_is_due(self):
        self.client.force_login(self.bob)
        with mock.patch("search.wellknown.security_days_left", return_value=12):
            self.assertContains(self.client.get("/admin/"), "security.txt expires in 12 days")
        with mock.patch("search.wellknown.security_days_left", return_value=-1):
            self.assertContains(self.client.get("/admin/"), "security.txt has expired")
