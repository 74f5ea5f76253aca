import contactatonce.brands.models
import contactatonce.lib.email_addresses
import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Calendar",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, unique=True)),
                (
                    "time_zone",
                    models.CharField(
                        default="America/New_York",
                        help_text="Business hours and holidays are in this zone.",
                        max_length=64,
                        validators=[contactatonce.brands.models.known_time_zone],
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Office",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("address", models.TextField(help_text="As on an envelope, line by line.")),
                ("phone", models.CharField(blank=True, max_length=40)),
                ("fax", models.CharField(blank=True, max_length=40)),
                ("email", contactatonce.lib.email_addresses.EmailField(blank=True, max_length=254)),
                (
                    "time_zone",
                    models.CharField(
                        default="America/New_York",
                        help_text="The admin shows and reads times in this zone for people of this office.",
                        max_length=64,
                        validators=[contactatonce.brands.models.known_time_zone],
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="Lower numbers come first."
                    ),
                ),
            ],
            options={
                "ordering": ["position", "name"],
            },
        ),
        migrations.CreateModel(
            name="Brand",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
                        help_text="Short name; in development the site’s host is this name plus .localhost.",
                        unique=True,
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("corporate", "Corporate site"),
                            ("vertical", "Site for one trade"),
                            ("blog", "Blog"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "host",
                    models.CharField(
                        help_text="The site’s one host; every alias redirects to it.",
                        max_length=253,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$",
                                "Write the bare host name in lower case, such as www.example.com.",
                            )
                        ],
                    ),
                ),
                ("tagline", models.CharField(help_text="One line under the name.", max_length=120)),
                (
                    "description",
                    models.CharField(
                        help_text="For search engines and shared links.", max_length=200
                    ),
                ),
                (
                    "mail_name",
                    models.CharField(max_length=80, verbose_name="mail comes from (name)"),
                ),
                (
                    "mail_from",
                    contactatonce.lib.email_addresses.EmailField(
                        max_length=254, verbose_name="mail comes from (address)"
                    ),
                ),
                (
                    "accent",
                    models.CharField(
                        default="#0b5cad",
                        max_length=7,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^#[0-9a-f]{6}$",
                                "Write a color as # and six hex digits, lower case.",
                            )
                        ],
                    ),
                ),
                (
                    "accent_dark",
                    models.CharField(
                        default="#7db8f5",
                        max_length=7,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^#[0-9a-f]{6}$",
                                "Write a color as # and six hex digits, lower case.",
                            )
                        ],
                        verbose_name="accent on dark",
                    ),
                ),
                (
                    "tint",
                    models.CharField(
                        blank=True,
                        help_text="Colors stripes and cards very lightly; empty for the accent.",
                        max_length=7,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^#[0-9a-f]{6}$",
                                "Write a color as # and six hex digits, lower case.",
                            )
                        ],
                        verbose_name="tint of the grounds",
                    ),
                ),
                (
                    "typeface",
                    models.CharField(
                        choices=[
                            ("sans", "Sans serif"),
                            ("strong", "Sans serif, heavy headings"),
                            ("soft", "Sans serif, light headings"),
                            ("serif", "Serif headings"),
                        ],
                        default="sans",
                        max_length=8,
                    ),
                ),
                (
                    "mark",
                    models.CharField(
                        choices=[
                            ("talk", "Bubble with three dots"),
                            ("car", "Bubble with a car"),
                            ("home", "Bubble with a house"),
                            ("lines", "Bubble with lines of text"),
                            ("quote", "Bubble with quotation marks"),
                        ],
                        default="talk",
                        max_length=8,
                        verbose_name="logo",
                    ),
                ),
                (
                    "embedding_hosts",
                    models.TextField(
                        blank=True,
                        help_text="Hosts whose pages may show this site’s inquiry form in a frame, one a line, such as www.example.com. No other page of the site can be framed.",
                        validators=[contactatonce.brands.models.bare_hosts],
                        verbose_name="may show our form",
                    ),
                ),
                (
                    "answer_hours",
                    models.PositiveSmallIntegerField(
                        default=4,
                        help_text="Business hours until an inquiry is answered; visitors see the exact time.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(80),
                        ],
                        verbose_name="answers within",
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="Lower numbers come first."
                    ),
                ),
                (
                    "calendar",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="brands",
                        to="brands.calendar",
                    ),
                ),
            ],
            options={
                "verbose_name": "site",
                "ordering": ["position", "slug"],
            },
        ),
        migrations.CreateModel(
            name="HostAlias",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "host",
                    models.CharField(
                        max_length=253,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$",
                                "Write the bare host name in lower case, such as www.example.com.",
                            )
                        ],
                    ),
                ),
                (
                    "brand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="aliases",
                        to="brands.brand",
                        verbose_name="site",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "host aliases",
                "ordering": ["host"],
            },
        ),
        migrations.CreateModel(
            name="Holiday",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day_on", models.DateField(verbose_name="day")),
                ("name", models.CharField(max_length=80)),
                (
                    "calendar",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="holidays",
                        to="brands.calendar",
                    ),
                ),
            ],
            options={
                "ordering": ["day_on"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("calendar", "day_on"), name="one_holiday_per_day"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OpeningHours",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "weekday",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Monday"),
                            (1, "Tuesday"),
                            (2, "Wednesday"),
                            (3, "Thursday"),
                            (4, "Friday"),
                            (5, "Saturday"),
                            (6, "Sunday"),
                        ]
                    ),
                ),
                ("opens_at", models.TimeField()),
                ("closes_at", models.TimeField()),
                (
                    "calendar",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="opening_hours",
                        to="brands.calendar",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "business hours",
                "ordering": ["weekday", "opens_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("closes_at__gt", models.F("opens_at"))),
                        name="opening_hours_close_after_opening",
                        violation_error_message="Closing time must be later than opening time.",
                    )
                ],
            },
        ),
    ]
