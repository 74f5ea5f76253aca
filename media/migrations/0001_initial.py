import django.db.models.deletion
import media.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Image",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        help_text="How staff find it; visitors do not see it.", max_length=120
                    ),
                ),
                (
                    "file",
                    models.FileField(
                        editable=False, max_length=120, storage=media.models.originals, upload_to=""
                    ),
                ),
                (
                    "alt",
                    models.CharField(
                        blank=True,
                        help_text="What the picture shows, for people who do not see it.",
                        max_length=300,
                        validators=[media.models.not_a_file_name],
                        verbose_name="alternative text",
                    ),
                ),
                (
                    "decorative",
                    models.BooleanField(
                        default=False,
                        help_text="It says nothing that the text does not say: no alternative text.",
                    ),
                ),
                (
                    "width",
                    models.PositiveIntegerField(editable=False, help_text="Upright, in pixels."),
                ),
                ("height", models.PositiveIntegerField(editable=False)),
                ("content_hash", models.CharField(editable=False, max_length=64, unique=True)),
                ("uploaded_at", models.DateTimeField(auto_now_add=True, db_index=True)),
                ("rendered_at", models.DateTimeField(editable=False, null=True)),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "picture",
                "ordering": ["-uploaded_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Rendition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "format",
                    models.CharField(
                        choices=[
                            ("avif", "AVIF"),
                            ("webp", "WebP"),
                            ("jpeg", "JPEG"),
                            ("png", "PNG"),
                        ],
                        max_length=4,
                    ),
                ),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                ("size", models.PositiveIntegerField(help_text="In bytes.")),
                (
                    "file",
                    models.FileField(max_length=120, storage=media.models.published, upload_to=""),
                ),
                (
                    "image",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="renditions",
                        to="media.image",
                    ),
                ),
            ],
            options={
                "ordering": ["image", "format", "width"],
            },
        ),
        migrations.AddConstraint(
            model_name="image",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("alt", ""), ("decorative", True)),
                    models.Q(("decorative", False), models.Q(("alt", ""), _negated=True)),
                    _connector="OR",
                ),
                name="image_has_alt_or_is_decorative",
                violation_error_message="Write what the picture shows, or tick that it is decorative; not both.",
            ),
        ),
        migrations.AddConstraint(
            model_name="rendition",
            constraint=models.UniqueConstraint(
                fields=("image", "format", "width"), name="rendition_once_for_format_and_width"
            ),
        ),
    ]
