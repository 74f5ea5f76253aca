"""The large demo of the forum: as many posts as asked for, in order, and loaded once."""

from forum.models import Post, Topic
from tests.forum.reading import ReadingTestCase
from tools.load_forum import TITLE, load_forum


class LoadForumTestCase(ReadingTestCase):
    def test_posts_are_spread_over_a_long_topic_and_short_ones(self):
        before = Post.objects.count()
        assert load_forum(100, long=60) == before + 100
        longest = Topic.objects.get(title=TITLE)
        assert longest.replies == 59
        assert longest.last_post == longest.posts.order_by("pk").last()
        assert self.client.get(f"{longest.get_absolute_url()}?page=3").status_code == 200
        assert self.client.get(f"{longest.get_absolute_url()}?page=4").status_code == 404

    def test_they_are_loaded_once(self):
        assert load_forum(40, long=20) == load_forum(40, long=20)
