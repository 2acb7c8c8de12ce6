"""Trailing statistics that reach over the days of events."""

from datetime import date, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from funnel.skipping import over, skipped
from funnel.trailing import delayed, rolling_mean

FIRST = date(2026, 1, 5)
DAYS = np.datetime64(FIRST, "D") + np.arange(120)


def span(first: int, length: int) -> tuple[date, date]:
    return FIRST + timedelta(days=first), FIRST + timedelta(days=first + length - 1)


@given(
    st.lists(st.floats(-9, 9), min_size=40, max_size=40),
    st.lists(st.booleans(), min_size=40, max_size=40),
)
def test_days_that_are_not_skipped_are_judged_as_if_the_others_were_not_there(
    numbers: list[float], flags: list[bool]
) -> None:
    values, gone = np.array([numbers]), np.array([flags])

    def away(one: np.ndarray) -> np.ndarray:
        return rolling_mean(one, 2) - delayed(rolling_mean(one, 7), 2)

    found = over(gone, away, values)[~gone]
    assert np.array_equal(found, away(values[~gone][None])[0], equal_nan=True)


def test_without_events_nothing_is_skipped_and_a_season_of_them_is_too_long_to_look_over() -> None:
    assert skipped(DAYS, [[], []]) is None
    [gone, none] = skipped(DAYS, [[span(10, 3), span(13, 2), span(60, 43)], []])
    assert np.flatnonzero(gone).tolist() == [10, 11, 12, 13, 14]
    assert not none.any()
