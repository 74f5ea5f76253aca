"""A live page changes at a time: its sections and what stands around them, seen by the clock."""

import re
from unittest import mock

from media.services import InUse, delete
from pages.forms.wait import WaitForm
from pages.models import MenuItem
from publishing import changes
from publishing.models import PreviewLink
from search.results import search
from tests.media.base import add
from tests.pages.base import AtATimeTestCase, sent


class PageAtATimeTestCase(AtATimeTestCase):
    def test_visitors_see_a_changed_section_from_its_time_on_with_no_worker_running(self):
        response = self.schedule(title="In three days")
        assert response["Location"] == f"{self.in_change('change')}#section-k-steps"
        assert self.content("k-steps")["title"] == "How"
        with self.then(seconds=-1):
            assert "In three days" not in self.visit()
        with self.then():
            assert "In three days" in self.visit()

    def test_it_becomes_a_revision_that_the_search_knows(self):
        self.schedule(title="Zygotes in three days")
        with self.then():
            assert changes.settle_all() == 1
            assert [found.url for found in search(self.dealers, "zygotes").results] == ["/try/"]
            self.page.refresh_from_db()
            assert self.page.revisions.get(number=self.page.version).note == "Scheduled change"
            assert "Zygotes in three days" in self.visit()

    def test_all_that_is_done_to_sections_can_wait_together(self):
        self.schedule(title="In three days")
        add_url = self.in_change("section_add", "call")
        self.client.post(add_url, sent("call", save="Save", title="Brand new"))
        self.client.post(self.in_change("section_up", "k-call"))
        self.client.post(self.in_change("section_duplicate", "k-call"))
        form = self.client.get(self.in_change("change")).text
        [hero] = re.findall(r'value="(\d+)" formaction="[^"]*/k-hero/delete/', form)
        self.client.post(self.in_change("section_delete", "k-hero"), {"opened_stamp": hero})
        titles = [one["content"]["title"] for one in self.waiting.snapshot["sections"]]
        assert titles == ["Now", "Now", "In three days", "Brand new"]
        assert self.kinds() == ["hero", "steps", "call"]
        form = self.client.get(self.in_change("change"))
        self.assertContains(form, "Sections in the change that waits")
        self.assertContains(form, "Brand new")
        self.assertNotContains(self.client.get(self.url("change")), "Brand new")
        with self.then():
            page = self.visit()
            assert "Brand new" in page
            assert "Hello" not in page

    def test_a_deed_alone_can_wait(self):
        self.client.post(self.url("section_up", "k-call"), {"takes_effect_at": self.typed})
        assert self.kinds() == ["hero", "steps", "call"]
        with self.then():
            page = self.visit()
            assert page.index("Now</h2>") < page.index("How</h2>")

    def test_what_is_undone_waits_no_more(self):
        self.client.post(self.url("section_up", "k-call"), {"takes_effect_at": self.typed})
        response = self.client.post(self.in_change("section_down", "k-call"), follow=True)
        self.assertContains(response, "so nothing waits")
        assert self.waiting is None

    def test_settings_wait_beside_sections_and_neither_takes_the_other_back(self):
        MenuItem.objects.create(brand=self.dealers, page=self.page)
        card = add()
        self.schedule(title="In three days")
        begun = self.page.publish_at.astimezone(self.dealers.calendar.zone)
        data = {
            "path": "/try/",
            "title": "Later title",
            "description": "Later words.",
            "social_image": str(card.pk),
            "menu_place": "top",
            "publish_at": f"{begun:%Y-%m-%dT%H:%M}",  # and seconds, which the form does not show
            "opened_version": str(self.page.version),
            "takes_effect_at": self.typed,
        }
        response = self.client.post(self.url("change"), data, follow=True)
        self.assertContains(response, "The change waits.")
        for words in ("Later title", "Later words", "In three days"):
            self.assertContains(response, words)
        with self.then(seconds=-1):
            assert "Later title" not in self.visit()
        with self.then():
            page = self.visit()
            assert "<title>Later title" in page
            assert 'content="Later words."' in page
            assert "In three days" in page
            assert f"/media/pictures/{card.pk}/" in page.split('property="og:image"')[1][:200]
            assert "Later title</a>" in page  # in the menu

    def test_a_form_that_is_refused_still_stands_beside_the_sections_of_the_change(self):
        self.schedule(title="In three days")
        past = self.settings(takes_effect_at="2026-01-01T09:00")
        response = self.client.post(self.in_change("change"), past)
        for words in ("still to come", "In three days", "This is the text of a change"):
            self.assertContains(response, words)
        self.assertContains(response, f'{self.in_change("section", "k-steps")}"')
        self.assertNotContains(response, f'{self.url("section", "k-steps")}"')

    def test_saved_without_its_time_it_takes_effect_at_once_with_its_sections(self):
        image = add()
        self.schedule("k-hero", title="At once", picture=str(image.pk), drawing="")
        self.client.post(self.in_change("change"), self.settings())
        assert self.waiting is None
        assert "At once" in self.visit()
        self.page.refresh_from_db()
        last = self.page.revisions.get(number=self.page.version)
        assert last.snapshot["pictures"] == [image.pk]

    def test_one_that_was_called_off_takes_effect_at_once_beside_one_that_waits(self):
        self.schedule(title="Called off")
        again = self.in_change("change")
        self.client.post(self.url("cancel_change"))
        self.schedule("k-call", title="Still to come")
        self.client.post(again, self.settings())
        assert self.content("k-steps")["title"] == "Called off"
        then = [one["content"]["title"] for one in self.waiting.snapshot["sections"]]
        assert then == ["Hello", "Called off", "Still to come"]

    def test_what_was_called_off_can_be_scheduled_again_with_its_sections(self):
        self.schedule(title="In three days")
        again = self.in_change("change")
        self.client.post(self.url("cancel_change"))
        self.client.post(again, self.settings(takes_effect_at=self.typed))
        assert list(self.waiting.snapshot) == ["sections"]
        with self.then():
            assert "In three days" in self.visit()

    def test_neither_the_address_nor_the_menu_waits(self):
        data = {"path": "/new/", "title": "Try", "description": "It.", "menu_place": "top"}
        data |= {"opened_version": str(self.page.version), "takes_effect_at": self.typed}
        response = self.client.post(self.url("change"), data)
        self.assertContains(response, "The menu cannot wait for a time")
        self.assertContains(response, "This cannot wait for a time")
        assert self.waiting is None
        assert not MenuItem.objects.filter(page=self.page).exists()

    def test_it_is_previewed_by_staff_and_by_link_before(self):
        self.schedule(title="In three days")
        assert "In three days" in self.client.get(self.in_change("preview")).text
        assert "In three days" not in self.client.get(self.url("preview")).text
        _, path = PreviewLink.make(publishable=self.page, name="Legal", by=self.bob)
        assert "In three days" in self.visit(path)

    def test_a_picture_that_waits_is_not_deleted(self):
        image = add()
        self.schedule("k-hero", picture=str(image.pk), drawing="")
        with self.assertRaises(InUse):
            delete(image)

    def test_whoever_changes_what_waits_otherwise_is_told(self):
        self.schedule(title="In three days")
        response = self.client.get(self.url("section", "k-steps"))
        self.assertNotContains(response, "Show this change from")
        self.change(title="Today")
        response = self.client.get(self.url("change"))
        self.assertContains(response, "says something else in: Steps “In three days”.")

    def test_a_message_names_the_text_that_was_saved_and_no_other(self):
        url = self.url("change")
        saved = self.settings(title="Then", takes_effect_at=self.typed)
        response = self.client.post(url, saved, follow=True)
        self.assertContains(response, f'<li class="text:{url} info">The change waits.')
        again = self.in_change("change")
        response = self.client.post(again, {**saved, "title": "Then again"}, follow=True)
        self.assertContains(response, f'<li class="text:{again} info">The change waits.')
        response = self.client.post(self.url("cancel_change"), follow=True)
        self.assertNotContains(response, 'class="text:')

    def test_a_second_change_does_not_take_the_place_of_the_first(self):
        self.schedule(title="In three days")
        response = self.schedule("k-call", title="Other")
        self.assertContains(response, "A change of this page waits already", status_code=422)
        assert self.waiting.snapshot["sections"][1]["content"]["title"] == "In three days"

    def test_nor_does_one_that_was_scheduled_in_the_same_moment(self):
        self.schedule(title="In three days")
        unchecked = {"clean_takes_effect_at": lambda form: form.cleaned_data["takes_effect_at"]}
        with mock.patch.multiple(WaitForm, **unchecked):
            response = self.schedule("k-call", title="Other")
            self.assertContains(response, "A change of this page waits already", status_code=409)
            self.assertContains(response, 'value="Other"', status_code=409)
            deed = {"takes_effect_at": self.typed}
            response = self.client.post(self.url("section_up", "k-call"), deed, follow=True)
            self.assertContains(response, "A change of this page waits already")
        said = [one["content"]["title"] for one in self.waiting.snapshot["sections"]]
        assert said == ["Hello", "In three days", "Now"]

    def test_its_time_is_still_to_come_and_the_page_is_live(self):
        response = self.change(title="x", takes_effect_at="2026-01-01T09:00")
        self.assertContains(response, "Choose a moment that is still to come.", status_code=422)
        type(self.page).objects.filter(pk=self.page.pk).update(publish_at=None)
        response = self.schedule(title="x")
        self.assertContains(response, "Only what visitors see already", status_code=422)
        assert self.content("k-steps")["title"] == "How"

    def test_who_saves_into_a_change_that_is_over_loses_no_words(self):
        self.schedule(title="In three days")
        where = self.in_change("section", "k-steps")
        data = sent("steps", save="Save", opened_version="1", title="Too late")
        self.client.post(self.url("cancel_change"))
        response = self.client.post(where, data)
        self.assertContains(response, "Too late: that change has taken effect", status_code=409)
        self.assertContains(response, 'value="Too late"', status_code=409)
        assert f'action="{self.url("section", "k-steps")}"' in response.text
        assert self.content("k-steps")["title"] == "How"

    def test_who_changes_the_same_section_of_it_second_sees_both_and_overwrites_nothing(self):
        self.schedule(title="In three days")
        where, data = self.in_change("section", "k-steps"), {}
        for name in ("mine", "theirs"):
            stamp = re.search(r'name="opened_version" value="(\d+)"', self.client.get(where).text)[
                1
            ]
            data[name] = sent("steps", save="Save", opened_version=stamp, title=f"It is {name}")
        assert self.client.post(where, data["theirs"]).status_code == 302
        response = self.client.post(where, data["mine"])
        for words in ("Two people wrote at once", "It is mine", "theirs"):
            self.assertContains(response, words, status_code=409)
        deletion = {"opened_stamp": data["mine"]["opened_version"]}
        refused = self.client.post(self.in_change("section_delete", "k-steps"), deletion)
        assert refused["Location"] == f"{self.in_change('change')}#section-k-steps"
        assert self.waiting.snapshot["sections"][1]["content"]["title"] == "It is theirs"
        again = re.search(r'name="opened_version" value="(\d+)"', response.text)[1]
        self.client.post(where, {**data["mine"], "opened_version": again})
        assert self.waiting.snapshot["sections"][1]["content"]["title"] == "It is mine"

    def test_whoever_saves_after_its_time_starts_from_it(self):
        self.schedule(title="In three days")
        with self.then():
            self.client.force_login(self.bob)
            response = self.change(title="Against it")
            self.assertContains(response, "In three days", status_code=409)
            assert self.content("k-steps")["title"] == "How"
            assert self.change("k-call", title="Beside it").status_code == 302
            assert self.content("k-steps")["title"] == "In three days"
            assert self.content("k-call")["title"] == "Beside it"

    def test_who_may_not_change_pages_schedules_nothing(self):
        self.client.force_login(self.charlie)
        assert self.schedule(title="x").status_code == 403
        assert self.waiting is None
