"""Check that every answered form was stored whole: `python -m tools.bench.count <answers>`."""

import sys

import django

django.setup()

from django_tasks_db.models import DBTaskResult  # noqa: E402  needs the settings set up

from leads.models import Event, Inquiry, Lead  # noqa: E402  after the settings

if __name__ == "__main__":
    answers = int(sys.argv[1])
    quarantined = Lead.objects.quarantined().count()
    stored = [
        Inquiry.objects.count(),
        Lead.objects.count(),
        Event.objects.count(),
        DBTaskResult.objects.count(),
    ]
    if quarantined or min(stored) < answers or len(set(stored)) > 1:
        sys.exit(f"{answers} answers, but stored {stored}, of which {quarantined} quarantined")
