"""What a reader gets: a page that says who wrote and who published it, and where to go on."""

import re
from datetime import UTC, datetime, timedelta

import html5lib
import pytest

from publishing import services
from tests.base import SiteTestCase
from tests.blog.base import BODY, BlogTestCase, create_author, create_post, create_tag, things

MARCH = datetime(2026, 3, 5, 14, tzinfo=UTC)


class PostPageTestCase(BlogTestCase):
    def page(self, slug="the-first-answer", **headers):
        response = self.client.get(f"/posts/{slug}/", headers=headers)
        assert response.status_code == 200
        return response.text

    def test_it_says_who_wrote_it_when_and_who_publishes_it(self):
        create_post(authors=[self.author])
        page = self.page()
        assert "Dana Example" in page
        assert "March 5, 2026" in page
        assert "1 min read" in page
        assert "Published by Contact At Once!" in page

    def test_it_needs_no_cookie_and_sets_none(self):
        create_post()
        response = self.client.get("/posts/the-first-answer/")
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")

    def test_the_contents_lead_to_headings_that_are_there(self):
        body = "## One\n\na\n\n## Two\n\nb\n\n### Three\n\nc"
        create_post(body=body)
        tree = html5lib.parse(self.page(), namespaceHTMLElements=False)
        ids = {element.attrib["id"] for element in tree.iter() if "id" in element.attrib}
        contents = [e.attrib["href"] for e in tree.iter("a") if "#s-" in e.attrib.get("href", "")]
        assert contents == ["#s-one", "#s-two", "#s-three"]
        assert {href[1:] for href in contents} <= ids

    def test_contents_that_would_be_long_leave_the_lower_level_out(self):
        parts = "".join(f"## Part {number}\n\n### Detail {number}\n\na\n\n" for number in range(5))
        create_post(body=parts)
        contents = self.page().partition("On this page")[2].partition("</nav>")[0]
        assert contents.count("Part ") == 5
        assert "Detail" not in contents

    def test_a_short_text_has_no_contents(self):
        create_post(body=BODY)
        assert "On this page" not in self.page()

    def test_older_newer_and_related_are_those_of_this_site(self):
        tag = create_tag()
        for days, slug in ((-2, "oldest"), (-1, "older"), (0, "middle"), (1, "newer")):
            create_post(slug, publish_at=MARCH + timedelta(days=days), tags=[tag])
        create_post("elsewhere", brand=self.other_blog, publish_at=MARCH + timedelta(hours=1))
        page = self.page("middle")
        assert re.search(r'href="/posts/older/" rel="prev"', page)
        assert re.search(r'href="/posts/newer/" rel="next"', page)
        assert "/posts/oldest/" in page.partition("On the same subject")[2]
        assert "elsewhere" not in page
        assert 'rel="prev"' not in self.page("oldest")

    def test_neighbors_are_not_counted_as_related(self):
        tag = create_tag()
        for days in range(6):
            create_post(f"post-{days}", publish_at=MARCH + timedelta(days=days), tags=[tag])
        related = self.page("post-4").partition("On the same subject")[2]
        found = re.findall(r'href="/posts/(post-\d)/"', related.partition("</section>")[0])
        assert found == ["post-2", "post-1", "post-0"]

    def test_a_part_of_a_series_leads_to_the_others_in_order(self):
        series = self.brand.series.create(title="A series", slug="a-series")
        for number in range(3):
            create_post(f"part-{number}", series=series, publish_at=MARCH + timedelta(days=number))
        page = self.page("part-1")
        assert "Part 2 of 3: A series" in page
        assert page.index("/posts/part-0/") < page.index("/posts/part-2/")
        assert 'href="/series/a-series/"' in page
        listed = self.client.get("/series/a-series/").text
        assert listed.index("Part 0") < listed.index("Part 1") < listed.index("Part 2")

    def test_an_invented_author_is_said_to_be_one(self):
        author = create_author("made-up", is_demonstration=True)
        create_post(authors=[author])
        assert "An invented author" in self.page()

    def test_a_later_change_is_dated(self):
        post = create_post()
        type(post).objects.filter(pk=post.pk).update(updated_at=MARCH + timedelta(days=3))
        assert "Changed" in self.page()
        type(post).objects.filter(pk=post.pk).update(updated_at=MARCH + timedelta(hours=1))
        assert "Changed <time" not in self.page()

    def test_it_ends_with_a_call_to_the_inquiry_form(self):
        create_post()
        assert 'href="/contact/"' in self.page().partition("call-section")[2]


