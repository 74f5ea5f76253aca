import contactatonce.lib.email_addresses
import django.db.models.deletion
import django.utils.timezone
import testimonials.models.uploads
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("brands", "0001_initial"),
        ("media", "0001_initial"),
        ("privacy", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Testimonial",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("html", models.TextField(blank=True, editable=False)),
                (
                    "digest",
                    models.CharField(
                        blank=True,
                        editable=False,
                        help_text="Keyed, to find repeated text.",
                        max_length=64,
                    ),
                ),
                (
                    "link_hosts",
                    models.CharField(
                        blank=True,
                        editable=False,
                        help_text="Linked hosts, with spaces around each.",
                        max_length=1000,
                    ),
                ),
                (
                    "refusal",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "–"),
                            ("spam", "It reads like advertising"),
                            ("off_topic", "It is not about the subject of the page"),
                            ("rude", "It insults someone"),
                            ("personal", "It reveals private details about a person"),
                            ("unlawful", "It may break the law"),
                        ],
                        editable=False,
                        max_length=10,
                        verbose_name="refused because",
                    ),
                ),
                (
                    "reasons",
                    models.JSONField(
                        blank=True, default=list, editable=False, verbose_name="held because"
                    ),
                ),
                (
                    "score",
                    models.PositiveSmallIntegerField(
                        default=0, editable=False, verbose_name="suspicion"
                    ),
                ),
                (
                    "submitted_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                (
                    "moved_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        editable=False,
                        help_text="When it entered this state.",
                    ),
                ),
                (
                    "confirmed_at",
                    models.DateTimeField(
                        editable=False,
                        help_text="When its author pressed the button behind a mailed link.",
                        null=True,
                        verbose_name="address confirmed",
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
                    "state",
                    models.CharField(
                        choices=[
                            ("invited", "Invited"),
                            ("held", "Submitted"),
                            ("in_review", "In review"),
                            ("changes", "Changes requested"),
                            ("approved", "Approved by staff"),
                            ("confirmed", "Confirmed by the guest"),
                            ("published", "Published"),
                            ("expired", "Expired"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="held",
                        editable=False,
                        max_length=10,
                    ),
                ),
                (
                    "text",
                    models.TextField(blank=True, editable=False, verbose_name="the guest’s words"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("text", "Text"), ("photo", "Text and photo"), ("video", "Video")],
                        default="text",
                        help_text="What the guest chose.",
                        max_length=5,
                    ),
                ),
                (
                    "trade",
                    models.CharField(
                        choices=[
                            ("car-dealers", "Car dealers"),
                            ("apartments", "Apartment communities"),
                            ("portals", "Portals and publishers"),
                        ],
                        default="car-dealers",
                        max_length=12,
                        verbose_name="industry",
                    ),
                ),
                ("name", models.CharField(help_text="As it is shown.", max_length=80)),
                ("title", models.CharField(blank=True, max_length=80, verbose_name="job title")),
                ("company", models.CharField(blank=True, max_length=120)),
                (
                    "relation",
                    models.CharField(
                        blank=True,
                        help_text="Such as “customer since 2019” or “partner”; shown beside the words.",
                        max_length=200,
                        verbose_name="relation to us",
                    ),
                ),
                (
                    "incentive",
                    models.CharField(
                        blank=True,
                        help_text="A discount, a gift; shown beside the words. Empty: nothing.",
                        max_length=200,
                        verbose_name="what was given in return",
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
                ("invited_at", models.DateTimeField(editable=False, null=True)),
                (
                    "expires_at",
                    models.DateTimeField(
                        editable=False,
                        help_text="Used until then, once.",
                        null=True,
                        verbose_name="invitation ends",
                    ),
                ),
                ("reminded_at", models.DateTimeField(editable=False, null=True)),
                (
                    "live_number",
                    models.PositiveSmallIntegerField(
                        editable=False,
                        help_text="The guest confirmed it.",
                        null=True,
                        verbose_name="published version",
                    ),
                ),
                (
                    "published_at",
                    models.DateTimeField(
                        editable=False, help_text="For the first time.", null=True
                    ),
                ),
                (
                    "brand",
                    models.ForeignKey(
                        help_text="Asked on it.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="brands.brand",
                        verbose_name="site",
                    ),
                ),
                (
                    "company_consent",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="privacy.consent",
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "logo",
                    models.ForeignKey(
                        blank=True,
                        help_text="Shown only while the company agrees.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="media.image",
                        verbose_name="company’s logo",
                    ),
                ),
                (
                    "person_consent",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="privacy.consent",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "permissions": [
                    (
                        "withdraw_testimonial",
                        "Can withdraw a testimonial when its giver asks for it",
                    ),
                    ("prove_testimonial", "Can download the proof pack of a testimonial"),
                ],
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
                    "step",
                    models.CharField(
                        choices=[
                            ("invited", "Invited"),
                            ("reminded", "Reminded"),
                            ("submitted", "Sent by the guest"),
                            ("changed", "Changed by the guest"),
                            ("uploaded", "File added by the guest"),
                            ("removed", "File removed by the guest"),
                            ("edited", "Edited"),
                            ("discarded", "Version discarded"),
                            ("checked", "Captions checked"),
                            ("converted", "Video converted"),
                            ("asked", "Changes requested of the guest"),
                            ("went_on", "Continued without a change"),
                            ("approved", "Approved by staff"),
                            ("declined", "Changes requested by the guest"),
                            ("confirmed", "Confirmed by the guest"),
                            ("published", "Published"),
                            ("taken_down", "Taken down by staff"),
                            ("consented", "Consent given or changed"),
                            ("expired", "Expired"),
                            ("withdrawn", "Withdrawn"),
                            ("proved", "Proof pack downloaded"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "edition",
                    models.PositiveSmallIntegerField(
                        help_text="Its number, where there is.", null=True
                    ),
                ),
                (
                    "note",
                    models.TextField(blank=True, help_text="What was asked for.", max_length=1000),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        help_text="Empty: the guest, or a periodic task.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "testimonial",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="testimonials.testimonial",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[],
            options={
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("testimonials.testimonial",),
        ),
        migrations.CreateModel(
            name="Upload",
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
                        choices=[("photo", "Photo"), ("video", "Video")], max_length=5
                    ),
                ),
                (
                    "file",
                    models.FileField(
                        max_length=120,
                        storage=testimonials.models.uploads.testimonial_files,
                        upload_to="",
                    ),
                ),
                (
                    "content_hash",
                    models.CharField(editable=False, help_text="SHA-256.", max_length=64),
                ),
                ("size", models.PositiveIntegerField(help_text="In bytes.")),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                ("seconds", models.FloatField(default=0, help_text="Of a video.")),
                ("uploaded_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "testimonial",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="uploads",
                        to="testimonials.testimonial",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Edition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("quote", models.TextField(help_text="As it is shown.", max_length=1200)),
                ("name", models.CharField(max_length=80)),
                ("title", models.CharField(blank=True, max_length=80, verbose_name="job title")),
                ("company", models.CharField(blank=True, max_length=120)),
                (
                    "relation",
                    models.CharField(blank=True, max_length=200, verbose_name="relation to us"),
                ),
                (
                    "incentive",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="what was given in return"
                    ),
                ),
                (
                    "trim_start",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        help_text="Seconds.",
                        max_digits=6,
                        verbose_name="starts at",
                    ),
                ),
                (
                    "trim_end",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="Seconds; empty: the end of the video.",
                        max_digits=6,
                        null=True,
                        verbose_name="ends at",
                    ),
                ),
                (
                    "poster_at",
                    models.DecimalField(
                        decimal_places=2,
                        default=1,
                        help_text="Seconds of the cut.",
                        max_digits=6,
                        verbose_name="picture at",
                    ),
                ),
                (
                    "captions",
                    models.TextField(
                        blank=True,
                        help_text="WebVTT, for the cut: what is said, and sounds that matter.",
                    ),
                ),
                ("transcript", models.TextField(blank=True, editable=False)),
                ("captions_checked_at", models.DateTimeField(editable=False, null=True)),
                (
                    "video",
                    models.FileField(
                        editable=False,
                        max_length=120,
                        storage=testimonials.models.uploads.testimonial_files,
                        upload_to="",
                    ),
                ),
                (
                    "picture_avif",
                    models.FileField(
                        editable=False,
                        max_length=120,
                        storage=testimonials.models.uploads.testimonial_files,
                        upload_to="",
                    ),
                ),
                (
                    "picture_webp",
                    models.FileField(
                        editable=False,
                        max_length=120,
                        storage=testimonials.models.uploads.testimonial_files,
                        upload_to="",
                    ),
                ),
                (
                    "picture_jpeg",
                    models.FileField(
                        editable=False,
                        max_length=120,
                        storage=testimonials.models.uploads.testimonial_files,
                        upload_to="",
                    ),
                ),
                (
                    "picture_small",
                    models.FileField(
                        editable=False,
                        help_text="WebP, for cards.",
                        max_length=120,
                        storage=testimonials.models.uploads.testimonial_files,
                        upload_to="",
                    ),
                ),
                (
                    "width",
                    models.PositiveIntegerField(
                        default=0, editable=False, help_text="Of the picture."
                    ),
                ),
                ("height", models.PositiveIntegerField(default=0, editable=False)),
                ("seconds", models.FloatField(default=0, editable=False)),
                (
                    "size",
                    models.PositiveIntegerField(
                        default=0, editable=False, help_text="Of the video, bytes."
                    ),
                ),
                (
                    "progress",
                    models.PositiveSmallIntegerField(
                        editable=False,
                        help_text="Of the conversion, in percent; empty: not started.",
                        null=True,
                    ),
                ),
                ("failure", models.CharField(blank=True, editable=False, max_length=300)),
                ("converted_at", models.DateTimeField(editable=False, null=True)),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                ("approved_at", models.DateTimeField(editable=False, null=True)),
                (
                    "confirmed_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="confirmed by the guest"
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, editable=False, help_text="Counts the edits of staff."
                    ),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "captions_checked_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "testimonial",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="editions",
                        to="testimonials.testimonial",
                    ),
                ),
                (
                    "clip",
                    models.ForeignKey(
                        blank=True,
                        help_text="Or none.",
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="testimonials.upload",
                        verbose_name="video",
                    ),
                ),
                (
                    "photo",
                    models.ForeignKey(
                        blank=True,
                        help_text="Or none.",
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="testimonials.upload",
                    ),
                ),
            ],
            options={
                "ordering": ["testimonial", "-number"],
            },
        ),
        migrations.CreateModel(
            name="Listing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("company", models.CharField(max_length=120)),
                ("place", models.CharField(help_text="City or town.", max_length=80)),
                ("region", models.CharField(help_text="State, county or country.", max_length=80)),
                (
                    "trade",
                    models.CharField(
                        choices=[
                            ("car-dealers", "Car dealers"),
                            ("apartments", "Apartment communities"),
                            ("portals", "Portals and publishers"),
                        ],
                        max_length=12,
                        verbose_name="industry",
                    ),
                ),
                ("link", models.URLField(blank=True, max_length=300, verbose_name="website")),
                (
                    "email",
                    contactatonce.lib.email_addresses.EmailField(
                        help_text="Asked for the company’s consent; not shown.",
                        max_length=254,
                        verbose_name="contact’s e-mail",
                    ),
                ),
                (
                    "email_key",
                    contactatonce.lib.email_addresses.EmailKeyField(
                        blank=True, editable=False, max_length=320
                    ),
                ),
                ("asked_at", models.DateTimeField(editable=False, null=True)),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                ("removed_at", models.DateTimeField(editable=False, null=True)),
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
                    "consent",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="privacy.consent",
                    ),
                ),
            ],
            options={
                "verbose_name": "directory entry",
                "verbose_name_plural": "directory entries",
                "ordering": ["company", "pk"],
                "indexes": [models.Index(fields=["email_key"], name="listing_email")],
            },
        ),
        migrations.CreateModel(
            name="OpenLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "brand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="brands.brand",
                        verbose_name="site",
                    ),
                ),
                (
                    "created_by",
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
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at", None)),
                        fields=("brand",),
                        name="one_open_link_per_site",
                        violation_error_message="This site has an open link already.",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="testimonial",
            index=models.Index(
                condition=models.Q(("state", "held")), fields=["moved_at"], name="testimonial_waits"
            ),
        ),
        migrations.AddIndex(
            model_name="testimonial",
            index=models.Index(fields=["state", "submitted_at"], name="testimonial_by_date"),
        ),
        migrations.AddIndex(
            model_name="testimonial",
            index=models.Index(fields=["digest", "submitted_at"], name="testimonial_digest"),
        ),
        migrations.AddIndex(
            model_name="testimonial",
            index=models.Index(
                condition=models.Q(
                    ("state", "published"), models.Q(("link_hosts", ""), _negated=True)
                ),
                fields=["submitted_at"],
                name="testimonial_links",
            ),
        ),
        migrations.AddIndex(
            model_name="testimonial",
            index=models.Index(fields=["state", "published_at"], name="testimonial_wall"),
        ),
        migrations.AddIndex(
            model_name="testimonial",
            index=models.Index(fields=["email_key", "state"], name="testimonial_author"),
        ),
        migrations.AddConstraint(
            model_name="testimonial",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "invited")),
                fields=("brand", "email_key"),
                name="testimonial_is_asked_for_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="testimonial",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "invited",
                            "held",
                            "in_review",
                            "changes",
                            "approved",
                            "confirmed",
                            "published",
                            "expired",
                            "refused",
                            "withdrawn",
                        ],
                    )
                ),
                name="testimonials_testimonial_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="testimonial",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("refusal__in", ["spam", "off_topic", "rude", "personal", "unlawful"]),
                        ("state", "refused"),
                    ),
                    models.Q(models.Q(("state", "refused"), _negated=True), ("refusal", "")),
                    _connector="OR",
                ),
                name="testimonials_testimonial_is_refused_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="testimonial",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["confirmed", "published"]), _negated=True),
                    models.Q(("live_number__isnull", False), ("person_consent__isnull", False)),
                    _connector="OR",
                ),
                name="testimonial_is_confirmed_with_consent",
            ),
        ),
        migrations.AddConstraint(
            model_name="testimonial",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "published"), _negated=True),
                    ("published_at__isnull", False),
                    _connector="OR",
                ),
                name="testimonial_is_published_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="testimonial",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["invited", "expired", "withdrawn"]),
                    ("person_consent__isnull", False),
                    _connector="OR",
                ),
                name="testimonial_is_given_with_consent",
            ),
        ),
        migrations.AddConstraint(
            model_name="upload",
            constraint=models.UniqueConstraint(
                fields=("testimonial", "content_hash"), name="testimonial_has_a_file_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.UniqueConstraint(
                fields=("testimonial", "number"), name="edition_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.UniqueConstraint(
                condition=models.Q(("confirmed_at", None)),
                fields=("testimonial",),
                name="one_edition_waits_for_the_guest",
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confirmed_at", None), ("approved_at__isnull", False), _connector="OR"
                ),
                name="edition_is_approved_before_it_is_confirmed",
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_at", None),
                    ("clip", None),
                    models.Q(
                        ("captions_checked_at__isnull", False),
                        ("converted_at__isnull", False),
                        models.Q(("captions", ""), _negated=True),
                        models.Q(("transcript", ""), _negated=True),
                        models.Q(("video", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="edition_of_a_video_has_captions",
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("trim_end", None), ("trim_end__gt", models.F("trim_start")), _connector="OR"
                ),
                name="edition_ends_after_it_starts",
                violation_error_message="The end of the cut is before its start.",
            ),
        ),
    ]
