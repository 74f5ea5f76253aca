"""Comments and the privacy center: the policy in force, and a removal from the form to the page."""

from django.test import Client

from blog.models import Comment, CommentAddress
from privacy.erasure.plan import plan_person
from privacy.policy.documents import number_in_force
from privacy.rights import fulfillment
from privacy.rights.transitions import State
from privacy.seed import load_documents
from tests.blog.commenting import CommentTestCase, create_comment, create_post
from tests.privacy.people import ADA
from tests.privacy.requests import RequestTestCase


class CommentPolicyTestCase(CommentTestCase):
    def test_a_comment_knows_the_policy_that_was_in_force(self):
        load_documents()
        assert self.send().status_code == 303
        assert Comment.objects.get().policy_version == number_in_force("privacy") == 1


class CommentRequestTestCase(RequestTestCase):
    def test_reader_removes_comments_and_thread_stays_readable(self):
        post = create_post()
        answered = create_comment(post, email=ADA, name="Ada Reader", text="The words of Ada.")
        create_comment(post, email="bob@example.com", parent=answered, text="An answer by Bob.")
        alone = create_comment(post, email=ADA, name="Ada Reader", text="More words of Ada.")
        waiting = create_comment(post, email=ADA, state="held", text="Words of Ada that wait.")
        request = self.confirmed(kind="deletion")
        plan = plan_person(fulfillment.person(request))
        fulfillment.execute_erasure(request, plan_hash=plan.digest, by=self.dora)
        request.refresh_from_db()
        assert request.state == State.FULFILLED
        assert not Comment.objects.filter(pk__in=[alone.pk, waiting.pk]).exists()
        assert not CommentAddress.objects.filter(email=ADA).exists()
        page = Client(HTTP_HOST=post.brand.host).get(post.get_absolute_url()).text
        assert page.index("Former reader") < page.index("An answer by Bob.")
        for gone in ("Ada Reader", "words of Ada", "Words of Ada"):
            assert gone not in page
        told = self.visitor.get(self.status_path(request)).text
        assert "Comments" in told
        assert "an empty place by a former reader keeps their replies readable" in told