class ListsTestCase(BlogTestCase):
    def test_a_list_is_turned_page_by_page(self):
        for number in range(14):
            create_post(f"post-{number}", publish_at=MARCH + timedelta(days=number))
        first = self.client.get("/posts/").text
        assert "/posts/post-13/" in first
        assert "/posts/post-1/" not in first
        assert 'href="/posts/?page=2" rel="next"' in first
        second = self.client.get("/posts/?page=2").text
        assert "/posts/post-1/" in second
        assert 'href="/posts/" rel="prev"' in second
        assert (
            '<link rel="canonical" href="https://www.dealerchatblog.com/posts/?page=2">' in second
        )

    def test_index_shows_newest_post_and_tags_with_posts(self):
        create_tag("Not written about")
        for number in range(14):
            day = MARCH + timedelta(days=number)
            create_post(f"post-{number}", publish_at=day, tags=[create_tag()] if not number else [])
        first = self.client.get("/posts/").text
        lead = first.partition("post-card--first")[2].partition("</li>")[0]
        assert 'href="/posts/post-13/"' in lead
        assert first.count("post-card--first") == 1
        assert 'href="/tags/first-reply/"' in first
        assert "Not written about" not in first
        second = self.client.get("/posts/?page=2").text
        assert "post-card--first" not in second
        assert "/tags/first-reply/" not in second

    def test_page_beyond_the_last_is_not_found(self):
        create_post()
        for page in ("2", "0", "-1", "x", "1e9", "9" * 30, "9" * 5000, "%00", "٣"):
            assert self.client.get(f"/posts/?page={page}").status_code == 404, page

    def test_page_number_has_one_spelling(self):
        create_post()
        assert self.client.get("/posts/?page=1").status_code == 200
        for page in ("01", "%201", "1%20", "%2B1", "1_0", "1.0", "١", ""):
            for path in ("/posts/", "/authors/dana-example/"):
                assert self.client.get(f"{path}?page={page}").status_code == 404, page

    def test_an_empty_subject_author_or_series_is_not_found(self):
        create_tag()
        self.brand.series.create(title="A series", slug="a-series")
        for path in ("/tags/first-reply/", "/authors/dana-example/", "/series/a-series/"):
            assert self.client.get(path).status_code == 404, path

    def test_an_index_without_posts_says_so(self):
        assert "Nothing has been published here yet" in self.client.get("/posts/").text

    def test_an_author_has_the_posts_of_the_site_that_is_asked(self):
        create_post("ours", authors=[self.author])
        create_post("theirs", authors=[self.author], brand=self.other_blog)
        page = self.client.get("/authors/dana-example/").text
        assert "/posts/ours/" in page
        assert "/posts/theirs/" not in page

    def test_every_page_names_the_publisher(self):
        create_post(tags=[create_tag()], authors=[self.author])
        for path in (
            "/posts/",
            "/tags/first-reply/",
            "/authors/dana-example/",
            "/archive/",
            "/feeds/",
        ):
            assert "Published by Contact At Once!" in self.client.get(path).text, path


class SyndicationTestCase(BlogTestCase):
    def setUp(self):
        super().setUp()
        self.post = create_post(also_on=[self.corporate], authors=[self.author])

    def on(self, brand, path):
        return self.client.get(path, headers={"host": brand.host})

    def test_another_site_that_shows_it_names_its_home(self):
        page = self.on(self.corporate, "/posts/the-first-answer/")
        assert page.status_code == 200
        home = "https://www.dealerchatblog.com/posts/the-first-answer/"
        assert f'<link rel="canonical" href="{home}">' in page.text
        assert "This post first appeared in" in page.text
        [posting] = things(page.text, "BlogPosting")
        assert posting["url"] == home

    def test_links_on_another_site_lead_to_the_home(self):
        text = "[one](/posts/ours/), [away](https://x.example/)"
        create_post("linked", body=text, also_on=[self.corporate])
        at_home = self.on(self.brand, "/posts/linked/").text
        assert '<a href="/posts/ours/"' in at_home
        copy = self.on(self.corporate, "/posts/linked/").text
        assert '<a href="https://www.dealerchatblog.com/posts/ours/"' in copy
        assert '<a href="https://x.example/"' in copy

    def test_a_site_that_does_not_show_it_does_not_find_it(self):
        assert self.on(self.other_blog, "/posts/the-first-answer/").status_code == 404
        assert "the-first-answer" not in self.on(self.other_blog, "/posts/").text

    def test_a_copy_is_in_the_lists_and_not_in_the_sitemap(self):
        assert "/posts/the-first-answer/" in self.on(self.corporate, "/posts/").text
        assert "/posts/the-first-answer/" in self.sitemap(self.brand)
        assert "/posts/the-first-answer/" not in self.sitemap(self.corporate)

    def sitemap(self, brand):
        index = self.on(brand, "/sitemap.xml")
        assert index.status_code == 200
        parts = re.findall(r"<loc>https://[^/]+(/[^<]+)</loc>", index.text)
        assert parts
        return "".join(self.on(brand, part).text for part in parts)

    def test_a_draft_or_a_scheduled_post_is_not_in_the_sitemap(self):
        create_post("draft", publish_at=None)
        create_post("later", publish_at=datetime(2999, 1, 1, tzinfo=UTC))
        assert "draft" not in self.sitemap(self.brand)
        assert "later" not in self.sitemap(self.brand)

    def test_own_post_comes_before_a_copy_with_the_same_slug(self):
        create_post(brand=self.corporate, title="The company’s own")
        page = self.on(self.corporate, "/posts/the-first-answer/").text
        assert "The company’s own" in page


class SearchTestCase(BlogTestCase):
    def found(self, words):
        response = self.client.get("/search/", {"q": words})
        assert response.status_code == 200
        return "/posts/the-first-answer/" in response.text

    def test_a_published_post_is_found_by_its_words(self):
        post = create_post(body="The windshield wiper.")
        assert self.found("windshield")
        post.body = "The tailgate."
        post.save()
        services.record(post)
        assert self.found("tailgate")
        assert not self.found("windshield")

    def test_search_finds_published_posts_only(self):
        post = create_post(body="The windshield wiper.", publish_at=None)
        assert not self.found("windshield")
        type(post).objects.update(publish_at=MARCH)
        assert self.found("windshield")
        type(post).objects.get().delete()
        assert not self.found("windshield")


class NoBlogTestCase(SiteTestCase):
    @pytest.mark.once
    def test_a_site_without_posts_answers(self):
        for path in ("/posts/", "/archive/", "/feeds/", "/feeds/rss.xml"):
            assert self.client.get(path).status_code == 200, path
