"""What writers type is shown as text, and handed to machines letter for letter."""

import html5lib

from contactatonce.brands.models import Brand
from tests.blog.base import BlogTestCase, blocks, create_post, create_tag, things
from tests.blog.commenting import create_comment
from tests.media.base import add

NASTY = '</script><script>alert(1)</script> "Tom & Jerry" <!--'
ALT = NASTY.replace('"', "”")  # what Markdown can hold between its brackets


class HostileTextTestCase(BlogTestCase):
    """Every field says what ends a script; a browser shows it and JSON.parse returns it."""

    def setUp(self):
        super().setUp()
        Brand.objects.filter(pk=self.brand.pk).update(name=NASTY, description=NASTY, tagline=NASTY)
        self.author.name = self.author.role = self.author.bio = NASTY
        self.author.save()
        tag = create_tag(NASTY, slug="nasty", description=NASTY)
        series = self.brand.series.create(title=NASTY, slug="nasty", summary=NASTY)
        cover = add(title=NASTY, alt=NASTY)
        picture = f"![{ALT}](image:{cover.pk} '{ALT}')"
        post = create_post(
            title=NASTY,
            summary=NASTY,
            body=f"{NASTY}\n\n## {NASTY}\n\na\n\n## b\n\n## c\n\n{picture}",
            cover=cover,
            tags=[tag],
            series=series,
            authors=[self.author],
        )
        create_comment(post, name=NASTY, text=NASTY)
        create_post("second", series=series, tags=[tag], authors=[self.author])

    def test_no_script_of_theirs_is_on_any_page(self):
        for path in (
            "/posts/",
            "/posts/the-first-answer/",
            "/tags/nasty/",
            "/authors/dana-example/",
            "/series/nasty/",
            "/archive/",
            "/feeds/",
            "/search/?q=jerry",
        ):
            page = self.client.get(path).text
            tree = html5lib.parse(page, namespaceHTMLElements=False)
            scripts = [e for e in tree.iter("script") if "src" not in e.attrib]
            assert all(e.attrib["type"] == "application/ld+json" for e in scripts), path
            assert not [e for e in tree.iter("script") if "alert" in (e.attrib.get("src") or "")]
            assert "&amp;amp;" not in page, path
            assert blocks(page), path

    def test_machines_get_the_exact_words(self):
        page = self.client.get("/posts/the-first-answer/").text
        [posting] = things(page, "BlogPosting")
        assert posting["headline"] == NASTY
        assert posting["description"] == NASTY
        assert posting["keywords"] == [NASTY]
        assert posting["author"] == [
            {
                "@type": "Person",
                "name": NASTY,
                "url": "https://www.dealerchatblog.com/authors/dana-example/",
            }
        ]
        assert posting["publisher"] == {"@id": "https://www.contactatonce.com/#organization"}

    def test_pictures_are_described_by_the_exact_words(self):
        page = self.client.get("/posts/the-first-answer/").text
        tree = html5lib.parse(page, namespaceHTMLElements=False)
        said = {e.attrib["alt"] for e in tree.iter("img")}
        assert {NASTY, ALT} <= said
        [caption] = tree.iter("figcaption")
        assert "".join(caption.itertext()) == ALT

    def test_open_graph_gives_the_exact_words(self):
        page = self.client.get("/posts/the-first-answer/").text
        tree = html5lib.parse(page, namespaceHTMLElements=False)
        said = {
            e.attrib["property"]: e.attrib["content"]
            for e in tree.iter("meta")
            if "property" in e.attrib
        }
        assert said["og:type"] == "article"
        assert said["og:description"] == NASTY
        assert said["og:title"].startswith(NASTY)
        assert said["og:image"].startswith("https://www.dealerchatblog.com/")
