"""Only the privacy officer publishes, announces and certifies."""

import re
from datetime import timedelta

from django.utils import timezone

from contactatonce.brands.directory import zone_of_office
from privacy.admin.documents import state_of
from privacy.models import Certification, DocumentVersion, Notice
from privacy.policy import documents
from privacy.seed import load_documents
from tests.base import StaffTestCase
from tests.privacy.cases import draft, publish

LISTS = (
    "documentversion",
    "notice",
    "certification",
    "recipient",
    "disclosure",
    "consent",
    "suppression",
)


class OfficerTestCase(StaffTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        load_documents()

    def setUp(self) -> None:
        super().setUp()
        self.client.force_login(self.dora)


class DeskTestCase(OfficerTestCase):
    def test_only_the_officer_opens_lists_and_forms(self):
        pages = [f"/admin/privacy/{name}/" for name in LISTS]
        pages += [f"/admin/privacy/{name}/add/" for name in LISTS if name != "consent"]
        pages += ["/admin/privacy/recipient/data-map/"]
        pages += [f"/admin/privacy/documentversion/{draft().pk}/preview/"]
        for page in pages:
            for user, status in (
                (self.dora, 200),
                (self.alice, 403),
                (self.bob, 403),
                (self.charlie, 403),
                (self.erin, 403),
            ):
                self.client.force_login(user)
                with self.subTest(page=page, user=str(user)):
                    self.assertEqual(self.client.get(page).status_code, status)

    def test_data_map_names_every_model(self):
        response = self.client.get("/admin/privacy/recipient/data-map/")
        for text in ("privacy.Consent", "brands.Holiday", "It is the machine", "(consents)"):
            self.assertContains(response, text)


class PublishInAdminTestCase(OfficerTestCase):
    def preview(self, version: DocumentVersion) -> str:
        return f"/admin/privacy/documentversion/{version.pk}/preview/"

    def test_a_new_draft_starts_from_the_version_in_force(self):
        response = self.client.get("/admin/privacy/documentversion/add/?document=terms")
        self.assertContains(response, "By using the websites you accept them.")

    def test_a_draft_that_breaks_the_wording_rules_is_not_saved(self):
        response = self.client.post(
            "/admin/privacy/documentversion/add/",
            {
                "document": "terms",
                "text": "[P21] We never do that.",
                "summary": "x",
                "effective_at": "2027-05-01T12:00",
            },
        )
        self.assertContains(response, "promises more than the software proves")
        self.assertEqual(DocumentVersion.objects.filter(published_at=None).count(), 0)

    def press(self, page):
        """Press the button of a preview that was opened before."""
        seen = re.search(r'name="seen" value="(\w+)"', page.content.decode())[1]
        return self.client.post(page.wsgi_request.path, {"seen": seen})

    def test_the_preview_shows_changes_and_publishes_on_post_alone(self):
        version = draft()
        page = self.client.get(self.preview(version))
        self.assertContains(page, "Ready to publish")
        self.assertContains(page, "<ins>A sentence that was added.</ins>")
        version.refresh_from_db()
        self.assertIsNone(version.published_at)
        self.press(page)
        version.refresh_from_db()
        self.assertEqual(version.number, 2)
        self.assertTrue(Notice.objects.filter(version=version).exists())

    def test_draft_changed_since_the_preview_is_not_published(self):
        for change in (
            {"text": "Something else altogether."},
            {"is_material": False},
            {"summary": "Nothing to see."},
            {"effective_at": timezone.now() + timedelta(days=99)},
        ):
            version = draft()
            page = self.client.get(self.preview(version))
            for name, value in change.items():
                setattr(version, name, value)
            version.save()
            self.assertContains(self.press(page), "Somebody has changed this draft")
            version.refresh_from_db()
            self.assertIsNone(version.published_at)

    def test_objections_are_shown_and_prevent_publication(self):
        version = draft(effective_at=timezone.now() + timedelta(days=3))
        self.assertContains(self.client.get(self.preview(version)), "It cannot be published yet")
        seen = {"seen": state_of(version)}
        response = self.client.post(self.preview(version), seen, follow=True)
        self.assertContains(response, "14 days before")
        self.assertEqual(documents.number_in_force("privacy"), 1)
        self.assertFalse(Notice.objects.exists())

    def test_published_version_is_read_only(self):
        version = publish()
        page = f"/admin/privacy/documentversion/{version.pk}/change/"
        self.assertContains(self.client.get(page), "Published versions cannot be changed")
        self.assertEqual(self.client.post(page, {"text": "Other"}).status_code, 403)
        delete = f"/admin/privacy/documentversion/{version.pk}/delete/"
        self.assertEqual(self.client.post(delete, {"post": "yes"}).status_code, 403)
        self.assertEqual(self.client.get(self.preview(version)).status_code, 404)

    def test_bulk_delete_skips_published_versions(self):
        version = publish()
        self.client.post(
            "/admin/privacy/documentversion/",
            {"action": "delete_selected", "_selected_action": [version.pk], "post": "yes"},
        )
        self.assertTrue(DocumentVersion.objects.filter(pk=version.pk).exists())

    def test_publishing_needs_the_change_permission(self):
        version = draft()
        self.client.force_login(self.alice)
        self.assertEqual(self.client.post(self.preview(version)).status_code, 403)
        version.refresh_from_db()
        self.assertIsNone(version.published_at)


class NoticeInAdminTestCase(OfficerTestCase):
    def send(self, days: int):
        now = timezone.now()
        form = {"title": "The company changes hands", "text": "To Example Holdings."}
        for name, moment in (
            ("starts_at", now),
            ("effective_at", now + timedelta(days=days)),
            ("ends_at", now + timedelta(days=60)),
        ):
            form[name] = f"{timezone.localtime(moment, zone_of_office(None)):%Y-%m-%dT%H:%M}"
        return self.client.post("/admin/privacy/notice/add/", form)

    def test_change_of_control_is_announced_in_the_admin(self):
        self.assertEqual(self.send(15).status_code, 302)
        self.assertContains(self.client.get("/"), "The company changes hands")
        notice = Notice.objects.get()
        page = f"/admin/privacy/notice/{notice.pk}/change/"
        self.assertEqual(self.client.post(page, {"title": "Nothing"}).status_code, 403)

    def test_late_notice_is_refused_with_a_reason(self):
        response = self.send(13)
        self.assertContains(response, "14 days")
        self.assertFalse(Notice.objects.exists())

    def test_a_certificate_is_entered_with_its_dates(self):
        response = self.client.post(
            "/admin/privacy/certification/add/",
            {
                "kind": "program",
                "name": "Example Program",
                "covers": "The websites.",
                "seal": "img/seals/example.svg",
                "validation_url": "https://example.com/validate",
                "valid_from": "2026-01-01",
                "valid_until": "2025-01-01",
            },
        )
        self.assertContains(response, "It cannot end before it begins.")
        self.assertFalse(Certification.objects.exists())
