"""The queues of work: new, mine, due, overdue, in quarantine."""

import re
from datetime import date, datetime
from typing import Any

from django.db.models import Max, Min, Q
from django.utils import timezone

from contactatonce.lib.versions import VersionedQuerySet

from .inquiries import REFERENCE_LETTERS, Correction, Inquiry
from .people import Person
from .search import is_short, matching

REFERENCE = re.compile(rf"#?([{REFERENCE_LETTERS}]{{8}})")
MOST_SCANNED = 10_000  # of the newest inquiries, for a search that no index helps


class LeadQuerySet(VersionedQuerySet[Any]):
    def quarantined(self) -> "LeadQuerySet":
        """Return leads that a person must check; their promised time keeps running."""
        return self.filter(
            quarantined_at__isnull=False, released_at__isnull=True, state=self.model.State.NEW
        )

    def in_queue(self) -> "LeadQuerySet":
        return self.filter(Q(quarantined_at__isnull=True) | Q(released_at__isnull=False))

    def unfinished(self) -> "LeadQuerySet":
        return self.in_queue().filter(state__in=self.model.UNFINISHED)

    def new(self) -> "LeadQuerySet":
        return self.in_queue().filter(state=self.model.State.NEW)

    def of(self, user_id: int | None) -> "LeadQuerySet":
        """The unfinished leads of one owner, and those that need their attention."""
        active = Q(state__in=self.model.UNFINISHED) | ~Q(attention="")
        return self.in_queue().filter(active, owner_id=user_id)

    def need_attention(self, user_id: int | None) -> "LeadQuerySet":
        return self.in_queue().filter(owner_id=user_id).exclude(attention="")

    def due(self, today: date) -> "LeadQuerySet":
        return self.unfinished().filter(next_step_on=today)

    def overdue(self, today: date) -> "LeadQuerySet":
        """Leads whose next step is past, or whose first answer is late."""
        late_answer = Q(first_answered_at__isnull=True, answer_by__lt=timezone.now())
        return self.unfinished().filter(Q(next_step_on__lt=today) | late_answer)

    def waiting(self) -> "LeadQuerySet":
        """Unassigned, unanswered leads, the earliest promised answer first."""
        unclaimed = self.new().filter(owner=None, first_answered_at=None)
        return unclaimed.order_by("answer_by", "pk")

    def received_since(self, moment: datetime) -> "LeadQuerySet":
        """Leads whose inquiry was received at or after `moment`.

        It selects by the lowest such key: the database then reads only the newest part of the table
        in key order, where a join alone reads all of it.
        """
        recent = Inquiry.objects.filter(received_at__gte=moment)
        first = recent.aggregate(first=Min("pk"))["first"]
        if first is None:
            return self.none()
        return self.filter(pk__gte=first, inquiry__received_at__gte=moment)

    def with_reference(self, text: str) -> int | None:
        """Return the key of the inquiry whose whole reference is `text`, with or without #."""
        found = REFERENCE.fullmatch(text.upper())
        rows = self.filter(inquiry__reference=found[1]) if found else self.none()
        return rows.values_list("pk", flat=True).first()

    def search(self, text: str) -> "LeadQuerySet":
        """Leads whose inquiry, corrections, person, notes or answers contain each word of `text`.

        One set of ids from indexed look-ups: an OR over joined tables would read them all. Words
        that are too short for the index are looked for in the newest inquiries.
        """
        condition, in_message = matching(text), matching(text, also_in="message_text")
        if condition is None or in_message is None:
            return self
        if is_short(text):
            return self.newest_with(condition)
        people = Person.objects.filter(condition).order_by()
        found = [
            Inquiry.objects.filter(in_message).order_by().values("pk"),
            Correction.objects.filter(in_message).order_by().values("inquiry_id"),
            self.model.objects.filter(person__in=people).order_by().values("pk"),
        ]
        for relation in (self.model.events, self.model.answers):
            written = relation.field.model.objects.filter(condition)
            found.append(written.order_by().values("lead_id"))
        return self.filter(pk__in=found[0].union(*found[1:], all=True))

    def newest_with(self, condition: Q) -> "LeadQuerySet":
        """Leads among the newest whose inquiry matches `condition`."""
        newest = Inquiry.objects.aggregate(newest=Max("pk"))["newest"] or 0
        recent = Inquiry.objects.filter(pk__gt=newest - MOST_SCANNED)
        return self.filter(pk__in=recent.filter(condition).order_by().values("pk"))
