"""Colors that cannot be read are refused with what was measured; the others stay as chosen."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from hypothesis import example, given
from hypothesis import strategies as st

from contactatonce.brands import palette
from contactatonce.brands.models import Brand
from contactatonce.brands.palette import DARK, LIGHT
from contactatonce.lib.colors import contrast
from tests.base import SITES, StaffTestCase

TOKENS = Path(settings.STATICFILES_DIRS[0]) / "css" / "site" / "tokens.css"
colors = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#777777", "#ffffff", 4.48),
        ("#0000ff", "#ffffff", 8.59),
    ],
)
def test_contrast_is_the_ratio_of_wcag(one, other, ratio):
    assert round(contrast(one, other), 2) == ratio
    assert contrast(other, one) == contrast(one, other)


@example(accent="#0003a4", tint="#0003a4", scheme=DARK)  # its tint is darker than the page
@given(accent=colors, tint=colors, scheme=st.sampled_from([LIGHT, DARK]))
def test_whatever_was_stored_is_shown_readable(accent, tint, scheme):
    made = palette.tokens(accent, tint, scheme)
    assert contrast(made["on-accent"], made["accent"]) >= 4.5
    for ground in (scheme.page, made["raised"], made["soft"], made["tint"]):
        assert contrast(made["accent-text"], ground) >= 4.5
        assert contrast(scheme.ink_soft, ground) >= 4.5
        assert contrast(scheme.line_strong, ground) >= 3


@given(accent=colors, tint=colors, scheme=st.sampled_from([LIGHT, DARK]))
def test_an_accent_passes_or_is_refused_with_one_that_passes(accent, tint, scheme):
    advice = palette.advice(accent, tint, scheme)
    made = palette.tokens(accent, tint, scheme)
    assert bool(advice) == (made["accent-text"] != accent)
    if advice:
        assert palette.advice(advice.split()[-3], tint, scheme) == ""


def test_cards_are_white_in_the_light_and_of_the_sites_own_warmth_in_the_dark():
    warm, cool = (palette.tokens(tint, tint, DARK)["raised"] for tint in ("#f3ab80", "#7db8f5"))
    assert (warm, cool) == ("#23252a", "#1d262f")
    assert palette.tokens("#9a3412", "#9a3412", LIGHT)["raised"] == "#ffffff"


def test_an_accent_that_is_readable_already_stays_as_it_is():
    assert palette.readable("#0b5cad", "#ffffff") == "#0b5cad"
    assert palette.text_on("#0b5cad") == "#ffffff"


def test_a_ratio_is_cut_not_rounded_up_to_what_is_needed():
    pair = palette.Pair("light", "text", "the page", "#767676", "#fefefe", 4.5)
    assert 4.5 <= pair.ratio < 4.51
    pair = palette.Pair("light", "text", "the page", "#777777", "#ffffff", 4.5)
    assert (pair.shown, pair.passes) == ("4.47:1", False)


@pytest.mark.parametrize("site", SITES, ids=lambda site: site["slug"])
def test_the_sites_as_delivered_pass_in_both_schemes(site):
    assert palette.advice(site["accent"], site["accent"], LIGHT) == ""
    assert palette.advice(site["accent_dark"], site["accent_dark"], DARK) == ""


def test_what_is_measured_is_what_the_stylesheet_shows():
    declared = re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", TOKENS.read_text())
    found = {name: (light, dark) for name, light, dark in declared}
    for name in ("page", "raised", "ink", "ink_soft", "line_strong"):
        shown = found[name.replace("_", "-")]
        assert shown == (getattr(LIGHT, name), getattr(DARK, name)), name


class SavePaletteTestCase(StaffTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.client.force_login(self.bob)
        self.page = f"/admin/brands/brand/{self.brand.pk}/change/"

    def save(self, **answers):
        fields = {
            field.name: field.value_from_object(self.brand)
            for field in Brand._meta.fields
            if field.editable and field.name != "id"
        }
        return self.client.post(self.page, {**fields, **answers})

    def stored(self) -> Brand:
        return Brand.objects.get(pk=self.brand.pk)

    def test_an_accent_too_light_for_text_is_refused_with_its_ratio_and_a_way_out(self):
        response = self.save(accent="#ff9900")
        self.assertContains(response, "(light scheme) has 1.99:1; 4.5:1 is needed.")
        self.assertContains(response, "A button on a tinted ground (light scheme) has 1.99:1; 3:1")
        self.assertContains(response, "#995c00 would pass.")
        assert self.stored().accent == "#0b5cad"

    def test_an_accent_too_dark_for_the_dark_scheme_is_refused(self):
        response = self.save(accent_dark="#123456")
        self.assertContains(response, "(dark scheme) has 1.30:1; 4.5:1 is needed.")
        assert self.stored().accent_dark == "#7db8f5"

    def test_a_tint_counts_too(self):
        response = self.save(accent="#75757a", tint="#000000")
        self.assertContains(response, "on a tinted ground (light scheme)")
        assert self.stored().tint == ""

    def test_a_palette_that_passes_is_saved_and_reaches_the_stylesheet(self):
        assert self.save(accent="#5b2a86", tint="#c48a00").status_code == 302
        assert (self.stored().accent, self.stored().tint) == ("#5b2a86", "#c48a00")

    def test_a_color_that_is_none_is_told_by_its_field(self):
        self.assertContains(self.save(tint="yellow"), "Write a color as # and six hex digits")


def test_colors_are_checked_wherever_a_site_is_validated():
    brand = Brand(accent="#ffffff", accent_dark="#7db8f5")
    with pytest.raises(ValidationError) as refused:
        brand.check_palette()
    assert "1.00:1" in refused.value.message_dict["accent"][0]
    brand.accent = "#0b5cad"
    brand.check_palette()
