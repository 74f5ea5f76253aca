"""An old address leads to the new one in one step; what was deleted is gone."""

from blog.models import Post
from contactatonce.brands.models import Brand
from publishing.models import Redirect
from tests.blog.base import create_post, create_tag
from tests.publishing.base import EditingTestCase, fields_of


class AddressesTestCase(EditingTestCase):
    def setUp(self):
        super().setUp()
        self.publish()

    def leads_to(self, path, brand=None):
        headers = {"host": (brand or self.brand).host}
        response = self.client.get(path, headers=headers)
        return response.status_code, response.get("Location")

    def add(self, **changes):
        fields = fields_of(self.post, brand=self.brand.pk, slug="", opened_version=0, **changes)
        return self.admin.post("/admin/blog/post/add/", fields)

    def test_a_new_post_has_its_address_from_its_title(self):
        assert self.add(title="Keys after dark").status_code == 302
        assert Post.objects.filter(slug="keys-after-dark").exists()
        self.assertContains(self.add(title="夜"), "Enter a slug.")

    def test_a_new_post_tells_tags_of_one_name_apart(self):
        for brand in (self.brand, Brand.objects.get(slug="apartmentchatblog")):
            create_tag("Privacy", brand=brand)
        page = self.admin.get("/admin/blog/post/add/")
        self.assertContains(page, "Privacy (Dealer Chat Blog)")
        self.assertContains(page, "Privacy (Apartment Chat Blog)")

    def test_old_url_redirects_to_the_new_one(self):
        assert self.save(slug="second").status_code == 302
        assert self.leads_to("/posts/the-first-answer/") == (301, "/posts/second/")
        assert self.leads_to("/posts/second/")[0] == 200

    def test_all_old_urls_redirect_in_one_step(self):
        names = ["the-first-answer", "b", "c", "d", "e", "f"]
        for name in names[1:]:
            assert self.save(slug=name).status_code == 302
        for name in names[:-1]:
            assert self.leads_to(f"/posts/{name}/") == (301, "/posts/f/")

    def test_duplicate_slug_is_rejected(self):
        create_post("taken")
        response = self.save(slug="taken")
        assert response.status_code == 200
        assert "Another post of this blog has this slug" in response.text

    def test_reused_slug_ends_its_redirect(self):
        self.save(slug="second")
        self.save(slug="the-first-answer")
        assert self.leads_to("/posts/the-first-answer/")[0] == 200
        assert self.leads_to("/posts/second/") == (301, "/posts/the-first-answer/")

    def test_slug_of_a_draft_is_not_redirected(self):
        draft = create_post("draft", publish_at=None)
        self.save(draft, slug="renamed")
        assert self.leads_to("/posts/draft/")[0] == 404

    def test_a_deleted_post_is_gone(self):
        self.save(slug="second")
        self.admin.post(f"/admin/blog/post/{self.post.pk}/delete/", {"post": "yes"})
        assert self.leads_to("/posts/second/")[0] == 410
        assert self.leads_to("/posts/the-first-answer/")[0] == 410

    def test_posts_deleted_from_the_list_are_gone_too(self):
        other = create_post("other")
        data = {
            "action": "delete_selected",
            "_selected_action": [self.post.pk, other.pk],
            "post": "yes",
        }
        self.admin.post("/admin/blog/post/", data)
        assert self.leads_to("/posts/other/")[0] == 410
        assert self.leads_to("/posts/the-first-answer/")[0] == 410

    def test_a_deleted_draft_leaves_nothing(self):
        draft = create_post("draft", publish_at=None)
        self.admin.post(f"/admin/blog/post/{draft.pk}/delete/", {"post": "yes"})
        assert self.leads_to("/posts/draft/")[0] == 404
        assert not Redirect.objects.exists()

    def test_url_on_a_removed_site_redirects_to_the_home(self):
        self.save(also_on=[self.corporate.pk])
        path = "/posts/the-first-answer/"
        assert self.leads_to(path, self.corporate)[0] == 200
        self.save(also_on=[])
        home = f"https://www.dealerchatblog.com{path}"
        assert self.leads_to(path, self.corporate) == (301, home)

    def test_a_copy_moves_with_its_home(self):
        self.save(also_on=[self.corporate.pk])
        self.save(slug="second")
        assert self.leads_to("/posts/the-first-answer/", self.corporate) == (301, "/posts/second/")


