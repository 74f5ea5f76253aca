import contactatonce.lib.email_addresses
import contactatonce.lib.indexes
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import django_countries.fields
import leads.models.answers
import leads.models.inquiries
import leads.models.search
import leads.models.work
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("brands", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Balance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day_on", models.DateField(unique=True, verbose_name="day")),
                ("counted_to", models.BigIntegerField(verbose_name="up to inquiry")),
                ("seen_to", models.BigIntegerField(verbose_name="highest number then")),
                ("received", models.PositiveIntegerField(help_text="Since the balance before.")),
                ("open", models.PositiveIntegerField()),
                ("closed", models.PositiveIntegerField()),
                ("quarantined", models.PositiveIntegerField()),
                (
                    "erased",
                    models.PositiveIntegerField(default=0, help_text="Since the balance before."),
                ),
                (
                    "missing",
                    models.IntegerField(help_text="Received, and neither there nor erased."),
                ),
            ],
            options={
                "ordering": ["-day_on"],
            },
        ),
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                (
                    "owner",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "secret",
                    models.CharField(
                        default=leads.models.work.new_token,
                        editable=False,
                        max_length=32,
                        unique=True,
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Company",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("name", models.CharField(max_length=200)),
                (
                    "name_key",
                    models.CharField(
                        editable=False,
                        help_text="The name, folded for comparison.",
                        max_length=200,
                        unique=True,
                    ),
                ),
                (
                    "size",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("1", "Just me"),
                            ("2-10", "2 to 10 people"),
                            ("11-50", "11 to 50 people"),
                            ("51-200", "51 to 200 people"),
                            ("201-1000", "201 to 1,000 people"),
                            ("1001+", "More than 1,000 people"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "business_type",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("dealer", "Car dealer"),
                            ("dealer_group", "Dealer group"),
                            ("apartments", "Apartment community"),
                            ("management", "Property management company"),
                            ("portal", "Listing portal or publisher"),
                            ("partner", "Website or software provider"),
                            ("other", "Something else"),
                        ],
                        max_length=14,
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
            ],
            options={
                "verbose_name_plural": "companies",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("to", models.CharField(max_length=254)),
                ("subject", models.CharField(max_length=200)),
                ("body", models.TextField(max_length=20000)),
                ("message_id", models.CharField(editable=False, max_length=120, unique=True)),
                (
                    "written_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                ("sent_at", models.DateTimeField(editable=False, null=True)),
                ("job_id", models.UUIDField(editable=False, null=True)),
                (
                    "search_text",
                    models.GeneratedField(
                        db_persist=True,
                        expression=leads.models.search.Folded(
                            leads.models.search.Joined(
                                "subject", models.Value("\n"), "body", models.Value("\n")
                            )
                        ),
                        output_field=models.TextField(),
                    ),
                ),
                (
                    "key",
                    models.UUIDField(
                        editable=False, null=True, unique=True, verbose_name="idempotency key"
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="AssignmentRule",
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
                        help_text="Shown on the timeline of an inquiry.", max_length=80
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="The first rule that matches and has someone at work applies.",
                    ),
                ),
                (
                    "business_type",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("dealer", "Car dealer"),
                            ("dealer_group", "Dealer group"),
                            ("apartments", "Apartment community"),
                            ("management", "Property management company"),
                            ("portal", "Listing portal or publisher"),
                            ("partner", "Website or software provider"),
                            ("other", "Something else"),
                        ],
                        help_text="Empty: every type, and inquiries without one.",
                        max_length=14,
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("in_turn", "In turn, by weight"),
                            ("least_open", "Fewest open inquiries, by weight"),
                        ],
                        default="in_turn",
                        max_length=10,
                    ),
                ),
                ("is_active", models.BooleanField(default=True)),
                (
                    "brand",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: every site.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="brands.brand",
                        verbose_name="site",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="InquiryForm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "slug",
                    models.SlugField(help_text='Used in URLs and in {% inquiry_form "slug" %}.'),
                ),
                ("title", models.CharField(max_length=120)),
                (
                    "intro",
                    models.TextField(
                        blank=True, help_text="A sentence or two above the questions."
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        default="We use your answers to reply to you, and for nothing else.",
                        help_text="Shown beside the button: the purpose of the answers.",
                        max_length=200,
                    ),
                ),
                (
                    "thank_you",
                    models.TextField(
                        default="Thank you. Your message has reached us.",
                        help_text="Shown on the receipt, above the reference and the promised time.",
                    ),
                ),
                (
                    "offers_news",
                    models.BooleanField(
                        default=True,
                        help_text="Adds a separate, unticked checkbox; its wording is stored with each consent.",
                        verbose_name="offer follow-up news",
                    ),
                ),
                (
                    "news_wording",
                    models.CharField(
                        default="Write to me now and then about new features and offers. I can stop this at any time.",
                        max_length=300,
                    ),
                ),
                (
                    "is_open",
                    models.BooleanField(default=True, help_text="A closed form returns 404."),
                ),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "brand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inquiry_forms",
                        to="brands.brand",
                        verbose_name="site",
                    ),
                ),
                (
                    "notified",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Colleagues who get a mail about each new inquiry. If no one is chosen: everyone with the role Sales.",
                        limit_choices_to={"is_active": True, "is_staff": True},
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["brand", "slug"],
            },
        ),
        migrations.CreateModel(
            name="Inquiry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "subject",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("demo", "See a demonstration"),
                            ("prices", "Prices"),
                            ("support", "Help with a product"),
                            ("partnership", "Partnership"),
                            ("press", "Press"),
                            ("other", "Something else"),
                        ],
                        max_length=16,
                        verbose_name="about",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=200)),
                (
                    "email",
                    contactatonce.lib.email_addresses.EmailField(
                        blank=True, max_length=254, verbose_name="e-mail"
                    ),
                ),
                ("phone", models.CharField(blank=True, max_length=120)),
                (
                    "company_name",
                    models.CharField(blank=True, max_length=200, verbose_name="company"),
                ),
                (
                    "company_size",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("1", "Just me"),
                            ("2-10", "2 to 10 people"),
                            ("11-50", "11 to 50 people"),
                            ("51-200", "51 to 200 people"),
                            ("201-1000", "201 to 1,000 people"),
                            ("1001+", "More than 1,000 people"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "business_type",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("dealer", "Car dealer"),
                            ("dealer_group", "Dealer group"),
                            ("apartments", "Apartment community"),
                            ("management", "Property management company"),
                            ("portal", "Listing portal or publisher"),
                            ("partner", "Website or software provider"),
                            ("other", "Something else"),
                        ],
                        max_length=14,
                    ),
                ),
                ("street", models.CharField(blank=True, max_length=250)),
                ("city", models.CharField(blank=True, max_length=120)),
                (
                    "region",
                    models.CharField(blank=True, max_length=120, verbose_name="state or region"),
                ),
                (
                    "postal_code",
                    models.CharField(blank=True, max_length=20, verbose_name="ZIP or postal code"),
                ),
                ("country", django_countries.fields.CountryField(blank=True, max_length=2)),
                ("message", models.TextField(max_length=10000)),
                (
                    "news_wording",
                    models.CharField(
                        blank=True,
                        editable=False,
                        max_length=300,
                        verbose_name="asked for news with these words",
                    ),
                ),
                (
                    "email_key",
                    contactatonce.lib.email_addresses.EmailKeyField(
                        blank=True, editable=False, max_length=320
                    ),
                ),
                (
                    "phone_e164",
                    models.CharField(blank=True, max_length=20, verbose_name="phone (E.164)"),
                ),
                (
                    "digest",
                    models.CharField(
                        editable=False,
                        help_text="Keyed digest of the message, to detect repetition.",
                        max_length=64,
                    ),
                ),
                ("received_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("spam_score", models.PositiveSmallIntegerField(default=0)),
                ("spam_reasons", models.JSONField(blank=True, default=list)),
                (
                    "reference",
                    models.CharField(
                        default=leads.models.inquiries.new_reference,
                        editable=False,
                        max_length=8,
                        unique=True,
                    ),
                ),
                (
                    "key",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        unique=True,
                        verbose_name="idempotency key",
                    ),
                ),
                (
                    "page",
                    models.CharField(blank=True, max_length=200, verbose_name="sent from page"),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("form", "Form"),
                            ("phone", "Phone call"),
                            ("fair", "Trade fair"),
                            ("letter", "Letter"),
                            ("other", "Other way"),
                        ],
                        default="form",
                        max_length=8,
                    ),
                ),
                ("campaign_source", models.CharField(blank=True, max_length=60)),
                ("campaign_medium", models.CharField(blank=True, max_length=60)),
                (
                    "campaign_name",
                    models.CharField(blank=True, max_length=60, verbose_name="campaign"),
                ),
                (
                    "referrer_host",
                    models.CharField(blank=True, max_length=253, verbose_name="came from website"),
                ),
                ("answer_by", models.DateTimeField(verbose_name="answer promised by")),
                ("has_disposable_address", models.BooleanField(default=False)),
                (
                    "policy_version",
                    models.PositiveSmallIntegerField(
                        editable=False,
                        help_text="Version of the privacy policy then in force.",
                        null=True,
                    ),
                ),
                (
                    "search_text",
                    models.GeneratedField(
                        db_persist=True,
                        expression=leads.models.search.Folded(
                            leads.models.search.Joined(
                                leads.models.search.Joined(models.Value("#"), "reference"),
                                models.Value("\n"),
                                "name",
                                models.Value("\n"),
                                "email",
                                models.Value("\n"),
                                "company_name",
                                models.Value("\n"),
                                "city",
                                models.Value("\n"),
                                "postal_code",
                                models.Value("\n"),
                                django.db.models.functions.text.Replace(
                                    django.db.models.functions.text.Replace(
                                        django.db.models.functions.text.Replace(
                                            django.db.models.functions.text.Replace(
                                                django.db.models.functions.text.Replace(
                                                    django.db.models.functions.text.Replace(
                                                        django.db.models.functions.text.Replace(
                                                            models.F("phone"),
                                                            models.Value(" "),
                                                            models.Value(""),
                                                        ),
                                                        models.Value("-"),
                                                        models.Value(""),
                                                    ),
                                                    models.Value("("),
                                                    models.Value(""),
                                                ),
                                                models.Value(")"),
                                                models.Value(""),
                                            ),
                                            models.Value("."),
                                            models.Value(""),
                                        ),
                                        models.Value("+"),
                                        models.Value(""),
                                    ),
                                    models.Value("/"),
                                    models.Value(""),
                                ),
                                models.Value("\n"),
                                "phone_e164",
                                models.Value("\n"),
                            )
                        ),
                        output_field=models.TextField(),
                    ),
                ),
                (
                    "message_text",
                    models.GeneratedField(
                        db_persist=True,
                        expression=leads.models.search.Folded(
                            leads.models.search.Joined("message", models.Value("\n"))
                        ),
                        output_field=models.TextField(),
                    ),
                ),
                (
                    "brand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="brands.brand",
                        verbose_name="site",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "form",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="leads.inquiryform",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "inquiries",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="FormField",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "question",
                    models.CharField(choices=leads.models.answers.question_choices, max_length=32),
                ),
                ("is_required", models.BooleanField(default=False, verbose_name="required")),
                (
                    "label",
                    models.CharField(
                        blank=True, help_text="If empty, the standard label.", max_length=80
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        help_text="Shown beside the question. If empty, the standard reason.",
                        max_length=160,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "form",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="fields",
                        to="leads.inquiryform",
                    ),
                ),
            ],
            options={
                "verbose_name": "question",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("name", models.CharField(blank=True, max_length=200)),
                (
                    "email",
                    contactatonce.lib.email_addresses.EmailField(
                        blank=True, max_length=254, verbose_name="e-mail"
                    ),
                ),
                (
                    "email_key",
                    contactatonce.lib.email_addresses.EmailKeyField(
                        blank=True, editable=False, max_length=320, null=True, unique=True
                    ),
                ),
                ("phone", models.CharField(blank=True, max_length=120)),
                (
                    "phone_e164",
                    models.CharField(
                        blank=True, db_index=True, max_length=20, verbose_name="phone (E.164)"
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                (
                    "search_text",
                    models.GeneratedField(
                        db_persist=True,
                        expression=leads.models.search.Folded(
                            leads.models.search.Joined(
                                "name",
                                models.Value("\n"),
                                "email",
                                models.Value("\n"),
                                django.db.models.functions.text.Replace(
                                    django.db.models.functions.text.Replace(
                                        django.db.models.functions.text.Replace(
                                            django.db.models.functions.text.Replace(
                                                django.db.models.functions.text.Replace(
                                                    django.db.models.functions.text.Replace(
                                                        django.db.models.functions.text.Replace(
                                                            models.F("phone"),
                                                            models.Value(" "),
                                                            models.Value(""),
                                                        ),
                                                        models.Value("-"),
                                                        models.Value(""),
                                                    ),
                                                    models.Value("("),
                                                    models.Value(""),
                                                ),
                                                models.Value(")"),
                                                models.Value(""),
                                            ),
                                            models.Value("."),
                                            models.Value(""),
                                        ),
                                        models.Value("+"),
                                        models.Value(""),
                                    ),
                                    models.Value("/"),
                                    models.Value(""),
                                ),
                                models.Value("\n"),
                                "phone_e164",
                                models.Value("\n"),
                            )
                        ),
                        output_field=models.TextField(),
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="people",
                        to="leads.company",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "people",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Merge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "email",
                    contactatonce.lib.email_addresses.EmailField(
                        blank=True, max_length=254, verbose_name="e-mail of the removed person"
                    ),
                ),
                (
                    "email_key",
                    contactatonce.lib.email_addresses.EmailKeyField(
                        blank=True, editable=False, max_length=320
                    ),
                ),
                ("removed", models.JSONField(help_text="The columns of the removed row.")),
                (
                    "before",
                    models.JSONField(
                        help_text="The columns of the kept row that the merge changed."
                    ),
                ),
                ("leads", models.JSONField(help_text="Keys of the inquiries that moved.")),
                (
                    "people",
                    models.JSONField(default=list, help_text="Keys of the people that moved."),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="merges",
                        to="leads.company",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="merges",
                        to="leads.person",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="ImportedRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("batch", models.UUIDField()),
                ("before", models.JSONField(null=True)),
                ("after", models.JSONField(default=dict)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="imports",
                        to="leads.company",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="imports",
                        to="leads.person",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="RuleMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "weight",
                    models.PositiveSmallIntegerField(
                        default=1,
                        help_text="With a weight of 2 a colleague gets twice as many as with 1.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(20),
                        ],
                    ),
                ),
                (
                    "credit",
                    models.IntegerField(
                        default=0, editable=False, help_text="The turns that it is owed."
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="members",
                        to="leads.assignmentrule",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        limit_choices_to={"is_active": True, "is_staff": True},
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="colleague",
                    ),
                ),
            ],
            options={
                "verbose_name": "colleague",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="SavedReply",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=80)),
                (
                    "body",
                    models.TextField(
                        help_text="May contain {name}, {reference}, {site}, {promise} (when we answer) and {me}.",
                        max_length=10000,
                        verbose_name="text",
                    ),
                ),
                (
                    "is_signature",
                    models.BooleanField(
                        default=False,
                        help_text="Ends every answer of its owner.",
                        verbose_name="signature",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        help_text="Without an owner, every colleague can use it.",
                        limit_choices_to={"is_active": True, "is_staff": True},
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "saved replies",
                "ordering": ["title", "pk"],
            },
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=60)),
                ("query", models.CharField(editable=False, max_length=300, verbose_name="filters")),
                (
                    "is_shared",
                    models.BooleanField(default=False, verbose_name="shared with colleagues"),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="The lowest comes first."
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Absence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("begins_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(verbose_name="last day")),
                (
                    "user",
                    models.ForeignKey(
                        limit_choices_to={"is_active": True, "is_staff": True},
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="colleague",
                    ),
                ),
            ],
            options={
                "ordering": ["-begins_on", "pk"],
                "indexes": [models.Index(fields=["ends_on"], name="absence_ends")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("begins_on"))),
                        name="an_absence_ends_after_it_begins",
                        violation_error_message="The last day is before the first one.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Lead",
            fields=[
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "inquiry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="lead",
                        serialize=False,
                        to="leads.inquiry",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "New"),
                            ("open", "Open"),
                            ("contacted", "Contacted"),
                            ("qualified", "Qualified"),
                            ("won", "Won"),
                            ("lost", "Lost"),
                            ("not_a_lead", "Not a lead"),
                        ],
                        default="new",
                        max_length=12,
                    ),
                ),
                (
                    "lost_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("price", "Price"),
                            ("competitor", "Chose another vendor"),
                            ("no_need", "No need any more"),
                            ("no_answer", "No answer from them"),
                            ("other", "Other; see the note"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "next_step_on",
                    models.DateField(
                        editable=False, help_text="When its next open activity is due.", null=True
                    ),
                ),
                (
                    "answer_by",
                    models.DateTimeField(editable=False, verbose_name="answer promised by"),
                ),
                ("first_answered_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "attention",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("corrected", "Corrected"),
                            ("undelivered", "Mail not delivered"),
                            ("failed", "Answer not sent"),
                            ("assigned", "Newly assigned"),
                        ],
                        editable=False,
                        help_text="What its owner has not seen yet.",
                        max_length=12,
                    ),
                ),
                ("quarantined_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("released_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "spam_at",
                    models.DateTimeField(
                        blank=True,
                        editable=False,
                        help_text="When someone marked it as spam, which teaches the classifier.",
                        null=True,
                    ),
                ),
                (
                    "reply_token",
                    models.CharField(
                        default=leads.models.work.new_token,
                        editable=False,
                        max_length=32,
                        unique=True,
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="leads",
                        to="leads.company",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        limit_choices_to={"is_active": True, "is_staff": True},
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="leads",
                        to="leads.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "inquiry",
                "verbose_name_plural": "inquiries",
                "ordering": ["-pk"],
                "permissions": [("export_lead", "Can export inquiries")],
            },
        ),
        migrations.CreateModel(
            name="Event",
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
                            ("received", "Received"),
                            ("corrected", "Corrected by the visitor"),
                            ("quarantined", "Quarantined"),
                            ("released", "Released from quarantine"),
                            ("identified", "Person recognized"),
                            ("acknowledged", "Acknowledged by mail"),
                            ("undelivered", "Mail not sent"),
                            ("notified", "Colleagues notified"),
                            ("assigned", "Assigned"),
                            ("state", "State changed"),
                            ("next_step", "Next step planned"),
                            ("step_done", "Next step done"),
                            ("edited", "Details edited"),
                            ("note", "Note"),
                            ("call", "Phone call"),
                            ("answer", "Answered by mail"),
                            ("answer_sent", "Answer sent"),
                        ],
                        max_length=12,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "cause",
                    models.CharField(
                        blank=True, help_text="The cause, if no person did it.", max_length=120
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        blank=True, help_text="The change from old to new, or the text."
                    ),
                ),
                (
                    "search_text",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(
                                kind__in=["note", "call"],
                                then=leads.models.search.Folded(
                                    leads.models.search.Joined("text", models.Value("\n"))
                                ),
                            ),
                            default=models.Value(""),
                            output_field=models.TextField(),
                        ),
                        output_field=models.TextField(),
                    ),
                ),
                (
                    "key",
                    models.UUIDField(
                        editable=False, null=True, unique=True, verbose_name="idempotency key"
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "answer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="leads.answer",
                    ),
                ),
                (
                    "assignee",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="leads.lead",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.AddField(
            model_name="answer",
            name="lead",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="leads.lead"
            ),
        ),
        migrations.CreateModel(
            name="Activity",
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
                            ("call", "Call"),
                            ("mail", "E-mail"),
                            ("meeting", "Meeting or demo"),
                            ("task", "Task"),
                        ],
                        default="call",
                        max_length=8,
                    ),
                ),
                ("text", models.CharField(blank=True, max_length=200)),
                ("due_on", models.DateField()),
                ("due_time", models.TimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("done_at", models.DateTimeField(null=True)),
                ("reminded_at", models.DateTimeField(editable=False, null=True)),
                (
                    "key",
                    models.UUIDField(
                        editable=False, null=True, unique=True, verbose_name="idempotency key"
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="activities",
                        to="leads.lead",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "activities",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "subject",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("demo", "See a demonstration"),
                            ("prices", "Prices"),
                            ("support", "Help with a product"),
                            ("partnership", "Partnership"),
                            ("press", "Press"),
                            ("other", "Something else"),
                        ],
                        max_length=16,
                        verbose_name="about",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=200)),
                (
                    "email",
                    contactatonce.lib.email_addresses.EmailField(
                        blank=True, max_length=254, verbose_name="e-mail"
                    ),
                ),
                ("phone", models.CharField(blank=True, max_length=120)),
                (
                    "company_name",
                    models.CharField(blank=True, max_length=200, verbose_name="company"),
                ),
                (
                    "company_size",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("1", "Just me"),
                            ("2-10", "2 to 10 people"),
                            ("11-50", "11 to 50 people"),
                            ("51-200", "51 to 200 people"),
                            ("201-1000", "201 to 1,000 people"),
                            ("1001+", "More than 1,000 people"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "business_type",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("dealer", "Car dealer"),
                            ("dealer_group", "Dealer group"),
                            ("apartments", "Apartment community"),
                            ("management", "Property management company"),
                            ("portal", "Listing portal or publisher"),
                            ("partner", "Website or software provider"),
                            ("other", "Something else"),
                        ],
                        max_length=14,
                    ),
                ),
                ("street", models.CharField(blank=True, max_length=250)),
                ("city", models.CharField(blank=True, max_length=120)),
                (
                    "region",
                    models.CharField(blank=True, max_length=120, verbose_name="state or region"),
                ),
                (
                    "postal_code",
                    models.CharField(blank=True, max_length=20, verbose_name="ZIP or postal code"),
                ),
                ("country", django_countries.fields.CountryField(blank=True, max_length=2)),
                ("message", models.TextField(max_length=10000)),
                (
                    "news_wording",
                    models.CharField(
                        blank=True,
                        editable=False,
                        max_length=300,
                        verbose_name="asked for news with these words",
                    ),
                ),
                (
                    "email_key",
                    contactatonce.lib.email_addresses.EmailKeyField(
                        blank=True, editable=False, max_length=320
                    ),
                ),
                (
                    "phone_e164",
                    models.CharField(blank=True, max_length=20, verbose_name="phone (E.164)"),
                ),
                (
                    "digest",
                    models.CharField(
                        editable=False,
                        help_text="Keyed digest of the message, to detect repetition.",
                        max_length=64,
                    ),
                ),
                ("received_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("spam_score", models.PositiveSmallIntegerField(default=0)),
                ("spam_reasons", models.JSONField(blank=True, default=list)),
                (
                    "search_text",
                    models.GeneratedField(
                        db_persist=True,
                        expression=leads.models.search.Folded(
                            leads.models.search.Joined(
                                "name",
                                models.Value("\n"),
                                "email",
                                models.Value("\n"),
                                "company_name",
                                models.Value("\n"),
                                "city",
                                models.Value("\n"),
                                "postal_code",
                                models.Value("\n"),
                                django.db.models.functions.text.Replace(
                                    django.db.models.functions.text.Replace(
                                        django.db.models.functions.text.Replace(
                                            django.db.models.functions.text.Replace(
                                                django.db.models.functions.text.Replace(
                                                    django.db.models.functions.text.Replace(
                                                        django.db.models.functions.text.Replace(
                                                            models.F("phone"),
                                                            models.Value(" "),
                                                            models.Value(""),
                                                        ),
                                                        models.Value("-"),
                                                        models.Value(""),
                                                    ),
                                                    models.Value("("),
                                                    models.Value(""),
                                                ),
                                                models.Value(")"),
                                                models.Value(""),
                                            ),
                                            models.Value("."),
                                            models.Value(""),
                                        ),
                                        models.Value("+"),
                                        models.Value(""),
                                    ),
                                    models.Value("/"),
                                    models.Value(""),
                                ),
                                models.Value("\n"),
                                "phone_e164",
                                models.Value("\n"),
                            )
                        ),
                        output_field=models.TextField(),
                    ),
                ),
                (
                    "message_text",
                    models.GeneratedField(
                        db_persist=True,
                        expression=leads.models.search.Folded(
                            leads.models.search.Joined("message", models.Value("\n"))
                        ),
                        output_field=models.TextField(),
                    ),
                ),
                (
                    "inquiry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="corrections",
                        to="leads.inquiry",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [
                    models.Index(fields=["email_key"], name="correction_email"),
                    contactatonce.lib.indexes.TrigramIndex(
                        fields=["search_text"], name="correction_search"
                    ),
                    contactatonce.lib.indexes.TrigramIndex(
                        fields=["message_text"], name="correction_message"
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="inquiryform",
            constraint=models.UniqueConstraint(
                fields=("brand", "slug"), name="one_form_per_brand_and_slug"
            ),
        ),
        migrations.AddIndex(
            model_name="inquiry",
            index=models.Index(fields=["brand", "-id"], name="inquiry_brand"),
        ),
        migrations.AddIndex(
            model_name="inquiry",
            index=models.Index(fields=["business_type", "-id"], name="inquiry_business"),
        ),
        migrations.AddIndex(
            model_name="inquiry",
            index=models.Index(fields=["received_at"], name="inquiry_received"),
        ),
        migrations.AddIndex(
            model_name="inquiry",
            index=models.Index(fields=["digest"], name="inquiry_digest"),
        ),
        migrations.AddIndex(
            model_name="inquiry",
            index=models.Index(fields=["email_key"], name="inquiry_email"),
        ),
        migrations.AddIndex(
            model_name="inquiry",
            index=models.Index(fields=["phone_e164"], name="inquiry_phone"),
        ),
        migrations.AddIndex(
            model_name="inquiry",
            index=contactatonce.lib.indexes.TrigramIndex(
                fields=["search_text"], name="inquiry_search"
            ),
        ),
        migrations.AddIndex(
            model_name="inquiry",
            index=contactatonce.lib.indexes.TrigramIndex(
                fields=["message_text"], name="inquiry_message"
            ),
        ),
        migrations.AddConstraint(
            model_name="formfield",
            constraint=models.UniqueConstraint(
                fields=("form", "question"), name="each_question_once_per_form"
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=contactatonce.lib.indexes.TrigramIndex(
                fields=["search_text"], name="person_search"
            ),
        ),
        migrations.AddIndex(
            model_name="merge",
            index=models.Index(fields=["email_key"], name="merge_email"),
        ),
        migrations.AddIndex(
            model_name="merge",
            index=models.Index(fields=["at"], name="merge_at"),
        ),
        migrations.AddIndex(
            model_name="importedrow",
            index=models.Index(fields=["batch"], name="imported_batch"),
        ),
        migrations.AddIndex(
            model_name="importedrow",
            index=models.Index(fields=["at"], name="imported_at"),
        ),
        migrations.AddConstraint(
            model_name="rulemember",
            constraint=models.UniqueConstraint(
                fields=("rule", "user"),
                name="each_colleague_once_per_rule",
                violation_error_message="This colleague is in the rule already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="savedreply",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_signature", True)),
                fields=("owner",),
                name="one_signature_per_colleague",
                violation_error_message="This colleague has a signature already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="savedreply",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_signature", False), ("owner__isnull", False), _connector="OR"
                ),
                name="a_signature_has_an_owner",
                violation_error_message="Choose whose signature it is.",
            ),
        ),
        migrations.AddIndex(
            model_name="savedview",
            index=models.Index(fields=["owner", "position"], name="view_owner"),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(fields=["state", "-inquiry"], name="lead_state"),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(fields=["owner", "state", "-inquiry"], name="lead_owner"),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(fields=["answer_by", "inquiry"], name="lead_answer_by"),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(fields=["next_step_on"], name="lead_next_step"),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(("first_answered_at", None)),
                fields=["answer_by"],
                name="lead_unanswered",
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(("attention", ""), _negated=True),
                fields=["owner"],
                name="lead_attention",
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(("spam_at__isnull", False)),
                fields=["-inquiry"],
                name="lead_spam",
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(
                    ("quarantined_at__isnull", False), ("released_at__isnull", True)
                ),
                fields=["-inquiry"],
                name="lead_quarantined",
            ),
        ),
        migrations.AddConstraint(
            model_name="lead",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "lost"), _negated=True),
                    models.Q(("lost_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="a_lost_lead_has_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="lead",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("quarantined_at", None),
                    ("released_at__isnull", False),
                    ("state__in", ["new", "not_a_lead"]),
                    _connector="OR",
                ),
                name="no_one_works_on_a_quarantined_lead",
            ),
        ),
        migrations.AddConstraint(
            model_name="lead",
            constraint=models.CheckConstraint(
                condition=models.Q(("spam_at", None), ("state", "not_a_lead"), _connector="OR"),
                name="spam_is_not_a_lead",
            ),
        ),
        migrations.AddConstraint(
            model_name="lead",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("released_at", None), ("quarantined_at__isnull", False), _connector="OR"
                ),
                name="a_released_lead_was_quarantined",
            ),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["lead", "-id"], name="event_lead"),
        ),
        migrations.AddIndex(
            model_name="event",
            index=contactatonce.lib.indexes.TrigramIndex(
                fields=["search_text"], name="event_search"
            ),
        ),
        migrations.AddIndex(
            model_name="answer",
            index=models.Index(
                condition=models.Q(("sent_at", None)), fields=["lead"], name="answer_unsent"
            ),
        ),
        migrations.AddIndex(
            model_name="answer",
            index=contactatonce.lib.indexes.TrigramIndex(
                fields=["search_text"], name="answer_search"
            ),
        ),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(fields=["lead", "due_on"], name="activity_lead"),
        ),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(
                condition=models.Q(("done_at", None)), fields=["due_on"], name="activity_open"
            ),
        ),
    ]
