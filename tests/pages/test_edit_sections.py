"""Staff write a page in the admin: sections are added, changed, moved, copied, deleted, undone."""

from django.test import Client
from django.utils import timezone

from contactatonce.brands.models import Brand
from leads.models import InquiryForm
from publishing import services as publishing
from tests.factories import create_form
from tests.pages.base import EditorTestCase, sent
from tests.pages.kinds import row


class EditSectionsTestCase(EditorTestCase):
    def visitor(self, path: str = "/try/") -> str:
        return Client().get(path, headers={"host": self.dealers.host}).content.decode()

    def test_a_new_section_stands_at_the_end_once_it_is_saved(self):
        form = self.client.get(self.url("section_add", "questions"))
        self.assertContains(form, "Questions and answers that open without a script.")
        assert self.kinds() == ["hero", "steps", "call"]
        response = self.client.post(self.url("section_add", "questions"), sent("questions"))
        assert self.kinds() == ["hero", "steps", "call", "questions"]
        assert response["Location"].startswith(self.url("change") + "#section-")
        assert self.page.revisions.first().note == "Added: Questions and answers “Questions”"
        assert "<h2>Questions</h2>" in self.visitor()

    def test_a_faulty_section_comes_back_with_all_that_was_written(self):
        data = sent("questions", title="", **{"row-1-text": ""})
        response = self.client.post(self.url("section_add", "questions"), data)
        self.assertContains(response, "This field is required.", count=2, status_code=422)
        self.assertContains(response, "One &amp; only", status_code=422)
        assert self.kinds() == ["hero", "steps", "call"]

    def test_a_changed_section_is_seen_at_once_and_recorded(self):
        assert self.change(title="In four steps").status_code == 302
        assert self.content("k-steps")["title"] == "In four steps"
        assert "<h2>In four steps</h2>" in self.visitor()
        revision = self.page.revisions.first()
        assert (revision.number, revision.made_by) == (2, self.bob)
        assert revision.note == "Changed: Steps “In four steps”"

    def test_buttons_move_copy_and_delete(self):
        self.client.post(self.url("section_up", "k-steps"))
        assert self.kinds() == ["steps", "hero", "call"]
        self.client.post(self.url("section_up", "k-steps"))
        self.client.post(self.url("section_down", "k-hero"))
        assert self.kinds() == ["steps", "call", "hero"]
        self.client.post(self.url("section_duplicate", "k-steps"))
        assert self.kinds() == ["steps", "steps", "call", "hero"]
        copy = self.page.sections[1]
        assert copy["key"] != "k-steps"
        assert copy["content"]["anchor"] == ""
        assert copy["content"]["points"] == self.content("k-steps")["points"]
        self.client.post(
            self.url("section_delete", "k-call"), {"opened_version": self.page.version}
        )
        assert self.kinds() == ["steps", "steps", "hero"]

    def test_each_step_is_a_revision_and_a_restored_one_brings_all_sections_back(self):
        self.change(title="Changed")
        self.client.post(self.url("section_up", "k-steps"))
        self.page.refresh_from_db()
        self.client.post(
            self.url("section_delete", "k-hero"), {"opened_version": self.page.version}
        )
        assert self.kinds() == ["steps", "call"]
        history = self.client.get(self.url("revision", 2))
        self.assertContains(history, "<ins>Changed</ins>", html=True)
        self.client.post(self.url("restore", 1))
        assert self.kinds() == ["hero", "steps", "call"]
        assert self.content("k-steps")["title"] == "How"
        assert self.page.revisions.count() == 5

    def test_a_revision_that_may_not_be_live_is_not_restored_to_a_live_page(self):
        type(self.page).objects.filter(pk=self.page.pk).update(sections=[])
        publishing.record(type(self.page).objects.get(pk=self.page.pk))
        empty = self.page.revisions.latest("number").number
        self.client.post(self.url("restore", 1))
        type(self.page).objects.filter(pk=self.page.pk).update(publish_at=timezone.now())
        response = self.client.post(self.url("restore", empty), follow=True)
        self.assertContains(response, "Not restored: ")
        assert self.kinds() == ["hero", "steps", "call"]

    def test_rows_are_worked_on_without_saving_anything(self):
        data = sent("steps", rows="add", title="Not saved")
        response = self.client.post(self.url("section", "k-steps"), data)
        self.assertContains(response, 'value="Not saved"')
        self.assertContains(response, "Step 3")
        self.assertContains(response, "autofocus", count=1)
        self.assertNotContains(response, "required.")
        self.page.refresh_from_db()
        assert self.page.version == 1

    def test_a_preview_shows_what_is_not_saved_in_the_pages_own_design(self):
        data = sent("steps", preview="Preview", title="Only a try")
        response = self.client.post(self.url("section", "k-steps"), data)
        self.assertContains(response, "<h2>Only a try</h2>", html=True)
        self.assertContains(response, "Auto Dealer Chat")
        assert "no-store" in response["Cache-Control"]
        assert "noindex" in response["X-Robots-Tag"]
        assert "Only a try" not in self.visitor()
        saved = self.client.get(self.url("preview"))
        self.assertContains(saved, "<h1>Hello</h1>", html=True)

    def test_the_preview_has_the_colors_of_its_site_on_the_staffs_host(self):
        page = self.client.get(self.url("preview")).content.decode()
        address = page.partition('href="/brand/')[2].partition('"')[0]
        css = self.client.get(f"/brand/{address}").content.decode()
        assert self.dealers.accent in css
        assert Brand.objects.get(slug="contactatonce").accent not in css

    def test_a_kind_or_section_that_there_is_not_is_404(self):
        assert self.client.get(self.url("section_add", "poem")).status_code == 404
        assert self.client.get(self.url("section", "gone")).status_code == 404
        data = {**sent("steps"), "kind": "poem"}
        assert self.client.post(self.url("section", "k-steps"), data).status_code == 404

    def test_who_may_not_change_pages_changes_none(self):
        for person in (self.alice, self.erin):
            self.client.force_login(person)
            assert self.client.get(self.url("section", "k-steps")).status_code == 403
            assert self.change(title="Mine").status_code == 403
            for action in ("up", "down", "duplicate", "delete"):
                assert self.client.post(self.url(f"section_{action}", "k-steps")).status_code == 403
            assert self.client.get(self.url("preview")).status_code == 403
        assert self.kinds() == ["hero", "steps", "call"]
        assert self.content("k-steps")["title"] == "How"

    def test_looking_at_a_action_does_nothing(self):
        for action in ("up", "down", "duplicate", "delete"):
            assert self.client.get(self.url(f"section_{action}", "k-steps")).status_code == 405
        assert self.kinds() == ["hero", "steps", "call"]


