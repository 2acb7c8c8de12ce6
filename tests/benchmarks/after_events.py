"""The weeks after a long event: a drop is found, and the end of the event is none.

Days of real series are taken out as an event of theirs would be; then nothing happens, or the
level falls by 40 %. `python -m tests.benchmarks.after_events`; a minute of processor time.
"""

import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from funnel.catalogue.entries import Direction
from funnel.detect import judge
from funnel.events import Event, EventKind, EventMove, past_with, without_explained
from funnel.model import Floats, Side
from tests.benchmarks.alarms import real_values
from tests.benchmarks.detecting import UNKNOWN, series_of
from tests.benchmarks.nulls import FIRST
from tests.conftest import SHARED

LENGTHS = (7, 14, 28, 42)
THRESHOLD = 3.5
SOON, LATER = 7, 21  # days after the event: a drop is to be found, what is told else is false
_METRIC = replace(UNKNOWN, direction=Direction.HIGHER_IS_BETTER)
_MOVES = tuple(EventMove(_METRIC.key, side) for side in Side)


def opened(values: Floats, first: int, length: int) -> list[int]:
    """Days after an event at which something opens; `length` 0: there is none."""
    day: date = (FIRST + first).astype("datetime64[D]").tolist()
    event = Event(1, EventKind.CAMPAIGN, "", day, day + timedelta(days=length - 1), _MOVES)
    events = [event] if length else []
    series = without_explained(series_of(FIRST + np.arange(len(values)), values), events, _METRIC)
    found = judge(series, _METRIC, past=past_with(events, _METRIC.key), threshold=THRESHOLD)
    ages = ((one.opened - day).days - length for one in found)
    return [age for age in ages if 0 <= age < LATER]


def fallen(values: Floats, first: int) -> Floats:
    moved = values.copy()
    moved[first : first + LATER] *= 0.6
    return moved


def main(root: Path) -> None:
    if not (root / "data").is_dir():
        sys.stdout.write("After events: skipped, real data is not here.\n")
        return
    rng = np.random.default_rng(1)
    real = [values for values in real_values(root) if len(values) > 300]
    places = [(values, int(rng.integers(150, len(values) - 70))) for values in real]
    sys.stdout.write(f"The three weeks after an event, in {len(places)} real series\n")
    for length in (0, *LENGTHS):
        false, found = _told(places, length)
        sys.stdout.write(f"  {length:2} days: false warnings {false:3}, drops found {found:3}\n")


def _told(places: Sequence[tuple[Floats, int]], length: int) -> tuple[int, int]:
    false = sum(len(opened(values, at, length)) for values, at in places)
    falls = (opened(fallen(values, at + length), at, length) for values, at in places)
    return false, sum(any(age < SOON for age in ages) for ages in falls)


if __name__ == "__main__":
    main(SHARED)
