"""Which site answers: by host, before anything else (P01)."""

from tests.base import SiteTestCase


class BrandByHostTestCase(SiteTestCase):
    def test_each_of_the_five_hosts_shows_its_own_site(self):
        for host, name in (
            ("www.contactatonce.com", "Contact At Once!"),
            ("www.autodealerchat.com", "Auto Dealer Chat"),
            ("www.apartmentchat.com", "Apartment Chat"),
            ("www.dealerchatblog.com", "Dealer Chat Blog"),
            ("www.apartmentchatblog.com", "Apartment Chat Blog"),
        ):
            self.assertContains(self.client.get("/", headers={"host": host}), name)

    def test_an_alias_answers_301_and_keeps_path_and_query(self):
        response = self.client.get("/contact/?a=1&b=%20", headers={"host": "contactatonce.com"})
        self.assertEqual(response.status_code, 301)
        self.assertEqual(response["Location"], "https://www.contactatonce.com/contact/?a=1&b=%20")

    def test_an_unknown_host_gets_421_and_writes_nothing(self):
        self.client.get("/")
        with self.assertNumQueries(0):
            response = self.client.get("/", headers={"host": "evil.example.net"})
        self.assertEqual(response.status_code, 421)
        self.assertNotIn("evil", response.content.decode())

    def test_a_second_request_reads_no_site_from_the_database(self):
        self.client.get("/")
        with self.assertNumQueries(0):
            self.client.get("/")
