"""Filters fail closed: a value that a filter does not offer finds nothing, and the page says so."""

from django.contrib import admin

from contactatonce.accounts.models import User
from contactatonce.brands.models import Brand
from publishing.models import Redirect
from tests.base import StaffTestCase

GONE = "This filter does not exist any more."


def list_of(model):
    return f"/admin/{model._meta.app_label}/{model._meta.model_name}/"


class UnknownFilterTestCase(StaffTestCase):
    def setUp(self):
        super().setUp()
        User.objects.filter(pk=self.adam.pk).update(is_superuser=True)
        self.client.force_login(self.adam)

    def refused(self, url, **parameters):
        response = self.client.get(url, parameters)
        assert response.status_code == 200, (url, parameters, response.status_code)
        changelist = response.context["cl"]
        assert changelist.queryset.query.is_empty(), (url, parameters)
        assert (changelist.result_count, len(changelist.result_list)) == (0, 0), (url, parameters)
        self.assertContains(response, GONE)
        self.assertContains(response, 'href="?')
        return response

    def test_every_filter_of_every_list_finds_nothing(self):
        tried = 0
        for model in admin.site._registry:
            url = list_of(model)
            for spec in self.client.get(url).context["cl"].filter_specs:
                for name in spec.expected_parameters():
                    if name.endswith("__isnull"):  # any value is a yes
                        continue
                    for value in ("no-such", "999999", "9" * 25, "a\x00"):
                        is_date = isinstance(spec, admin.DateFieldListFilter)
                        if not is_date or value != "999999":
                            self.refused(url, **{name: value})
                            tried += 1
        assert tried > 100

    def test_a_parameter_that_is_no_filter_finds_nothing(self):
        for model in admin.site._registry:
            self.refused(list_of(model), no_such_filter="1")

    def test_an_empty_value_narrows_nothing(self):
        response = self.client.get("/admin/publishing/redirect/?site=")
        assert not response.context["cl"].has_unknown_filter

    def test_an_action_under_an_unknown_filter_acts_on_nothing(self):
        brand = Brand.objects.get(slug="autodealerchat")
        row = Redirect.objects.create(brand=brand, old_path="/old/", target="/new/")
        sent = {
            "action": "delete_selected",
            "_selected_action": [row.pk],
            "index": 0,
            "post": "yes",
        }
        for across in ("0", "1"):
            for query in ("?site=no-such", "?answer=no-such", "?x=1"):
                url = f"/admin/publishing/redirect/{query}"
                self.client.post(url, {**sent, "select_across": across})
                assert Redirect.objects.filter(pk=row.pk).exists(), query

    def test_a_page_that_does_not_exist_keeps_the_filter(self):
        response = self.client.get("/admin/accounts/user/?people=members&p=99")
        changelist = response.context["cl"]
        assert response.status_code == 200
        assert changelist.params == {"people": "members"}


class ModerationQueueTestCase(StaffTestCase):
    def setUp(self):
        super().setUp()
        self.client.force_login(self.charlie)

    def test_the_moderation_queue_finds_nothing(self):
        for query in ("kind=gone", "site=gone", "reason=%00", "author=x", "state=gone"):
            response = self.client.get(f"/admin/moderation/verdict/queue/?{query}")
            self.assertContains(response, GONE)
            self.assertContains(response, "Show everything")
