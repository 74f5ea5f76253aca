"""Other pages' editors choose a picture: a list that works without script, nothing lost."""

from unittest import mock

from django import forms

from contactatonce.lib.timed_cache import TimedCache
from media import services
from media.forms import ImageChoiceField
from tests.media.base import PicturesTestCase, add, drawn, encoded


class PageForm(forms.Form):
    cover = ImageChoiceField(required=False, label="Cover")


class ChooseTestCase(PicturesTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.old = add(title="Old & gray")
        self.new = add(encoded(drawn(64, 64)), title="New")

    def test_the_newest_come_first_with_their_thumbnails(self):
        html = str(PageForm()["cover"])
        assert html.index("New (no.") < html.index("Old &amp; gray (no.")
        assert f'data-thumbnail="{self.old.renditions.get().url}"' in html
        assert "selected" not in html and 'class="thumbnail"' not in html
        assert html.count("<img") == html.count('loading="lazy"') == 2  # in the list

    def test_the_chosen_one_is_shown(self):
        html = str(PageForm(initial={"cover": self.old.pk})["cover"])
        assert f'<option value="{self.old.pk}"' in html
        assert f'<img class="thumbnail" src="{self.old.renditions.get().url}"' in html
        assert html.count("selected") == 1

    def test_an_old_choice_stays_though_the_list_is_full_of_newer_ones(self):
        self.enterContext(mock.patch.object(services, "MOST_OFFERED", 1))
        html = str(PageForm(initial={"cover": self.old.pk})["cover"])
        assert html.count("<option") == 3
        form = PageForm({"cover": str(self.old.pk)})
        assert form.is_valid()
        assert form.cleaned_data["cover"] == self.old

    def test_a_number_that_no_picture_has_is_refused_and_nothing_is_allowed(self):
        assert not PageForm({"cover": "999"}).is_valid()
        assert not PageForm({"cover": "x"}).is_valid()
        assert "<select" in str(PageForm({"cover": "x"})["cover"])
        assert PageForm({"cover": ""}).is_valid()

    def test_many_rows_of_one_page_read_the_library_once(self):
        row = type("Row", (forms.Form,), {"cover": ImageChoiceField(required=False)})
        formset = forms.formset_factory(row, extra=5)()
        TimedCache.clear_all()
        with self.assertNumQueries(2):
            html = formset.as_p()
        assert html.count("<select") == 5

    def test_a_form_knows_what_was_added_since_the_process_began(self):
        str(PageForm()["cover"])
        with self.captureOnCommitCallbacks(execute=True):
            late = add(encoded(drawn(70, 70)), title="Late")
        assert f'value="{late.pk}"' in str(PageForm()["cover"])

    def test_a_form_shows_a_changed_title_at_once(self):
        str(PageForm()["cover"])
        self.client.force_login(self.bob)
        with self.captureOnCommitCallbacks(execute=True):
            url = f"/admin/media/image/{self.old.pk}/change/"
            self.client.post(url, {"title": "Renamed", "alt": self.old.alt})
        assert "Renamed (no." in str(PageForm()["cover"])