class InquiryFormTestCase(EditorTestCase):
    """A section shows one of its site's inquiry forms."""

    def setUp(self):
        super().setUp()
        create_form(brand=self.dealers)
        create_form(brand=self.dealers, slug="trade-in", title="Trade in", is_open=False)
        create_form(brand=self.brand, slug="partners", title="Partners")

    def stored(self, slug):
        """Store a section with this form, and return what its editor shows."""
        self.page.sections = [row("form", form=slug)]
        self.page.save()
        return self.client.get(self.url("section", "k-form"))

    def test_an_editor_chooses_among_the_forms_of_the_site(self):
        page = self.client.get(self.url("section_add", "form"))
        self.assertContains(page, '<option value="contact" selected>Contact us (contact)')
        self.assertContains(page, '<option value="trade-in">Trade in (trade-in), closed')
        self.assertNotContains(page, "partners")
        self.client.post(self.url("section_add", "form"), sent("form", form="trade-in"))
        self.page.refresh_from_db()
        assert self.page.sections[-1]["content"]["form"] == "trade-in"

    def test_one_that_the_site_does_not_have_is_refused(self):
        sections = self.kinds()
        answer = self.client.post(self.url("section_add", "form"), sent("form", form="partners"))
        self.assertContains(answer, "partners is not one of the available", status_code=422)
        assert self.kinds() == sections

    def test_one_that_has_gone_is_shown_told_and_kept_until_another_is_chosen(self):
        page = self.stored("gone")
        self.assertContains(page, '<option value="gone" selected>gone (gone)')
        self.assertContains(page, "The site has no form “gone” any more")
        answer = self.change("k-form", form="gone", title="Other words")
        assert answer.status_code == 302
        assert (self.content("k-form")["form"], self.content("k-form")["title"]) == (
            "gone",
            "Other words",
        )
        self.change("k-form", form="contact")
        assert self.content("k-form")["form"] == "contact"
        assert self.change("k-form", form="gone").status_code == 422

    def test_one_that_is_closed_is_told(self):
        self.assertContains(self.stored("trade-in"), "This form is closed, so visitors do not see")
        self.assertNotContains(self.stored("contact"), "is closed, so")

    def test_a_site_without_a_form_says_so(self):
        InquiryForm.objects.all().delete()
        page = self.client.get(self.url("section_add", "form"))
        self.assertContains(page, "The site has no inquiry form yet")


class TwoEditorsTestCase(EditorTestCase):
    """Adam's and Bob's browsers have the same page open."""

    def test_two_sections_of_a_page_can_be_changed_at_once(self):
        assert self.change("k-hero", version=1, title="Adam was here").status_code == 302
        assert self.change("k-steps", version=1, title="Bob was here").status_code == 302
        assert self.content("k-hero")["title"] == "Adam was here"
        assert self.content("k-steps")["title"] == "Bob was here"

    def test_who_saves_the_same_section_second_sees_both_and_overwrites_nothing(self):
        self.change(version=1, title="Adam was here")
        response = self.change(version=1, title="Bob was here")
        assert response.status_code == 409
        self.assertContains(response, "Two people edited this", status_code=409)
        for text in ("Adam was here", "Bob was here", "<del>How</del>", "Step 2, Text"):
            self.assertContains(response, text, status_code=409)
        assert self.content("k-steps")["title"] == "Adam was here"
        self.assertContains(response, 'name="opened_version" value="2"', status_code=409)
        assert self.change(version=2, title="Bob was here").status_code == 302
        assert self.content("k-steps")["title"] == "Bob was here"

    def test_a_section_that_went_meanwhile_is_not_lost_and_not_brought_back_unasked(self):
        self.client.post(self.url("section_delete", "k-steps"), {"opened_version": 1})
        response = self.change(version=1, title="Bob was here")
        self.assertContains(response, "deleted. Saving puts your section", status_code=409)
        assert self.kinds() == ["hero", "call"]
        again = self.change(version=2, title="Bob was here")
        assert again.status_code == 302
        assert self.kinds() == ["hero", "call", "steps"]

    def test_a_section_that_was_changed_meanwhile_is_not_deleted(self):
        self.change(version=1, title="Adam was here")
        response = self.client.post(
            self.url("section_delete", "k-steps"), {"opened_version": 1}, follow=True
        )
        self.assertContains(response, "Someone else changed this section")
        assert self.kinds() == ["hero", "steps", "call"]
