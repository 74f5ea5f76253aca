"""The pages of people and companies: name, inquiries, colleagues, timeline, news consent."""

from typing import Any

from django.core.paginator import Page
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property

from contactatonce.lib.admin import MOST_COUNTED, BoundedPaginator, label
from contactatonce.lib.counts import bounded_counts
from leads.models import Company, Event, Lead, Merge, Person
from leads.services.duplicates import Duplicate, duplicates_of
from privacy.models import Consent

from .merging import MergePages

SHOWN = 20  # of inquiries and people; links lead to the rest
EVENTS_A_PAGE = 30
TOLD = (
    Event.Kind.RECEIVED,
    Event.Kind.CORRECTED,
    Event.Kind.NOTE,
    Event.Kind.CALL,
    Event.Kind.ANSWER,
)


class Story:
    """What belongs to a person or a company; each part is queried once, when it is rendered."""

    def __init__(self, row: Person | Company, request: HttpRequest) -> None:
        self.row = row
        self.request = request
        self.kind = row._meta.model_name

    @cached_property
    def counts(self) -> list[str]:
        """The numbers of inquiries and people as a person reads them."""
        sets: list[Any] = [self.row.leads.all()]
        if isinstance(self.row, Company):
            sets.append(self.row.people.all())
        found = bounded_counts(sets, MOST_COUNTED)
        return [f"{MOST_COUNTED:,}+" if each > MOST_COUNTED else f"{each:,}" for each in found]

    @cached_property
    def leads(self) -> list[Lead]:
        """The newest inquiries."""
        rows = self.row.leads.order_by("-pk").select_related("inquiry", "owner")
        return list(rows.prefetch_related("inquiry__corrections")[:SHOWN])

    @cached_property
    def people(self) -> list[Person]:
        """The newest people of a company."""
        row = self.row
        return list(row.people.order_by("-pk")[:SHOWN]) if isinstance(row, Company) else []

    @cached_property
    def events(self) -> Page[Any]:
        """Notes, calls and mails of all inquiries, newest first."""
        rows = Event.objects.filter(**{f"lead__{self.kind}": self.row}, kind__in=TOLD)
        rows = rows.select_related("actor", "answer", "lead__inquiry")
        return BoundedPaginator(rows, EVENTS_A_PAGE).get_page(self.request.GET.get("events"))

    @cached_property
    def duplicates(self) -> list[Duplicate]:
        return duplicates_of(self.row)

    @cached_property
    def merges(self) -> list[Merge]:
        """The newest merges into this row that can be undone."""
        return list(self.row.merges.recent()[:SHOWN])

    @cached_property
    def consent(self) -> Consent | None:
        """The active news consent of a person."""
        if not isinstance(self.row, Person) or not self.row.email:
            return None
        return Consent.objects.of(self.row.email).active().order_by("-given_at").first()


class StoryPage(MergePages):
    """Mixin for the page of a row with inquiries: the form, and the row's story below it."""

    change_form_template = "admin/leads/people/story.html"

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        row: Model | None = context.get("original")
        if row is not None:
            names = {"title": label(row), "story": Story(row, request)}  # type: ignore[arg-type]  # mixin of both
            context.update(names, may_merge=self.may_merge(request))
        return super().render_change_form(request, context, *args, **kwargs)
