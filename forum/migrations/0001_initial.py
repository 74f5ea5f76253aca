import django.db.models.deletion
import django.utils.timezone
import forum.models.members
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("brands", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Board",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                (
                    "slug",
                    models.SlugField(help_text="The end of the URL of its page.", max_length=60),
                ),
                (
                    "description",
                    models.CharField(
                        help_text="One sentence: what members write about here.", max_length=200
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(default=0, help_text="Lowest first."),
                ),
                (
                    "is_closed",
                    models.BooleanField(
                        default=False,
                        help_text="Members can read it, and staff can open topics in it.",
                        verbose_name="closed",
                    ),
                ),
                (
                    "brand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="boards",
                        to="brands.brand",
                        verbose_name="site",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        help_text="A board of the first level; empty for one of the first level itself.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="forum.board",
                        verbose_name="under",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Member",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "handle",
                    models.SlugField(
                        blank=True,
                        editable=False,
                        help_text="To mention the member: @handle.",
                        max_length=40,
                    ),
                ),
                ("company", models.CharField(blank=True, max_length=80)),
                ("bio", models.CharField(blank=True, max_length=500, verbose_name="about")),
                (
                    "avatar",
                    models.FileField(
                        blank=True,
                        editable=False,
                        storage=forum.models.members.forum_files,
                        upload_to="",
                    ),
                ),
                ("trust", models.PositiveSmallIntegerField(default=0, editable=False)),
                (
                    "is_trust_granted",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="trust granted by staff"
                    ),
                ),
                (
                    "silenced_at",
                    models.DateTimeField(
                        editable=False,
                        help_text="A silenced member can read only.",
                        null=True,
                        verbose_name="silenced",
                    ),
                ),
                (
                    "joined_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                (
                    "read_until_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        editable=False,
                        help_text="All posts until then count as read.",
                    ),
                ),
                (
                    "mails_replies",
                    models.BooleanField(
                        default=True,
                        help_text="One mail for each topic until you visit it.",
                        verbose_name="mail me replies to topics that I watch",
                    ),
                ),
                (
                    "mails_mentions",
                    models.BooleanField(
                        default=True, verbose_name="mail me when someone mentions me"
                    ),
                ),
                (
                    "mails_digest",
                    models.BooleanField(default=False, verbose_name="mail me a weekly summary"),
                ),
                (
                    "digest_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="last summary"),
                ),
                (
                    "user",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="member",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "permissions": [("merge_member", "Can merge two accounts of one person")],
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
                    "key",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        unique=True,
                        verbose_name="idempotency key",
                    ),
                ),
                (
                    "published_at",
                    models.DateTimeField(
                        editable=False,
                        help_text="When readers first saw it; a return is no news.",
                        null=True,
                    ),
                ),
                (
                    "edited_at",
                    models.DateTimeField(
                        editable=False,
                        help_text="Of the last change with an earlier version.",
                        null=True,
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="posts",
                        to="forum.member",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Picture",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "file",
                    models.FileField(
                        editable=False, storage=forum.models.members.forum_files, upload_to=""
                    ),
                ),
                ("alt", models.CharField(max_length=200, verbose_name="alternative text")),
                ("width", models.PositiveSmallIntegerField(editable=False)),
                ("height", models.PositiveSmallIntegerField(editable=False)),
                (
                    "added_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                (
                    "member",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pictures",
                        to="forum.member",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pictures",
                        to="forum.post",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Notification",
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
                            ("reply", "New reply"),
                            ("mention", "You were mentioned"),
                            ("accepted", "Your answer was accepted"),
                            ("approved", "Your post was published"),
                            ("refused", "Your post was not published"),
                            ("held", "Members reported your post"),
                            ("report", "Your report was read"),
                        ],
                        max_length=8,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("seen_at", models.DateTimeField(null=True)),
                ("mailed_at", models.DateTimeField(null=True)),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notifications",
                        to="forum.member",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="forum.post",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="PostVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(editable=False)),
                (
                    "title",
                    models.CharField(
                        blank=True,
                        editable=False,
                        help_text="Of the topic, with its first post.",
                        max_length=120,
                    ),
                ),
                ("text", models.TextField(editable=False)),
                (
                    "until_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        editable=False,
                        help_text="When the next version replaced it.",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="forum.post",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("spam", "It is advertising"),
                            ("off_topic", "It is in the wrong place"),
                            ("rude", "It insults someone"),
                            ("personal", "It reveals private details about a person"),
                            ("unlawful", "It may break the law"),
                        ],
                        max_length=10,
                    ),
                ),
                ("text", models.CharField(blank=True, max_length=500, verbose_name="details")),
                (
                    "weight",
                    models.FloatField(
                        default=1.0, help_text="From the accuracy of earlier reports."
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("upheld", "The post was removed"),
                            ("dismissed", "The post stays"),
                            ("withdrawn", "Its author removed the post"),
                        ],
                        max_length=10,
                    ),
                ),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reports",
                        to="forum.member",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reports",
                        to="forum.post",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Silence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(help_text="The member reads it.", max_length=300)),
                (
                    "reach",
                    models.CharField(
                        choices=[
                            ("none", "Leave the posts"),
                            ("day", "Refuse the posts of the last day"),
                            ("week", "Refuse the posts of the last week"),
                            ("all", "Refuse all posts"),
                        ],
                        default="none",
                        max_length=4,
                        verbose_name="posts",
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "appeal",
                    models.CharField(
                        blank=True,
                        editable=False,
                        help_text="Once.",
                        max_length=1000,
                        verbose_name="what the member asks",
                    ),
                ),
                ("asked_at", models.DateTimeField(editable=False, null=True, verbose_name="asked")),
                (
                    "undone_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="undone"),
                ),
                (
                    "by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="silences",
                        to="forum.member",
                    ),
                ),
                (
                    "undone_by",
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
                ("name", models.CharField(max_length=40)),
                ("slug", models.SlugField(max_length=40)),
                (
                    "brand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="forum_tags",
                        to="brands.brand",
                        verbose_name="site",
                    ),
                ),
            ],
            options={
                "ordering": ["name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Topic",
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
                        choices=[("discussion", "Discussion"), ("question", "Question")],
                        default="discussion",
                        max_length=10,
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                (
                    "replies",
                    models.PositiveIntegerField(
                        default=0, editable=False, help_text="Published ones."
                    ),
                ),
                (
                    "opened_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                (
                    "active_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        editable=False,
                        help_text="Of published posts.",
                        verbose_name="last activity",
                    ),
                ),
                (
                    "pinned_at",
                    models.DateTimeField(
                        blank=True,
                        editable=False,
                        help_text="Shown above all others.",
                        null=True,
                        verbose_name="pinned",
                    ),
                ),
                (
                    "locked_at",
                    models.DateTimeField(
                        blank=True,
                        editable=False,
                        help_text="Takes no replies.",
                        null=True,
                        verbose_name="locked",
                    ),
                ),
                (
                    "accepted",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="forum.post",
                        verbose_name="accepted answer",
                    ),
                ),
                (
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="topics",
                        to="forum.board",
                    ),
                ),
                (
                    "last_post",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="forum.post",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="merged",
                        to="forum.topic",
                    ),
                ),
                (
                    "opening",
                    models.OneToOneField(
                        editable=False,
                        help_text="Its state decides who sees the topic; none after a merge.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="opens",
                        to="forum.post",
                        verbose_name="first post",
                    ),
                ),
                ("tags", models.ManyToManyField(blank=True, related_name="topics", to="forum.tag")),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="ReadMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("read_at", models.DateTimeField(help_text="Posts published until then are read.")),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="forum.member",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="forum.topic",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="post",
            name="topic",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="posts",
                to="forum.topic",
            ),
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=120)),
                (
                    "kind",
                    models.CharField(
                        choices=[("discussion", "Discussion"), ("question", "Question")],
                        default="discussion",
                        max_length=10,
                    ),
                ),
                ("text", models.TextField()),
                ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "board",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="forum.board",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="drafts",
                        to="forum.member",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="forum.post",
                    ),
                ),
                ("tags", models.ManyToManyField(blank=True, related_name="+", to="forum.tag")),
                (
                    "topic",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="forum.topic",
                    ),
                ),
            ],
            options={
                "ordering": ["-saved_at"],
            },
        ),
        migrations.CreateModel(
            name="TopicEvent",
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
                            ("moved", "moved this topic"),
                            ("merged", "merged another topic into this one"),
                            ("split", "moved posts from here to a new topic"),
                            ("split_from", "moved posts here from another topic"),
                            ("locked", "locked this topic"),
                            ("unlocked", "unlocked this topic"),
                            ("pinned", "pinned this topic"),
                            ("unpinned", "unpinned this topic"),
                            ("accepted", "accepted an answer"),
                            ("unaccepted", "took an accepted answer back"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
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
                    "other",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="forum.topic",
                        verbose_name="other topic",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="forum.topic",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="TrustLevel",
            fields=[
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=40)),
                (
                    "hours_of_account",
                    models.PositiveIntegerField(
                        default=0,
                        help_text="Needed to reach this level.",
                        verbose_name="age of the account (hours)",
                    ),
                ),
                (
                    "approved_posts",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="Needed to reach this level."
                    ),
                ),
                (
                    "topics_written_in",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="Needed to reach this level.",
                        verbose_name="topics with approved posts",
                    ),
                ),
                (
                    "days_without_reports",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="Needed to reach this level.",
                        verbose_name="days without upheld reports",
                    ),
                ),
                (
                    "links",
                    models.PositiveSmallIntegerField(
                        default=2, verbose_name="links in a post without review"
                    ),
                ),
                (
                    "pictures",
                    models.PositiveSmallIntegerField(default=1, verbose_name="pictures in a post"),
                ),
                (
                    "mentions",
                    models.PositiveSmallIntegerField(default=2, verbose_name="mentions in a post"),
                ),
                ("seconds_between_topics", models.PositiveIntegerField(default=120)),
                ("seconds_between_posts", models.PositiveIntegerField(default=30)),
                (
                    "topics_on_first_day",
                    models.PositiveSmallIntegerField(
                        blank=True, help_text="Empty: no limit beside the daily one.", null=True
                    ),
                ),
                (
                    "posts_on_first_day",
                    models.PositiveSmallIntegerField(
                        blank=True, help_text="Empty: no limit beside the daily one.", null=True
                    ),
                ),
                ("topics_a_day", models.PositiveSmallIntegerField(default=20)),
                ("reports_a_day", models.PositiveSmallIntegerField(default=20)),
                (
                    "hours_to_edit",
                    models.PositiveIntegerField(default=24, verbose_name="hours to change a post"),
                ),
            ],
            options={
                "ordering": ["level"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("level__lte", 3)), name="trust_levels_are_0_to_3"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Watch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[("watched", "Watched"), ("muted", "Muted")],
                        default="watched",
                        max_length=7,
                    ),
                ),
                ("since", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="watches",
                        to="forum.member",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="watches",
                        to="forum.topic",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="board",
            constraint=models.UniqueConstraint(
                fields=("brand", "slug"),
                name="board_slug_is_unique_on_its_site",
                violation_error_message="Another board of this site has this slug.",
            ),
        ),
        migrations.AddIndex(
            model_name="member",
            index=models.Index(
                condition=models.Q(("mails_digest", True)),
                fields=["digest_at"],
                name="member_digest_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.UniqueConstraint(
                condition=models.Q(("handle", ""), _negated=True),
                fields=("handle",),
                name="handle_is_unique",
            ),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.CheckConstraint(
                condition=models.Q(("trust__lte", 3)), name="forum_trust_is_0_to_3"
            ),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("user__isnull", False),
                    models.Q(("avatar", ""), ("bio", ""), ("company", ""), ("handle", "")),
                    _connector="OR",
                ),
                name="former_members_are_blank",
            ),
        ),
        migrations.AddIndex(
            model_name="picture",
            index=models.Index(fields=["added_at"], name="forum_picture_age"),
        ),
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(
                condition=models.Q(("seen_at", None)),
                fields=["member", "post"],
                name="notification_unseen",
            ),
        ),
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(fields=["at"], name="notification_age"),
        ),
        migrations.AddConstraint(
            model_name="notification",
            constraint=models.UniqueConstraint(
                fields=("member", "kind", "post"), name="one_notification_of_each_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="postversion",
            constraint=models.UniqueConstraint(
                fields=("post", "number"), name="post_versions_are_numbered"
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("closed_at", None)), fields=["post"], name="report_is_open"
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(fields=["by", "at"], name="report_by"),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(
                fields=("post", "by"), name="one_report_of_a_post_by_a_member"
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at", None), ("outcome", "")),
                    models.Q(
                        models.Q(("outcome", ""), _negated=True),
                        models.Q(("closed_at", None), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="report_is_closed_with_an_outcome",
            ),
        ),
        migrations.AddConstraint(
            model_name="silence",
            constraint=models.UniqueConstraint(
                condition=models.Q(("undone_at", None)),
                fields=("member",),
                name="silenced_once_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="tag",
            constraint=models.UniqueConstraint(
                fields=("brand", "slug"),
                name="forum_tag_is_unique_on_its_site",
                violation_error_message="The forum of this site has this tag already.",
            ),
        ),
        migrations.AddIndex(
            model_name="topic",
            index=models.Index(fields=["board", "-active_at"], name="topic_by_activity"),
        ),
        migrations.AddIndex(
            model_name="topic",
            index=models.Index(
                condition=models.Q(("pinned_at__isnull", False)),
                fields=["board", "pinned_at"],
                name="topic_is_pinned",
            ),
        ),
        migrations.AddIndex(
            model_name="topic",
            index=models.Index(fields=["board", "-opened_at"], name="topic_by_age"),
        ),
        migrations.AddConstraint(
            model_name="readmark",
            constraint=models.UniqueConstraint(
                fields=("member", "topic"), name="one_read_mark_per_topic"
            ),
        ),
        migrations.AddIndex(
            model_name="post",
            index=models.Index(
                condition=models.Q(("state", "held")), fields=["moved_at"], name="post_waits"
            ),
        ),
        migrations.AddIndex(
            model_name="post",
            index=models.Index(fields=["state", "submitted_at"], name="post_by_date"),
        ),
        migrations.AddIndex(
            model_name="post",
            index=models.Index(fields=["digest", "submitted_at"], name="post_digest"),
        ),
        migrations.AddIndex(
            model_name="post",
            index=models.Index(
                condition=models.Q(
                    ("state", "published"), models.Q(("link_hosts", ""), _negated=True)
                ),
                fields=["submitted_at"],
                name="post_links",
            ),
        ),
        migrations.AddIndex(
            model_name="post",
            index=models.Index(fields=["topic", "state", "id"], name="post_in_topic"),
        ),
        migrations.AddIndex(
            model_name="post",
            index=models.Index(fields=["author", "state", "submitted_at"], name="post_author"),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["held", "published", "refused", "withdrawn"])),
                name="forum_post_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("refusal__in", ["spam", "off_topic", "rude", "personal", "unlawful"]),
                        ("state", "refused"),
                    ),
                    models.Q(models.Q(("state", "refused"), _negated=True), ("refusal", "")),
                    _connector="OR",
                ),
                name="forum_post_is_refused_for_a_reason",
            ),
        ),
        migrations.AddIndex(
            model_name="draft",
            index=models.Index(fields=["saved_at"], name="draft_age"),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("board__isnull", False), ("post", None), ("topic", None)),
                    models.Q(("board", None), ("post", None), ("topic__isnull", False)),
                    models.Q(("board", None), ("post__isnull", False), ("topic", None)),
                    _connector="OR",
                ),
                name="draft_has_one_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.UniqueConstraint(
                condition=models.Q(("board__isnull", False)),
                fields=("member", "board"),
                name="one_draft_for_each_board",
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.UniqueConstraint(
                condition=models.Q(("topic__isnull", False)),
                fields=("member", "topic"),
                name="one_draft_for_each_topic",
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.UniqueConstraint(
                condition=models.Q(("post__isnull", False)),
                fields=("member", "post"),
                name="one_draft_for_each_post",
            ),
        ),
        migrations.AddConstraint(
            model_name="watch",
            constraint=models.UniqueConstraint(
                fields=("member", "topic"), name="one_watch_per_topic"
            ),
        ),
    ]
