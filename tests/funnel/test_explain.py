"""Where a change came from: parts that sum to the gap on any data, and mix apart from rate."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from funnel.errors import NoComparison
from funnel.explain import (
    REST,
    WHOLE,
    Explanation,
    Paradox,
    PartKind,
    explain,
    same_days_before,
    two_windows,
)
from funnel.explain.cents import settle
from funnel.model import Floats
from tests.funnel.journeys import FIRST, chain, cut, days, steady, whole

WEEKS = 2
DEVICES = (60.0, 40.0)
BUYS = ((0.07, 0.3, 58.0), (0.08, 0.4, 62.0))
LAST_WEEK = two_windows(
    FIRST + timedelta(days=7),
    FIRST + timedelta(days=13),
    other_first=FIRST,
    other_last=FIRST + timedelta(days=6),
)

counts = st.integers(0, 5000).map(float)
money = st.one_of(st.just(0.0), st.integers(-90_000_00, 900_000_00).map(lambda cents: cents / 100))


@st.composite
def journeys(draw: st.DrawFn) -> Floats:
    """Any segments × 14 days × levels: zeros, days without numbers, segments that come and go,
    refunds above sales. No step has more than the one before it."""
    many = draw(st.integers(1, 4))
    parts: Floats = np.zeros((many, 7 * WEEKS, 4))
    parts[:, :, 0] = draw(arrays(np.float64, (many, 14), elements=counts))
    for level in (1, 2):
        share = draw(arrays(np.float64, (many, 14), elements=st.floats(0, 1)))
        parts[:, :, level] = np.floor(parts[:, :, level - 1] * share)
    parts[:, :, 3] = draw(arrays(np.float64, (many, 14), elements=money)) * (parts[:, :, 2] > 0)
    come, gone = draw(st.integers(0, 14)), draw(st.integers(0, 14))
    parts[0, :come] = 0.0
    parts[-1, gone:] = 0.0
    return parts


def explained(parts: Floats, metric: str = "sales_revenue") -> Explanation:
    return explain(chain(metric), whole(parts), LAST_WEEK, [cut(parts)])


def cents(value: float) -> int:
    return round(value * 100)


@given(journeys())
@settings(max_examples=60)
def test_parts_and_segments_sum_to_the_gap_to_the_cent(parts: Floats) -> None:
    found = explained(parts)
    split = found.split
    gap = float(parts[:, 7:, 3].sum() - parts[:, :7, 3].sum())
    assert cents(split.gap) == cents(gap)
    assert cents(sum(one.amount for one in split.effects)) == cents(gap)
    for effect in split.effects:
        [inside] = found.cuts[effect.part.key]
        assert cents(sum(one.amount for one in inside.segments)) == cents(effect.amount)
        assert cents(inside.mix + inside.rate) == cents(effect.amount)


@given(journeys(), st.sets(st.integers(0, 13), max_size=9))
@settings(max_examples=25)
def test_days_without_numbers_are_left_out_of_both_weeks(parts: Floats, missing: set[int]) -> None:
    amounts = whole(parts)
    amounts.values[sorted(missing), 1] = np.nan
    kept = [day for day in range(7) if day not in missing and day + 7 not in missing]
    if not kept:
        with pytest.raises(NoComparison):
            explain(chain("sales_revenue"), amounts, LAST_WEEK)
        return
    split = explain(chain("sales_revenue"), amounts, LAST_WEEK).split
    revenue = np.nansum(parts, axis=0)[:, 3]
    gap = sum(revenue[day + 7] - revenue[day] for day in kept)
    assert cents(split.gap) == cents(gap) == cents(sum(one.amount for one in split.effects))
    assert len(split.left_out) == 7 - len(kept)


@given(journeys())
@settings(max_examples=25)
def test_windows_of_unequal_length_sum_too(parts: Floats) -> None:
    windows = two_windows(
        FIRST + timedelta(days=4),
        FIRST + timedelta(days=13),
        other_first=FIRST,
        other_last=FIRST + timedelta(days=3),
    )
    split = explain(chain("sales_revenue"), whole(parts), windows).split
    assert split.effects[0].part.kind is PartKind.DAYS
    gap = float(parts[:, 4:, 3].sum() - parts[:, :4, 3].sum())
    assert cents(split.gap) == cents(gap) == cents(sum(one.amount for one in split.effects))


@given(
    st.lists(st.floats(-1e7, 1e7), min_size=1, max_size=9),
    st.sampled_from([0, 2]),
)
def test_rounded_parts_sum_to_the_rounded_whole(parts: list[float], places: int) -> None:
    whole_of = sum(parts)
    shown = settle(parts, whole_of, places=places)
    assert round(sum(shown), 2) == pytest.approx(round(whole_of, places), abs=0.001)
    off = max(abs(one - two) for one, two in zip(shown, parts, strict=True))
    assert off <= 2.0 * 10.0**-places


def changed(**change: Any) -> Floats:
    """A quiet week, then one with another `level` in some segments."""
    parts = steady(14, sessions=DEVICES, rates=BUYS)
    for place in change["of"]:
        parts[place, 7:, change["level"] :] *= change["by"]
    return parts


@pytest.mark.parametrize(("level", "part"), list(enumerate(["sessions", "cart_starts", "orders"])))
def test_the_part_that_changed_carries_the_whole_gap(level: int, part: str) -> None:
    found = explained(changed(level=level, of=(0, 1), by=0.8))
    assert found.lead == part
    for effect in found.split.effects:
        mine = found.split.gap if effect.part.key == part else 0.0
        assert effect.amount == pytest.approx(mine, abs=1e-6)


def test_the_segment_that_changed_is_named() -> None:
    found = explained(changed(level=2, of=(1,), by=0.7))
    inside = found.best("orders")
    assert inside is not None
    assert inside.leading == ("s1",)
    assert inside.carried == pytest.approx(1.0)
    assert inside.mix == pytest.approx(0.0, abs=1e-9)


def test_who_came_is_told_apart_from_how_they_behaved() -> None:
    parts = steady(14, sessions=DEVICES, rates=BUYS)
    parts[0, 7:] *= 1.5
    parts[1, 7:] *= 0.25  # the better one stays away, as many come in all
    inside = explained(parts, "sales_conversion_rate").cuts["orders"][0]
    assert inside.rate == pytest.approx(0.0, abs=1e-9)
    assert inside.mix < 0


def test_every_segment_better_and_the_whole_worse_is_called_out() -> None:
    parts = steady(14, sessions=DEVICES, rates=((0.05, 0.3, 60.0), (0.10, 0.3, 60.0)))
    parts[:, 7:, 1:] *= 1.1
    parts[0, 7:] *= 4.0
    found = explained(parts).cuts["cart_starts"][0]
    assert found.paradox is Paradox.EACH_HIGHER
    assert found.mix < 0 < found.rate


def test_a_new_segment_is_all_mix() -> None:
    parts = steady(14, sessions=DEVICES, rates=BUYS)
    parts[1, :7] = 0.0
    inside = explained(parts).cuts["orders"][0].segment("s1")
    assert inside is not None
    assert inside.before_rate is None
    assert inside.rate == pytest.approx(0.0, abs=1e-9)


def test_what_segments_do_not_cover_is_a_row_of_its_own() -> None:
    parts = steady(14, sessions=DEVICES, rates=BUYS)
    amounts = whole(parts)
    amounts.values[:, :] *= 1.25
    [inside] = explain(chain("sales_revenue"), amounts, LAST_WEEK, [cut(parts)]).cuts["sessions"]
    rest = inside.segment(REST)
    assert rest is not None
    assert rest.before_share == pytest.approx(0.2)


def test_few_cases_are_marked() -> None:
    parts = steady(14, sessions=(60_000.0, 20.0), rates=BUYS)
    small = {one.name: one.small for one in explained(parts).cuts["cart_starts"][0].segments}
    assert small == {"s0": False, "s1": True}


def test_a_ratio_is_explained_as_a_whole_by_its_segments() -> None:
    parts = changed(level=2, of=(0,), by=0.9)[:, :, 1:3]
    found = explain(chain("cart_abandonment_rate"), whole(parts), LAST_WEEK, [cut(parts)])
    assert found.lead == WHOLE
    [inside] = found.cuts[WHOLE]
    assert inside.amount == pytest.approx(found.split.gap)
    assert inside.leading == ("s0",)


def test_a_chain_uses_what_there_is_and_says_what_is_lacking() -> None:
    short = chain(
        "sales_revenue", without=("cart_starts", "cart_abandonment_rate", "add_to_cart_rate")
    )
    assert [part.key for part in short.parts] == ["sessions", "orders", "sales_revenue"]
    assert short.lacking == ("carts",)
    assert [level.key for level in chain("orders").levels] == ["sessions", "cart_starts", "orders"]
    assert [part.key for part in chain("form_conversions").parts] == ["below", "form_conversions"]


def test_chance_alone_is_not_certain() -> None:
    noise = np.random.default_rng(3)
    parts = steady(35, sessions=DEVICES, rates=BUYS) * noise.normal(1, 0.05, (2, 35, 1))
    first = FIRST + timedelta(days=28)
    windows = same_days_before(first, first + timedelta(days=6))
    split = explain(chain("sales_revenue"), whole(parts), windows).split
    assert split.low is not None
    assert split.high is not None
    assert split.low < 0 < split.high


def test_a_short_window_is_held_against_the_mean_of_four_weeks_before_the_onset() -> None:
    first = date(2026, 11, 13)
    windows = same_days_before(first, first + timedelta(days=6), before=date(2026, 11, 4))
    assert windows.rounds == 4
    assert max(windows.base) < date(2026, 11, 4)
    pairs = zip(windows.now * 4, windows.base, strict=True)
    assert {(one - two).days % 7 for one, two in pairs} == {0}


def test_ranges_are_the_same_each_time() -> None:
    parts = steady(14, sessions=DEVICES, rates=BUYS) * np.linspace(1, 1.3, 14)[None, :, None]
    assert explained(parts).split == explained(parts).split
    assert days(14)[7] == LAST_WEEK.now[0]
