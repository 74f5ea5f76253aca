"""What waited before carried only words: they are a part of a snapshot."""

from django.db import migrations

WORDS = ("title", "summary", "body")


def write_snapshots(apps, schema_editor):
    changes = apps.get_model("publishing", "ScheduledChange").objects.using(schema_editor.connection.alias)
    for change in changes.filter(snapshot={}):
        change.snapshot = {name: change.fields[name] for name in WORDS if name in change.fields}
        change.save(update_fields=["snapshot"])


class Migration(migrations.Migration):
    dependencies = [("publishing", "0003_changes_of_everything")]

    operations = [migrations.RunPython(write_snapshots, migrations.RunPython.noop)]
