from django.db import migrations

from privacy.guards import GUARDS, guard_rows


class Migration(migrations.Migration):
    """Let the database refuse changes to evidence, and find admin log entries by record."""

    dependencies = [("privacy", "0001_initial"), ("admin", "0003_logentry_add_action_flag_choices")]

    operations = [
        guard_rows(GUARDS),
        # The admin log has no index by record, and erasure overwrites what it says of one.
        migrations.RunSQL(
            "CREATE INDEX admin_log_of_record ON django_admin_log (content_type_id, object_id)",
            "DROP INDEX admin_log_of_record",
        ),
    ]
