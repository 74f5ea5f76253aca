"""A form that is sent twenty times at once is one post, and no half of a topic is left."""

from concurrent.futures import ThreadPoolExecutor

from django.db import connections, transaction
from django.test import Client, TransactionTestCase

from contactatonce.brands.sites import load_sites
from contactatonce.lib import form_tokens
from contactatonce.roles import sync_roles
from forum.models import Post, Topic
from tests.forum.factories import create_board, create_member, create_topic
from tests.forum.writing import TEXT

HOST = "www.contactatonce.com"
TIMES = 20


class SendRacesTestCase(TransactionTestCase):
    def setUp(self) -> None:
        load_sites()
        sync_roles()
        self.board = create_board()
        self.member = create_member()
        with transaction.atomic():
            self.topic = create_topic(self.board, create_member("Omar Other"))

    def send(self, path: str, scope: str, **typed: str) -> set[tuple[int, str]]:
        """Send one form many times at once and return the different answers."""
        sent = {"form_token": form_tokens.mint(scope), "text": TEXT, "agreed": "on", **typed}
        clients = [Client(HTTP_HOST=HOST) for _ in range(TIMES)]
        for client in clients:
            client.force_login(self.member.user)

        def post(client: Client) -> tuple[int, str]:
            try:
                response = client.post(path, sent)
                return response.status_code, response.get("Location", "")
            finally:
                connections.close_all()

        with ThreadPoolExecutor(TIMES) as pool:
            return set(pool.map(post, clients))

    def test_a_reply_sent_twenty_times_at_once_is_one_post(self):
        answers = self.send(f"/forum/topics/{self.topic.pk}/reply/", f"forum:topic:{self.topic.pk}")
        post = Post.objects.get(author=self.member)
        assert answers == {(303, f"/forum/posts/{post.pk}/held/")}

    def test_a_topic_sent_twenty_times_at_once_is_one_topic(self):
        path, scope = "/forum/boards/questions/new/", f"forum:board:{self.board.pk}"
        answers = self.send(path, scope, title="At once", kind="question")
        post = Post.objects.get(author=self.member)
        assert answers == {(303, f"/forum/posts/{post.pk}/held/")}
        assert Topic.objects.count() == 2
