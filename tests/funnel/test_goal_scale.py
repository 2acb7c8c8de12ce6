"""The chance of a goal is about the goal: euros or cents, hours or minutes change nothing."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from funnel.catalogue import load
from funnel.goals import Ground, Question, look_ahead
from funnel.model import Floats, Measure, Series, Side

CATALOGUE = load()
TODAY = date(2026, 11, 20)
DAYS = 300


def ground(metric: str, values: Floats) -> Ground:
    newest = np.datetime64(TODAY - timedelta(days=1), "D")
    starts = np.arange(newest - (DAYS - 1), newest + 1)
    nothing = np.full(DAYS, np.nan)
    tickets = np.full(DAYS, 40.0) if metric == "first_response_time" else nothing
    series = Series(metric, starts, values, values * tickets, tickets)
    return Ground(CATALOGUE.metric(metric), series, TODAY, TODAY - timedelta(days=1))


def chance(metric: str, values: Floats, target: float, measure: Measure) -> float:
    deadline = TODAY + timedelta(days=40)
    asked = Question(target, Side.UP, TODAY, deadline, measure)
    found = look_ahead(asked, ground(metric, values))
    assert found is not None
    return found.chance


@pytest.mark.parametrize(
    ("metric", "measure", "level", "days"),
    [
        ("sales_revenue", Measure.CUMULATIVE, 9_000.0, 41),
        ("average_order_value", Measure.LEVEL, 62.0, 1),
        ("first_response_time", Measure.LEVEL, 3_600.0, 1),
    ],
)
@settings(max_examples=12)
@given(
    factor=st.sampled_from([1 / 3600, 0.01, 0.9, 60.0, 100.0, 1_000.0]),
    beyond=st.floats(0.9, 1.1),
    seed=st.integers(0, 99),
)
def test_a_chance_is_unmoved_by_the_unit_of_its_numbers(
    metric: str, measure: Measure, level: float, days: int, factor: float, beyond: float, seed: int
) -> None:
    values = level * np.random.default_rng(seed).lognormal(0, 0.15, DAYS)
    target = level * days * beyond
    plain = chance(metric, values, target, measure)
    scaled = chance(metric, factor * values, factor * target, measure)
    assert scaled == pytest.approx(plain, abs=1e-6)
