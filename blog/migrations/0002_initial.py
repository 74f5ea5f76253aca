import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("blog", "0001_initial"),
        ("brands", "0001_initial"),
        ("privacy", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="subscription",
            name="consent",
            field=models.OneToOneField(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="privacy.consent",
            ),
        ),
        migrations.AddField(
            model_name="tag",
            name="brand",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="tags",
                to="brands.brand",
                verbose_name="site",
            ),
        ),
        migrations.AddField(
            model_name="post",
            name="tags",
            field=models.ManyToManyField(blank=True, related_name="posts", to="blog.tag"),
        ),
        migrations.AddIndex(
            model_name="commentaddress",
            index=models.Index(fields=["email_key"], name="comment_address_email"),
        ),
        migrations.AddIndex(
            model_name="commentaddress",
            index=models.Index(fields=["since"], name="comment_address_since"),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("state", "held")), fields=["moved_at"], name="comment_waits"
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["state", "submitted_at"], name="comment_by_date"),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["digest", "submitted_at"], name="comment_digest"),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(
                    ("state", "published"), models.Q(("link_hosts", ""), _negated=True)
                ),
                fields=["submitted_at"],
                name="comment_links",
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["post", "state", "parent"], name="comment_thread"),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["fingerprint", "state"], name="comment_author"),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["held", "published", "refused", "withdrawn"])),
                name="blog_comment_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("refusal__in", ["spam", "off_topic", "rude", "personal", "unlawful"]),
                        ("state", "refused"),
                    ),
                    models.Q(models.Q(("state", "refused"), _negated=True), ("refusal", "")),
                    _connector="OR",
                ),
                name="blog_comment_is_refused_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="series",
            constraint=models.UniqueConstraint(
                fields=("brand", "slug"),
                name="series_slug_is_unique_in_its_blog",
                violation_error_message="Another series of this blog has this slug.",
            ),
        ),
        migrations.AddIndex(
            model_name="subscription",
            index=models.Index(fields=["email_key", "asked_at"], name="subscription_email"),
        ),
        migrations.AddIndex(
            model_name="subscription",
            index=models.Index(fields=["asked_at"], name="subscription_asked"),
        ),
        migrations.AddConstraint(
            model_name="tag",
            constraint=models.UniqueConstraint(
                fields=("brand", "name_key"),
                name="tag_is_unique_in_its_blog",
                violation_error_message="The blog already has this tag or another spelling of it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="tag",
            constraint=models.UniqueConstraint(
                fields=("brand", "slug"),
                name="tag_slug_is_unique_in_its_blog",
                violation_error_message="Another tag of this blog has this slug.",
            ),
        ),
        migrations.AddIndex(
            model_name="post",
            index=models.Index(fields=["brand", "-publish_at"], name="post_by_time"),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("unpublish_at", None),
                    ("publish_at__lt", models.F("unpublish_at")),
                    _connector="OR",
                ),
                name="blog_post_ends_after_it_begins",
                violation_error_message="It must be taken down later than it is published.",
            ),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.UniqueConstraint(
                fields=("brand", "slug"),
                name="post_slug_is_unique_in_its_blog",
                violation_error_message="Another post of this blog has this slug.",
            ),
        ),
    ]
