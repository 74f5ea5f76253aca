"""A scheduled revision of a page: its sections and settings, seen by the clock."""

from media.services import InUse, delete
from pages.models import MenuItem
from publishing import scheduling
from publishing.models import PreviewLink
from search.results import search
from tests.media.base import add
from tests.pages.base import ScheduleTestCase, sent


class ScheduledPageTestCase(ScheduleTestCase):
    def titles(self) -> list[str]:
        return [one["content"]["title"] for one in self.pending.snapshot["sections"]]

    def test_visitors_see_a_section_of_it_from_its_time_on_while_no_worker_runs(self):
        self.schedule()
        response = self.change_scheduled(title="In three days")
        assert response["Location"] == f"{self.in_revision('change')}#section-k-steps"
        assert self.content("k-steps")["title"] == "How"
        with self.then(seconds=-1):
            assert "In three days" not in self.visit()
        with self.then():
            assert "In three days" in self.visit()

    def test_it_becomes_a_revision_that_the_search_finds(self):
        self.schedule()
        self.change_scheduled(title="Zygotes in three days")
        with self.then():
            assert scheduling.put_due_live() == 1
            assert [found.url for found in search(self.dealers, "zygotes").results] == ["/try/"]
            self.page.refresh_from_db()
            last = self.page.revisions.get(number=self.page.version)
            assert last.note == "Scheduled revision"
            assert "Zygotes in three days" in self.visit()

    def test_sections_of_it_are_added_moved_copied_and_deleted(self):
        self.schedule()
        self.change_scheduled(title="In three days")
        add_url = self.in_revision("section_add", "call")
        self.client.post(add_url, sent("call", save="Save", title="Brand new"))
        self.client.post(self.in_revision("section_up", "k-call"))
        self.client.post(self.in_revision("section_duplicate", "k-call"))
        self.client.post(self.in_revision("section_delete", "k-hero"))
        assert self.titles() == ["Now", "Now", "In three days", "Brand new"]
        assert self.kinds() == ["hero", "steps", "call"]
        form = self.client.get(self.in_revision("change"))
        self.assertContains(form, "Sections of the scheduled revision")
        self.assertContains(form, "Brand new")
        self.assertNotContains(self.client.get(self.url("change")), "Brand new")
        with self.then():
            page = self.visit()
            assert "Brand new" in page
            assert "Hello" not in page

    def test_settings_and_sections_of_it_are_edited_in_turn(self):
        MenuItem.objects.create(brand=self.dealers, page=self.page)
        card = add()
        self.schedule()
        self.change_scheduled(title="In three days")
        later = self.settings(
            title="Later title",
            description="Later words.",
            social_image=str(card.pk),
            menu_place="top",
            takes_effect_at=self.typed,
        )
        response = self.client.post(self.in_revision("change"), later, follow=True)
        self.assertContains(response, "Scheduled. Until then")
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
            scheduling.put_due_live()
            assert "Later title</a>" in self.visit()  # in the menu

    def test_a_refused_form_still_shows_the_sections_of_the_revision(self):
        self.schedule()
        self.change_scheduled(title="In three days")
        past = self.settings(takes_effect_at="2026-01-01T09:00")
        response = self.client.post(self.in_revision("change"), past)
        for words in ("Choose a time in the future", "In three days", "not the live text"):
            self.assertContains(response, words)
        self.assertContains(response, f'{self.in_revision("section", "k-steps")}"')
        self.assertNotContains(response, f'{self.url("section", "k-steps")}"')

    def test_saved_without_a_time_it_goes_live_at_once_with_its_sections(self):
        image = add()
        self.schedule()
        self.change_scheduled("k-hero", title="At once", picture=str(image.pk), drawing="")
        self.client.post(self.in_revision("change"), self.settings())
        assert self.pending is None
        assert "At once" in self.visit()
        assert list(self.page.pictures.all()) == [image]

    def test_a_canceled_one_is_scheduled_again_with_its_sections(self):
        self.schedule()
        self.change_scheduled(title="In three days")
        again = self.in_revision("change")
        self.client.post(self.url("cancel_scheduled"))
        self.client.post(again, self.settings(takes_effect_at=self.typed))
        with self.then():
            assert "In three days" in self.visit()

    def test_an_edit_of_the_live_page_keeps_it_from_going_live_until_someone_chooses(self):
        self.schedule()
        self.change_scheduled(title="In three days")
        response = self.change("k-call", title="Live edit")
        page = self.client.get(response["Location"])
        self.assertContains(page, "Because you saved the live text, it does not go live")
        with self.then():
            assert scheduling.put_due_live() == 0
            shown = self.visit()
            assert "Live edit" in shown
            assert "In three days" not in shown
        found = self.client.get(self.url("scheduled", self.pending.pk))
        for words in ("Two texts: choose one", "In three", "Live edit"):
            self.assertContains(found, words)

    def test_neither_path_nor_menu_can_be_scheduled(self):
        data = self.settings(path="/new/", menu_place="top", takes_effect_at=self.typed)
        response = self.client.post(self.url("change"), data)
        self.assertContains(response, "The menu cannot be scheduled")
        self.assertContains(response, "This cannot be scheduled")
        assert self.pending is None
        assert not MenuItem.objects.filter(page=self.page).exists()

    def test_staff_and_preview_links_see_it_before_its_time(self):
        self.schedule()
        self.change_scheduled(title="In three days")
        assert "In three days" in self.client.get(self.in_revision("preview")).text
        assert "In three days" not in self.client.get(self.url("preview")).text
        _, path = PreviewLink.make(publishable=self.page, name="Legal", by=self.bob)
        assert "In three days" in self.visit(path)

    def test_its_pictures_are_not_deleted(self):
        image = add()
        self.schedule()
        self.change_scheduled("k-hero", picture=str(image.pk), drawing="")
        with self.assertRaises(InUse):
            delete(image)

    def test_the_message_names_the_text_that_was_saved_and_no_other(self):
        url = self.url("change")
        saved = self.settings(title="Then", takes_effect_at=self.typed)
        response = self.client.post(url, saved, follow=True)
        self.assertContains(response, f'<li class="text:{url} info">Scheduled.')
        again = self.in_revision("change")
        response = self.client.post(again, {**saved, "title": "Then again"}, follow=True)
        self.assertContains(response, f'<li class="text:{again} info">Scheduled.')
        response = self.client.post(self.url("cancel_scheduled"), follow=True)
        self.assertNotContains(response, 'class="text:')

    def test_only_a_live_page_offers_a_time(self):
        assert "Show this text from" in self.client.get(self.url("change")).text
        type(self.page).objects.filter(pk=self.page.pk).update(publish_at=None)
        assert "Show this text from" not in self.client.get(self.url("change")).text

    def test_a_section_of_a_canceled_one_is_handed_back_with_its_words(self):
        self.schedule()
        where = self.in_revision("section", "k-steps")
        data = sent("steps", save="Save", opened_version="1", title="Too late")
        self.client.post(self.url("cancel_scheduled"))
        response = self.client.post(where, data)
        self.assertContains(response, "Too late: the scheduled revision is live", status_code=409)
        self.assertContains(response, 'value="Too late"', status_code=409)
        assert f'action="{self.url("section", "k-steps")}"' in response.text
        assert self.content("k-steps")["title"] == "How"

    def test_the_second_editor_of_a_section_of_it_sees_both_texts(self):
        self.schedule()
        opened = self.in_revision("section", "k-steps")
        mine = sent("steps", save="Save", title="It is mine")
        delete_url = self.in_revision("section_delete", "k-steps")
        self.client.post(opened, sent("steps", save="Save", title="It is theirs"))
        response = self.client.post(opened, mine)
        for words in ("Two people edited this", "It is mine", "theirs"):
            self.assertContains(response, words, status_code=409)
        refused = self.client.post(delete_url)
        assert refused["Location"] == f"{self.in_revision('change')}#section-k-steps"
        assert self.titles()[1] == "It is theirs"
        assert f'action="{self.in_revision("section", "k-steps")}"' in response.text
        self.client.post(self.in_revision("section", "k-steps"), mine)
        assert self.titles()[1] == "It is mine"

    def test_concurrent_edits_of_other_sections_of_it_are_kept(self):
        self.schedule()
        steps, call = (self.in_revision("section", key) for key in ("k-steps", "k-call"))
        self.client.post(steps, sent("steps", save="Save", title="First"))
        assert self.client.post(call, sent("call", save="Save", title="Second")).status_code == 302
        assert self.titles() == ["Hello", "First", "Second"]

    def test_a_save_after_its_time_is_a_conflict_with_it(self):
        self.schedule()
        self.change_scheduled(title="In three days")
        with self.then():
            self.client.force_login(self.bob)
            response = self.change(title="Against it")
            self.assertContains(response, "In three days", status_code=409)
            assert self.content("k-steps")["title"] == "How"
            assert self.change("k-call", title="Beside it").status_code == 302
            assert self.content("k-steps")["title"] == "In three days"
            assert self.content("k-call")["title"] == "Beside it"

    def test_without_permission_nothing_is_scheduled(self):
        self.client.force_login(self.charlie)
        assert self.schedule().status_code == 403
        assert self.pending is None
