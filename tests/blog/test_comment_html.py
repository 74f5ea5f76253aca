"""The pages around comments and subscriptions parse without an error; no label points nowhere."""

from itertools import pairwise

import html5lib

from blog import links
from blog.models import Comment, Subscription
from privacy import secret_links

from .commenting import WRITTEN, CommentTestCase, create_comment
from .test_comment_status import status_of

H = "{http://www.w3.org/1999/xhtml}"
NAMES = ("aria-labelledby", "aria-describedby", "for")


class HtmlTestCase(CommentTestCase):
    def check(self, response):
        """Parse strictly; one h1, no level skipped, ids unique, no reference into the void."""
        tree = html5lib.HTMLParser(strict=True).parse(response.content.decode())
        headings = [
            int(e.tag[-1]) for e in tree.iter() if e.tag in {f"{H}h{n}" for n in range(1, 7)}
        ]
        assert headings.count(1) == 1
        assert all(after - before <= 1 for before, after in pairwise(headings)), headings
        ids = [element.get("id") for element in tree.iter() if element.get("id")]
        assert len(ids) == len(set(ids))
        for element in tree.iter():
            for name in NAMES:
                assert set((element.get(name) or "").split()) <= set(ids), element.attrib
            target = element.get("href") or ""
            assert not target.startswith("#") or target[1:] in ids, target

    def test_a_post_with_comments(self):
        first = create_comment(self.post, text="> quoted\n\n- a\n- b\n\n`code` <b>no</b>")
        create_comment(self.post, parent=first)
        self.check(self.client.get(self.post.get_absolute_url()))

    def test_the_form_alone_is_kept_out_of_search_engines(self):
        assert self.client.get(self.action)["X-Robots-Tag"] == "noindex"

    def test_the_form_alone_with_errors_and_with_the_question(self):
        self.check(self.client.get(self.action))
        self.check(self.client.get(f"{self.action}?to={create_comment(self.post).pk}"))
        self.check(self.send(name="", email="x", text="", parent="7"))
        fields = {**self.open_form(), **WRITTEN}
        self.check(self.send({**fields, self.trap(fields): "x"}))

    def test_the_author_s_page_in_every_state(self):
        comment = create_comment(self.post)
        for state, refusal in (
            ("held", ""),
            ("published", ""),
            ("refused", "spam"),
            ("refused", "rude"),
            ("withdrawn", ""),
        ):
            Comment.objects.filter(pk=comment.pk).update(state=state, refusal=refusal)
            self.check(self.client.get(status_of(comment)))
        Comment.objects.filter(pk=comment.pk).update(state="held")
        self.check(self.client.get(f"{status_of(comment)}withdraw/"))
        self.check(self.client.post(status_of(comment), {"name": "", "text": ""}))

    def test_subscribing(self):
        wish = Subscription.objects.create(
            brand=self.post.brand, email="r@example.com", wording="x"
        )
        path = f"/subscribe/{secret_links.token(links.SUBSCRIPTION, wish.key)}/"
        for url in ("/subscribe/", "/subscribe/sent/", path, "/subscribe/forged/"):
            self.check(self.client.get(url))
        self.check(self.client.post("/subscribe/", {"email": "x"}))
        self.client.post(path)
        self.check(self.client.get(path))
