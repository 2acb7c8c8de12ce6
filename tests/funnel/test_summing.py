"""Totals that did not come are added up from segments only where these have proven themselves."""

from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from funnel.catalogue import load
from funnel.model import TOTAL, Floats, Segment, Series
from funnel.numbers.summing import close_gaps

METRICS = load()
SESSIONS, CONVERSION = METRICS.metric("sessions"), METRICS.metric("sales_conversion_rate")
FIRST = np.datetime64(date(2026, 9, 1))
EMAIL, PAID = Segment("channel", "email"), Segment("channel", "paid")


def series(values: Floats, segment: Segment = TOTAL, *, without: tuple[int, ...] = ()) -> Series:
    kept = np.setdiff1d(np.arange(len(values)), without)
    nothing = np.full(len(kept), np.nan)
    return Series("sessions", FIRST + kept, values[kept], nothing, nothing, segment)


def shop(days: int = 40) -> tuple[Floats, Floats]:
    drawn = np.random.default_rng(5)
    return drawn.integers(50, 90, days).astype(float), drawn.integers(200, 300, days).astype(float)


def test_a_missing_total_is_the_sum_of_segments_that_made_it_before() -> None:
    email, paid = shop()
    total = series(email + paid, without=(20, 39))
    parts = {EMAIL: series(email, EMAIL), PAID: series(paid, PAID)}
    closed, sums = close_gaps(SESSIONS, total, parts, FIRST + np.array([20, 39]))
    assert closed.values.tolist() == (email + paid).tolist()
    assert sums is not None
    assert (sums.dimension, sums.agreed) == ("channel", 30)
    assert sums.starts.tolist() == [date(2026, 9, 21), date(2026, 10, 10)]


def test_segments_that_leave_out_a_part_of_the_shop_make_no_total() -> None:
    email, paid = shop()
    total = series(email + paid + 25.0, without=(39,))
    parts = {EMAIL: series(email, EMAIL), PAID: series(paid, PAID)}
    closed, sums = close_gaps(SESSIONS, total, parts, FIRST + np.array([39]))
    assert sums is None
    assert len(closed) == 39


def test_thirty_days_with_both_are_asked_for_and_one_may_differ() -> None:
    email, paid = shop()
    parts = {EMAIL: series(email, EMAIL), PAID: series(paid, PAID)}
    young = series(email + paid, without=(*range(10), 39))
    assert close_gaps(SESSIONS, young, parts, FIRST + np.array([39]))[1] is None
    for wrong, agreed in ((1, 29), (2, None)):
        stored = email + paid
        stored[15 : 15 + wrong] *= 2
        _, sums = close_gaps(SESSIONS, series(stored, without=(39,)), parts, FIRST + np.array([39]))
        assert (sums and sums.agreed) == agreed


def test_a_day_on_which_a_channel_has_not_come_yet_stays_missing() -> None:
    email, paid = shop()
    total = series(email + paid, without=(39,))
    parts = {EMAIL: series(email, EMAIL), PAID: series(paid, PAID, without=(39,))}
    assert close_gaps(SESSIONS, total, parts, FIRST + np.array([39]))[1] is None


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(1, 900)), min_size=40, max_size=40))
def test_a_ratio_is_added_up_by_its_counts(orders: list[tuple[int, int]]) -> None:
    tops = np.array([[top, 3.0] for top, _ in orders]).T
    bottoms = np.array([[top + bottom, 40.0] for top, bottom in orders]).T

    def ratio(top: Floats, bottom: Floats, segment: Segment, days: int) -> Series:
        top, bottom = top[:days], bottom[:days]
        starts = FIRST + np.arange(days)
        return Series(CONVERSION.key, starts, 100 * top / bottom, top, bottom, segment)

    total = ratio(tops.sum(axis=0), bottoms.sum(axis=0), TOTAL, 39)
    parts = {one: ratio(tops[n], bottoms[n], one, 40) for n, one in enumerate((EMAIL, PAID))}
    closed, sums = close_gaps(CONVERSION, total, parts, FIRST + np.array([39]))
    assert sums is not None
    assert closed.values[-1] == 100 * tops[:, -1].sum() / bottoms[:, -1].sum()
