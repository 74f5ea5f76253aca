import django.core.validators
import django.db.models.deletion
import pages.targets
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("brands", "0001_initial"),
        ("media", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Portal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("consumers", "For consumers"),
                            ("merchants", "For merchants"),
                            ("providers", "For site providers"),
                        ],
                        max_length=12,
                        verbose_name="audience",
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                (
                    "agreement_url",
                    models.CharField(
                        help_text="What is submitted in the portal is governed by it, not by our policy (P05).",
                        max_length=500,
                        validators=[pages.targets.validate_web],
                        verbose_name="agreement",
                    ),
                ),
                (
                    "sign_in_url",
                    models.CharField(
                        blank=True,
                        max_length=500,
                        validators=[pages.targets.validate_web],
                        verbose_name="sign-in page",
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
            name="SiteMenu",
            fields=[],
            options={
                "verbose_name": "menu",
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("brands.brand",),
        ),
        migrations.CreateModel(
            name="Page",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "publish_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="Empty: it stays a draft.",
                        null=True,
                        verbose_name="publish at",
                    ),
                ),
                (
                    "unpublish_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="Empty: it stays.",
                        null=True,
                        verbose_name="take down at",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "path",
                    models.CharField(
                        help_text="What follows the site’s host: / for the home page, else such as /products/.",
                        max_length=200,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A/(?:[a-z0-9]+(?:-[a-z0-9]+)*/)*\\Z",
                                "Write a path such as /products/ or /products/reports/: small letters, digits and hyphens, with a slash at both ends.",
                            )
                        ],
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        help_text="In the browser’s tab, in search results and in the menu.",
                        max_length=120,
                    ),
                ),
                (
                    "description",
                    models.CharField(
                        help_text="For search engines and shared links; a page without a hero shows it under its title.",
                        max_length=200,
                    ),
                ),
                ("sections", models.JSONField(default=list, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "brand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pages",
                        to="brands.brand",
                        verbose_name="site",
                    ),
                ),
                (
                    "pictures",
                    models.ManyToManyField(editable=False, related_name="+", to="media.image"),
                ),
                (
                    "social_image",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: a card with the title is drawn.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="media.image",
                        verbose_name="picture for shared links",
                    ),
                ),
            ],
            options={
                "ordering": ["brand", "path"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MenuItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, editable=False)),
                (
                    "is_nested",
                    models.BooleanField(default=False, verbose_name="under the entry above"),
                ),
                (
                    "label",
                    models.CharField(
                        blank=True, help_text="Empty: the title of the page.", max_length=40
                    ),
                ),
                (
                    "target",
                    models.CharField(
                        blank=True,
                        help_text="A path such as /#how, site: and a site’s short name, or https://. Without page and address it is a heading.",
                        max_length=500,
                        validators=[pages.targets.validate_target],
                        verbose_name="other address",
                    ),
                ),
                (
                    "brand",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="menu_items",
                        to="brands.brand",
                        verbose_name="site",
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        blank=True,
                        help_text="It shows in the menu while it is published.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="menu_items",
                        to="pages.page",
                    ),
                ),
            ],
            options={
                "ordering": ["brand", "position", "pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="page",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("unpublish_at", None),
                    ("publish_at__lt", models.F("unpublish_at")),
                    _connector="OR",
                ),
                name="pages_page_ends_after_it_begins",
                violation_error_message="It must be taken down later than it is published.",
            ),
        ),
        migrations.AddConstraint(
            model_name="page",
            constraint=models.UniqueConstraint(
                fields=("brand", "path"),
                name="page_path_is_unique_in_its_site",
                violation_error_message="The site has a page under this path already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="menuitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("page", None), ("target", ""), _connector="OR"),
                name="menu_item_leads_to_one_place",
                violation_error_message="Choose a page or write an address, not both.",
            ),
        ),
        migrations.AddConstraint(
            model_name="menuitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("page__isnull", False), models.Q(("label", ""), _negated=True), _connector="OR"
                ),
                name="menu_item_has_words",
                violation_error_message="Only an entry for a page may go without words.",
            ),
        ),
    ]
