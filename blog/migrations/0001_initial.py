import contactatonce.lib.email_addresses
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("brands", "0001_initial"),
        ("media", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Comment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("text", models.TextField()),
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
                    "state",
                    models.CharField(
                        choices=[
                            ("held", "Waiting for a moderator"),
                            ("published", "Published"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn by its author"),
                        ],
                        default="held",
                        editable=False,
                        max_length=10,
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
                    "fingerprint",
                    models.CharField(
                        editable=False, max_length=64, verbose_name="coded form of the address"
                    ),
                ),
                ("key_id", models.CharField(editable=False, max_length=8, verbose_name="key")),
                ("normalizer", models.PositiveSmallIntegerField(editable=False)),
                (
                    "key",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        unique=True,
                        verbose_name="idempotency key",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=80)),
                (
                    "policy_version",
                    models.PositiveSmallIntegerField(
                        editable=False,
                        help_text="Of the privacy policy that was in force.",
                        null=True,
                    ),
                ),
                (
                    "brand",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="brands.brand",
                        verbose_name="written on",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="replies",
                        to="blog.comment",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Tag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("name", models.CharField(max_length=60)),
                ("name_key", models.CharField(editable=False, max_length=120)),
                (
                    "slug",
                    models.SlugField(help_text="The end of the URL of its page.", max_length=60),
                ),
                (
                    "description",
                    models.CharField(
                        blank=True,
                        help_text="One sentence over its posts and for search engines.",
                        max_length=200,
                    ),
                ),
            ],
            options={
                "ordering": ["name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Author",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("name", models.CharField(max_length=80)),
                (
                    "slug",
                    models.SlugField(
                        help_text="The end of the URL of the author’s page.",
                        max_length=80,
                        unique=True,
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        blank=True,
                        help_text="Such as “Works with dealership teams”.",
                        max_length=120,
                    ),
                ),
                (
                    "bio",
                    models.TextField(
                        blank=True,
                        help_text="Markdown; two or three sentences under each post.",
                        max_length=4000,
                        verbose_name="about",
                    ),
                ),
                ("bio_html", models.TextField(editable=False)),
                (
                    "email",
                    contactatonce.lib.email_addresses.EmailField(
                        blank=True,
                        help_text="Never shown. It finds what we hold about the author when they ask.",
                        max_length=254,
                        verbose_name="e-mail address",
                    ),
                ),
                (
                    "email_key",
                    contactatonce.lib.email_addresses.EmailKeyField(
                        blank=True, db_index=True, editable=False, max_length=320
                    ),
                ),
                (
                    "is_demonstration",
                    models.BooleanField(
                        default=False,
                        help_text="Readers are told that this author is made up, to show how the blog looks.",
                        verbose_name="invented",
                    ),
                ),
                (
                    "made_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                (
                    "portrait",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="portraits",
                        to="media.image",
                    ),
                ),
            ],
            options={
                "ordering": ["name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="CommentAddress",
            fields=[
                (
                    "comment",
                    models.OneToOneField(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="address",
                        serialize=False,
                        to="blog.comment",
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
                ("since", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                "verbose_name_plural": "comment addresses",
            },
        ),
        migrations.CreateModel(
            name="Post",
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
                ("title", models.CharField(max_length=120)),
                (
                    "slug",
                    models.SlugField(
                        help_text="The end of its URL. After a change the old URL redirects to the new one.",
                        max_length=120,
                    ),
                ),
                (
                    "summary",
                    models.CharField(
                        help_text="One or two sentences for lists, search engines and feeds.",
                        max_length=300,
                    ),
                ),
                ("body", models.TextField(help_text="Markdown.", verbose_name="text")),
                (
                    "takes_comments",
                    models.BooleanField(default=True, verbose_name="readers may comment"),
                ),
                ("html", models.TextField(editable=False)),
                ("contents", models.JSONField(default=list, editable=False)),
                ("word_count", models.PositiveIntegerField(default=0, editable=False)),
                ("reading_minutes", models.PositiveSmallIntegerField(default=1, editable=False)),
                ("render_version", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("guid", models.CharField(editable=False, max_length=330, unique=True)),
                (
                    "updated_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                (
                    "also_on",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Other sites that also show it; they name the home as its source.",
                        related_name="shown_posts",
                        to="brands.brand",
                    ),
                ),
                ("authors", models.ManyToManyField(related_name="posts", to="blog.author")),
                (
                    "brand",
                    models.ForeignKey(
                        help_text="The site it belongs to. Search engines see it as the source of the text.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to="brands.brand",
                        verbose_name="home",
                    ),
                ),
                (
                    "cover",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to="media.image",
                    ),
                ),
                (
                    "pictures",
                    models.ManyToManyField(editable=False, related_name="+", to="media.image"),
                ),
            ],
            options={
                "ordering": ["-publish_at", "-pk"],
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="comment",
            name="post",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="comments",
                to="blog.post",
            ),
        ),
        migrations.CreateModel(
            name="Series",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("title", models.CharField(max_length=120)),
                (
                    "slug",
                    models.SlugField(help_text="The end of the URL of its page.", max_length=80),
                ),
                ("summary", models.CharField(blank=True, max_length=300)),
                (
                    "brand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="series",
                        to="brands.brand",
                        verbose_name="site",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "series",
                "ordering": ["title", "pk"],
            },
        ),
        migrations.AddField(
            model_name="post",
            name="series",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="posts",
                to="blog.series",
            ),
        ),
        migrations.CreateModel(
            name="Subscription",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                (
                    "wording",
                    models.CharField(
                        help_text="The words beside the button that was pressed.", max_length=300
                    ),
                ),
                (
                    "asked_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                (
                    "brand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="brands.brand",
                        verbose_name="blog",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
    ]
