"""A member's copy of their data has what they wrote, and names no one else (P30)."""

import json

from django.utils import timezone

from forum.models import Draft, PostVersion, Watch
from privacy.erasure.identifiers import subject_of
from privacy.rights import access
from tests.base import SiteTestCase
from tests.forum.factories import create_board, create_member, create_post, create_topic


class ExportTestCase(SiteTestCase):
    def test_posts_versions_drafts_and_settings_are_in_the_copy(self):
        maya, omar = create_member("Maya Member", bio="I sell cars."), create_member("Omar Other")
        board = create_board()
        topic = create_topic(board, maya, "How fast is fast?")
        post = create_post(topic, maya, "Thanks, @omar-other!", edited_at=timezone.now())
        create_post(topic, omar, "A post of another person.")
        PostVersion.objects.create(post=post, number=1, text="Before that.")
        Draft.objects.create(member=maya, board=board, title="On bees", text="Not yet.")
        Watch.objects.create(member=maya, topic=topic)
        content = access.collect(subject_of("maya@example.com")).content
        counts = {source["id"]: source["count"] for source in content["sources"]}
        for model, count in {"member": 1, "post": 2, "postversion": 1, "draft": 1}.items():
            assert counts[f"forum.{model}"] == count, model
        copy = json.dumps(content)
        for words in ("I sell cars.", "Before that.", "On bees", "How fast is fast?"):
            assert words in copy
        assert f"Thanks, @[member {omar.pk}]!" in copy
        assert "mails_digest" in copy
        for words in ("omar", "another person", "@{"):
            assert words not in copy.lower(), words
