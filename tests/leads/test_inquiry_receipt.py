"""The receipt: reference and promised time, nothing personal, at an unguessable URL."""

import time_machine

from leads.models import Inquiry

from .base import InquiryTestCase


class ReceiptTestCase(InquiryTestCase):
    def test_receipt_shows_reference_and_promised_time(self):
        with time_machine.travel("2026-11-25 22:30:00Z", tick=False):  # Wednesday 17:30
            response = self.send()
        inquiry = Inquiry.objects.get()
        page = self.client.get(response["Location"])
        self.assertContains(page, inquiry.reference)
        self.assertContains(page, self.form.thank_you)
        # Half an hour is left on Wednesday, Thursday is Thanksgiving.
        self.assertContains(page, "Friday, November 27, 2026, 12:30 PM EST (New York)")
        self.assertContains(page, "2026-11-27T17:30")
        assert f"{inquiry.lead.answer_by:%Y-%m-%dT%H:%M}" == "2026-11-27T17:30"

    def test_receipt_shows_nothing_personal(self):
        page = self.client.get(self.send()["Location"]).content.decode()
        for word in ("Nora", "nora@", "how the chat looks"):
            assert word not in page

    def test_receipt_is_neither_cached_nor_indexed(self):
        page = self.client.get(self.send()["Location"])
        assert "no-store" in page["Cache-Control"]
        assert page["X-Robots-Tag"] == "noindex"
        self.assertContains(page, '<meta name="robots" content="noindex">')

    def test_guessed_or_altered_receipt_url_gets_404(self):
        location = self.send()["Location"]
        reference = Inquiry.objects.get().reference
        for path in (
            f"/contact/received/{reference}/",
            f"/contact/received/{reference}:{'x' * 43}/",
            location.replace(reference, "ABCDEFGH"),
        ):
            assert self.client.get(path).status_code == 404, path

    def test_receipt_on_another_site_gets_404(self):
        location = self.send()["Location"]
        page = self.client.get(location, headers={"host": "www.autodealerchat.com"})
        assert page.status_code == 404

    def test_receipt_works_until_the_inquiry_is_erased(self):
        location = self.send()["Location"]
        with time_machine.travel("2031-01-01"):
            assert self.client.get(location).status_code == 200
        Inquiry.objects.all().delete()
        assert self.client.get(location).status_code == 404
