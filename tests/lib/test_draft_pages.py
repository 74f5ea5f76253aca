"""The own buttons of a change page keep what was typed into its form, and store none of it."""

from pages.models import Page
from tests.base import StaffTestCase, confirm_access
from tests.leads.base import form_fields
from tests.pages.base import EditorTestCase
from tests.testimonials.factories import create_listing


class OwnButtonsTestCase(StaffTestCase):
    def press(self, path: str, button: str, form: str, **typed):
        """Press a button of the change page at `path` that was opened, with what was typed."""
        sent = form_fields(self.client.get(f"{path}change/"), "id", form)
        sent |= {name: text for name, text in typed.items() if text is not None}
        for name in (name for name, text in typed.items() if text is None):
            sent.pop(name)
        return self.client.post(f"{path}{button}/", sent)

    def test_an_account_keeps_what_was_typed(self):
        self.client.force_login(self.adam)
        confirm_access(self.client)
        path = f"/admin/accounts/user/{self.bob.pk}/"
        for button in ("sign-out", "invite", "reset-second-factor"):
            assert self.press(path, button, "user_form").status_code == 302, button
            response = self.press(path, button, "user_form", display_name="Bob New", is_active=None)
            self.assertContains(response, "not saved yet")
            shown = form_fields(response, "id", "user_form")
            assert shown["display_name"] == "Bob New", button
            assert "is_active" not in shown, button
            self.bob.refresh_from_db()
            assert (self.bob.display_name, self.bob.is_active) == ("Bob", True)

    def test_an_entry_of_the_directory_keeps_what_was_typed(self):
        self.client.force_login(self.bob)
        listing = create_listing(brand=self.brand, agreed=False)
        path = f"/admin/testimonials/listing/{listing.pk}/"
        response = self.press(path, "ask", "listing_form", place="Chicago")
        self.assertContains(response, 'value="Chicago"')
        listing.refresh_from_db()
        assert listing.place == "Springfield"
        assert listing.asked_at

    def test_the_enter_key_saves(self):
        self.client.force_login(self.bob)
        listing = create_listing(brand=self.brand, agreed=False)
        page = self.client.get(f"/admin/testimonials/listing/{listing.pk}/change/").text
        first = page.partition('id="listing_form"')[2].partition("<button")[2]
        assert first.startswith(' type="submit" name="_save" hidden>')


class SectionTestCase(EditorTestCase):
    def test_a_moved_section_keeps_what_was_typed_about_its_page(self):
        opened = form_fields(self.client.get(self.url("change")), "id", "page_form")
        response = self.client.post(
            self.url("section_up", "k-steps"), opened | {"title": "Half a ti"}
        )
        self.assertContains(response, 'value="Half a ti"')
        assert self.kinds() == ["steps", "hero", "call"]
        assert Page.objects.get(pk=self.page.pk).title == "Try"
        again = form_fields(response, "id", "page_form") | {"title": "A new title"}
        assert self.client.post(self.url("change"), again).status_code == 302
        assert Page.objects.get(pk=self.page.pk).title == "A new title"
        assert self.kinds() == ["steps", "hero", "call"]
