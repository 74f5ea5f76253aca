"""A member reads their level of trust, what the next one needs, and why they are silenced."""

from forum import silence
from forum.models import Member, Silence

from .factories import create_post
from .moderating import ModeratingTestCase
from .pages import token_in

PATH = "/forum/me/trust/"


class TrustPageTestCase(ModeratingTestCase):
    def shown(self, member: Member) -> str:
        self.client.force_login(member.user)
        answer = self.client.get(PATH)
        assert answer.status_code == 200
        return " ".join(answer.text.split())

    def test_a_new_member_sees_what_the_next_level_needs(self):
        page = self.shown(self.omar)
        assert "Your level of trust: New member" in page
        assert "“Member”, needs" in page
        for row in (
            ("Age of your account, in hours", "24", "168", "Yes"),
            ("Approved posts", "2", "1", "Not yet"),
            ("A confirmed e-mail address", "1", "1", "Yes"),
            ("Posts that were reported with reason, in 365 days", "0", "0", "Yes"),
        ):
            what, *cells = row
            cells = "".join(f"<td>{cell}</td>" for cell in cells)
            assert f'<th scope="row">{what}</th>{cells}' in page

    def test_opening_the_page_stores_nothing(self):
        ada = self.member("Ada One")
        user = ada.user
        Member.objects.filter(pk=ada.pk).delete()
        user.refresh_from_db()
        self.client.force_login(user)
        assert "New member" in self.client.get(PATH).text
        assert not Member.objects.filter(user=user).exists()

    def test_granted_and_highest_levels_need_nothing_more(self):
        Member.objects.filter(pk=self.omar.pk).update(trust=3, is_trust_granted=True)
        assert "Our staff gave you this level." in self.shown(self.omar)
        Member.objects.filter(pk=self.maya.pk).update(trust=2)
        assert "is given by our staff" in self.shown(self.maya)

    def test_a_silenced_member_reads_why_and_asks_once(self):
        silence.silence(member=self.omar, by=self.charlie, reason="You advertised watches.")
        page = self.shown(self.omar)
        assert "You advertised watches." in page
        token = token_in(self.client.get(PATH))
        answer = self.client.post(PATH, {"form_token": token, "text": "I will not."}, follow=True)
        assert "“I will not.”" in answer.text
        assert "<textarea" not in answer.text
        assert Silence.objects.get().appeal == "I will not."
        again = self.client.post(PATH, {"form_token": token, "text": "Please!"})
        assert again.status_code == 409
        assert "You have asked already" in again.text

    def test_the_page_takes_the_same_queries_for_any_number_of_posts(self):
        self.shown(self.omar)
        for number in (1, 20):
            for each in range(number):
                create_post(self.topic, self.omar, f"{number} {each}")
            with self.assertNumQueries(7):
                self.client.get(PATH)
