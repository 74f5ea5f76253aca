"""Companies are found whatever the spelling of their name."""

from leads.models import Company
from tests.base import StaffTestCase


class CompanySearchTestCase(StaffTestCase):
    def test_a_company_is_found_however_its_name_is_written(self):
        for name in ("AT&T Motors", "O’Neil Ltd.", "ÜBER Homes"):
            Company.objects.create(name=name)
        self.client.force_login(self.alice)
        for words, found in (
            ("AT&T", ["AT&T Motors"]),
            ("motors at&t", ["AT&T Motors"]),
            ("o'neil", ["O’Neil Ltd."]),
            ("LTD.", ["O’Neil Ltd."]),
            ("Über", ["ÜBER Homes"]),
            ("motors ltd", []),
        ):
            response = self.client.get("/admin/leads/company/", {"q": words})
            shown = [company.name for company in response.context["cl"].result_list]
            assert shown == found, words
