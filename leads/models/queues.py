"""The queues of work: new, mine, due, overdue, in quarantine."""

from datetime import date, datetime
from typing import Any

from django.db.models import Min, Q
from django.utils import timezone

from contactatonce.lib.versions import VersionedQuerySet

from .inquiries import Correction, Inquiry
from .people import Person
from .search import matching


class LeadQuerySet(VersionedQuerySet[Any]):
    def quarantined(self) -> "LeadQuerySet":
        """Leads that wait for a person to check them; the promised time runs meanwhile."""
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

    def search(self, text: str) -> "LeadQuerySet":
        """Leads whose inquiry, corrections or person contain every word of `text`.

        One set of ids from three indexed look-ups: an OR over joined tables would read them all.
        """
        condition = matching(text)
        if condition is None:
            return self
        people = Person.objects.filter(condition).order_by()
        found = [
            Inquiry.objects.filter(condition).order_by().values("pk"),
            Correction.objects.filter(condition).order_by().values("inquiry_id"),
            self.model.objects.filter(person__in=people).order_by().values("pk"),
        ]
        return self.filter(pk__in=found[0].union(*found[1:], all=True))
