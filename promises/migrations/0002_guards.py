from django.db import migrations

from privacy.guards import guard_rows
from promises.guards import GUARDS


class Migration(migrations.Migration):
    """Let the database refuse changes to results and statements."""

    dependencies = [("promises", "0001_initial"), ("privacy", "0002_guards")]

    operations = [guard_rows(GUARDS)]
