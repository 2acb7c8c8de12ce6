"""A break as tests need one; what matters to a test stands in it."""

from dataclasses import replace
from datetime import date

from funnel.model import Break, Shape, Side


def a_break(metric: str, on: date, **about: object) -> Break:
    """A shift down that began, opened and was last seen on one day."""
    made = Break(
        0,
        metric,
        Side.DOWN,
        Shape.SHIFT,
        onset=on,
        onset_low=on,
        onset_high=on,
        opened_on=on,
        last_on=on,
        observed=30.0,
        expected=50.0,
        low=45.0,
        high=55.0,
        score=6.0,
    )
    return replace(made, **about)  # type: ignore[arg-type]
