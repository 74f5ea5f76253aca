"""People come in from CSV and XLSX: difference first, nothing lost, reverted within 30 days."""

import io
import zipfile
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import Workbook

from leads import spreadsheets
from leads.models import Company, Event, ImportedRow, Person
from leads.services import importing
from privacy.models import Suppression
from privacy.outreach import opt_outs
from privacy.registry import Subject, declarations
from tests import factories
from tests.base import StaffTestCase

PAGE = "/admin/leads/person/import/"
CSV = """Name,E-mail,Phone,Company,Ignored
Kim Example,KIM@example.com,,Example Motors Inc,x
Lou Example,lou@example.com,404 555 0100,"Harbor, Lofts",y
"""


def xlsx(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


class ImportTestCase(StaffTestCase):
    def setUp(self):
        super().setUp()
        self.client.force_login(self.alice)

    def upload(self, data, status=200):
        data = data.encode() if isinstance(data, str) else data
        response = self.client.post(PAGE, {"file": SimpleUploadedFile("people.csv", data)})
        assert response.status_code == status, response.status_code
        return response

    def confirm(self, preview):
        return self.client.post(PAGE, {"rows": preview.context["sealed"]}, follow=True)

    def load(self, data):
        return self.confirm(self.upload(data))


class DifferenceTestCase(ImportTestCase):
    def test_nothing_is_stored_before_the_difference_is_confirmed(self):
        preview = self.upload(CSV)
        self.assertContains(preview, "2 new, 0 changed")
        assert not Person.objects.exists() and not Company.objects.exists()
        self.assertContains(self.confirm(preview), "Imported: 2 new, 0 changed.")
        kim, lou = Person.objects.order_by("pk")
        assert (kim.email, kim.company.name) == ("KIM@example.com", "Example Motors Inc")
        assert (lou.phone_e164, lou.company.name) == ("+14045550100", "Harbor, Lofts")

    def test_known_people_are_changed_but_never_emptied(self):
        kim = Person.objects.create(name="Kim", email="kim@example.com", phone="404 555 0199")
        lead = factories.create_lead(person=kim)
        Company.objects.create(name="EXAMPLE MOTORS, INC.")
        preview = self.upload(CSV)
        self.assertContains(preview, "<td>Kim</td><td>Kim Example</td>", html=False)
        self.confirm(preview)
        kim.refresh_from_db()
        assert (kim.name, kim.phone, kim.email) == (
            "Kim Example",
            "404 555 0199",
            "kim@example.com",
        )
        assert kim.company.name == "EXAMPLE MOTORS, INC."
        text = "Person: name (import), company (import)"
        assert Event.objects.get(lead=lead).text == text

    def test_the_same_file_again_changes_nothing(self):
        self.load(CSV)
        preview = self.upload(CSV)
        self.assertContains(preview, "0 new, 0 changed, 2 as they are")
        self.assertNotContains(preview, ">Import</button>")

    def test_a_person_without_e_mail_is_found_by_phone(self):
        lou = Person.objects.create(name="Lou", phone="x", phone_e164="+14045550100")
        self.load("Name;Phone\nLou Example;(404) 555-0100\n")
        assert Person.objects.get() == lou

    def test_an_opt_out_stays(self):
        opt_outs.suppress(
            address="kim@example.com",
            scope=Suppression.Scope.NEWS,
            reason=Suppression.Reason.LINK,
        )
        self.load(CSV)
        assert Suppression.objects.active().count() == 1

    def test_lines_that_cannot_be_read_are_named(self):
        preview = self.upload(
            "name,email\nKim,nobody\nLou,\nKim,kim@example.com\nKim B.,Kim@Example.com\n,\n"
        )
        problems = preview.context["plan"].problems
        assert [each.partition(":")[0] for each in problems] == ["Line 2", "Line 3", "Line 5"]
        self.assertContains(preview, "the same person as in line 4")

    def test_what_was_shown_is_what_is_imported(self):
        preview = self.upload(CSV)
        Person.objects.create(name="Kim C.", email="kim@example.com")
        self.assertContains(self.confirm(preview), "This is the new difference")
        assert Person.objects.get().name == "Kim C."

    def test_a_forged_or_old_preview_is_refused(self):
        answer = self.client.post(PAGE, {"rows": "forged"}, follow=True)
        self.assertContains(answer, "Choose the file again")
        assert not Person.objects.exists()

    def test_the_plan_takes_a_fixed_number_of_queries(self):
        def queries(count):
            rows = [{"name": "Kim", "email": f"kim{n}@example.com"} for n in range(count)]
            with CaptureQueriesContext(connection) as found:
                importing.plan(rows)
            return len(found)

        assert queries(10) == queries(200)

    def test_only_those_who_work_on_inquiries_import(self):
        for user, status in ((self.alice, 200), (self.adam, 200), (self.dora, 403)):
            self.client.force_login(user)
            assert self.client.get(PAGE).status_code == status
        self.upload(CSV, 403)


class FilesTestCase(ImportTestCase):
    def test_a_workbook_is_read_with_numbers_as_text(self):
        header = ["Name", "E-mail", "Phone"]
        self.load(xlsx(header, ["Kim", "kim@example.com", 4045550100.0], [None, None, None]))
        assert Person.objects.get().phone == "4045550100"

    def test_our_own_marks_before_a_formula_are_taken_off(self):
        self.load("Name,E-mail,Phone\n'=Kim,kim@example.com,'+44 20 7946 0958\n")
        kim = Person.objects.get()
        assert (kim.name, kim.phone_e164) == ("=Kim", "+442079460958")

    def test_hostile_files_are_refused_with_a_reason(self):
        bomb = io.BytesIO()
        with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as package:
            package.writestr("xl/workbook.xml", b"0" * (spreadsheets.MOST_UNPACKED + 1))
        entities = io.BytesIO()
        with zipfile.ZipFile(entities, "w") as package:
            package.writestr("xl/workbook.xml", b'<?xml version="1.0"?><!DOCTYPE x []>')
        many = "name,email\n" + "".join(f"K,k{n}@example.com\n" for n in range(2001))
        wide = "name,email\n" + "".join(f"{'K' * 199},k{n}@example.com\n" for n in range(1600))
        for data, reason in (
            (bomb.getvalue(), "unpacks to too much"),
            (entities.getvalue(), spreadsheets.BROKEN),
            (xlsx(["Name", "E-mail"])[:200], spreadsheets.BROKEN),
            (b"PK\x03\x04 nothing", spreadsheets.BROKEN),
            ("Name,E-mail\nJos\xe9,jose@example.com\n".encode("latin-1"), "not UTF-8"),
            (b"Name,E-mail\n\0\n", spreadsheets.BROKEN),
            ('name,email\n"Kim,kim@example.com\n', spreadsheets.BROKEN),
            ("who,where\nKim,here\n", "must name the columns"),
            (" ", "must name the columns"),
            (many, "more than 2,000 rows"),
            (wide, "too much text"),
            (b"x" * (spreadsheets.MOST_BYTES + 1), "larger than 2 MB"),
        ):
            self.assertContains(self.upload(data, 422), reason, status_code=422)
        assert not Person.objects.exists()


class RevertTestCase(ImportTestCase):
    def revert(self):
        batch = ImportedRow.objects.first().batch
        return self.client.post(f"{PAGE}{batch}/revert/", follow=True)

    def test_new_rows_are_deleted_and_changed_ones_restored(self):
        kim = Person.objects.create(name="Kim", email="kim@example.com")
        self.load(CSV)
        self.assertContains(self.client.get(PAGE), "Revert")
        self.revert()
        kim.refresh_from_db()
        assert (kim.name, kim.company, Person.objects.get()) == ("Kim", None, kim)
        assert not Company.objects.exists() and not ImportedRow.objects.exists()

    def test_what_is_in_use_or_changed_since_stays(self):
        kim = Person.objects.create(name="Kim", email="kim@example.com")
        self.load(CSV)
        Person.objects.filter(pk=kim.pk).update(name="Kim C.")
        lou = Person.objects.get(email="lou@example.com")
        factories.create_lead(person=lou)
        self.assertContains(self.revert(), "stay, because they are in use")
        kim.refresh_from_db()
        assert (kim.name, kim.company) == ("Kim C.", None)
        assert Person.objects.filter(pk=lou.pk, company__isnull=False).exists()

    def test_after_30_days_nothing_is_reverted(self):
        self.load(CSV)
        ImportedRow.objects.update(at=timezone.now() - timedelta(days=31))
        self.assertContains(self.revert(), "Reverted: 0.")
        assert Person.objects.count() == 2

    def test_what_was_imported_is_part_of_what_is_stored_about_a_person(self):
        self.load(CSV)
        about = declarations[ImportedRow].about(Subject("kim@example.com"))
        assert about.filter(person__email_key="kim@example.com").exists()
        assert not about.filter(person__email_key="lou@example.com").exists()
