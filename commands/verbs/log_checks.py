"""What is looked at before a typed number counts: what stands there, and what is usual."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from commands.readings import LOOK_BACK
from funnel.breaks import past_of
from funnel.catalogue.entries import Metric
from funnel.events import past_with
from funnel.model import Expected, Grain, Recording, Series, Snapshot
from funnel.periods.wording import WEEKDAYS
from funnel.season import expected
from storage.store import Tx

FEWEST_TO_COMPARE = 8


class Doubt(StrEnum):
    """Why a number is asked about before it is stored; `same` needs no storing at all."""

    SAME = "same"
    OTHERS = "others"
    COUNTS = "counts"
    SURPRISE = "surprise"


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """What is known of the place where a number is to go."""

    series: Series
    usual: Expected
    there: tuple[Snapshot, Recording] | None


def look_at(tx: Tx, snapshot: Snapshot, metric: Metric) -> View:
    first = snapshot.start - LOOK_BACK[snapshot.grain]
    series = tx.snapshots.series(
        snapshot.metric, segment=snapshot.segment, grain=snapshot.grain, first=first
    )
    past = past_of(
        tx.breaks.of_series(snapshot.metric, snapshot.segment, snapshot.grain),
        also=past_with(tx.events.all(), snapshot.metric),
    )
    usual = expected(series, snapshot.start, metric=metric, past=past)
    there = tx.snapshots.at(
        snapshot.metric, snapshot.start, segment=snapshot.segment, grain=snapshot.grain
    )
    return View(series, usual, there)


def doubt_of(view: View, snapshot: Snapshot, *, user: str) -> Doubt | None:
    """The first that applies: the number is there already, somebody else's stands there, counts
    would be dropped, the value is outside the usual range."""
    if view.there is not None:
        old, recording = view.there
        if _numbers(old) == _numbers(snapshot):
            return Doubt.SAME
        if recording.author != user:
            return Doubt.OTHERS
        if old.denominator is not None and snapshot.denominator is None:
            return Doubt.COUNTS
    return Doubt.SURPRISE if is_surprise(snapshot.value, view.usual) else None


def is_surprise(value: float, usual: Expected) -> bool:
    """Outside the usual range, as far as that is known."""
    return usual.low is not None and usual.high is not None and not usual.low <= value <= usual.high


def extreme(series: Series, snapshot: Snapshot) -> str:
    """ "the lowest Wednesday in 30 weeks", if it would be; needs 8 to compare with."""
    if snapshot.grain is not Grain.DAY:
        return ""
    start = np.datetime64(snapshot.start, "D")
    days = series.starts.astype("datetime64[D]")
    back = (start - days).astype(int)
    past = series.values[(back > 0) & (back % 7 == 0)]
    if len(past) < FEWEST_TO_COMPARE or past.min() <= snapshot.value <= past.max():
        return ""
    end = "lowest" if snapshot.value < past.min() else "highest"
    return f"the {end} {WEEKDAYS[snapshot.start.weekday()]} in {int(back.max()) // 7} weeks"


def _numbers(one: Snapshot) -> tuple[float, float | None, float | None]:
    return one.value, one.numerator, one.denominator
