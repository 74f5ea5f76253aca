"""Each site has its mark in the sizes that systems ask for, and says so in its manifest."""

import io

import pytest
from PIL import Image as Pixels

from contactatonce.brands.models import Brand
from tests.base import SITES
from tests.media.base import PicturesTestCase

pytestmark = pytest.mark.once


class IconsTestCase(PicturesTestCase):
    def sites(self):
        for brand in Brand.objects.all():
            yield (
                brand,
                lambda path, brand=brand: self.client.get(path, headers={"host": brand.host}),
            )

    def test_home_screens_get_a_full_square_in_the_color_of_the_site(self):
        for brand, get in self.sites():
            for name, size in (("apple-touch-icon", 180), ("icon-192", 192), ("icon-512", 512)):
                answer = get(f"/{name}.png")
                image = Pixels.open(io.BytesIO(answer.content)).convert("RGB")
                assert answer.headers["Content-Type"] == "image/png"
                assert image.size == (size, size)
                corner = "#" + bytes(image.getpixel((2, 2))).hex()
                assert corner == brand.accent
                assert len(image.getcolors(300)) > 2

    def test_old_software_gets_three_sizes_of_the_mark_without_a_ground(self):
        for brand, get in self.sites():
            answer = get("/favicon.ico")
            assert answer.status_code == 200
            image = Pixels.open(io.BytesIO(answer.content))
            assert image.info["sizes"] == {(16, 16), (32, 32), (48, 48)}
            image = image.convert("RGBA")
            assert image.getpixel((0, 0))[3] == 0
            middle = "#" + bytes(image.getpixel((24, 5))[:3]).hex()
            assert middle == brand.accent

    def test_the_marks_differ(self):
        icons = {get("/icon-192.png").content for _, get in self.sites()}
        assert len(icons) == len(SITES)

    def test_the_manifest_names_the_site_and_icons_that_are_there(self):
        for brand, get in self.sites():
            answer = get("/site.webmanifest")
            manifest = answer.json()
            assert answer.headers["Content-Type"] == "application/manifest+json"
            assert (manifest["name"], manifest["theme_color"]) == (brand.name, brand.accent)
            assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}
            for icon in manifest["icons"]:
                width = int(icon["sizes"].partition("x")[0])
                assert Pixels.open(io.BytesIO(get(icon["src"]).content)).width == width

    def test_pages_name_them_and_no_cookie_is_set(self):
        page = self.client.get("/").content.decode()
        for href in ("/site.webmanifest", "/apple-touch-icon.png", "/favicon.ico"):
            assert f'href="{href}"' in page
            assert not self.client.get(href).cookies
