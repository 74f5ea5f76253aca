"""Every page has a card for who shares its address, and its alternative text says what is on it."""

import io
import re

from PIL import Image as Pixels

from contactatonce.brands.models import Brand
from media import cards
from privacy.seed import load_documents
from tests.media.base import PicturesTestCase


class CardOfAPageTestCase(PicturesTestCase):
    def said(self, path: str, brand: Brand) -> dict[str, str]:
        page = self.client.get(path, headers={"host": brand.host}).content.decode()
        return dict(re.findall(r'<meta property="(og:[a-z:]+)" content="([^"]*)">', page))

    def test_a_page_without_a_picture_names_a_card_that_is_there(self):
        load_documents()
        for brand in Brand.objects.all():
            said = self.said("/privacy/", brand)
            assert said["og:image"].startswith(f"https://{brand.host}/card/")
            path = said["og:image"].removeprefix(brand.origin)
            answer = self.client.get(path, headers={"host": brand.host})
            size = (int(said["og:image:width"]), int(said["og:image:height"]))
            assert Pixels.open(io.BytesIO(answer.getvalue())).size == size
            title = cards.title_in(path.split("/")[2].removesuffix(".png"), brand)
            assert title == said["og:image:alt"]
