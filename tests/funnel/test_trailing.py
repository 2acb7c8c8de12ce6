"""Trailing statistics are what their names say, however they are worked out."""

from collections.abc import Callable
from statistics import fmean, median

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from funnel.medians import known_median
from funnel.model import Floats
from funnel.quantiles import renewed_quantile
from funnel.trailing import rolling_means, rolling_shares, rolling_sums

VALUES = st.integers(-50, 50).map(float) | st.just(float("nan"))
SIZES = st.integers(1, 30)
SOME = settings(max_examples=50)


@st.composite
def tables(draw: st.DrawFn) -> Floats:
    """Up to five series."""
    shape = draw(st.integers(1, 5)), draw(st.integers(1, 40))
    return draw(arrays(np.float64, shape, elements=VALUES))


def by_window(
    values: Floats, size: int, of: Callable[[list[float]], float], *, step: int = 1
) -> Floats:
    """For each series and period, of what is there in the newest `size` periods, `step` apart."""
    found = np.empty_like(values)
    for (row, at), _ in np.ndenumerate(values):
        window = values[row, [at - step * age for age in range(size) if step * age <= at]]
        found[row, at] = of(window[np.isfinite(window)].tolist())
    return found


@SOME
@given(values=tables(), sizes=st.lists(SIZES, min_size=1, max_size=3), step=st.integers(1, 8))
def test_a_total_is_that_of_its_window(values: Floats, sizes: list[int], step: int) -> None:
    for size, total in zip(sizes, rolling_sums(values, sizes, step=step), strict=True):
        np.testing.assert_array_equal(total, by_window(values, size, sum, step=step))


@SOME
@given(values=tables(), sizes=st.lists(SIZES, min_size=1, max_size=3))
def test_a_mean_needs_half_of_its_window(values: Floats, sizes: list[int]) -> None:
    for size, mean in zip(sizes, rolling_means(values, sizes), strict=True):
        wanted = by_window(
            values, size, lambda one, size=size: fmean(one) if 2 * len(one) >= size else np.nan
        )
        np.testing.assert_allclose(mean, wanted, atol=1e-12)


@SOME
@given(values=tables(), size=SIZES)
def test_a_share_is_the_mean_of_being_there(values: Floats, size: int) -> None:
    there = np.isfinite(values)
    (mean,) = rolling_means(there.astype(np.float64), (size,))
    np.testing.assert_array_equal(rolling_shares(there, (size,))[0], mean)


@SOME
@given(values=tables(), size=st.integers(1, 12), step=st.integers(1, 8))
def test_a_median_is_that_of_what_is_there(values: Floats, size: int, step: int) -> None:
    middle, count = known_median(values, size, step=step)
    wanted = by_window(values, size, lambda one: median(one) if one else np.nan, step=step)
    np.testing.assert_array_equal(middle, wanted)
    np.testing.assert_array_equal(count, by_window(values, size, len, step=step))


@SOME
@given(values=tables(), offset=st.integers(0, 20), memory=st.integers(5, 30), alike=st.booleans())
def test_a_quantile_is_that_of_its_memory_when_it_was_renewed(
    values: Floats, offset: int, memory: int, alike: bool
) -> None:
    """Also for many series at once, whether or not they have the same periods."""
    sizes = np.tile(values[:1], (5, 1)) if alike else values
    found, mean = renewed_quantile(sizes, 0.7, memory=memory, least=3, every=4, offset=offset)
    middles = by_window(sizes, memory, lambda one: fmean(one) if len(one) >= 3 else np.nan)
    renewed = by_window(sizes, memory, lambda one: quantile(one) if len(one) >= 3 else np.nan)
    for at in range(sizes.shape[1]):
        place = at - (at + offset) % 4
        for given_back, wanted in ((found, renewed), (mean, middles)):
            then = wanted[:, place] if place >= 0 else np.nan
            np.testing.assert_allclose(given_back[:, at], then, atol=1e-12)


def quantile(sizes: list[float]) -> float:
    ordered, rank = sorted(sizes), 0.7 * (len(sizes) - 1)
    low, high = ordered[int(rank)], ordered[min(int(rank) + 1, len(sizes) - 1)]
    return low + (rank - int(rank)) * (high - low)
