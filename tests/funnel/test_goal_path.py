"""The planned path: seasonal, flat where it should be, and counted as a person would count it."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from funnel.errors import BadGoal
from funnel.goals import (
    Ground,
    Knot,
    Path,
    buffer_days,
    due_by,
    fill_rows,
    is_softer,
    judge_stay,
    judged_state,
    learned_pattern,
    path_knots,
    planned_path,
    progress,
)
from funnel.model import Floats, Goal, GoalState, Measure, Series, Side, TargetForm
from funnel.pursuit import FlatSpot, GoalKind, PathRow, Plan
from tests.funnel.test_goals import CATALOGUE, ground

START = date(2026, 1, 1)
DAY = timedelta(days=1)


def goal(measure: Measure, *, side: Side = Side.UP, **changes: object) -> Goal:
    made = Goal(
        number=1,
        title="",
        metric="orders",
        measure=measure,
        side=side,
        baseline=2800.0,
        baseline_first=START - 28 * DAY,
        baseline_last=START - DAY,
        target=3300.0,
        target_form=TargetForm.ABSOLUTE,
        target_amount=3300.0,
        start=START,
        deadline=date(2026, 3, 31),
        owner="UANA",
        channel="",
        private=False,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def orders(values: Floats, last: date) -> Series:
    starts = np.arange(np.datetime64(last) - (len(values) - 1), np.datetime64(last) + 1)
    parts = np.full(len(values), np.nan)
    return Series("orders", starts, np.asarray(values, dtype=float), parts, parts)


def seasonal(first: date, days: int) -> Floats:
    """A shop with quiet weekends and a busy winter."""
    numbers = np.array([(first + turn * DAY).timetuple().tm_yday for turn in range(days)])
    weekday = np.array([(first + turn * DAY).weekday() for turn in range(days)])
    year = 1 + 0.3 * np.cos(2 * np.pi * numbers / 365.25)
    return np.where(weekday >= 5, 0.6, 1.1) * year * 100


@pytest.fixture(scope="module")
def history() -> Series:
    first = date(2023, 1, 1)
    return orders(seasonal(first, (START - first).days), START - DAY)


def on(series: Series, today: date) -> Ground:
    return Ground(CATALOGUE.metric("orders"), series, today, today - DAY)


def test_a_total_that_follows_its_season_is_on_track_on_every_day(history: Series) -> None:
    """Weekends and the quiet part of the year bring less, and the path knows it."""
    target = goal(Measure.CUMULATIVE, target=9000.0)
    path = planned_path(target, on(history, START))
    steps = np.diff(path.values, prepend=0.0)
    whole = orders(np.concatenate([history.values, steps]), target.deadline)
    for turn in range(1, 91):
        today = START + turn * DAY
        stand = progress(target, on(whole, today))
        assert stand.judged in (GoalState.ON_TRACK, GoalState.AT_RISK)
        assert stand.buffer_days is not None
        assert stand.buffer_days >= 0, today
        assert judged_state(stand.buffer_days, 0.2) is GoalState.ON_TRACK
    straight = 9000.0 * (np.arange(90) + 1) / 90
    assert np.abs(path.values - straight).max() > 300  # the season is no small thing here


def test_a_level_that_follows_its_season_is_never_behind(history: Series) -> None:
    first = (START - timedelta(days=28)) - START
    shape = learned_pattern(on(history, START))
    base = float(history.values[-28:].sum())
    target = goal(Measure.LEVEL, baseline=base, target=base * 1.1)
    path = planned_path(target, on(history, START), pattern=shape)
    means = [shape.mean(START + turn * DAY, 28) for turn in range(90)]
    level = path.values / np.array(means)
    assert first.days == -28
    assert (np.diff(level) > 0).all()  # without its season it rises every day
    assert (np.diff(path.values) < 0).any()  # with it, it falls after winter
    assert path.values[-1] == pytest.approx(base * 1.1)
    for turn in range(90):
        assert buffer_days(path, float(path.values[turn]), START + turn * DAY, side=Side.UP) >= 0


def test_the_learned_week_and_year_are_those_of_the_shop(history: Series) -> None:
    shape = learned_pattern(on(history, START))
    assert shape.week[6] / shape.week[0] == pytest.approx(0.6 / 1.1, rel=0.05)
    assert shape.year[0] == pytest.approx(1.3, abs=0.06)
    assert shape.year[26] == pytest.approx(0.7, abs=0.06)
    short = orders(history.values[-200:], START - DAY)
    assert set(learned_pattern(on(short, START)).year) == {1.0}


def test_on_flat_days_nothing_is_asked_and_the_target_stays() -> None:
    closed = FlatSpot(date(2026, 2, 2), date(2026, 2, 8))
    target = goal(Measure.CUMULATIVE, plan=Plan(flats=(closed,)))
    path = planned_path(target, on(orders(np.full(40, 100.0), START - DAY), START))
    inside = [path.at(closed.first + turn * DAY) for turn in range(7)]
    assert set(inside) == {path.at(closed.first - DAY)}
    assert path.at(target.deadline) == 3300.0


@pytest.mark.parametrize(
    "row",
    [
        PathRow(date(2026, 1, 29), 3000.0),
        PathRow(date(2026, 1, 29), rate=50.0),
        PathRow(value=3000.0, rate=50.0),
    ],
)
def test_any_one_of_date_value_and_rate_may_stay_open(row: PathRow) -> None:
    target = goal(Measure.LEVEL, plan=Plan(rows=(row,)))
    assert path_knots(target)[1] == Knot(date(2026, 1, 29), 3000.0)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ((PathRow(date(2025, 12, 1), 1.0),), "not after 2026-01-01"),
        ((PathRow(date(2026, 3, 31), 1.0),), "earlier date"),
        ((PathRow(value=2700.0, rate=10.0),), "never gets"),
        ((PathRow(value=2900.0),), "needs two of date, value and rate"),
    ],
)
def test_a_row_that_cannot_be_says_which_and_why(rows: tuple[PathRow, ...], words: str) -> None:
    with pytest.raises(BadGoal) as refused:
        fill_rows(rows, Knot(START, 2800.0), Knot(date(2026, 3, 31), 3300.0))
    assert "Row 1" in refused.value.fields["path"]
    assert words in refused.value.fields["path"]


paths = st.lists(st.floats(0, 1000), min_size=1, max_size=60).map(
    lambda values: Path(START, np.array(values))
)


@given(paths, st.data(), st.floats(0, 1000), st.sampled_from(Side))
@settings(max_examples=150)
def test_buffer_and_due_by_agree_with_counting_day_by_day(
    path: Path, data: st.DataObject, value: float, side: Side
) -> None:
    at = data.draw(st.integers(0, len(path.values) - 1))
    sign = 1 if side is Side.UP else -1
    top = max(abs(value), max(path.values))

    def is_due(place: int) -> bool:
        return bool(sign * path.values[place] > sign * value + 1e-9 * max(top, 1e-300))

    counted = 0
    if is_due(at):
        while at + counted >= 0 and is_due(at + counted):
            counted -= 1
    else:
        while at + counted + 1 < len(path.values) and not is_due(at + counted + 1):
            counted += 1
    assert buffer_days(path, value, START + at * DAY, side=side) == counted
    table = due_by(path, START + at * DAY)
    assert [knot.value for knot in table] == list(path.values[at + 1 : at + 8])


def test_softening_is_seen_and_tightening_is_not() -> None:
    past = on(orders(np.full(40, 100.0), START - DAY), START)
    hard = planned_path(goal(Measure.LEVEL), past)
    soft = planned_path(goal(Measure.LEVEL, target=3200.0), past)
    assert is_softer(hard, soft, Side.UP)
    assert not is_softer(soft, hard, Side.UP)
    assert not is_softer(hard, hard, Side.UP)


@given(
    st.sampled_from(Side),
    st.lists(st.integers(0, 20), min_size=14, max_size=90),
    st.integers(5, 15),
    st.sampled_from([0.5, 0.8, 0.9, 1.0]),
)
@settings(max_examples=80)
def test_weeks_kept_agree_with_counting_them(
    side: Side, values: list[int], bound: int, tolerance: float
) -> None:
    """Whole weeks from Monday to Sunday; 1 January 2026 is a Thursday."""
    target = goal(
        Measure.LEVEL,
        side=side,
        target=float(bound),
        deadline=START + timedelta(days=len(values) - 1),
        plan=Plan(GoalKind.STAY, tolerance),
    )
    ground_then = on(orders(np.array(values, dtype=float), target.deadline), target.deadline + DAY)
    weeks = [values[at : at + 7] for at in range(4, len(values) - 6, 7)]
    if not weeks:
        weeks = [values]
    kept = [sum(week) >= bound if side is Side.UP else sum(week) <= bound for week in weeks]
    stay = judge_stay(target, ground_then)
    assert (stay.good, stay.bad) == (sum(kept), len(kept) - sum(kept))
    assert stay.buffer == int(len(weeks) * (1 - tolerance) + 1e-6) - stay.bad


def test_a_flat_history_has_a_straight_path() -> None:
    path = planned_path(
        goal(Measure.LEVEL), ground(orders(np.full(400, 100.0), START - DAY), today=START)
    )
    assert path.at(START) == 2800.0
    assert path.at(START + timedelta(days=45)) == pytest.approx(2800 + 500 * 45 / 89)
