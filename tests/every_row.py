"""One row of every model that the admin shows."""

from datetime import timedelta
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.utils import timezone

from blog.models import Series
from contactatonce.accounts.tasks import send_letter
from contactatonce.brands.models import Brand
from contactatonce.jobs.models import Effect, Job, PeriodicRun
from forum.models import Report, Silence, Tag
from forum.seed import load_trust_levels
from leads.models import Absence, AssignmentRule, Company, Person, SavedReply, SavedView
from media.models import Image
from moderation.models import Verdict, WatchedWord
from pages.models import Portal
from privacy.demo import load_certifications, load_recipients
from privacy.models import (
    Consent,
    Disclosure,
    DocumentVersion,
    LegalHold,
    Notice,
    PrivacyRequest,
    Recipient,
    Suppression,
)
from privacy.seed import load_documents
from promises.models import Attestation, BlockedContent, Evidence
from publishing import redirects
from search.models import LinkProblem
from testimonials.models import OpenLink
from tests import factories
from tests.base import StaffTestCase
from tests.blog.base import create_author, create_post, create_tag
from tests.forum.factories import create_board, create_member, create_topic
from tests.pages.base import create_page
from tests.testimonials.factories import create_given, create_listing


def example_job() -> Job:
    send_letter.enqueue("accounts.notice", 0, 0, "x")
    return Job.objects.get()


def example_log_entry(person: Any) -> LogEntry:
    return LogEntry.objects.create(user=person, action_flag=CHANGE, object_repr="Office 1")


class EveryRowTestCase(StaffTestCase):
    """The staff, and one row of each model; `row` returns its key."""

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        factories.create_form(brand=cls.brand)
        company = Company.objects.create(name="Example Motors", name_key="example motors")
        person = Person.objects.create(email="nora@example.com", company=company)
        factories.create_lead(person=person, company=company)
        AssignmentRule.objects.create(title="Everyone")
        Absence.objects.create(user=cls.alice, begins_on="2026-12-24", ends_on="2026-12-31")
        SavedReply.objects.create(title="Prices", body="Hello {name}")
        leaver = factories.create_staff("left@example.com", "Lee", role=None)
        leaver.is_active = False
        leaver.save()
        SavedView.objects.create(title="Won", query="state=won", owner=leaver, is_shared=True)
        load_documents()
        cls.create_privacy_rows()
        Consent.objects.create(
            email="nora@example.com", purpose="news", wording="x", brand=cls.brand
        )
        redirects.gone(brand=cls.brand, old="/old/")
        LinkProblem.objects.create(
            brand=cls.brand, kind="broken", path="/a/", target="/b/", found_at=timezone.now()
        )
        Effect.objects.create(key="x", started_at=timezone.now())
        PeriodicRun.objects.create(name="x", last_run_at=timezone.now())
        cls.create_moderation_rows()
        cls.create_forum_rows()
        measures = {"width": 40, "height": 30, "content_hash": "x"}
        Image.objects.create(title="Forecourt", alt="Cars", file="none.jpg", **measures)
        create_post("a-post", brand=cls.brand, tags=[create_tag("A tag", brand=cls.brand)])
        Series.objects.create(brand=cls.brand, title="A series", slug="a-series")
        create_author()
        create_page(cls.brand)
        Portal.objects.create(
            name="Merchants", audience="merchants", agreement_url="https://example.com/terms"
        )
        example_log_entry(cls.erin)
        example_job()
        OpenLink.objects.create(brand=cls.brand)
        create_listing(brand=cls.brand, agreed=False)
        create_given(brand=cls.brand, by=cls.bob)

    @classmethod
    def create_moderation_rows(cls) -> None:
        WatchedWord.objects.create(word="casino")
        Verdict.objects.create(
            content_type=ContentType.objects.get_for_model(WatchedWord),
            object_id=0,
            version=1,
            decision="approve",
            before="held",
            by=cls.charlie,
        )

    @classmethod
    def create_forum_rows(cls) -> None:
        load_trust_levels()
        board = create_board(brand=Brand.objects.get(slug="autodealerchat"))
        author, reader = create_member("Maya Member"), create_member("Omar Other")
        topic = create_topic(board, author)
        Tag.objects.create(brand=board.brand, name="Setup", slug="setup")
        Report.objects.create(post=topic.opening, by=reader, reason="spam")
        Silence.objects.create(member=reader, reason="Spam.", undone_at=timezone.now())

    @classmethod
    def create_privacy_rows(cls) -> None:
        """One row of each, a draft where only drafts can be edited."""
        later = timezone.now() + timedelta(days=30)
        load_certifications(later.date())
        load_recipients(later.date())
        DocumentVersion.objects.create(
            document="privacy", text="A draft.", summary="More.", effective_at=later
        )
        dates = {"effective_at": later + timedelta(days=30), "ends_at": later + timedelta(days=60)}
        Notice.objects.create(title="News", text="News.", starts_at=later, **dates)
        nobody = {"fingerprint": "0" * 64, "key_id": "0", "normalizer": 1}
        Suppression.objects.create(scope="all", reason="staff", **nobody)
        Evidence.objects.create(check_name="P30:x", promise="P30", is_kept=True)
        BlockedContent.objects.create(directive="img-src", day_on=later.date())
        Attestation.objects.create(check_name="P02:certificates_are_real", promise="P02", basis="x")
        PrivacyRequest.objects.create(
            kind="access", brand=cls.brand, channel="letter", email="nora@example.com"
        )
        LegalHold.objects.create(
            content_type=ContentType.objects.get_for_model(Person),
            object_pk="0",
            ground="claim",
            review_on=later.date(),
        )
        Disclosure.objects.create(recipient=Recipient.objects.first(), ground="service", **nobody)

    def row(self, model: type[Model]) -> Any:
        row = model._base_manager.order_by("pk").last()
        assert row is not None, f"Give {model._meta.label} a row in setUpTestData."
        return row.pk