class TagsTestCase(EditingTestCase):
    def setUp(self):
        super().setUp()
        self.one, self.two = create_tag("First reply"), create_tag("First answers")
        self.publish()
        self.save(tags=[self.one.pk])
        create_post("other", tags=[self.one, self.two])

    def merge(self, **data):
        chosen = {"action": "merge", "_selected_action": [self.one.pk, self.two.pk]}
        return self.admin.post("/admin/blog/tag/", {**chosen, **data})

    def test_merged_tag_has_all_posts_and_redirects(self):
        assert self.merge().status_code == 200
        self.merge(merge="yes", target=self.two.pk)
        assert [tag.name for tag in self.brand.tags.all()] == ["First answers"]
        assert sorted(self.two.posts.values_list("slug", flat=True)) == [
            "other",
            "the-first-answer",
        ]
        for feed in ("", "rss.xml"):
            response = self.client.get(f"/tags/first-reply/{feed}")
            assert (response.status_code, response["Location"]) == (
                301,
                f"/tags/first-answers/{feed}",
            )

    def test_a_deleted_tag_is_gone_with_its_feeds_and_its_posts_stay(self):
        self.admin.post(f"/admin/blog/tag/{self.one.pk}/delete/", {"post": "yes"})
        for feed in ("", "rss.xml", "atom.xml", "feed.json"):
            assert self.client.get(f"/tags/first-reply/{feed}").status_code == 410
        assert self.client.get("/posts/other/").status_code == 200

    def test_a_deleted_series_is_gone(self):
        series = self.brand.series.create(title="A series", slug="a-series")
        create_post("part", series=series)
        chosen = {"action": "delete_selected", "_selected_action": [series.pk], "post": "yes"}
        self.admin.post("/admin/blog/series/", chosen)
        assert self.client.get("/series/a-series/").status_code == 410
        assert self.client.get("/posts/part/").status_code == 200

    def test_deleted_tag_without_published_posts_is_404(self):
        tag = create_tag("Our merger")
        create_post("secret", tags=[tag], publish_at=None)
        self.admin.post(f"/admin/blog/tag/{tag.pk}/delete/", {"post": "yes"})
        assert self.client.get("/tags/our-merger/").status_code == 404

    def test_tags_of_two_blogs_stay_apart(self):
        other = create_tag("First reply", brand=self.other_blog)
        self.admin.post(
            "/admin/blog/tag/", {"action": "merge", "_selected_action": [self.one.pk, other.pk]}
        )
        assert other.posts.count() == 0
        assert self.brand.tags.count() == 2

    def test_a_tag_is_one_tag_in_all_spellings(self):
        self.save(tags=[], new_tags="first REPLY,  Hours  and   cover ")
        names = sorted(self.refreshed().tags.values_list("name", flat=True))
        assert names == ["First reply", "Hours and cover"]

    def test_a_typed_tag_without_an_address_of_its_own_is_refused(self):
        for typed in ("First, reply, First-reply", "C++, C#", "日本", "x" * 61):
            response = self.save(tags=[], new_tags=typed)
            assert response.status_code == 200, typed
        assert self.brand.tags.count() == 2
        response = self.save(tags=[], new_tags="日本")
        assert "日本: No URL can be made from this name." in response.text

    def test_a_second_spelling_is_refused_in_the_list_of_tags(self):
        data = {"brand": self.brand.pk, "name": "FIRST  reply", "slug": "another"}
        response = self.admin.post("/admin/blog/tag/add/", data)
        assert response.status_code == 200
        assert "already has this tag" in response.text

    def test_a_tag_of_another_blog_is_refused(self):
        other = create_tag("Tours", brand=self.other_blog)
        assert self.save(tags=[other.pk]).status_code == 200
        assert not other.posts.exists()

    def test_a_renamed_tag_leads_on(self):
        data = {"name": "First replies", "slug": "first-replies", "description": ""}
        url = f"/admin/blog/tag/{self.one.pk}/change/"
        seen = self.admin.get(url).context["adminform"].form.initial["opened_version"]
        assert self.admin.post(url, {**data, "opened_version": seen}).status_code == 302
        response = self.client.get("/tags/first-reply/")
        assert (response.status_code, response["Location"]) == (301, "/tags/first-replies/")
