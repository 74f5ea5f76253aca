import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("brands", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("model", models.CharField(editable=False, max_length=80)),
                ("object_id", models.PositiveBigIntegerField(editable=False)),
                ("path", models.CharField(editable=False, max_length=500)),
                ("title", models.CharField(editable=False, max_length=300)),
                ("text", models.TextField(editable=False)),
                ("title_words", models.TextField(editable=False)),
                ("text_words", models.TextField(editable=False)),
            ],
            options={
                "verbose_name_plural": "entries",
                "ordering": ["model", "object_id"],
                "indexes": [models.Index(fields=["path"], name="entry_by_path")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("model", "object_id"), name="one_entry_for_each_row"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LinkProblem",
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
                        choices=[
                            ("broken", "Leads to nothing"),
                            ("anchor", "Leads to a place that the page does not have"),
                            ("moved", "Leads there by a detour"),
                            ("orphan", "No page leads here"),
                        ],
                        editable=False,
                        max_length=8,
                        verbose_name="what is wrong",
                    ),
                ),
                ("path", models.CharField(editable=False, max_length=500, verbose_name="page")),
                (
                    "target",
                    models.CharField(
                        blank=True, editable=False, max_length=500, verbose_name="link"
                    ),
                ),
                (
                    "status",
                    models.PositiveSmallIntegerField(
                        editable=False, null=True, verbose_name="answer"
                    ),
                ),
                ("found_at", models.DateTimeField(editable=False, verbose_name="found")),
                (
                    "brand",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="brands.brand",
                        verbose_name="site",
                    ),
                ),
            ],
            options={
                "ordering": ["brand", "path", "target"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("brand", "kind", "path", "target"),
                        name="one_row_for_each_link_problem",
                    )
                ],
            },
        ),
    ]
