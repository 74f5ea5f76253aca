"""Members are mentioned by their handles only, and never more of them than a text may name."""

from html import unescape

from django.core.files.uploadedfile import SimpleUploadedFile

from contactatonce.lib.text import INVISIBLE, tidy_text
from forum import text
from forum.text import MOST_MENTIONS
from tests.forum.factories import create_member
from tests.forum.test_show_pictures import photo
from tests.forum.writing import WritingTestCase, fields_in

WRITTEN = ("@{%d}", r"@\{%d}", "&#64;{%d}", "&commat;{%d}", "@&#123;%d}", "`@{%d}`", "[a @{%d}](/)")


class MentionByNumberTestCase(WritingTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.hidden = create_member("Quentin Quiet")

    def test_no_number_that_is_typed_names_a_member(self):
        for written in WRITTEN:
            page = self.send(text=written % self.hidden.pk, do="preview")
            assert page.status_code == 200
            self.assertNotContains(page, "Quentin")
            self.assertNotContains(page, f'"/forum/members/{self.hidden.pk}/"')

    def test_a_typed_number_is_shown_as_typed_and_survives_edits(self):
        for typed, html in (("See @{5}.", "See @{5}."), ("`@{5}`", "<code>@{5}</code>")):
            stored = text.to_stored(typed)
            assert text.mentioned(stored) == []
            shown = INVISIBLE.sub("", text.shown(text.render(stored)))
            assert unescape(shown) == f"<p>{html}</p>\n"
            for again in (text.to_typed(stored), tidy_text(text.to_typed(stored))):
                assert text.to_stored(again) == stored

    def test_a_text_names_no_more_members_than_it_mentions(self):
        many = "".join(rf"@\{{{number}}} " for number in range(1, 500))
        assert text.members_in([text.render(text.to_stored(many))]) == {}
        stored = "".join(f"@{{{number}}} " for number in range(1, 500))
        shown = {int(number) for number in text.STORED.findall(text.render(stored))}
        assert len(shown) == MOST_MENTIONS

    def test_the_alternative_text_of_a_picture_mentions_no_one_by_number(self):
        picture = SimpleUploadedFile("img_1.jpg", photo(), "image/jpeg")
        page = self.send(do="preview", text="A", picture=picture, alt=f"@{{{self.hidden.pk}}}")
        assert page.status_code == 200
        self.assertNotContains(page, "Quentin")
        assert "picture:" in fields_in(page)["text"]

    def test_a_hyphen_after_a_handle_belongs_to_the_text(self):
        number = self.maya.pk
        for typed in ("@maya-member-", "@maya-member--", "@Maya-Member-, yes", "-@maya-member"):
            stored = text.to_stored(typed)
            wanted = typed.lower().replace("@maya-member", f"@{{{number}}}")
            assert stored == (typed if typed.startswith("-") else wanted)
