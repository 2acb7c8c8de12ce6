"""What an event explains, and what its effect may be called."""

from datetime import date, timedelta

import numpy as np
import pytest

from funnel.catalogue import load
from funnel.event_effect import Telling, effect_of
from funnel.events import Event, EventKind, EventMove, past_with, touching, without_explained
from funnel.model import Series, Side
from funnel.season import WHOLE_PAST, Past

SESSIONS = load().metric("sessions")
LAST = date(2026, 11, 19)
DAY = timedelta(days=1)


def shop(days: int, seed: int, *, lift: float = 1.0, first: int = 40, length: int = 7) -> Series:
    """A weekly rhythm with 5 % noise; `lift` on `length` days from `first` days before the end."""
    noise = np.random.default_rng(seed)
    starts = np.datetime64(LAST) - np.arange(days)[::-1]
    weekdays = (starts.astype("datetime64[D]").astype(int) + 3) % 7
    values = 1000.0 * np.where(weekdays >= 5, 0.8, 1.0) * noise.normal(1, 0.05, days)
    values[days - first : days - first + length] *= lift
    bare = np.full(days, np.nan)
    return Series("sessions", starts, values, bare, bare)


def campaign(series: Series, first: int = 40, length: int = 7, side: Side = Side.UP) -> Event:
    day: date = series.starts[len(series) - first].tolist()
    moves = (EventMove("sessions", side),)
    return Event(1, EventKind.CAMPAIGN, "Sale", day, day + (length - 1) * DAY, moves)


@pytest.mark.parametrize(("lift", "telling"), [(1.15, Telling.UP), (0.8, Telling.DOWN)])
def test_a_clear_effect_is_told_with_a_range_that_holds_it(lift: float, telling: Telling) -> None:
    series = shop(300, 3, lift=lift)
    event = campaign(series)
    effect = effect_of(event, event.moves[0], series, metric=SESSIONS, past=WHOLE_PAST)
    during, after = effect.during, effect.after
    assert during.telling is telling
    assert effect.as_expected is (lift > 1)
    assert during.usual is not None
    assert during.low is not None
    assert during.high is not None
    assert during.low < (lift - 1) * during.usual < during.high
    assert after.telling is Telling.TOO_SMALL
    assert (after.first, after.last) == (event.last + DAY, event.last + 14 * DAY)


def test_nothing_is_mostly_too_small_to_tell() -> None:
    told = 0
    for seed in range(40):
        series = shop(250, seed)
        event = campaign(series)
        effect = effect_of(event, event.moves[0], series, metric=SESSIONS, past=WHOLE_PAST)
        told += effect.during.telling is not Telling.TOO_SMALL
    assert told <= 6  # 5 % of 40 are 2; 6 or fewer with 98 %


def test_a_short_history_and_days_to_come_say_so() -> None:
    series = shop(60, 1)
    event = campaign(series, first=7)
    effect = effect_of(event, event.moves[0], series, metric=SESSIONS, past=WHOLE_PAST)
    assert effect.during.telling is Telling.TOO_SHORT
    assert effect.after.telling is Telling.NO_NUMBERS


def test_the_effect_does_not_depend_on_the_unit() -> None:
    series = shop(250, 5, lift=1.1)
    event = campaign(series)
    one = effect_of(event, event.moves[0], series, metric=SESSIONS, past=WHOLE_PAST).during
    big = Series(
        "sessions", series.starts, series.values * 1000, series.numerators, series.denominators
    )
    other = effect_of(event, event.moves[0], big, metric=SESSIONS, past=WHOLE_PAST).during
    assert one.telling is other.telling
    assert one.low is not None
    assert other.low == pytest.approx(1000 * one.low)


def test_an_event_explains_its_metrics_in_its_direction_on_its_days() -> None:
    series = shop(100, 1)
    down = campaign(series, first=20, length=3, side=Side.DOWN)
    assert down.explains("sessions", Side.DOWN, first=down.first, last=down.last)
    assert not down.explains("sessions", Side.UP, first=down.first, last=down.last)
    assert not down.explains("sessions", Side.DOWN, first=down.first, last=down.last + DAY)
    assert len(without_explained(series, [down], SESSIONS)) == 97
    up = campaign(series, first=20, length=3, side=Side.UP)
    assert len(without_explained(series, [up], SESSIONS)) == 100  # a fall is still a fall


def test_a_tracking_change_restarts_what_is_usual() -> None:
    all_metrics = Event(1, EventKind.TRACKING_CHANGE, "New tag", LAST, LAST)
    assert past_with([all_metrics], "sessions") == Past(restarts=(LAST,))
    other = Event(2, EventKind.TRACKING_CHANGE, "x", LAST, LAST, (EventMove("orders", Side.UP),))
    assert past_with([other], "sessions") == WHOLE_PAST
    sale = Event(3, EventKind.CAMPAIGN, "y", LAST, LAST, (EventMove("sessions", Side.UP),))
    assert past_with([sale, other], "sessions") == Past(((LAST, LAST),), events=((LAST, LAST),))
    assert touching([sale, other, all_metrics], "sessions", first=LAST, last=LAST) == (
        all_metrics,
        sale,
    )
