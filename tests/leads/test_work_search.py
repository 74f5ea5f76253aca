"""Search in the work queue."""

from unittest.mock import patch
from urllib.parse import quote

from leads.models import Correction, Person
from leads.services import answers, work

from .test_work_list import LIST, ListTestCase


class SearchTestCase(ListTestCase):
    def test_each_kind_of_search_finds_its_lead(self):
        nora = self.lead(
            "Nora Whitfield",
            email="nora.w@example.com",
            phone="(866) 358-3880 ext. 4",
            phone_e164="+18663583880",
            company_name="Whitfield Motors",
        )
        self.lead("Zoë Müller", email="zoe@example.org", phone="00 44 330 808 0201")
        self.lead("山田 花子", email="hanako@example.net", company_name="50% Autos")
        reference = nora.inquiry.reference
        for query, names in {
            "whitf": ["Nora Whitfield"],
            "MOTORS nora": ["Nora Whitfield"],
            "nora.w@": ["Nora Whitfield"],
            "358-3880": ["Nora Whitfield"],
            "+1 (866) 358": ["Nora Whitfield"],
            f"#{reference[:5]}": ["Nora Whitfield"],
            "zoë": ["Zoë Müller"],
            "MÜLLER": ["Zoë Müller"],
            "3308080201": ["Zoë Müller"],
            "花": ["山田 花子"],
            "50%": ["山田 花子"],
            "nora zoe": [],
            "_ora": [],
            "%": ["山田 花子"],
        }.items():
            assert self.names(f"?q={quote(query)}") == names, query

    def test_the_whole_reference_opens_the_inquiry(self):
        lead = self.lead("Nora")
        reference = lead.inquiry.reference
        for query in (f"#{reference}", reference, reference.lower(), f" #{reference.lower()} "):
            response = self.client.get(f"{LIST}?q={quote(query)}")
            self.assertRedirects(response, f"{LIST}{lead.pk}/change/")
        for query in ("#ZZZZZZZZ", f"{reference} nora", f"#{reference[:7]}"):
            assert self.client.get(f"{LIST}?q={quote(query)}").status_code == 200, query
        self.client.force_login(self.bob)
        assert self.client.get(f"{LIST}?q={reference}").status_code == 403

    def test_accents_and_quotation_marks_are_ignored(self):
        for name in ("Zoë Müller", "ŁUKASZ Żółw", "Sinéad O’Brien", "Jose\u0301 Núñez", "Groß"):
            self.lead(name)
        for query, name in {
            "muller": "Zoë Müller",
            "MÜLLER": "Zoë Müller",
            "zoe": "Zoë Müller",
            "lukasz": "ŁUKASZ Żółw",
            "zolw": "ŁUKASZ Żółw",
            "o'brien": "Sinéad O’Brien",
            "O’BRIEN": "Sinéad O’Brien",
            "josé nunez": "Jose\u0301 Núñez",
            "gross": "Groß",
            "groß": "Groß",
        }.items():
            assert self.names(f"?q={quote(query)}") == [name], query

    def test_messages_notes_answers_and_places_are_searched(self):
        lead = self.lead(
            "Nora", message="About the réprint in color", city="Köln", postal_code="30022"
        )
        other = self.lead("Otto")
        work.add_note(lead_id=other.pk, actor=self.alice, text="Wants a Brochure")
        letter = answers.Letter(subject="Prices", body="As discussed, 40 seats")
        answers.write_answer(lead_id=other.pk, author=self.alice, letter=letter)
        Correction.objects.create(inquiry=lead.inquiry, message="Or the flyer", digest="")
        for query, name in {
            "reprint": "Nora",
            "nora reprint": "Nora",
            "flyer": "Nora",
            "koln": "Nora",
            "30022": "Nora",
            "brochure": "Otto",
            "seats prices": "Otto",
        }.items():
            assert self.names(f"?q={quote(query)}") == [name], query
        assert self.names("?q=col") == []  # three letters are in nearly every message

    def test_one_or_two_letters_search_the_newest_and_say_so(self):
        self.lead("Xu")
        with patch("leads.models.queues.MOST_SCANNED", 1):
            self.lead("Li")
            assert self.names("?q=xu") == []
            assert self.names("?q=l") == ["Li"]
        note = "One or two letters are looked for in the newest 10,000 inquiries only."
        self.assertContains(self.client.get(f"{LIST}?q=li"), note)
        self.assertNotContains(self.client.get(f"{LIST}?q=lio"), note)

    def test_a_corrected_name_and_a_name_that_staff_know_are_found(self):
        lead = self.lead("Nora")
        Correction.objects.create(inquiry=lead.inquiry, name="Noora", message="x", digest="")
        lead.person = Person.objects.create(name="Eleonora", email="e@example.com")
        lead.save()
        for query in ("noora", "eleon", "nora"):
            assert self.names(f"?q={query}") == ["Nora"], query

    def test_search_covers_all_leads_unless_a_tab_is_chosen(self):
        self.lead("Nora", state="won")
        assert self.names("?q=nora") == ["Nora"]
        assert self.names("?q=nora&tab=new") == []

    def test_nul_in_the_search_is_ignored(self):
        assert self.client.get(f"{LIST}?q=a%00b").status_code == 200
