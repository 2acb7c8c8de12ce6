"""The track record: what was said against what came."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from funnel.track_record import LEAST_GOALS, Stated, Verdict, by_kind, track_record


def spoken(chances: list[float], *, seed: int = 1, honest: bool = True) -> list[Stated]:
    """Goals that come true as often as said, or not at all as said."""
    luck = np.random.default_rng(seed).random(len(chances))
    return [
        Stated(goal, "total", chance, bool(at < (chance if honest else 1.0 - chance)))
        for goal, (chance, at) in enumerate(zip(chances, luck, strict=True))
    ]


def test_nothing_said_is_no_record() -> None:
    assert track_record([]) is None
    assert by_kind([]) == {}


def test_the_score_is_the_mean_squared_miss() -> None:
    record = track_record([Stated(1, "total", 0.8, True), Stated(2, "total", 0.4, False)])
    assert record is not None
    assert record.brier == pytest.approx((0.04 + 0.16) / 2)
    assert record.base_rate == 0.5
    assert record.skill == pytest.approx(1 - 0.1 / 0.25)


def test_a_few_goals_tell_too_little_however_good_they_look() -> None:
    record = track_record([Stated(goal, "total", 0.9, True) for goal in range(8)])
    assert record is not None
    assert (record.verdict, record.more_goals) == (Verdict.TOO_LITTLE, LEAST_GOALS - 8)
    assert record.skill is None


def test_four_statements_on_one_goal_are_one_goal() -> None:
    four = [Stated(goal, "level", 0.7, goal % 3 > 0) for goal in range(6) for _ in range(4)]
    record = track_record(four)
    assert record is not None
    assert (record.statements, record.goals) == (24, 6)
    assert record.verdict is Verdict.TOO_LITTLE


def test_sharp_and_honest_chances_beat_the_base_rate() -> None:
    record = track_record(spoken([0.05, 0.95] * 40))
    assert record is not None
    assert record.verdict is Verdict.BETTER
    assert [row.first for row in record.rows] == [0.0, 0.8]
    assert all(row.low <= row.said <= row.high for row in record.rows)


def test_chances_turned_upside_down_are_worse_than_none() -> None:
    record = track_record(spoken([0.05, 0.95] * 40, honest=False))
    assert record is not None
    assert record.verdict is Verdict.WORSE


def test_saying_the_base_rate_is_no_skill() -> None:
    record = track_record(spoken([0.5] * 60))
    assert record is not None
    assert record.verdict is Verdict.NO_DIFFERENCE


def test_kinds_are_told_apart() -> None:
    records = by_kind([Stated(1, "total", 0.9, True), Stated(2, "stay above", 0.2, True)])
    assert list(records) == ["total", "stay above"]
    assert records["stay above"].brier == pytest.approx(0.64)


@settings(max_examples=40)
@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=80))
def test_every_statement_stands_in_one_row(said: list[tuple[float, bool]]) -> None:
    record = track_record(
        [Stated(goal, "total", chance, true) for goal, (chance, true) in enumerate(said)]
    )
    assert record is not None
    assert sum(row.statements for row in record.rows) == len(said)
    assert 0.0 <= record.brier <= 1.0
    assert all(0.0 <= row.low <= row.came_true <= row.high <= 1.0 for row in record.rows)
