from django.db import migrations

from privacy.guards import guard_rows
from testimonials.guards import GUARDS


class Migration(migrations.Migration):
    """Let the database refuse illegal moves, and changes to what a guest confirmed."""

    dependencies = [("testimonials", "0001_initial"), ("privacy", "0002_guards")]

    operations = [guard_rows(GUARDS)]
