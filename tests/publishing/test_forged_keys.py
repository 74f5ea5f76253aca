"""A key that no row has is an unknown choice, however many digits it has."""

from tests.publishing.base import EditingTestCase, fields_of


class ForgedKeysTestCase(EditingTestCase):
    def test_a_forged_key_is_no_choice_of_the_form(self):
        version = self.refreshed().version
        for digits in (24, 5000):
            for name in ("authors", "tags", "also_on", "cover", "series"):
                with self.subTest(name=name, digits=digits):
                    answer = self.save(**{name: "9" * digits})
                    assert answer.status_code == 200
                    assert list(answer.context["adminform"].form.errors) == [name]
        assert self.refreshed().version == version

    def test_no_change_that_waits_has_such_a_key(self):
        assert self.admin.get(f"{self.url}?change={'9' * 5000}").status_code == 200
        assert self.admin.get(f"/admin/blog/post/{'9' * 5000}/history/").status_code == 404

    def test_nor_is_one_of_a_site_for_a_new_post(self):
        for digits in (24, 5000):
            sent = fields_of(self.post, slug="new", brand="9" * digits)
            answer = self.admin.post("/admin/blog/post/add/", sent)
            assert list(answer.context["adminform"].form.errors) == ["brand"]
