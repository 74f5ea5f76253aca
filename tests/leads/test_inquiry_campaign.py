"""Attribution without a cookie: campaign tags and the website that led to the form."""

from leads.models import Inquiry

from .base import ANSWERS, InquiryTestCase, fields_of

ORIGIN = "https://www.contactatonce.com"
TAGGED = "/contact/?utm_source=news-mail&utm_medium=email&utm_campaign=Fall+2026"


class CampaignTestCase(InquiryTestCase):
    def tags_after(self, **how):
        assert self.send(**how).status_code == 303
        return self.stored()

    def stored(self):
        inquiry = Inquiry.objects.latest("pk")
        return (inquiry.campaign_source, inquiry.campaign_medium, inquiry.campaign_name)

    def sent_from(self, url):
        return self.tags_after(headers={"referer": url})

    def test_tags_of_the_forms_page_are_stored(self):
        found = self.sent_from(f"http://{self.host}{TAGGED}")
        assert found == ("news-mail", "email", "Fall 2026")

    def test_other_characters_and_lengths_are_left_out(self):
        for value in ("a%40b.example", "%3Cb%3E", "x" * 61, "%00", "%3D1", ""):
            found = self.sent_from(f"http://{self.host}/contact/?utm_source={value}&utm_medium=ok")
            assert found == ("", "ok", ""), value

    def test_pages_of_others_say_nothing(self):
        for url in ("http://elsewhere.example/?utm_source=x", "http://[", "", "utm_source=x"):
            assert self.sent_from(url) == ("", "", ""), url

    def test_tags_survive_a_form_that_comes_back(self):
        fields = self.open_form() | ANSWERS | {"message": ""}
        referer = f"http://{self.host}{TAGGED}"
        back = self.send(fields, headers={"referer": referer})
        assert back.status_code == 422
        action = "?utm_source=news-mail&amp;utm_medium=email&amp;utm_campaign=Fall+2026"
        self.assertContains(back, action, status_code=422)
        again = fields_of(back) | {"message": ANSWERS["message"]}
        sent = self.send(again, action=f"{self.action}{action.replace('&amp;', '&')}")
        assert sent.status_code == 303
        assert self.stored() == ("news-mail", "email", "Fall 2026")

    def host_after(self, referer):
        response = self.client.get("/contact/", headers={"referer": referer})
        assert self.send({**fields_of(response), **ANSWERS}).status_code == 303
        return Inquiry.objects.latest("pk").referrer_host

    def test_only_the_host_of_another_website_is_stored(self):
        for referer, host in (
            ("https://search.example/?q=nora+example", "search.example"),
            ("https://user:secret@News.Example:8080/a", "news.example"),
            (f"http://{self.host}/", ""),
            ("https://www.autodealerchat.com/", ""),
            ("http://[", ""),
            ("https://x_y.example/", ""),
            ("", ""),
        ):
            assert self.host_after(referer) == host, referer

    def test_a_cached_page_tells_each_reader_their_own_host(self):
        with self.settings(PAGE_CACHE_SECONDS=60):
            for host in ("one.example", "two.example"):
                assert self.host_after(f"https://{host}/page") == host
