"""A goal's life: its baseline, what is refused, how it stands against its path."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnel.catalogue import load
from funnel.errors import BadGoal
from funnel.goals import (
    Baseline,
    GoalDraft,
    Ground,
    Place,
    Progress,
    accept,
    baseline,
    compare,
    course,
    draft_of,
    plain_pattern,
    planned_path,
    progress,
    reference_changes,
    revise,
    settle,
)
from funnel.model import (
    Goal,
    GoalOutcome,
    GoalState,
    Grain,
    Measure,
    Segment,
    Series,
    Side,
    TargetForm,
)

TODAY = date(2026, 11, 21)
YESTERDAY = TODAY - timedelta(days=1)
ANA = Place("UANA", datetime(2026, 11, 21, 9, tzinfo=UTC), "C1")
CATALOGUE = load()
CARTS = GoalDraft(
    metric="cart_abandonment_rate",
    object="whole shop",
    target="4",
    target_form=TargetForm.POINTS,
    side=Side.DOWN,
    deadline=date(2027, 2, 28),
    owner="UANA",
    action="reminders",
    objective="Checkout",
)
REVENUE = replace(
    CARTS,
    metric="sales_revenue",
    target="15",
    target_form=TargetForm.RELATIVE,
    side=Side.UP,
    start=date(2027, 1, 1),
    deadline=date(2027, 3, 31),
)


def daily(metric: str, values: list[float], last: date = YESTERDAY, weight: float = 0) -> Series:
    """Days up to `last`; with a weight each value is a percentage of so many."""
    count = len(values)
    starts = np.arange(np.datetime64(last) - (count - 1), np.datetime64(last) + 1)
    array = np.array(values, dtype=float)
    parts = np.full(count, np.nan)
    if weight:
        return Series(metric, starts, array, array * weight / 100, np.full(count, weight))
    return Series(metric, starts, array, parts, parts)


def ground(series: Series, *, today: date = TODAY, through: date | None = None) -> Ground:
    return Ground(CATALOGUE.metric(series.metric), series, today, through or today - timedelta(1))


def carts(count: int = 200) -> Ground:
    return ground(daily("cart_abandonment_rate", [72.0] * count, weight=500))


def problems(draft: GoalDraft, on: Ground | None) -> dict[str, str]:
    with pytest.raises(BadGoal) as refused:
        accept(draft, on, today=TODAY, place=ANA)
    return refused.value.fields


def test_a_level_starts_from_its_trailing_window_and_a_total_from_a_year_before() -> None:
    goal = accept(CARTS, carts(), today=TODAY, place=ANA, stage="decision")
    assert goal.baseline == pytest.approx(72.0)
    assert (goal.baseline_first, goal.baseline_last) == (date(2026, 10, 24), YESTERDAY)
    assert goal.target == pytest.approx(68.0)
    assert (goal.start, goal.stage, goal.state) == (TODAY, "decision", GoalState.SCHEDULED)
    assert goal.title == "Cart Abandonment Rate to 68.0% by 28 Feb 2027"
    total = accept(REVENUE, ground(daily("sales_revenue", [100.0] * 700)), today=TODAY, place=ANA)
    assert (total.baseline_first, total.baseline_last) == (date(2026, 1, 1), date(2026, 3, 31))
    assert total.baseline == pytest.approx(9000)
    assert total.target == pytest.approx(10350)
    assert total.start == date(2027, 1, 1)


def test_a_ratio_is_summed_before_it_is_divided() -> None:
    series = daily("cart_abandonment_rate", [50.0, 80.0], weight=100)
    weights = np.array([100.0, 900.0])
    uneven = replace(series, numerators=np.array([50.0, 720.0]), denominators=weights)
    known = baseline(ground(uneven), start=TODAY, deadline=date(2027, 1, 1))
    assert known is not None
    assert known.value == pytest.approx(77.0)
    assert "2 days" in known.caveat


def test_a_short_history_is_taken_to_the_goals_length_and_says_so() -> None:
    known = baseline(
        ground(daily("sales_revenue", [100.0] * 30)), start=TODAY, deadline=date(2027, 2, 18)
    )
    assert known is not None
    assert known.value == pytest.approx(9000)
    assert "30 days" in known.caveat
    few = ground(daily("sales_revenue", [100.0] * 5))
    assert baseline(few, start=TODAY, deadline=date(2027, 2, 18)) is None


def test_a_shop_that_is_closed_on_sundays_misses_nothing() -> None:
    days = [date(2025, 10, 1) + timedelta(days=i) for i in range(416)]
    open_days = np.array([d for d in days if d.weekday() < 6], dtype="datetime64[D]")
    nothing = np.full(len(open_days), np.nan)
    series = Series("sales_revenue", open_days, np.full(len(open_days), 10.0), nothing, nothing)
    known = baseline(ground(series), start=date(2027, 1, 1), deadline=date(2027, 3, 31))
    assert known is not None
    assert (known.first, known.caveat) == (date(2026, 1, 1), "")


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"deadline": TODAY}, "deadline", "That is today"),
        ({"deadline": YESTERDAY}, "deadline", "not in the future"),
        ({"target": "200", "target_form": TargetForm.ABSOLUTE}, "target", "above what"),
        ({"target": "many"}, "target", "is no number"),
        ({"target": "€60", "target_form": TargetForm.ABSOLUTE}, "target", "percentage"),
        ({"target": "-4"}, "target", "above 0"),
        ({"target": "80", "target_form": TargetForm.ABSOLUTE, "side": None}, "target", "not below"),
        ({"target": "72", "target_form": TargetForm.ABSOLUTE}, "target", "not below"),
        ({"metric": "channel_preference"}, "metric", "mix"),
    ],
)
def test_the_impossible_is_refused(change: dict[str, object], field: str, words: str) -> None:
    draft = replace(CARTS, **change)  # type: ignore[arg-type]
    on = carts() if draft.metric == CARTS.metric else ground(daily(draft.metric, [1.0]))
    with pytest.raises(BadGoal) as refused:
        accept(draft, on, today=TODAY, place=ANA)
    assert words in refused.value.fields[field]
    assert any(one.refused for one in settle(draft, on, today=TODAY).problems)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"objective": ""}, "objective"),
        ({"owner": ""}, "owner"),
        ({"object": ""}, "object"),
        ({"deadline": None}, "deadline"),
        ({"target_form": None}, "target_form"),
        ({"target": "80", "target_form": TargetForm.ABSOLUTE, "side": Side.UP}, "target"),
    ],
)
def test_the_rest_is_a_question_and_is_not_refused(change: dict[str, object], field: str) -> None:
    draft = replace(CARTS, **change)  # type: ignore[arg-type]
    assert field in problems(draft, carts())
    assert not any(one.refused for one in settle(draft, carts(), today=TODAY).problems)


def test_without_numbers_there_is_no_baseline() -> None:
    none = ground(daily("cart_abandonment_rate", []))
    assert "no numbers yet" in problems(CARTS, none)["metric"]
    product = replace(CARTS, object="Product X")
    assert "no numbers for product=Product X" in problems(product, none)["object"]
    uncounted = ground(daily("cart_abandonment_rate", [71.0] * 40))
    assert "12/340" in problems(CARTS, uncounted)["metric"]
    assert "Which metric" in problems(GoalDraft(target="4"), None)["metric"]


def test_four_percent_of_72_percent_is_not_four_points() -> None:
    relative = replace(CARTS, target_form=TargetForm.RELATIVE)
    assert accept(relative, carts(), today=TODAY, place=ANA).target == pytest.approx(69.12)
    assert accept(CARTS, carts(), today=TODAY, place=ANA).target == pytest.approx(68.0)
    asked = problems(replace(CARTS, target_form=None), carts())["target_form"]
    assert "72.0%" in asked
    assert "points" in asked


def test_daily_distinct_people_do_not_add_up() -> None:
    reach = ground(daily("reach", [5000.0] * 60))
    draft = replace(CARTS, metric="reach", target_form=TargetForm.RELATIVE, side=Side.UP)
    assert "metric" in problems(draft, reach)
    starts = np.array(["2026-08", "2026-09", "2026-10"], dtype="datetime64[M]")
    nothing = np.full(3, np.nan)
    months = Series(
        "reach",
        starts.astype("datetime64[D]"),
        np.array([40_000.0, 41_000.0, 43_000.0]),
        nothing,
        nothing,
        grain=Grain.MONTH,
    )
    assert accept(draft, ground(months), today=TODAY, place=ANA).baseline == 43_000.0


def test_editing_a_live_goal_keeps_its_start_and_baseline() -> None:
    goal = replace(accept(CARTS, carts(), today=TODAY, place=ANA), number=7)
    later = TODAY + timedelta(days=20)
    better = ground(
        daily("cart_abandonment_rate", [70.0] * 60, later - timedelta(1), 500), today=later
    )
    softer = replace(draft_of(goal), target="3")
    edited = revise(goal, softer, better, today=later, place=ANA)
    assert (edited.number, edited.start, edited.baseline) == (7, TODAY, goal.baseline)
    assert edited.target == pytest.approx(69.0)


def stood(value: float, *, days: int) -> tuple[Progress, Goal]:
    goal = accept(CARTS, carts(), today=TODAY, place=ANA)
    now = TODAY + timedelta(days=days)
    series = daily("cart_abandonment_rate", [value] * 60, now - timedelta(1), 500)
    return progress(goal, ground(series, today=now)), goal


@pytest.mark.parametrize(
    ("value", "state"),
    [(69.5, GoalState.ON_TRACK), (70.9, GoalState.AT_RISK), (71.5, GoalState.OFF_TRACK)],
)
def test_the_state_follows_the_buffer(value: float, state: GoalState) -> None:
    found, _ = stood(value, days=27)
    assert found.path == pytest.approx(72 - 4 * 26 / 99)
    assert found.state is state
    assert found.days_left == 72
    assert found.share == pytest.approx((72 - value) / 4)


def test_before_the_first_complete_day_nothing_is_judged() -> None:
    found, _ = stood(70.0, days=0)
    assert (found.state, found.current) == (GoalState.SCHEDULED, None)


def test_numbers_that_stopped_make_it_wait() -> None:
    goal = accept(CARTS, carts(), today=TODAY, place=ANA)
    later = TODAY + timedelta(days=30)
    series = daily("cart_abandonment_rate", [70.0] * 60, TODAY + timedelta(days=10), 500)
    assert progress(goal, ground(series, today=later), stopped=True).state is GoalState.WAITING
    assert progress(goal, ground(series, today=later)).as_of == TODAY + timedelta(days=10)


def test_a_total_builds_up_evenly_and_says_what_a_week_has_to_bring() -> None:
    before = ground(daily("sales_revenue", [100.0] * 700))
    goal = accept(REVENUE, before, today=TODAY, place=ANA)
    now = date(2027, 1, 31)
    series = daily("sales_revenue", [100.0] * 100, now - timedelta(1))
    found = progress(goal, ground(series, today=now))
    assert found.current == pytest.approx(3000)
    assert found.path == pytest.approx(goal.target * 30 / 90)
    assert found.buffer_days == -4  # 3,000 were due on the 27th day: 3,105 after 27 of 90
    assert found.per_week == pytest.approx((goal.target - 3000) / (60 / 7))
    assert found.state is GoalState.OFF_TRACK
    assert found.window == "1–30 Jan"


@pytest.mark.parametrize(
    ("value", "outcome"), [(67.9, GoalOutcome.REACHED), (68.5, GoalOutcome.MISSED)]
)
def test_the_outcome_waits_for_the_numbers_to_be_final(value: float, outcome: GoalOutcome) -> None:
    goal = accept(CARTS, carts(), today=TODAY, place=ANA)
    series = daily("cart_abandonment_rate", [value] * 60, goal.deadline, 500)
    day_after = date(2027, 3, 1)
    early = ground(series, today=day_after, through=date(2027, 2, 25))
    assert progress(goal, early).outcome is None
    late = ground(series, today=date(2027, 3, 4), through=goal.deadline)
    assert progress(goal, late).outcome is outcome


def test_history_is_counted_in_windows_of_the_goals_length() -> None:
    rising = ground(daily("cart_abandonment_rate", [90 - day / 20 for day in range(400)], weight=9))
    known = baseline(rising, start=TODAY, deadline=TODAY + timedelta(days=40))
    assert known is not None
    seen = {
        points: reference_changes(
            rising,
            known,
            target=known.value - points,
            start=TODAY,
            deadline=TODAY + timedelta(days=40),
        )
        for points in (1.0, 3.0)
    }
    assert seen[1.0].n == 30
    assert (seen[1.0].k, seen[3.0].k) == (30, 0)
    assert seen[1.0].spread == pytest.approx(0.0, abs=1e-9)
    nothing = Baseline(0.0, YESTERDAY, YESTERDAY)
    on_zero = ground(daily("orders", [0.0] * 100))
    assert (
        reference_changes(on_zero, nothing, target=5, start=TODAY, deadline=date(2027, 1, 1)).n == 0
    )


def test_a_chart_has_at_most_twenty_points_and_goes_on_to_the_deadline() -> None:
    goal = accept(CARTS, carts(), today=TODAY, place=ANA)
    now = TODAY + timedelta(days=70)
    series = daily("cart_abandonment_rate", [70.0] * 200, now - timedelta(1), 500)
    points = course(goal, ground(series, today=now), points=20)
    assert len(points) <= 20
    assert (points[0].day, points[-1].day) == (TODAY, goal.deadline)
    newest = [point for point in points if not point.ahead][-1]
    assert newest.day == now - timedelta(1)
    assert newest.low == newest.high == newest.actual == pytest.approx(70.0)


goals = st.builds(
    lambda side, measure, base, change, start, days: Goal(
        number=1,
        title="",
        metric="orders",
        measure=measure,
        side=side,
        baseline=base,
        baseline_first=start,
        baseline_last=start,
        target=base + change if side is Side.UP else base - change,
        target_form=TargetForm.ABSOLUTE,
        target_amount=0,
        start=start,
        deadline=start + timedelta(days=days),
        owner="U",
        channel="",
        private=False,
        segment=Segment(),
    ),
    st.sampled_from(Side),
    st.sampled_from(Measure),
    st.floats(1000, 1e6),
    st.floats(1, 900),
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.integers(1, 400),
)


def nothing_known() -> Ground:
    return ground(daily("orders", []))


@given(goals, st.data(), st.floats(0, 1e6), st.floats(0, 1e6))
def test_progress_only_gets_better_as_the_value_moves_the_goals_way(
    goal: Goal, data: st.DataObject, one: float, other: float
) -> None:
    day = data.draw(st.dates(goal.start, goal.deadline))
    worse, better = sorted((one, other), reverse=goal.side is Side.DOWN)
    path = planned_path(goal, nothing_known(), pattern=plain_pattern())
    low, high = compare(goal, path, worse, day), compare(goal, path, better, day)
    assert low.share <= high.share
    assert low.buffer_days <= high.buffer_days
    assert low.met <= high.met


@given(goals)
def test_the_path_ends_on_the_target(goal: Goal) -> None:
    path = planned_path(goal, nothing_known(), pattern=plain_pattern())
    assert path.at(goal.deadline) == pytest.approx(goal.target)
    assert compare(goal, path, goal.target, goal.deadline).met


def test_settling_never_raises_on_an_empty_form() -> None:
    assert {problem.field for problem in settle(GoalDraft(), None, today=TODAY).problems} == {
        "metric",
        "object",
        "target",
        "deadline",
        "owner",
        "objective",
    }
