"""Lists in the admin: counting stops somewhere, joins are named, filters know their choices."""

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from contactatonce.accounts.models import User
from contactatonce.admin_site import StaffSite
from contactatonce.brands.models import Brand, Holiday, HostAlias
from contactatonce.lib import admin as lib
from contactatonce.lib.admin import lists
from leads.models import Person
from tests.base import StaffTestCase


class CountTestCase(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        ContentType.objects.bulk_create(
            ContentType(app_label="example", model=f"model{number}") for number in range(12)
        )
        cls.rows = ContentType.objects.filter(app_label="example")

    def setUp(self) -> None:
        self.before, lists.MOST_COUNTED = lists.MOST_COUNTED, 10
        self.addCleanup(setattr, lists, "MOST_COUNTED", self.before)

    def test_counting_stops_after_the_limit_and_says_so(self):
        paginator = lib.BoundedPaginator(self.rows.order_by("model"), 4)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert (paginator.count, paginator.count_label, paginator.is_cut) == (10, "10+", True)
        [query] = queries
        assert "LIMIT 11" in query["sql"]
        assert "ORDER BY" not in query["sql"]

    def test_a_short_list_is_counted_exactly(self):
        paginator = lib.BoundedPaginator(self.rows.filter(model__lt="model3").order_by("pk"), 4)
        assert (paginator.count_label, paginator.is_cut) == ("5", False)

    def test_a_list_that_holds_nothing_for_certain_is_counted_too(self):
        for rows in (self.rows.none(), self.rows.filter(pk__in=[])):
            assert lib.BoundedPaginator(rows.order_by("pk"), 4).count_label == "0"

    def test_every_counted_row_can_be_paged_to(self):
        paginator = lib.BoundedPaginator(self.rows.order_by("pk"), 4)
        assert [len(paginator.page(number)) for number in paginator.page_range] == [4, 4, 2]


class ChecksTestCase(TestCase):
    def ids(self, model, **options):
        cls = type("ExampleAdmin", (lib.Admin,), options)
        return {error.id for error in cls(model, admin.site).check()}

    def test_a_related_object_in_a_list_needs_its_join(self):
        shown = {"list_display": ["day_on", "calendar"]}
        assert self.ids(Holiday, **shown) == {"contactatonce.E101"}
        assert self.ids(Holiday, **shown, list_select_related=["calendar"]) == set()
        further = {"list_display": ["brand"], "list_select_related": ["brand__calendar"]}
        assert self.ids(HostAlias, **further) == set()

    def test_a_filter_must_not_read_its_choices_out_of_the_table(self):
        assert self.ids(Holiday, list_filter=["name"]) == {"contactatonce.E102"}
        assert self.ids(Holiday, list_filter=["calendar"]) == {"contactatonce.E102"}
        insisted = [("calendar", admin.RelatedFieldListFilter)]
        assert self.ids(Holiday, list_filter=insisted) == set()
        assert self.ids(Brand, list_filter=["kind"]) == set()
        assert self.ids(User, list_filter=["is_active", "last_login"], fields=["email"]) == set()

    def test_an_inline_needs_a_bound_that_one_form_can_hold(self):
        for most, found in (
            (None, {"contactatonce.E103"}),
            (101, {"contactatonce.E103"}),
            (9, set()),
        ):
            rows = type("Rows", (lib.Inline,), {"model": HostAlias, "max_num": most})
            assert self.ids(Brand, inlines=[rows], exclude=["calendar"]) == found

    def test_a_choice_offers_no_table_that_grows(self):
        assert self.ids(Person, fields=["company"]) == {"contactatonce.E104"}
        assert self.ids(Person, fields=["company"], autocomplete_fields=["company"]) == set()
        assert self.ids(Person, fields=["name"]) == set()
        assert self.ids(HostAlias, fields=["brand"]) == set()

    def test_the_site_takes_no_admin_that_skips_the_base(self):
        plain = type("PlainAdmin", (admin.ModelAdmin,), {"__module__": "leads.admin"})
        with self.assertRaisesMessage(TypeError, "PlainAdmin"):
            StaffSite().register(Brand, plain)

    def test_the_site_leaves_out_what_packages_register_for_themselves(self):
        labels = {model._meta.label for model in admin.site._registry}
        assert not {label for label in labels if label.startswith(("account.", "mfa."))}
        assert "django_tasks_database.DBTaskResult" not in labels


class ListTestCase(StaffTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.client.force_login(self.adam)

    def test_what_a_database_refuses_is_no_value_of_a_filter(self):
        User.objects.filter(pk=self.adam.pk).update(is_superuser=True)
        for model in admin.site._registry:
            url = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
            relations = [field.name for field in model._meta.fields if field.is_relation]
            for name in (f"{name}{end}" for name in relations for end in ("", "__gte", "__in")):
                for value in ("9" * 19, "-" + "9_" * 30 + "9", "a\x00"):
                    response = self.client.get(url, {name: value})
                    self.assertContains(response, "This filter does not exist any more.")

    def test_the_first_tab_is_open_unless_the_address_says_else(self):
        response = self.client.get("/admin/accounts/user/")
        self.assertContains(response, '<a href="?people=staff" aria-current="page">Staff</a>')
        response = self.client.get("/admin/accounts/user/?people=members")
        self.assertContains(response, '<a href="?people=members" aria-current="page">Members</a>')

    def test_the_numbers_of_all_tabs_take_one_query(self):
        with CaptureQueriesContext(connection) as queries:
            self.assertContains(self.client.get("/admin/jobs/job/"), "Waiting")
        numbered = [query["sql"] for query in queries if "LIMIT 1000)" in query["sql"]]
        assert len(numbered) == 1, numbered

    def test_the_trail_of_changes_shows_names_without_a_query_for_each(self):
        for person in (self.alice, self.bob, self.dora):
            LogEntry.objects.create(
                user=person,
                action_flag=2,
                object_repr="Office 1",
                content_type=ContentType.objects.get_for_model(Brand),
            )
        self.client.get("/")
        with CaptureQueriesContext(connection) as queries:
            self.assertContains(self.client.get("/admin/admin/logentry/"), "Dora")
        assert len(queries) <= 8, [query["sql"][:80] for query in queries]


class ChoiceTestCase(StaffTestCase):
    def test_beside_a_choice_stands_at_most_a_way_to_add_to_it(self):
        self.client.force_login(self.bob)
        for path, adds in (("/admin/pages/page/add/", False), ("/admin/blog/post/add/", True)):
            page = self.client.get(path).text
            for sign in ("change-related", "view-related", "delete-related"):
                assert sign not in page, path
            assert ('id="add_id_series"' in page) is adds, path
