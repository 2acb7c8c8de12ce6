"""When a level changed, looking back over the whole series."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from funnel.changes import change_points


def test_two_levels_have_one_change() -> None:
    rng = np.random.default_rng(1)
    values = rng.normal(100.0, 5.0, 200) + np.where(np.arange(200) >= 120, 20.0, 0.0)
    assert change_points(values) == [120]


@given(seed=st.integers(0, 300), scale=st.floats(0.01, 1000.0))
def test_the_unit_does_not_matter(seed: int, scale: float) -> None:
    rng = np.random.default_rng(seed)
    values = rng.normal(100.0, 5.0, 60) + np.where(np.arange(60) >= 30, 20.0, 0.0)
    assert change_points(scale * values) == change_points(values)


def test_slow_waves_are_no_changes() -> None:
    rng = np.random.default_rng(2)
    for _ in range(10):
        noise = np.zeros(300)
        for day in range(1, 300):
            noise[day] = 0.6 * noise[day - 1] + rng.normal()
        assert change_points(noise) == []


def test_a_constant_or_hardly_any_values_never_change() -> None:
    assert change_points(np.full(50, 7.0)) == []
    assert change_points(np.array([1.0, 9.0])) == []
