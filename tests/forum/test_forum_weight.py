"""The script and styles of a topic's page, as they travel."""

import gzip
import re
from pathlib import Path

from django.contrib.staticfiles import finders

from tests.forum.reading import ReadingTestCase

MOST_SCRIPT, MOST_IN_ALL = 8 * 1024, 25 * 1024


class ForumWeightTestCase(ReadingTestCase):
    def sizes(self, kind: str) -> list[int]:
        self.client.force_login(self.omar.user)
        files = re.findall(
            rf'(?:href|src)="/static/((?:css|js)/[\w./-]+\.{kind})"', self.shown(self.path)
        )
        return [len(gzip.compress(Path(finders.find(name)).read_bytes())) for name in files]

    def test_script_and_styles_are_small(self):
        scripts, styles = self.sizes("js"), self.sizes("css")
        assert scripts and len(styles) >= 2
        assert sum(scripts) <= MOST_SCRIPT
        assert sum(scripts) + sum(styles) <= MOST_IN_ALL
