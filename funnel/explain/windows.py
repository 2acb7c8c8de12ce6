"""Which days are compared with which: the same weekdays before, or any two windows."""

from dataclasses import dataclass
from datetime import date, timedelta

WEEK = timedelta(weeks=1)
WEEKS_BEFORE = 4
"""A short window is held against the mean of the same weekdays in so many weeks."""


@dataclass(frozen=True, slots=True)
class Windows:
    """`base` holds `rounds` times the days of `now`, in its order, each of the same weekday; with
    0 rounds the windows have different shapes and are compared as they are."""

    now: tuple[date, ...]
    base: tuple[date, ...]
    rounds: int

    @property
    def is_mean(self) -> bool:
        """Whether the base is a mean of several weeks."""
        return self.rounds > 1


def same_days_before(first: date, last: date, *, before: date | None = None) -> Windows:
    """The days against the same weekdays before them: for up to a week the mean of four weeks,
    for up to two that of two, else once.

    `before` moves the base back until all of it lies before that day (the onset of a break).
    """
    now = days_of(first, last)
    weeks = -(-len(now) // 7)
    rounds = max(1, WEEKS_BEFORE // weeks)
    lag = weeks * WEEK
    while before is not None and now[-1] - lag >= before:
        lag += WEEK
    base = [day - lag - turn * weeks * WEEK for turn in range(rounds) for day in now]
    return Windows(now, tuple(base), rounds)


def two_windows(first: date, last: date, *, other_first: date, other_last: date) -> Windows:
    """Any two spans; day by day where they have the same weekdays in the same order."""
    now, base = days_of(first, last), days_of(other_first, other_last)
    alike = len(now) == len(base) and now[0].weekday() == base[0].weekday()
    return Windows(now, base, 1 if alike else 0)


def days_of(first: date, last: date) -> tuple[date, ...]:
    return tuple(first + timedelta(days=step) for step in range((last - first).days + 1))
