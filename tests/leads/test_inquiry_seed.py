"""A new installation has its forms; a development machine a queue that looks alive."""

from contactatonce.brands.models import Brand
from leads import demo, seed
from leads.models import Inquiry, InquiryForm, Lead, Person
from tests import factories
from tests.base import SITES, SiteTestCase


class SeedTestCase(SiteTestCase):
    def test_each_site_gets_its_forms_once(self):
        assert seed.load_forms()
        assert not seed.load_forms()
        for brand in Brand.objects.all():
            slugs = set(brand.inquiry_forms.values_list("slug", flat=True))
            assert slugs == {"contact"} if brand.kind == Brand.Kind.BLOG else {"contact", "demo"}

    def test_every_form_opens(self):
        seed.load_forms()
        for form in InquiryForm.objects.select_related("brand"):
            path = "/contact/" if form.slug == "contact" else f"/contact/{form.slug}/"
            page = self.client.get(path, headers={"host": form.brand.host})
            self.assertContains(page, f"<h1>{form.title}</h1>", html=True)

    def test_seed_keeps_the_changes_of_staff(self):
        seed.load_forms()
        InquiryForm.objects.update(title="Mine")
        seed.load_forms()
        assert set(InquiryForm.objects.values_list("title", flat=True)) == {"Mine"}

    def test_the_demonstration_fills_every_state_and_site_with_invented_people_once(self):
        seed.load_forms()
        factories.create_staff("sam@example.com", "Sam", role="Sales")
        assert demo.load_demo()
        assert not demo.load_demo()
        assert Inquiry.objects.count() == 42
        assert set(Lead.objects.values_list("state", flat=True)) == set(Lead.State.values)
        assert Inquiry.objects.values("brand").distinct().count() == len(SITES)
        assert Lead.objects.quarantined().exists()
        assert Lead.objects.filter(next_step_on__isnull=False).exists()
        assert not Inquiry.objects.exclude(email__endswith="@example.com").exists()
        assert not Person.objects.exclude(email__endswith="@example.com").exists()

    def test_the_demonstration_uses_each_form_however_many_there_are(self):
        for count in range(1, 20):
            assert len({plan.form for plan in demo.plans(list(range(count)), [])}) == count

    def test_without_forms_or_staff_the_demonstration_does_no_harm(self):
        assert not demo.load_demo()
        seed.load_forms()
        assert demo.load_demo()
