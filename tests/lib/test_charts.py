"""A chart's numbers: every value drawn to scale, in its column, inside the frame."""

from hypothesis import given
from hypothesis import strategies as st

from contactatonce.lib.charts import HEIGHT, LEFT, WIDTH, nice_step, stacked_bars

columns = st.integers(1, 40).flatmap(
    lambda size: st.lists(
        st.lists(st.integers(0, 5_000), min_size=size, max_size=size), min_size=1, max_size=5
    )
)


@given(columns)
def test_heights_stand_in_the_ratio_of_the_values_and_nothing_leaves_the_frame(series):
    names = [f"Day {number}" for number in range(len(series[0]))]
    named = [(f"Site {number}", values) for number, values in enumerate(series)]
    chart = stacked_bars(names, named)
    assert len(chart.bars) == sum(value > 0 for values in series for value in values)
    top, floor = int(chart.values[-1].label.replace(",", "")), chart.floor
    scale = (floor - chart.values[-1].position) / top
    for bar in chart.bars:
        value = int(bar.title.rpartition(": ")[2])
        assert abs(bar.height - value * scale) < 0.02
        assert bar.x >= LEFT
        assert bar.x + bar.width <= WIDTH
        assert bar.y >= 0
        assert bar.y + bar.height <= floor + 0.02 < HEIGHT


@given(columns)
def test_the_pieces_of_a_column_stand_on_each_other(series):
    names = [f"Day {number}" for number in range(len(series[0]))]
    chart = stacked_bars(names, [(f"Site {n}", values) for n, values in enumerate(series)])
    floors: dict[float, float] = {}
    for bar in sorted(chart.bars, key=lambda bar: (bar.x, bar.series)):
        assert abs(bar.y + bar.height - floors.get(bar.x, chart.floor)) < 0.05
        floors[bar.x] = bar.y


@given(st.integers(0, 10**9))
def test_four_value_lines_at_most_reach_the_highest_value(most):
    step = nice_step(most)
    assert str(step).rstrip("0") in {"1", "2", "5"}
    assert most <= 4 * step
    assert step == 1 or most > 4 * step / 2.5


def test_an_empty_chart_has_a_frame():
    chart = stacked_bars(["Mon", "Tue"], [("Site", [0, 0])], every=1)
    assert chart.bars == ()
    assert [tick.label for tick in chart.values] == ["0", "1"]
    assert [tick.label for tick in chart.names] == ["Mon", "Tue"]
