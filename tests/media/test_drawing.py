"""Our SVG drawings become the same shapes in pixels."""

import math

import pytest

from media import drawing
from media.outlines import Matrix, Pen, read_transform

pytestmark = pytest.mark.once

WHITE, BLACK = (255, 255, 255, 255), (0, 0, 0, 255)


def svg(body: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50">{body}</svg>'


def painted(body: str) -> float:
    """Return which share of the canvas is painted."""
    image = drawing.draw(svg(body), 400)
    assert image.size == (400, 200)
    histogram = image.getchannel("A").histogram()
    return sum(value * count for value, count in enumerate(histogram)) / (255 * 400 * 200)


@pytest.mark.parametrize(
    ("body", "area"),
    [
        ('<rect x="10" y="10" width="20" height="10"/>', 200),
        ('<rect x="10" y="10" width="20" height="10" rx="5"/>', 100 + 25 * math.pi),
        ('<circle cx="50" cy="25" r="20"/>', 400 * math.pi),
        ('<ellipse cx="50" cy="25" rx="30" ry="10"/>', 300 * math.pi),
        ('<path d="M0 0h100v50H0zm10 10v10h10V10z"/>', 4900),
        ('<path d="M10 10l10 0 0 10-10 0z"/>', 100),
        ('<path d="m10 10 10 0 0 10 -10 0z"/>', 100),
        ('<path d="M30 25a10 10 0 0 1 20 0z"/>', 50 * math.pi),
        ('<path d="M30 25a10 10 0 0 0 20 0z"/>', 50 * math.pi),
        ('<path d="M40 15a10 10 0 1 1 -10 10L40 25z"/>', 75 * math.pi),
        ('<path d="M0 0q50 100 100 0z"/>', 2 / 3 * 100 * 50),
        ('<path d="M0 0c0 40 100 40 100 0z"/>', 0.6 * 100 * 40),
        ('<path d="M0 0c0 20 0 20 20 20s20 0 20-20z"/>', 760),
        ('<g transform="translate(10 5) scale(2)"><rect width="10" height="10"/></g>', 400),
        ('<rect x="20" y="10" width="20" height="20" transform="rotate(45 30 20)"/>', 400),
        (
            '<line x1="20" y1="25" x2="80" y2="25" stroke-width="10"/>',
            600 + 25 * math.pi,
        ),
        ('<rect width="100" height="50" opacity="0.5"/>', 2500),
        ('<g opacity="0.5"><rect width="100" height="50" opacity="0.5"/></g>', 1250),
        ('<rect width="100" height="50" fill="none"/>', 0),
        ('<rect x="-500" y="-500" width="10" height="10"/>', 0),
    ],
)
def test_a_shape_covers_its_area(body, area):
    if body.startswith("<line"):
        body = body.replace("<line", '<line fill="none" stroke="#000000"')
    assert painted(body) == pytest.approx(area / 5000, rel=0.02, abs=0.001)


def test_colors_are_inherited_and_lie_over_each_other():
    image = drawing.draw(
        svg(
            '<g fill="#ff0000"><rect width="100" height="50"/>'
            '<circle cx="50" cy="25" r="9" fill="#00ff00"/></g>'
        ),
        200,
    )
    assert image.getpixel((5, 5)) == (255, 0, 0, 255)
    assert image.getpixel((100, 50)) == (0, 255, 0, 255)


def test_a_word_stands_where_it_is_written():
    word = '<text x="50" y="40" font-size="20" text-anchor="middle" fill="#ff0000">MAY</text>'
    left, top, right, bottom = drawing.draw(svg(word), 400).getbbox()
    assert abs((left + right) / 2 - 200) < 4
    assert abs(bottom - 160) <= 2
    assert 40 < bottom - top < 70


def test_a_gradient_goes_from_one_color_to_the_other_and_stays_there():
    image = drawing.draw(
        svg(
            '<defs><linearGradient id="a" x1="20" y1="0" x2="80" y2="0">'
            '<stop stop-color="#000000"/><stop stop-color="#ffffff"/></linearGradient></defs>'
            '<rect width="100" height="50" fill="url(#a)"/>'
        ),
        100,
    )
    row = [image.getpixel((x, 25))[0] for x in range(100)]
    assert row == sorted(row)
    assert (max(row[:18]), min(row[84:])) == (0, 255)
    assert abs(row[50] - 127) < 8


def test_what_no_drawing_of_ours_uses_is_refused():
    for body in ("<polygon/>", '<path d="M0 0a5 9 30 0 1 9 9"/>', '<g transform="skewX(3)"/>'):
        with pytest.raises(ValueError, match="No drawing of ours"):
            drawing.draw(svg(body), 50)


def test_transformations_apply_from_the_inside_out():
    matrix = read_transform("translate(10, 20) scale(2) rotate(90)")
    x, y = matrix.apply((1, 0))
    assert (round(x, 6), round(y, 6)) == (10, 22)
    assert Matrix().then(matrix) == matrix
    pen = Pen(Matrix())
    pen.follow("M1 1 2 2H5V9Z")
    assert pen.polygons == [[(1, 1), (2, 2), (5, 2), (5, 9), (1, 1)]]
