import contactatonce.lib.email_addresses
import datetime
import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
import django_countries.fields
import privacy.models.certifications
import privacy.models.disclosures
import privacy.models.exports
import privacy.models.requests
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("brands", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AccessExport",
            fields=[
                (
                    "fingerprint",
                    models.CharField(
                        editable=False, max_length=64, verbose_name="coded form of the address"
                    ),
                ),
                ("key_id", models.CharField(editable=False, max_length=8, verbose_name="key")),
                ("normalizer", models.PositiveSmallIntegerField(editable=False)),
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "file",
                    models.FileField(
                        editable=False,
                        storage=privacy.models.exports.export_storage,
                        upload_to=privacy.models.exports.random_name,
                    ),
                ),
                (
                    "records",
                    models.PositiveIntegerField(
                        default=0, editable=False, help_text="How many records it holds."
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                ("released_at", models.DateTimeField(editable=False, null=True)),
                ("expires_at", models.DateTimeField(editable=False)),
                ("code_digest", models.CharField(blank=True, editable=False, max_length=64)),
                ("wrong_tries", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("downloads", models.PositiveSmallIntegerField(default=0, editable=False)),
            ],
            options={
                "ordering": ["-created_at"],
                "indexes": [
                    models.Index(fields=["fingerprint"], name="export_fingerprint"),
                    models.Index(fields=["expires_at"], name="export_expires"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("downloads__lte", 3)),
                        name="export_is_downloaded_three_times_at_most",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Certification",
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
                            ("program", "Independent privacy program"),
                            ("framework", "Framework for data from the European Union"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="As the program calls itself today.", max_length=120
                    ),
                ),
                (
                    "covers",
                    models.CharField(
                        default="What is collected through our websites. Downloaded software is not covered.",
                        help_text="What was reviewed, and what was not.",
                        max_length=300,
                    ),
                ),
                (
                    "seal",
                    models.CharField(
                        blank=True,
                        help_text="Path of the seal among our static files; it is not loaded from the program.",
                        max_length=200,
                        validators=[privacy.models.certifications.own_image],
                    ),
                ),
                (
                    "validation_url",
                    models.URLField(help_text="Where the program confirms the certificate."),
                ),
                (
                    "dispute_url",
                    models.URLField(
                        blank=True,
                        help_text="Where people complain if our answer did not satisfy them.",
                    ),
                ),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(help_text="The last day on which it is shown.")),
            ],
            options={
                "ordering": ["kind", "name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("valid_until__gte", models.F("valid_from"))),
                        name="certification_ends_after_it_begins",
                        violation_error_message="It cannot end before it begins.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ConfirmationLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "fingerprint",
                    models.CharField(
                        editable=False, max_length=64, verbose_name="coded form of the address"
                    ),
                ),
                ("key_id", models.CharField(editable=False, max_length=8, verbose_name="key")),
                ("normalizer", models.PositiveSmallIntegerField(editable=False)),
                ("digest", models.CharField(editable=False, max_length=64, unique=True)),
                (
                    "sent_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                ("expires_at", models.DateTimeField(editable=False)),
                ("used_at", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [
                    models.Index(fields=["fingerprint"], name="confirmation_fingerprint"),
                    models.Index(fields=["expires_at"], name="confirmation_expires"),
                ],
            },
        ),
        migrations.CreateModel(
            name="DocumentVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "document",
                    models.CharField(
                        choices=[
                            ("privacy", "Privacy policy"),
                            ("terms", "Terms of use"),
                            ("cookies", "Cookies"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        editable=False,
                        help_text="Given when it is published.",
                        null=True,
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        help_text="Markdown. A paragraph or heading that keeps promises begins with their numbers: [P07] or [P06 P08]."
                    ),
                ),
                ("html", models.TextField(editable=False)),
                ("digest", models.CharField(editable=False, max_length=64)),
                (
                    "is_material",
                    models.BooleanField(
                        default=True,
                        help_text="It changes what people may rely on, so they are told at least 14 days ahead.",
                        verbose_name="material change",
                    ),
                ),
                (
                    "summary",
                    models.TextField(
                        help_text="For the reader: in two or three sentences, what is different and what to do.",
                        max_length=1000,
                        verbose_name="what changes",
                    ),
                ),
                ("effective_at", models.DateTimeField(verbose_name="takes effect")),
                ("announced_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("published_at", models.DateTimeField(blank=True, editable=False, null=True)),
            ],
            options={
                "ordering": [
                    "document",
                    models.OrderBy(models.F("number"), descending=True, nulls_first=True),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("document", "number"), name="document_numbers_are_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("number", None), ("published_at", None)),
                            models.Q(("number__gte", 1), ("published_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="document_is_numbered_when_published",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_material", False),
                            ("published_at", None),
                            models.Q(
                                ("announced_at__isnull", False),
                                (
                                    "effective_at__gte",
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("announced_at"),
                                        "+",
                                        models.Value(datetime.timedelta(days=14)),
                                    ),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="material_version_is_announced_ahead",
                        violation_error_message="A material version takes effect 14 days after its notice.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Erasure",
            fields=[
                (
                    "fingerprint",
                    models.CharField(
                        editable=False, max_length=64, verbose_name="coded form of the address"
                    ),
                ),
                ("key_id", models.CharField(editable=False, max_length=8, verbose_name="key")),
                ("normalizer", models.PositiveSmallIntegerField(editable=False)),
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("plan_hash", models.CharField(editable=False, max_length=64)),
                ("sealed", models.TextField(blank=True, editable=False)),
                ("outcome", models.JSONField(default=list, editable=False)),
                ("findings", models.JSONField(default=list, editable=False)),
                ("explanations", models.JSONField(default=dict, editable=False)),
                (
                    "ordered_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                ("erased_at", models.DateTimeField(editable=False, null=True)),
                ("cleaned_at", models.DateTimeField(editable=False, null=True)),
                ("finished_at", models.DateTimeField(editable=False, null=True)),
                (
                    "ordered_by",
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
                "ordering": ["-ordered_at"],
            },
        ),
        migrations.CreateModel(
            name="AwaitingRelease",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("object_pk", models.CharField(editable=False, max_length=64)),
                (
                    "content_type",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
                (
                    "erasure",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="awaiting",
                        to="privacy.erasure",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "awaiting release",
            },
        ),
        migrations.CreateModel(
            name="LedgerMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("line", models.PositiveBigIntegerField(default=0, editable=False)),
                ("chain", models.CharField(default="", editable=False, max_length=32)),
            ],
            options={
                "verbose_name": "mark of the erasure ledger",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("pk", 1)), name="one_mark_of_the_ledger"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LegalHold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("object_pk", models.CharField(max_length=64, verbose_name="number of the record")),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("claim", "A legal claim is made or expected"),
                            ("process", "A court or an authority asks for it"),
                            ("dispute", "A dispute or a complaint is open"),
                            ("books", "Books and tax records must be kept"),
                        ],
                        max_length=8,
                        verbose_name="why",
                    ),
                ),
                (
                    "case",
                    models.CharField(
                        blank=True,
                        help_text="Reference of the case or order. No names of people.",
                        max_length=60,
                        verbose_name="file",
                    ),
                ),
                (
                    "review_on",
                    models.DateField(
                        help_text="On this day somebody asks whether it is still needed."
                    ),
                ),
                (
                    "placed_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                ("released_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contenttypes.contenttype",
                        verbose_name="kind of record",
                    ),
                ),
                (
                    "placed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "released_by",
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
                "ordering": ["review_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Notice",
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
                            ("policy", "A document changes"),
                            ("control", "The company changes hands"),
                        ],
                        default="control",
                        max_length=8,
                    ),
                ),
                ("title", models.CharField(help_text="One line, shown in bold.", max_length=120)),
                (
                    "text",
                    models.TextField(
                        help_text="What changes, who is affected, and what people can choose. Markdown.",
                        max_length=1000,
                    ),
                ),
                ("html", models.TextField(editable=False)),
                (
                    "starts_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        help_text="From then on it can no longer be changed.",
                        verbose_name="shown from",
                    ),
                ),
                (
                    "effective_at",
                    models.DateTimeField(
                        help_text="At least 14 days after it is first shown.",
                        verbose_name="takes effect",
                    ),
                ),
                (
                    "ends_at",
                    models.DateTimeField(
                        help_text="Not before it takes effect.", verbose_name="shown until"
                    ),
                ),
                (
                    "version",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notice",
                        to="privacy.documentversion",
                    ),
                ),
            ],
            options={
                "ordering": ["-starts_at"],
            },
        ),
        migrations.CreateModel(
            name="OptOutLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "fingerprint",
                    models.CharField(
                        editable=False, max_length=64, verbose_name="coded form of the address"
                    ),
                ),
                ("key_id", models.CharField(editable=False, max_length=8, verbose_name="key")),
                ("normalizer", models.PositiveSmallIntegerField(editable=False)),
                (
                    "used_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="last stood in a mail"
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("fingerprint",), name="one_link_per_fingerprint"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PrivacyRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "fingerprint",
                    models.CharField(
                        editable=False, max_length=64, verbose_name="coded form of the address"
                    ),
                ),
                ("key_id", models.CharField(editable=False, max_length=8, verbose_name="key")),
                ("normalizer", models.PositiveSmallIntegerField(editable=False)),
                (
                    "reference",
                    models.CharField(
                        default=privacy.models.requests.new_reference,
                        editable=False,
                        max_length=8,
                        unique=True,
                    ),
                ),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("access", "See what you hold about me"),
                            ("correction", "Correct or complete my data"),
                            ("deletion", "Delete my data"),
                            ("removal", "Remove me from a public place"),
                            ("opt_out", "Send me no more mail"),
                            ("restriction", "Keep my data, but stop using it"),
                            ("complaint", "Complain about how my data was handled"),
                        ],
                        max_length=12,
                        verbose_name="asks us to",
                    ),
                ),
                (
                    "place",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("comment", "A comment under a post"),
                            ("forum", "The community forum"),
                            ("directory", "The customer directory"),
                            ("testimonial", "A testimonial"),
                        ],
                        max_length=12,
                        verbose_name="where",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("web", "Website"),
                            ("mail", "E-mail"),
                            ("letter", "Letter or fax"),
                            ("phone", "Phone"),
                        ],
                        max_length=6,
                        verbose_name="came by",
                    ),
                ),
                (
                    "received_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        help_text="When it first reached us, by whichever way.",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                ("due_on", models.DateField(editable=False, verbose_name="due")),
                (
                    "email",
                    contactatonce.lib.email_addresses.EmailField(
                        blank=True, editable=False, max_length=254, verbose_name="e-mail"
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        blank=True, editable=False, max_length=4000, verbose_name="in their words"
                    ),
                ),
                (
                    "proposals",
                    models.JSONField(
                        blank=True,
                        default=list,
                        editable=False,
                        verbose_name="proposed corrections",
                    ),
                ),
                (
                    "policy_version",
                    models.PositiveSmallIntegerField(
                        editable=False, null=True, verbose_name="privacy policy in force"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "Waits for confirmation"),
                            ("confirmed", "Confirmed"),
                            ("in_progress", "In progress"),
                            ("needs_information", "Waits for an answer of the person"),
                            ("fulfilled", "Fulfilled"),
                            ("partly_fulfilled", "Partly fulfilled"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn"),
                            ("lapsed", "Lapsed: never confirmed"),
                        ],
                        default="received",
                        editable=False,
                        max_length=20,
                    ),
                ),
                ("asked_at", models.DateTimeField(editable=False, null=True)),
                ("confirm_by", models.DateTimeField(editable=False)),
                ("confirmed_at", models.DateTimeField(editable=False, null=True)),
                ("closed_at", models.DateTimeField(editable=False, null=True)),
                ("question", models.TextField(blank=True, editable=False, max_length=2000)),
                ("answer", models.TextField(blank=True, editable=False, max_length=4000)),
                (
                    "extension",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("complex", "The request is unusually complex"),
                            ("many", "The same person sent many requests"),
                        ],
                        editable=False,
                        max_length=8,
                    ),
                ),
                ("extension_text", models.TextField(blank=True, editable=False, max_length=1000)),
                ("extended_to", models.DateField(editable=False, null=True)),
                (
                    "refusal",
                    models.CharField(
                        blank=True,
                        choices=[
                            (
                                "identity",
                                "We could not make sure that the request comes from the person",
                            ),
                            ("not_theirs", "It concerns the data of somebody else"),
                            ("law", "The law requires us to keep it as it is"),
                            ("claim", "It is needed for a legal claim"),
                            ("correct", "What we hold is correct"),
                            ("excessive", "The same was asked and answered a short time ago"),
                        ],
                        editable=False,
                        max_length=12,
                    ),
                ),
                ("explanation", models.TextField(blank=True, editable=False, max_length=2000)),
                ("outcome", models.JSONField(blank=True, default=list, editable=False)),
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
                    "erasure",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="privacy.erasure",
                    ),
                ),
                (
                    "export",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="privacy.accessexport",
                    ),
                ),
                (
                    "same_as",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="followers",
                        to="privacy.privacyrequest",
                    ),
                ),
            ],
            options={
                "ordering": ["due_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Recipient",
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
                        help_text="The name by which our software calls it.", unique=True
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("hosting", "Runs our servers and stores their data"),
                            ("mail", "Delivers our mail"),
                            ("shipping", "Ships what was ordered"),
                            ("service", "Answers customers for us"),
                            ("adviser", "Advises us and is bound to secrecy"),
                            ("authority", "Court, police or other authority"),
                            ("claimant", "Party to a dispute or victim of fraud"),
                            ("successor", "Takes over the company or a part of it"),
                            ("other", "Any other company, with the person’s prior consent"),
                        ],
                        max_length=10,
                        verbose_name="does what",
                    ),
                ),
                (
                    "purpose",
                    models.CharField(help_text="What it needs the data for.", max_length=200),
                ),
                (
                    "categories",
                    models.JSONField(
                        default=list,
                        help_text="It gets these categories of data and no others.",
                        validators=[privacy.models.disclosures.known_categories],
                    ),
                ),
                (
                    "country",
                    django_countries.fields.CountryField(
                        help_text="Where it handles the data.", max_length=2
                    ),
                ),
                (
                    "contract_on",
                    models.DateField(
                        help_text="From this day on it may receive data.",
                        verbose_name="contract of",
                    ),
                ),
                (
                    "ends_on",
                    models.DateField(
                        blank=True,
                        help_text="The last day. Empty: it runs on.",
                        null=True,
                        verbose_name="contract ends",
                    ),
                ),
            ],
            options={
                "ordering": ["kind", "name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on", None),
                            ("ends_on__gte", models.F("contract_on")),
                            _connector="OR",
                        ),
                        name="recipient_contract_ends_after_it_begins",
                        violation_error_message="The contract cannot end before it begins.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Disclosure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "fingerprint",
                    models.CharField(
                        editable=False, max_length=64, verbose_name="coded form of the address"
                    ),
                ),
                ("key_id", models.CharField(editable=False, max_length=8, verbose_name="key")),
                ("normalizer", models.PositiveSmallIntegerField(editable=False)),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("service", "Needed for a service to us"),
                            ("legal", "Required by law or legal process"),
                            ("rights", "To protect rights or safety, or investigate fraud"),
                            ("consent", "The person agreed beforehand"),
                            ("control", "Change of control of the company"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "categories",
                    models.JSONField(
                        default=list, validators=[privacy.models.disclosures.known_categories]
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="disclosed at"
                    ),
                ),
                (
                    "document",
                    models.CharField(
                        blank=True,
                        help_text="Reference of the order, contract or file. No names of people.",
                        max_length=120,
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: our software, under the recipient’s contract.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disclosures",
                        to="privacy.recipient",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="RecipientNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Not notified yet"),
                            ("notified", "Notified"),
                            ("impossible", "Cannot be notified"),
                        ],
                        default="waiting",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("settled_at", models.DateTimeField(editable=False, null=True)),
                ("note", models.CharField(blank=True, editable=False, max_length=200)),
                (
                    "recipient",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="privacy.recipient",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to="privacy.privacyrequest",
                    ),
                ),
                (
                    "settled_by",
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
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="RequestEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("came", "Received"),
                            ("entered", "Entered by staff"),
                            ("asked", "Confirmation mailed"),
                            ("moved", "State"),
                            ("proposed", "Corrections proposed"),
                            ("prepared", "Export prepared"),
                            ("erased", "Erasure carried out"),
                            ("corrected", "Corrections stored"),
                            ("extending", "Extension ordered"),
                            ("extended", "Extended"),
                            ("too_late", "Not extended: its notice left too late"),
                            ("warned", "Reminder sent"),
                            ("linked", "Linked to an earlier request"),
                            ("released", "Copy handed over again"),
                            ("lifting", "Lifting of the restriction announced"),
                            ("lifted", "Restriction lifted"),
                            ("recipient", "A recipient of the data was notified"),
                            ("forgotten", "Address removed"),
                        ],
                        editable=False,
                        max_length=10,
                    ),
                ),
                (
                    "before",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("received", "Waits for confirmation"),
                            ("confirmed", "Confirmed"),
                            ("in_progress", "In progress"),
                            ("needs_information", "Waits for an answer of the person"),
                            ("fulfilled", "Fulfilled"),
                            ("partly_fulfilled", "Partly fulfilled"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn"),
                            ("lapsed", "Lapsed: never confirmed"),
                        ],
                        editable=False,
                        max_length=20,
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("received", "Waits for confirmation"),
                            ("confirmed", "Confirmed"),
                            ("in_progress", "In progress"),
                            ("needs_information", "Waits for an answer of the person"),
                            ("fulfilled", "Fulfilled"),
                            ("partly_fulfilled", "Partly fulfilled"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn"),
                            ("lapsed", "Lapsed: never confirmed"),
                        ],
                        editable=False,
                        max_length=20,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("note", models.CharField(blank=True, editable=False, max_length=200)),
                (
                    "actor",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="privacy.privacyrequest",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Restriction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "fingerprint",
                    models.CharField(
                        editable=False, max_length=64, verbose_name="coded form of the address"
                    ),
                ),
                ("key_id", models.CharField(editable=False, max_length=8, verbose_name="key")),
                ("normalizer", models.PositiveSmallIntegerField(editable=False)),
                ("since", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("lifted_at", models.DateTimeField(blank=True, editable=False, null=True)),
            ],
            options={
                "ordering": ["-pk"],
                "indexes": [models.Index(fields=["fingerprint"], name="restriction_fingerprint")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("lifted_at", None)),
                        fields=("fingerprint",),
                        name="one_active_restriction_per_address",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Suppression",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "fingerprint",
                    models.CharField(
                        editable=False, max_length=64, verbose_name="coded form of the address"
                    ),
                ),
                ("key_id", models.CharField(editable=False, max_length=8, verbose_name="key")),
                ("normalizer", models.PositiveSmallIntegerField(editable=False)),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("all", "Everything but answers to what the person sends us"),
                            ("news", "News and follow-ups"),
                        ],
                        max_length=8,
                        verbose_name="stops",
                    ),
                ),
                (
                    "brand",
                    models.SlugField(
                        blank=True,
                        help_text="Short name of one site. Empty: from every site.",
                        verbose_name="only from site",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("page", "Opt-out page"),
                            ("link", "Link in a mail"),
                            ("reply", "Reply to a mail"),
                            ("request", "Privacy request"),
                            ("complaint", "Reported as spam"),
                            ("bounce", "Address does not exist"),
                            ("staff", "Told to our staff"),
                        ],
                        max_length=10,
                        verbose_name="came by",
                    ),
                ),
                ("since", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "lifted_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="When the person asked for mail again.",
                        null=True,
                        verbose_name="taken back",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "indexes": [models.Index(fields=["fingerprint"], name="suppression_fingerprint")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("lifted_at", None)),
                        fields=("fingerprint", "scope", "brand"),
                        name="one_active_suppression_per_scope",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", "page"), ("scope", "all"), _negated=True),
                        name="notices_are_stopped_with_proof",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("news", "Follow-up news by e-mail"),
                            ("disclosure", "Passing data on to another company"),
                            ("testimonial", "A testimonial with name, face, voice and words"),
                            ("company", "Name and logo of a company beside a testimonial"),
                            ("listing", "An entry in the customer directory"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "concerns",
                    models.CharField(
                        blank=True,
                        help_text="What it is limited to, such as one recipient.",
                        max_length=80,
                    ),
                ),
                (
                    "email",
                    contactatonce.lib.email_addresses.EmailField(
                        max_length=254, verbose_name="e-mail"
                    ),
                ),
                (
                    "email_key",
                    contactatonce.lib.email_addresses.EmailKeyField(
                        blank=True, editable=False, max_length=320
                    ),
                ),
                ("wording", models.TextField()),
                (
                    "wording_version",
                    models.CharField(
                        blank=True,
                        help_text="Edition of the words; their hash if none is named.",
                        max_length=40,
                    ),
                ),
                ("wording_hash", models.CharField(editable=False, max_length=64)),
                (
                    "policy_version",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Number of the version.",
                        null=True,
                        verbose_name="privacy policy in force",
                    ),
                ),
                ("given_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "given_how",
                    models.CharField(help_text="By which form or action.", max_length=80),
                ),
                (
                    "given_where",
                    models.CharField(blank=True, max_length=200, verbose_name="on page"),
                ),
                (
                    "sites",
                    models.CharField(
                        blank=True,
                        help_text="Slugs of the sites it is limited to, with spaces around each.",
                        max_length=400,
                    ),
                ),
                (
                    "channels",
                    models.CharField(
                        blank=True,
                        help_text="Where it may be used: codes with spaces around each.",
                        max_length=100,
                    ),
                ),
                (
                    "ends_at",
                    models.DateTimeField(
                        blank=True, help_text="Empty: until it is withdrawn.", null=True
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "brand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="brands.brand",
                        verbose_name="site",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "indexes": [models.Index(fields=["email_key", "purpose"], name="consent_email")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at", None),
                            ("withdrawn_at__gte", models.F("given_at")),
                            _connector="OR",
                        ),
                        name="consent_is_withdrawn_after_it_was_given",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at", None),
                            ("ends_at__gt", models.F("given_at")),
                            _connector="OR",
                        ),
                        name="consent_ends_after_it_was_given",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="erasure",
            index=models.Index(fields=["fingerprint"], name="erasure_fingerprint"),
        ),
        migrations.AddIndex(
            model_name="erasure",
            index=models.Index(
                condition=models.Q(("finished_at", None)),
                fields=["ordered_at"],
                name="erasure_unfinished",
            ),
        ),
        migrations.AddConstraint(
            model_name="awaitingrelease",
            constraint=models.UniqueConstraint(
                fields=("erasure", "content_type", "object_pk"), name="a_row_awaits_release_once"
            ),
        ),
        migrations.AddIndex(
            model_name="legalhold",
            index=models.Index(fields=["content_type", "object_pk"], name="hold_record"),
        ),
        migrations.AddConstraint(
            model_name="legalhold",
            constraint=models.UniqueConstraint(
                condition=models.Q(("released_at", None)),
                fields=("content_type", "object_pk", "case"),
                name="one_active_hold_per_record_and_case",
                violation_error_message="This record is held for this case already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="legalhold",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("released_at", None),
                    ("released_at__gte", models.F("placed_at")),
                    _connector="OR",
                ),
                name="hold_is_released_after_it_was_placed",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "effective_at__gte",
                        django.db.models.expressions.CombinedExpression(
                            models.F("starts_at"), "+", models.Value(datetime.timedelta(days=14))
                        ),
                    )
                ),
                name="notice_comes_ahead",
                violation_error_message="It may take effect 14 days after it is first shown.",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gte", models.F("effective_at"))),
                name="notice_stays_until_it_takes_effect",
                violation_error_message="Show it at least until it takes effect.",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "policy"), ("version__isnull", False)),
                    models.Q(("kind", "control"), ("version", None)),
                    _connector="OR",
                ),
                name="policy_notice_names_its_version",
            ),
        ),
        migrations.AddIndex(
            model_name="privacyrequest",
            index=models.Index(fields=["fingerprint"], name="request_fingerprint"),
        ),
        migrations.AddIndex(
            model_name="privacyrequest",
            index=models.Index(fields=["state", "due_on"], name="request_due"),
        ),
        migrations.AddConstraint(
            model_name="privacyrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "received",
                            "confirmed",
                            "in_progress",
                            "needs_information",
                            "fulfilled",
                            "partly_fulfilled",
                            "refused",
                            "withdrawn",
                            "lapsed",
                        ],
                    )
                ),
                name="request_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="privacyrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("confirmed_at", None), ("state__in", ["lapsed", "received"])),
                    models.Q(
                        models.Q(("state__in", ["lapsed", "received"]), _negated=True),
                        ("confirmed_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="request_is_confirmed_before_it_is_worked",
            ),
        ),
        migrations.AddConstraint(
            model_name="privacyrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("closed_at__isnull", False),
                        (
                            "state__in",
                            ["fulfilled", "lapsed", "partly_fulfilled", "refused", "withdrawn"],
                        ),
                    ),
                    models.Q(
                        models.Q(
                            (
                                "state__in",
                                ["fulfilled", "lapsed", "partly_fulfilled", "refused", "withdrawn"],
                            ),
                            _negated=True,
                        ),
                        ("closed_at", None),
                    ),
                    _connector="OR",
                ),
                name="request_has_the_time_it_was_closed",
            ),
        ),
        migrations.AddConstraint(
            model_name="privacyrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "refused"), _negated=True),
                    models.Q(("refusal", ""), _negated=True),
                    _connector="OR",
                ),
                name="request_is_refused_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="privacyrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("extended_to", None),
                    models.Q(
                        ("extended_to__gt", models.F("due_on")),
                        models.Q(("extension", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="request_is_extended_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="privacyrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "removal"), _negated=True),
                    models.Q(("place", ""), _negated=True),
                    _connector="OR",
                ),
                name="removal_names_the_place",
                violation_error_message="Say from where.",
            ),
        ),
        migrations.AddConstraint(
            model_name="privacyrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("created_at__gte", models.F("received_at"))),
                name="request_is_received_before_it_is_entered",
            ),
        ),
        migrations.AddIndex(
            model_name="disclosure",
            index=models.Index(fields=["fingerprint"], name="disclosure_fingerprint"),
        ),
        migrations.AddConstraint(
            model_name="disclosure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ground__in", ["service", "consent"]),
                    models.Q(("document", ""), _negated=True),
                    _connector="OR",
                ),
                name="disclosure_names_its_document",
                violation_error_message="Name the order or file that this rests on.",
            ),
        ),
        migrations.AddConstraint(
            model_name="recipientnotice",
            constraint=models.UniqueConstraint(
                fields=("request", "recipient"), name="a_recipient_is_notified_once_of_a_request"
            ),
        ),
        migrations.AddConstraint(
            model_name="recipientnotice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("settled_at", None), ("state", "waiting")),
                    models.Q(
                        models.Q(("state", "waiting"), _negated=True), ("settled_at__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="notice_has_the_time_it_was_settled",
            ),
        ),
        migrations.AddConstraint(
            model_name="recipientnotice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "impossible"), _negated=True),
                    models.Q(("note", ""), _negated=True),
                    _connector="OR",
                ),
                name="notice_that_cannot_be_given_says_why",
            ),
        ),
    ]
