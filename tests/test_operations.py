"""The handbook names every variable that the settings read, and no other."""

import re
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.once

READ = re.compile(r'env(?:\.\w+)?\(\s*"([A-Z_]+)"')
ROW = re.compile(r"^\| `([A-Z_]+)` \|", re.MULTILINE)


def test_every_variable_has_its_row_in_the_handbook():
    source = Path(settings.BASE_DIR / "contactatonce" / "settings.py").read_text()
    handbook = Path(settings.BASE_DIR / "docs" / "operations.md").read_text()
    assert len(READ.findall(source)) > 10
    assert set(ROW.findall(handbook)) == set(READ.findall(source))
