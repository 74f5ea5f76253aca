"""Undo an action on inquiries for some seconds, unless someone changed them since."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.core import signing
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils.dateparse import parse_datetime

from contactatonce.accounts.models import User
from leads.models import Lead

from . import work

WITHIN = timedelta(seconds=30)  # the pages say ten; reading and reaching a button takes some more
SALT = "leads.undo"


class Values(signing.JSONSerializer):
    """JSON with the moments of columns that end in _at."""

    def dumps(self, obj: Any) -> bytes:
        return json.dumps(obj, separators=(",", ":"), cls=DjangoJSONEncoder).encode("latin-1")

    def loads(self, data: bytes) -> Any:
        by, rows = super().loads(data)
        for _, _, before in rows:
            for name in [name for name in before if name.endswith("_at") and before[name]]:
                before[name] = parse_datetime(before[name])
        return by, rows


def token_for(changes: Sequence[work.Change], *, actor: User) -> str:
    """Return a signed token with which `actor` can undo `changes`; "" if there are none."""
    if not changes:
        return ""
    rows = [(change.lead_id, change.version, change.before) for change in changes]
    return signing.dumps([actor.pk, rows], salt=SALT, serializer=Values, compress=True)


def undo(*, token: str, actor: User) -> work.Outcome:
    """Undo the action of `token`; raise work.Refused if it is too late or not by `actor`."""
    try:
        by, rows = signing.loads(token, salt=SALT, serializer=Values, max_age=WITHIN)
    except signing.BadSignature as error:
        raise work.Refused("It is too late to undo this. Open the inquiry to change it.") from error
    if by != actor.pk:
        raise work.Refused("A colleague did this: only they can undo it.")
    return restore(changes=[work.Change(*row) for row in rows], actor=actor)


def restore(*, changes: Iterable[work.Change], actor: User) -> work.Outcome:
    """Undo `changes`: set the values before, unless someone changed the lead since."""
    outcome = work.Outcome()
    by_key = {change.lead_id: change for change in changes}
    for part in work.slices(by_key):
        with transaction.atomic():
            alike: defaultdict[str, list[Lead]] = defaultdict(list)
            for lead in work.lock().select_related("inquiry").filter(pk__in=part).order_by("pk"):
                change = by_key[lead.pk]
                if lead.version == change.version:
                    alike[repr(sorted(change.before.items()))].append(lead)
                else:
                    outcome.refused.append(f"{lead.inquiry.reference}: It was changed since.")
            for leads in alike.values():
                before = by_key[leads[0].pk].before
                outcome.changes += work.write(leads, before, actor, "undone")
    return outcome
