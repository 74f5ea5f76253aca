"""Charts as numbers that a template draws as SVG: no script and no inline style is needed."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

WIDTH = 720
HEIGHT = 200
LEFT = 36
TOP = 10
BOTTOM = 24
GAP = 0.28  # of a column's width
MOST_TICKS = 4


@dataclass(frozen=True)
class Bar:
    """One piece of a column, in the units of the drawing; `series` picks its color class."""

    x: float
    y: float
    width: float
    height: float
    series: int
    title: str


@dataclass(frozen=True)
class Tick:
    """A line across the drawing, or a name under a column."""

    position: float
    label: str


@dataclass(frozen=True)
class StackedBars:
    """Everything that a template needs to draw columns made of several series."""

    bars: tuple[Bar, ...]
    values: tuple[Tick, ...]
    names: tuple[Tick, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    floor: int = HEIGHT - BOTTOM


@dataclass(frozen=True)
class Chart:
    """A drawing with one column a date, and what its legend and its table show."""

    drawing: StackedBars
    series: list[tuple[str, int]]  # name and total
    rows: list[tuple[date, list[int], int]]  # date, numbers, total

    @property
    def newest_first(self) -> list[tuple[date, list[int], int]]:
        return self.rows[::-1]


def chart_by_date(
    names: Mapping[date, str],
    series: Sequence[tuple[str, Mapping[date, int]]],
    *,
    every: int = 7,
    total: Callable[[list[int]], int] = sum,
) -> Chart:
    """Return the chart of `series`, name and numbers by date, with a column for each of `names`.

    `total` sums up a series for the legend.
    """
    columns = [(name, [numbers.get(day, 0) for day in names]) for name, numbers in series]
    rows = [(day, [values[place] for _, values in columns]) for place, day in enumerate(names)]
    return Chart(
        drawing=stacked_bars(list(names.values()), columns, every=every),
        series=[(name, total(values)) for name, values in columns],
        rows=[(day, numbers, sum(numbers)) for day, numbers in rows],
    )


def stacked_bars(
    names: Sequence[str],
    series: Sequence[tuple[str, Sequence[int]]],
    *,
    every: int = 7,
) -> StackedBars:
    """Return columns, one for each of `names`, made of `series` (name and one number a column).

    Each `every`-th column is named, counted from the last one.
    """
    floor = HEIGHT - BOTTOM
    totals = [sum(numbers[column] for _, numbers in series) for column in range(len(names))]
    step = nice_step(max(totals, default=0))
    top = max(step * math.ceil(max(totals, default=0) / step), step)
    scale = (floor - TOP) / top
    pitch = (WIDTH - LEFT) / max(len(names), 1)
    last = len(names) - 1
    return StackedBars(
        bars=tuple(pieces(names, series, pitch, scale)),
        values=tuple(
            Tick(round(floor - value * scale, 2), f"{value:,}") for value in range(0, top + 1, step)
        ),
        names=tuple(
            Tick(round(LEFT + pitch * (column + 0.5), 2), name)
            for column, name in enumerate(names)
            if (last - column) % every == 0
        ),
    )


def pieces(
    names: Sequence[str], series: Sequence[tuple[str, Sequence[int]]], pitch: float, scale: float
) -> Iterator[Bar]:
    """Yield the pieces of each column from the floor up; `pitch` a column, `scale` a unit."""
    for column, name in enumerate(names):
        below = 0
        for number, (label, numbers) in enumerate(series):
            value = numbers[column]
            if not value:
                continue
            below += value
            yield Bar(
                x=round(LEFT + pitch * (column + GAP / 2), 2),
                y=round(HEIGHT - BOTTOM - below * scale, 2),
                width=round(pitch * (1 - GAP), 2),
                height=round(value * scale, 2),
                series=number,
                title=f"{name}, {label}: {value}",
            )


def nice_step(most: int) -> int:
    """Return the distance of the value lines: 1, 2 or 5 times a power of ten, four at most."""
    step = 1
    while most > step * MOST_TICKS:
        leading = int(str(step)[0])
        step = step // leading * {1: 2, 2: 5, 5: 10}[leading]
    return step
