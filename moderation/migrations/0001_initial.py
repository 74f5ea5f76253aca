import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Training",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("public", "What visitors publish"), ("inquiries", "Inquiries")],
                        default="public",
                        max_length=9,
                    ),
                ),
                ("learned_at", models.DateTimeField()),
                ("spam", models.PositiveIntegerField(verbose_name="judged as spam")),
                ("ham", models.PositiveIntegerField(verbose_name="judged as wanted")),
            ],
            options={
                "verbose_name_plural": "training",
            },
        ),
        migrations.CreateModel(
            name="Token",
            fields=[
                ("digest", models.BigIntegerField(primary_key=True, serialize=False)),
                ("spam", models.PositiveIntegerField()),
                ("ham", models.PositiveIntegerField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("spam__gte", 2),
                            ("ham__gte", 2),
                            models.Q(("ham", 1), ("spam", 1)),
                            _connector="OR",
                        ),
                        name="token_is_in_two_texts",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WatchedWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "word",
                    models.CharField(
                        help_text="A word or a phrase, in any case; a * at its end matches any ending.",
                        max_length=80,
                    ),
                ),
                (
                    "note",
                    models.CharField(blank=True, help_text="Why it is watched.", max_length=200),
                ),
            ],
            options={
                "ordering": ["word"],
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("word"),
                        name="word_is_watched_once",
                        violation_error_message="This word is already watched.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Verdict",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("object_id", models.PositiveBigIntegerField()),
                (
                    "version",
                    models.PositiveIntegerField(
                        help_text="Version of the item that the moderator saw."
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        choices=[("approve", "Approved"), ("refuse", "Refused")], max_length=8
                    ),
                ),
                (
                    "refusal",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("spam", "It reads like advertising"),
                            ("off_topic", "It is not about the subject of the page"),
                            ("rude", "It insults someone"),
                            ("personal", "It reveals private details about a person"),
                            ("unlawful", "It may break the law"),
                        ],
                        max_length=10,
                        verbose_name="because",
                    ),
                ),
                (
                    "before",
                    models.CharField(
                        choices=[
                            ("held", "Waiting for a moderator"),
                            ("published", "Published"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn by its author"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "before_refusal",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("spam", "It reads like advertising"),
                            ("off_topic", "It is not about the subject of the page"),
                            ("rude", "It insults someone"),
                            ("personal", "It reveals private details about a person"),
                            ("unlawful", "It may break the law"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("undone_at", models.DateTimeField(null=True, verbose_name="undone")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "indexes": [models.Index(fields=["at"], name="verdict_at")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("content_type", "object_id", "version"),
                        name="one_verdict_per_version",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decision", "refuse"),
                                (
                                    "refusal__in",
                                    ["spam", "off_topic", "rude", "personal", "unlawful"],
                                ),
                            ),
                            models.Q(("decision", "approve"), ("refusal", "")),
                            _connector="OR",
                        ),
                        name="verdict_refuses_for_a_reason",
                    ),
                ],
            },
        ),
    ]
