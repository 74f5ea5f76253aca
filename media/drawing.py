"""Our own SVG drawings as pixels: the little of SVG that they use, and nothing foreign.

Machines that show links and home screens want PNG, and no converter is needed in production for it.
A drawing is shapes with `fill`, `stroke`, `opacity` and `transform`; `fill` may name a linear
gradient of two stops in the drawing's own units.
"""

from dataclasses import dataclass, replace
from typing import Final
from xml.etree import ElementTree

from PIL import Image, ImageChops, ImageDraw

from .lettering import SANS, Lettering
from .outlines import Matrix, Pen, Polygon, path_of, read_transform

FINER: Final = 3  # drawn so many times larger and brought down, for smooth edges
Box = tuple[int, int, int, int]
SVG: Final = "{http://www.w3.org/2000/svg}"
GROUPS: Final = {"svg", "g"}


@dataclass(frozen=True)
class Gradient:
    """From one color to another along a line, in the coordinates of the drawing."""

    start: tuple[float, float]
    end: tuple[float, float]
    colors: tuple[str, str]


@dataclass(frozen=True)
class Style:
    """What an element inherits."""

    matrix: Matrix
    fill: str = "#000000"
    stroke: str = "none"
    stroke_width: float = 1.0
    opacity: float = 1.0


def draw(svg: str, width: int, ground: str | None = None, finer: int = FINER) -> Image.Image:
    """Return the drawing, `width` pixels wide, on `ground` or on nothing.

    Raises ValueError where it uses more of SVG than is drawn here.
    """
    root = ElementTree.fromstring(svg)  # noqa: S314  our own templates only
    _, _, box_width, box_height = (float(value) for value in root.attrib["viewBox"].split())
    factor = width * finer / box_width
    size = (width * finer, round(box_height * factor))
    canvas = Canvas(Image.new("RGBA", size, ground or (0, 0, 0, 0)), gradients_of(root))
    canvas.element(root, Style(Matrix(a=factor, d=factor)))
    return canvas.image.reduce(finer)


def gradients_of(root: ElementTree.Element) -> dict[str, Gradient]:
    """Return the linear gradients of a drawing by their reference."""
    found = {}
    for element in root.iter(f"{SVG}linearGradient"):
        x1, y1, x2, y2 = (float(element.attrib[name]) for name in ("x1", "y1", "x2", "y2"))
        first, last = (stop.attrib["stop-color"] for stop in element.iter(f"{SVG}stop"))
        found[f"url(#{element.attrib['id']})"] = Gradient((x1, y1), (x2, y2), (first, last))
    return found


@dataclass
class Canvas:
    """Pixels, and the shapes that are painted over them."""

    image: Image.Image
    gradients: dict[str, Gradient]

    def element(self, element: ElementTree.Element, inherited: Style) -> None:
        """Paint an element and what is in it."""
        kind = element.tag.removeprefix(SVG)
        style = self.style_of(element, inherited)
        if kind in GROUPS:
            for child in element:
                self.element(child, style)
        elif kind == "text":
            self.text(element, style)
        elif kind != "defs":
            self.shape(kind, element, style)

    def style_of(self, element: ElementTree.Element, inherited: Style) -> Style:
        given = element.attrib
        return replace(
            inherited,
            matrix=inherited.matrix.then(read_transform(given.get("transform", ""))),
            fill=given.get("fill", inherited.fill),
            stroke=given.get("stroke", inherited.stroke),
            stroke_width=float(given.get("stroke-width", inherited.stroke_width)),
            opacity=inherited.opacity * float(given.get("opacity", 1)),
        )

    def shape(self, kind: str, element: ElementTree.Element, style: Style) -> None:
        """Paint one shape: its inside, then its line with round ends."""
        pen = Pen(style.matrix)
        pen.follow(path_of(kind, element.attrib))
        if style.fill != "none":
            self.paint(pen.polygons, 0, style.fill, style)
        if style.stroke != "none":
            self.paint(pen.polygons, style.stroke_width * style.matrix.scale, style.stroke, style)

    def text(self, element: ElementTree.Element, style: Style) -> None:
        """Write a word, upright, in the house's bold type."""
        given = element.attrib
        size = round(float(given["font-size"]) * style.matrix.scale)
        at = style.matrix.apply((float(given["x"]), float(given["y"])))
        anchor = "ms" if given.get("text-anchor") == "middle" else "ls"
        font = Lettering(SANS, size, 700).font
        ImageDraw.Draw(self.image).text(at, element.text or "", style.fill, font, anchor)

    def paint(self, polygons: list[Polygon], line: float, color: str, style: Style) -> None:
        """Put a color or a gradient into polygons, or on a line of width `line` around them."""
        box = bounds(polygons, line, self.image.size)
        if box is None:
            return
        moved = [[(x - box[0], y - box[1]) for x, y in polygon] for polygon in polygons]
        size = (box[2] - box[0], box[3] - box[1])
        mask = along(moved, line, size) if line else inside(moved, size)
        mask = mask.convert("L").point(lambda value: round(value * style.opacity))
        if color in self.gradients:
            layer = gradient(self.gradients[color], style.matrix, box)
        else:
            layer = Image.new("RGBA", size, color)
        layer.putalpha(ImageChops.multiply(layer.getchannel("A"), mask))
        self.image.alpha_composite(layer, box[:2])


def bounds(polygons: list[Polygon], line: float, size: tuple[int, int]) -> Box | None:
    """Return the box of whole pixels that holds all of it, as far as it is on the canvas."""
    points = [point for polygon in polygons for point in polygon]
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    left, top = max(0, int(min(xs) - line)), max(0, int(min(ys) - line))
    right, bottom = min(size[0], int(max(xs) + line) + 2), min(size[1], int(max(ys) + line) + 2)
    return (left, top, right, bottom) if left < right and top < bottom else None


def inside(polygons: list[Polygon], size: tuple[int, int]) -> Image.Image:
    """Return what polygons enclose, by the even-odd rule."""
    mask = Image.new("1", size)
    for polygon in polygons:
        if len(polygon) > 2:
            one = Image.new("1", size)
            ImageDraw.Draw(one).polygon(polygon, fill=1)
            mask = ImageChops.logical_xor(mask, one)
    return mask


def along(polygons: list[Polygon], width: float, size: tuple[int, int]) -> Image.Image:
    """Return a line of `width` along the edges of polygons, with round joints and ends."""
    mask = Image.new("1", size)
    pen = ImageDraw.Draw(mask)
    for polygon in polygons:
        pen.line(polygon, fill=1, width=max(1, round(width)))
        for x, y in polygon:
            pen.circle((x, y), width / 2, fill=1)
    return mask


def gradient(given: Gradient, matrix: Matrix, box: Box) -> Image.Image:
    """Return the part `box` of a gradient that `matrix` has brought onto the canvas."""
    (x1, y1), (x2, y2) = matrix.apply(given.start), matrix.apply(given.end)
    across, down = x2 - x1, y2 - y1
    steps = 255 / (across**2 + down**2)
    a, b = across * steps, down * steps
    offset = (box[0] - x1) * a + (box[1] - y1) * b
    ramp = Image.new("L", (1, 768))  # black before the first stop, white behind the last
    ramp.putdata([min(255, max(0, row - 256)) for row in range(768)])
    size = (box[2] - box[0], box[3] - box[1])
    share = ramp.resize((4, 768)).transform(
        size, Image.Transform.AFFINE, (0, 0, 2, a, b, offset + 256.5)
    )
    first, last = (Image.new("RGBA", size, color) for color in given.colors)
    return Image.composite(last, first, share)
