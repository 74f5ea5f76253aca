from django.db import migrations

from privacy import guards


class Migration(migrations.Migration):
    """Let the database itself refuse changes to what is evidence."""

    dependencies = [("privacy", "0002_policy")]

    operations = [migrations.RunPython(guards.install, guards.uninstall)]
