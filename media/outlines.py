"""SVG outlines as polygons: the path data of our own drawings (SVG 2, chapter 9)."""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

Point = tuple[float, float]
Polygon = list[Point]
TOKEN: Final = re.compile(r"[MmLlHhVvCcSsQqAaZz]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
ARGUMENTS: Final = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "A": 7, "Z": 0}
FUNCTION: Final = re.compile(r"(\w+)\(([^)]*)\)")


@dataclass(frozen=True)
class Matrix:
    """An affine transformation: x' = ax + cy + e, y' = bx + dy + f."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def apply(self, point: Point) -> Point:
        x, y = point
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def then(self, inner: "Matrix") -> "Matrix":
        """Return this transformation of what `inner` has transformed."""
        e, f = self.apply((inner.e, inner.f))
        return Matrix(
            self.a * inner.a + self.c * inner.b,
            self.b * inner.a + self.d * inner.b,
            self.a * inner.c + self.c * inner.d,
            self.b * inner.c + self.d * inner.d,
            e,
            f,
        )

    @property
    def scale(self) -> float:
        """How much longer lines become, on average."""
        return math.sqrt(abs(self.a * self.d - self.b * self.c))


def read_transform(text: str) -> Matrix:
    """Return what a transform attribute says: translate, scale and rotate, in their order."""
    matrix = Matrix()
    for name, arguments in FUNCTION.findall(text):
        values = [float(value) for value in re.split(r"[\s,]+", arguments.strip())]
        if name == "translate":
            matrix = matrix.then(Matrix(e=values[0], f=values[1] if len(values) > 1 else 0.0))
        elif name == "scale":
            matrix = matrix.then(Matrix(a=values[0], d=values[-1]))
        elif name == "rotate":
            turn = math.radians(values[0])
            cos, sin = math.cos(turn), math.sin(turn)
            x, y = (values[1], values[2]) if len(values) > 1 else (0.0, 0.0)
            turned = Matrix(cos, sin, -sin, cos).then(Matrix(e=-x, f=-y))
            matrix = matrix.then(Matrix(e=x, f=y)).then(turned)
        else:
            raise ValueError(f"No drawing of ours uses {name}().")
    return matrix


@dataclass
class Pen:
    """Follows path data and leaves polygons, in the coordinates that `matrix` leads to."""

    matrix: Matrix
    polygons: list[Polygon] = field(default_factory=list)
    at: Point = (0.0, 0.0)
    start: Point = (0.0, 0.0)
    control: Point | None = None  # of the curve before, for S

    def follow(self, data: str) -> None:
        """Draw the path data of a `d` attribute; the flags of an arc stand apart."""
        for command, values in commands(data):
            before, self.control = self.control, None
            x, y = self.at if command.islower() else (0.0, 0.0)
            match command.upper():
                case "M":
                    self.move((x + values[0], y + values[1]))
                case "L":
                    self.line((x + values[0], y + values[1]))
                case "H":
                    self.line((x + values[0], self.at[1]))
                case "V":
                    self.line((self.at[0], y + values[0]))
                case "C":
                    self.curve(*((x + values[i], y + values[i + 1]) for i in (0, 2, 4)))
                case "S":
                    mirrored = reflected(before or self.at, self.at)
                    self.curve(mirrored, *((x + values[i], y + values[i + 1]) for i in (0, 2)))
                case "Q":
                    self.bend(*((x + values[i], y + values[i + 1]) for i in (0, 2)))
                case "A":
                    self.arc(values[:3], values[3:5], (x + values[5], y + values[6]))
                case "Z":
                    self.line(self.start)

    def move(self, to: Point) -> None:
        self.at = self.start = to
        self.polygons.append([self.matrix.apply(to)])

    def line(self, to: Point) -> None:
        self.at = to
        self.polygons[-1].append(self.matrix.apply(to))

    def curve(self, one: Point, two: Point, to: Point) -> None:
        """Draw a cubic Bézier curve, in steps of a few pixels."""
        points = [self.matrix.apply(point) for point in (self.at, one, two, to)]
        length = sum(math.dist(a, b) for a, b in pairwise(points))
        steps = max(6, min(240, round(length / 5)))
        self.polygons[-1] += [bezier(points, step / steps) for step in range(1, steps + 1)]
        self.at, self.control = to, two

    def bend(self, one: Point, to: Point) -> None:
        """Draw a quadratic curve as the cubic one that it is."""
        (x0, y0), (x1, y1), (x2, y2) = self.at, one, to
        first = x0 + (x1 - x0) * 2 / 3, y0 + (y1 - y0) * 2 / 3
        self.curve(first, (x2 + (x1 - x2) * 2 / 3, y2 + (y1 - y2) * 2 / 3), to)
        self.control = None

    def arc(self, shape: list[float], flags: list[float], to: Point) -> None:
        """Draw an elliptical arc (SVG 2, appendix B.2.4) as curves of a quarter turn at most."""
        for one, two, end in arc_curves(self.at, shape, flags, to):
            self.curve(one, two, end)
        self.at, self.control = to, None


def commands(data: str) -> Iterator[tuple[str, list[float]]]:
    """Yield each command of path data with its numbers; a repeated one as often as it is meant."""
    tokens = TOKEN.findall(data)
    at, command = 0, ""
    while at < len(tokens):
        if tokens[at].isalpha():
            command = tokens[at]
            at += 1
        count = ARGUMENTS[command.upper()]
        yield command, [float(token) for token in tokens[at : at + count]]
        at += count
        command = {"M": "L", "m": "l"}.get(command, command)


def reflected(point: Point, about: Point) -> Point:
    return 2 * about[0] - point[0], 2 * about[1] - point[1]


def bezier(points: list[Point], share: float) -> Point:
    """Return the point at `share` (0 to 1) of a cubic curve."""
    rest = 1 - share
    weights = (rest**3, 3 * rest**2 * share, 3 * rest * share**2, share**3)
    x = sum(weight * point[0] for weight, point in zip(weights, points, strict=True))
    return x, sum(weight * point[1] for weight, point in zip(weights, points, strict=True))


def arc_curves(
    at: Point, shape: list[float], flags: list[float], to: Point
) -> Iterator[tuple[Point, Point, Point]]:
    """Yield the cubic curves of an arc from `at` to `to`; `shape` is rx, ry and a turn of 0."""
    rx, ry, turn = shape
    if turn:
        raise ValueError("No drawing of ours turns an arc.")
    half_x, half_y = (at[0] - to[0]) / 2 / rx, (at[1] - to[1]) / 2 / ry
    length = math.hypot(half_x, half_y)
    if not length:
        return
    if length > 1:  # too small to reach: as large as it must be
        rx, ry, half_x, half_y, length = (
            rx * length,
            ry * length,
            half_x / length,
            half_y / length,
            1,
        )
    away = math.sqrt(max(0.0, 1 - length**2)) / length * (1 if flags[0] != flags[1] else -1)
    cx = (at[0] + to[0]) / 2 + away * half_y * rx
    cy = (at[1] + to[1]) / 2 - away * half_x * ry
    first = math.atan2((at[1] - cy) / ry, (at[0] - cx) / rx)
    last = math.atan2((to[1] - cy) / ry, (to[0] - cx) / rx)
    sweep = (last - first) % (2 * math.pi) if flags[1] else -((first - last) % (2 * math.pi))
    parts = max(1, math.ceil(abs(sweep) / (math.pi / 2) - 1e-9))
    reach = 4 / 3 * math.tan(sweep / parts / 4)
    for part in range(parts):
        a, b = first + sweep * part / parts, first + sweep * (part + 1) / parts
        cos_a, sin_a, cos_b, sin_b = math.cos(a), math.sin(a), math.cos(b), math.sin(b)
        yield (
            (cx + rx * (cos_a - reach * sin_a), cy + ry * (sin_a + reach * cos_a)),
            (cx + rx * (cos_b + reach * sin_b), cy + ry * (sin_b - reach * cos_b)),
            (cx + rx * cos_b, cy + ry * sin_b),
        )


def path_of(kind: str, given: Mapping[str, str]) -> str:
    """Return the path data of a basic shape (path, circle, ellipse, rect, line)."""
    number = {key: float(value) for key, value in given.items() if is_number(value)}
    match kind:
        case "path":
            return given["d"]
        case "circle" | "ellipse":
            rx = number.get("r", number.get("rx", 0.0))
            ry = number.get("r", number.get("ry", 0.0))
            x, y = number.get("cx", 0.0), number.get("cy", 0.0)
            half = f"a{rx} {ry} 0 0 1"
            return f"M{x - rx} {y}{half} {2 * rx} 0{half} {-2 * rx} 0z"
        case "rect":
            return rectangle(number)
        case "line":
            return f"M{number['x1']} {number['y1']}L{number['x2']} {number['y2']}"
    raise ValueError(f"No drawing of ours has a <{kind}>.")


def rectangle(number: Mapping[str, float]) -> str:
    """Return the path data of a rectangle, with round corners where it has an rx."""
    x, y = number.get("x", 0.0), number.get("y", 0.0)
    width, height = number["width"], number["height"]
    r = min(number.get("rx", 0.0), width / 2, height / 2)
    if not r:
        return f"M{x} {y}h{width}v{height}h{-width}z"
    corner = f"a{r} {r} 0 0 1"
    return (
        f"M{x + r} {y}h{width - 2 * r}{corner} {r} {r}v{height - 2 * r}{corner} {-r} {r}"
        f"h{2 * r - width}{corner} {-r} {-r}v{2 * r - height}{corner} {r} {-r}z"
    )


def is_number(text: str) -> bool:
    return TOKEN.fullmatch(text) is not None and not text.isalpha()
