"""A form sent again by another person is another inquiry, and a correction stays a correction."""

from leads.models import Correction, Inquiry

from .base import ANSWERS, InquiryTestCase

FIRST = {**ANSWERS, "phone": "770 555 0142"}
OTHER = {
    "name and address": {"name": "Tom Harris", "email": "tom@example.org"},
    "name and address, same phone": {
        "name": "Tom Harris",
        "email": "tom@example.org",
        "phone": FIRST["phone"],
    },
    "address and phone without a name": {
        "name": "",
        "email": "tom@example.org",
        "phone": "404 555 0100",
    },
}
SAME = {
    "address": {"email": "nora@example.org"},
    "name": {"name": "Tom Harris"},
    "address in capitals": {"name": "Tom Harris", "email": "NORA@Example.com"},
    "address and a typo in the name": {"name": "Nora Exmaple", "email": "nora@example.org"},
    "address and phone": {"email": "nora@example.org", "phone": "404 555 0100"},
    "address, no name": {"name": "", "email": "nora@example.org"},
}


class OtherPersonTestCase(InquiryTestCase):
    def send_twice(self, changed):
        fields = {**self.open_form(), **FIRST}
        return fields, self.send(fields), self.send(fields, **changed)

    def test_another_person_sends_another_inquiry(self):
        for name, changed in OTHER.items():
            with self.subTest(name):
                Inquiry.objects.all().delete()
                fields, first, second = self.send_twice(changed)
                assert first["Location"] != second["Location"]
                assert not Correction.objects.exists()
                emails = Inquiry.objects.order_by("pk").values_list("email", flat=True)
                assert list(emails) == ["nora@example.com", "tom@example.org"]
                again = self.send(fields, **changed)
                assert again["Location"] == second["Location"]
                assert Inquiry.objects.count() == 2

    def test_the_same_person_corrects_their_inquiry(self):
        for name, changed in SAME.items():
            with self.subTest(name):
                Inquiry.objects.all().delete()
                _, first, second = self.send_twice(changed)
                assert first["Location"] == second["Location"]
                assert (Inquiry.objects.count(), Correction.objects.count()) == (1, 1)

    def test_both_can_still_correct_theirs(self):
        fields, _, _ = self.send_twice(OTHER["name and address"])
        self.send(fields, message="Nora meant something else.")
        self.send(fields, **OTHER["name and address"], message="Tom meant something else.")
        latest = [inquiry.latest.message for inquiry in Inquiry.objects.order_by("pk")]
        assert latest == ["Nora meant something else.", "Tom meant something else."]

    def test_a_second_correction_is_compared_with_the_first_one_too(self):
        fields = {**self.open_form(), **FIRST}
        self.send(fields)
        self.send(fields, email="n.smith@example.org")
        self.send(fields, email="n.smith@example.org", name="Elizabeth Smith")
        assert Inquiry.objects.count() == 1
