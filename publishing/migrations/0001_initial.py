import django.db.models.deletion
import django.utils.timezone
import publishing.models.previews
import publishing.models.redirect
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("brands", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("media", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PreviewLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("object_id", models.PositiveBigIntegerField(editable=False)),
                (
                    "made_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="Who it is for, such as “Legal, first draft”.", max_length=80
                    ),
                ),
                ("token_digest", models.CharField(editable=False, max_length=64, unique=True)),
                (
                    "expires_at",
                    models.DateTimeField(
                        default=publishing.models.previews.a_week_from_now, editable=False
                    ),
                ),
                ("revoked_at", models.DateTimeField(editable=False, null=True)),
                (
                    "content_type",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="contenttypes.contenttype",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at"],
                "indexes": [models.Index(fields=["content_type", "object_id"], name="preview_of")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("made_at"))),
                        name="preview_expires_after_start",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Redirect",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "old_path",
                    models.CharField(
                        help_text="The path, such as /old-name/. Letter case and a slash at the end do not matter.",
                        max_length=500,
                        validators=[publishing.models.redirect.valid_path],
                        verbose_name="old address",
                    ),
                ),
                (
                    "target",
                    models.CharField(
                        blank=True,
                        help_text="A path of the same site, or an address that begins with https://. Empty: the page is gone for good, and visitors see that.",
                        max_length=500,
                        validators=[publishing.models.redirect.valid_target],
                        verbose_name="new address",
                    ),
                ),
                ("hits", models.PositiveIntegerField(default=0, editable=False)),
                ("last_hit_on", models.DateField(editable=False, null=True)),
                (
                    "brand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="redirects",
                        to="brands.brand",
                        verbose_name="site",
                    ),
                ),
            ],
            options={
                "ordering": ["brand", "old_path"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("brand", "old_path"),
                        name="one_answer_for_an_old_address",
                        violation_error_message="This address has an answer already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Revision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("object_id", models.PositiveBigIntegerField(editable=False)),
                (
                    "made_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                ("number", models.PositiveIntegerField(editable=False)),
                ("snapshot", models.JSONField(editable=False)),
                ("note", models.CharField(blank=True, editable=False, max_length=200)),
                (
                    "content_type",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="contenttypes.contenttype",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("content_type", "object_id", "number"),
                        name="revisions_are_numbered",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ScheduledRevision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("object_id", models.PositiveBigIntegerField(editable=False)),
                (
                    "made_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                ("snapshot", models.JSONField(editable=False)),
                ("base_version", models.PositiveIntegerField(editable=False)),
                ("takes_effect_at", models.DateTimeField()),
                ("applied_at", models.DateTimeField(editable=False, null=True)),
                ("canceled_at", models.DateTimeField(editable=False, null=True)),
                (
                    "content_type",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="contenttypes.contenttype",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pictures",
                    models.ManyToManyField(editable=False, related_name="+", to="media.image"),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("applied_at", None), ("canceled_at", None)),
                        fields=("content_type", "object_id"),
                        name="one_pending_revision_of_a_text",
                    )
                ],
            },
        ),
    ]
