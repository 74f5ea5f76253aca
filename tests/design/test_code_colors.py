"""Highlighted code has enough contrast on every site, in both color schemes."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from contactatonce.brands.palette import DARK, LIGHT, tokens
from contactatonce.lib.colors import contrast
from tests.base import SITES

SHEET = Path(settings.STATICFILES_DIRS[0]) / "css" / "site" / "components" / "code.css"
COLORS = re.findall(r"color: light-dark\((#\w{6}), (#\w{6})\)", SHEET.read_text())


@pytest.mark.parametrize("site", SITES, ids=lambda site: site["slug"])
def test_code_can_be_read_in_both_schemes(site):
    assert len(COLORS) >= 6
    light = tokens(site["accent"], site["accent"], LIGHT)["soft"]
    dark = tokens(site["accent_dark"], site["accent_dark"], DARK)["soft"]
    for in_light, in_dark in COLORS:
        assert contrast(in_light, light) >= 4.5, in_light
        assert contrast(in_dark, dark) >= 4.5, in_dark
