"""The large demo: as many posts and comments as asked for, and pages as cheap as with few."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from blog.models import Comment, Post
from tools import load_data

from .base import BlogTestCase, create_post
from .commenting import create_comment


class CrowdTestCase(BlogTestCase):
    def setUp(self):
        super().setUp()
        self.post = create_post()
        create_comment(self.post)

    def crowd(self):
        load_data.load_posts(40)
        load_data.load_comments(400)

    def test_creates_the_requested_number_of_posts(self):
        self.crowd()
        assert Post.objects.count() == 40
        assert 20 < Post.objects.published().count() < 40
        assert Comment.objects.count() == 401
        assert 0 < Comment.objects.filter(state="held").count() < 60

    def test_a_post_costs_what_it_cost_before(self):
        url = self.post.get_absolute_url()
        self.client.get(url)
        few = self.count(url)
        self.crowd()
        assert self.count(url) <= 8
        assert self.count(url) - few <= 2  # now there are neighbors and replies to read
        assert self.client.get(url).content.decode().count('class="comment"') > 5

    def count(self, url):
        with CaptureQueriesContext(connection) as queries:
            assert self.client.get(url).status_code == 200
        return len(queries)

    def test_production_refuses_it(self):
        with self.settings(IS_LOCAL=False), self.assertRaises(SystemExit):
            load_data.main()
