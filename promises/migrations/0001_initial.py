import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BlockedContent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("directive", models.CharField(max_length=20)),
                ("day_on", models.DateField(verbose_name="day")),
                ("count", models.PositiveIntegerField(default=0)),
            ],
            options={
                "verbose_name_plural": "blocked content",
                "ordering": ["-day_on", "directive"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("directive", "day_on"), name="one_count_for_each_directive_and_day"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("check_name", models.CharField(max_length=120, verbose_name="check")),
                ("promise", models.CharField(max_length=3)),
                ("kind", models.CharField(max_length=9)),
                (
                    "at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="when"),
                ),
                (
                    "code_version",
                    models.CharField(max_length=40, verbose_name="version of the software"),
                ),
                ("is_kept", models.BooleanField(verbose_name="kept")),
                ("problems", models.JSONField(blank=True, default=list)),
                ("figures", models.JSONField(blank=True, default=list)),
                ("milliseconds", models.PositiveIntegerField(default=0)),
            ],
            options={
                "verbose_name_plural": "evidence",
                "ordering": ["-pk"],
                "indexes": [models.Index(fields=["check_name", "-id"], name="evidence_newest")],
            },
        ),
        migrations.CreateModel(
            name="Attestation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("check_name", models.CharField(max_length=120, verbose_name="statement")),
                ("promise", models.CharField(max_length=3)),
                (
                    "at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="stated at"
                    ),
                ),
                (
                    "is_kept",
                    models.BooleanField(
                        default=True,
                        help_text="Untick it where the statement is no longer true.",
                        verbose_name="true",
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        help_text="What you looked at, and on which day. No names of people.",
                        max_length=300,
                    ),
                ),
                (
                    "stated_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "indexes": [models.Index(fields=["check_name", "-id"], name="attestation_newest")],
            },
        ),
    ]
