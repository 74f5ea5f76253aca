"""A commenter's rights: shown, corrected, erased, forgotten in time; and no network address."""

import io
import json
import zipfile
from datetime import timedelta
from unittest import mock

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.db.models import RestrictedError
from django.test import override_settings
from django.utils import timezone

from blog.comments.services import withdraw
from blog.models import Comment, CommentAddress
from moderation import services
from moderation.models import Verdict
from privacy.erasure import destruction, erasure, retention
from privacy.erasure.identifiers import subject_of
from privacy.erasure.plan import plan_person
from privacy.rights import access, correction, exports
from privacy.rights.correction import Change
from tests.base import run_worker
from tests.leads.test_inquiry_no_network_address import FORWARDED, MARKED, SIXTH, TRACES

from .commenting import CommentTestCase, create_comment
from .test_comment_status import status_of


class RightsTestCase(CommentTestCase):
    def setUp(self):
        super().setUp()
        self.mine = create_comment(self.post, text="My own words.", name="Rita Reader")
        self.other = create_comment(self.post, email="other@example.com", text="Other words.")

    @property
    def rita(self):
        return subject_of("rita@example.com")

    def erase(self):
        plan = plan_person(self.rita)
        done = erasure.execute(subject=self.rita, plan_hash=plan.digest)
        erasure.finish(done.pk)

    def test_export_contains_own_comment_only(self):
        archive = exports.archive(access.collect(self.rita))
        with zipfile.ZipFile(io.BytesIO(archive)) as bundle:
            data = bundle.read("data.json").decode()
        told = {source["id"]: source["count"] for source in json.loads(data)["sources"]}
        assert (told["blog.comment"], told["blog.commentaddress"]) == (1, 1)
        for part in ("My own words.", "Rita Reader", "rita@example.com"):
            assert part in data
        assert "Other words." not in data

    def test_correction_is_shown(self):
        pk = str(self.mine.pk)
        changes = [
            Change("blog.comment", pk, "name", "Rita R."),
            Change("blog.comment", pk, "text", "My *better* words."),
        ]
        correction.apply(self.rita, changes)
        page = self.page()
        assert "Rita R." in page
        assert "My <em>better</em> words." in page
        assert "My own words." not in page

    def test_a_corrected_address_still_leads_to_the_comment(self):
        place = Change("blog.commentaddress", str(self.mine.pk), "email", "new@example.com")
        correction.apply(self.rita, [place])
        assert subject_of("new@example.com").keys(Comment) == [self.mine.pk]

    def test_comment_without_replies_is_erased(self):
        self.erase()
        assert list(Comment.objects.all()) == [self.other]
        assert list(CommentAddress.objects.values_list("email", flat=True)) == ["other@example.com"]

    def test_erased_comment_with_replies_becomes_a_placeholder(self):
        create_comment(
            self.post, email="other@example.com", parent=self.mine, text="I see it otherwise."
        )
        self.erase()
        row = Comment.objects.filter(pk=self.mine.pk).values().get()
        for name in ("name", "text", "html", "digest", "link_hosts", "fingerprint"):
            assert row[name] == "", name
        page = self.page()
        assert "Former reader" in page
        assert "I see it otherwise." in page
        assert "My own words." not in page
        assert self.rita.keys(Comment) == []

    def test_own_replies_keep_no_placeholder(self):
        create_comment(self.post, parent=self.mine, text="And one more thing.")
        self.erase()
        assert list(Comment.objects.all()) == [self.other]

    def test_placeholder_is_not_in_the_queue(self):
        create_comment(self.post, email="other@example.com", parent=self.mine)
        Comment.objects.filter(pk=self.mine.pk).update(state="held")
        self.erase()
        assert not Comment.objects.filter(state="held").exists()

    def test_comment_is_found_after_its_email_address_expired(self):
        with time_machine.travel(timezone.now() + timedelta(days=89), tick=False):
            retention.apply()
        assert CommentAddress.objects.count() == 2
        with time_machine.travel(timezone.now() + timedelta(days=91), tick=False):
            retention.apply()
        assert CommentAddress.objects.count() == 0
        assert Comment.objects.count() == 2
        assert self.rita.keys(Comment) == [self.mine.pk]

    def test_refused_and_withdrawn_comments_expire_after_90_days(self):
        Comment.objects.filter(pk=self.mine.pk).update(state="refused", refusal="spam")
        with time_machine.travel(timezone.now() + timedelta(days=91), tick=False):
            retention.apply()
        assert list(Comment.objects.all()) == [self.other]

    def test_90_days_start_with_the_refusal(self):
        old = timezone.now() - timedelta(days=400)
        Comment.objects.update(submitted_at=old, moved_at=old)
        self.mine.refresh_from_db()
        self.mine.move("refused", refusal="rude")
        retention.apply()
        assert Comment.objects.count() == 2
        with time_machine.travel(timezone.now() + timedelta(days=91), tick=False):
            retention.apply()
        assert list(Comment.objects.all()) == [self.other]

    def test_refused_comment_with_replies_becomes_a_placeholder(self):
        reply = create_comment(
            self.post, email="other@example.com", parent=self.mine, text="I see it otherwise."
        )
        self.mine.move("refused", refusal="rude")
        with time_machine.travel(timezone.now() + timedelta(days=91), tick=False):
            foreseen = {line.rule: line.due_now for line in retention.foresight(days=0)}
            assert foreseen["comments"] == 1
            retention.apply()
            assert retention.overdue() == []
            foreseen = {line.rule: line.due_now for line in retention.foresight(days=0)}
            assert foreseen["comments"] == 0
        row = Comment.objects.filter(pk=self.mine.pk).values().get()
        for name in ("name", "text", "html", "digest", "link_hosts", "fingerprint", "refusal"):
            assert row[name] == "", name
        assert row["reasons"] == []
        assert self.rita.keys(Comment) == []
        reply.refresh_from_db()
        assert reply.parent_id == self.mine.pk
        page = self.page()
        assert page.index("This comment was removed.") < page.index("I see it otherwise.")
        reply.delete()
        with time_machine.travel(timezone.now() + timedelta(days=92), tick=False):
            retention.apply()
        assert list(Comment.objects.all()) == [self.other]

    def test_no_deletion_turns_a_reply_into_a_comment_of_its_own(self):
        reply = create_comment(self.post, parent=self.mine)
        with pytest.raises(RestrictedError):
            self.mine.delete()
        self.post.delete()
        assert not Comment.objects.filter(pk=reply.pk).exists()

    def test_erasure_deletes_replies_first(self):
        create_comment(self.post, parent=self.mine, text="And one more thing.")
        with mock.patch.object(destruction, "MOST_AT_ONCE", 1):
            self.erase()
        assert list(Comment.objects.all()) == [self.other]

    def test_an_erased_comment_is_gone_from_a_page_that_was_just_read(self):
        create_comment(self.post, email="other@example.com", parent=self.mine)
        assert "My own words." in self.page()
        self.erase()
        assert "My own words." not in self.page()

    def test_placeholder_is_deleted_after_its_last_reply(self):
        reply = create_comment(self.post, email="other@example.com", parent=self.mine)
        withdraw(comment=self.mine)
        with time_machine.travel(timezone.now() + timedelta(days=91), tick=False):
            retention.apply()
            assert Comment.objects.filter(pk=self.mine.pk).exists()
            reply.move("refused", refusal="rude")
            withdraw(comment=reply)
        with time_machine.travel(timezone.now() + timedelta(days=183), tick=False):
            retention.apply()
        assert list(Comment.objects.all()) == [self.other]


@override_settings(TRUSTED_PROXIES=1)
class NetworkAddressTestCase(CommentTestCase):
    def test_no_ip_address_is_stored(self):
        self.client.defaults |= {
            "REMOTE_ADDR": MARKED,
            "HTTP_X_FORWARDED_FOR": f"{SIXTH}, {FORWARDED}",
            "HTTP_X_REAL_IP": FORWARDED,
        }
        status = self.send()["Location"]
        self.send(email="nobody")
        self.send(form_token="forged")
        comment = Comment.objects.get()
        self.client.post(status, {"name": "Rita", "text": "Changed."})
        services.judge(
            model=Comment,
            pk=comment.pk,
            version=2,
            decision=Verdict.Decision.APPROVE,
            by=self.charlie,
        )
        with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=False):
            run_worker()
        letters = "".join(letter.message().as_string() for letter in mail.outbox)
        assert letters
        for place, text in (*self.tables(), ("mail", letters)):
            for trace in TRACES:
                assert trace not in text, (place, trace)
        assert status == status_of(comment)

    def tables(self):
        """Yield each table's name and every value in it as text, the cache's table included."""
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
                yield table, "\n".join(str(row) for row in cursor.fetchall())
