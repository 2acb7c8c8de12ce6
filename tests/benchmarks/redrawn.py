"""Breaks drawn anew into the real series of both development sets: what is found of each shape,
how late, and whether the dated onset covers the true one.

`python -m tests.benchmarks.redrawn` prints the table; about a minute.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from funnel.detect import Finding, judge
from funnel.deviation import track
from funnel.model import Floats, Series
from funnel.onset import date_onset
from funnel.season import WHOLE_PAST
from tests.benchmarks.alarms import real_values
from tests.benchmarks.detecting import THRESHOLD, kind_of, series_of
from tests.benchmarks.nulls import FIRST
from tests.conftest import SHARED

DRAWS = 4
LEAST_OF_STEPS, MOST_DAYS_OFF, LEAST_OF_DRIFTS = 0.75, 1.0, 0.60
_FIRST, _APART, _SLACK, _LEFT = 150, 70, 20, 60  # days
_SIZES = {"step": (0.1, 0.2, 0.35, 0.5), "drift": (0.4,), "spike": (0.4, 0.6)}
_LENGTHS = {"step": 21, "drift": 28, "spike": 1}
FOUND_WITHIN = {"step": 14, "drift": 28, "spike": 2}
_FALLS = {"step": 0.75, "drift": 1.0, "spike": 0.5}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A break that was put in: `found` is None without a warning in its window, `chance` tells
    that the untouched series warned there too."""

    shape: str
    at: int
    found: Finding | None
    chance: bool
    after_a_week: tuple[date, date, date] | None = None  # the onset, and its 80 % interval

    @property
    def net(self) -> bool:
        return self.found is not None and not self.chance


def redraw(values: Floats, rng: np.random.Generator) -> tuple[Floats, list[tuple[str, int]]]:
    """A step, a drift or a single wild day in every second place for one."""
    broken, put_in = values.copy(), []
    for slot in range(_FIRST, len(values) - _LEFT, 2 * _APART):
        shape = str(rng.choice(["step", "step", "drift", "spike"]))
        at, length = slot + int(rng.integers(_SLACK)), _LENGTHS[shape]
        size = float(rng.choice(_SIZES[shape])) * (-1 if rng.random() < _FALLS[shape] else 1)
        grown = np.arange(1, length + 1) / length if shape == "drift" else np.ones(length)
        broken[at : at + length] *= 1.0 + size * grown
        put_in.append((shape, at))
    return broken, put_in


def drawn_breaks(every: Sequence[Floats]) -> Iterator[Drawn]:
    for number, values in enumerate(every):
        metric = kind_of(values)
        calm = [_row(one.opened) for one in _warnings(_series(values))]
        for draw in range(DRAWS):
            broken, put_in = redraw(values, np.random.default_rng([number, draw]))
            series = _series(broken)
            found = _warnings(series)
            road = track(series, metric, past=WHOLE_PAST)
            for shape, at in put_in:
                window = range(at, at + FOUND_WITHIN[shape])
                one = next((one for one in found if _row(one.opened) in window), None)
                dated = None
                if one is not None and road is not None:
                    dated = _dated(road[1].level[0], road[1].step[0], _row(one.opened) + 7)
                chance = any(row in window for row in calm)
                yield Drawn(shape, at, one, chance, dated)


def _dated(level: Floats, step: Floats, row: int) -> tuple[date, date, date]:
    newest = min(row, len(level) - 1)
    onset = date_onset(level, float(step[newest]), newest=newest)
    return _day(onset.at), _day(onset.low), _day(onset.high)


def _series(values: Floats) -> Series:
    return series_of(FIRST + np.arange(len(values)), values)


def _warnings(series: Series) -> list[Finding]:
    found = judge(series, kind_of(series.values), threshold=THRESHOLD)
    return [one for one in found if not one.again]


def _row(day: date) -> int:
    return int((np.datetime64(day) - FIRST).astype(int))


def _day(row: int) -> date:
    first: date = FIRST.tolist()
    return first + timedelta(days=row)


def main(root: Path) -> None:
    if not (root / "data").is_dir():
        sys.stdout.write("Breaks by shape: skipped, real data is not here.\n")
        return
    every = list(drawn_breaks(real_values(root)))
    for shape in _LENGTHS:
        these = [one for one in every if one.shape == shape]
        late = [_row(one.found.opened) - one.at for one in these if one.net and one.found]
        recall = (sum(one.net for one in these) - _lost(these)) / len(these)
        sys.stdout.write(
            f"  {shape:6} {len(these):4} put in, net recall {recall:.2f}, "
            f"{np.mean(late):.1f} days late\n"
        )
    _say_onsets(every)


def _lost(these: Sequence[Drawn]) -> int:
    """Warnings of the untouched series that the break took away."""
    return sum(one.chance and one.found is None for one in these)


def _say_onsets(every: Sequence[Drawn]) -> None:
    for shape, least in (("step", LEAST_OF_STEPS), ("drift", LEAST_OF_DRIFTS)):
        these = [one for one in every if one.shape == shape and one.net and one.found]
        at_once = [
            (one.at, one.found.onset, one.found.onset_low, one.found.onset_high)
            for one in these
            if one.found
        ]
        later = [(one.at, *one.after_a_week) for one in these if one.after_a_week]
        for when, dated in (("at the warning", at_once), ("a week later", later)):
            cover = float(np.mean([low <= _day(at) <= high for at, _, low, high in dated]))
            off = float(np.median([abs(_row(onset) - at) for at, onset, _, _ in dated]))
            sys.stdout.write(
                f"  onset of a {shape}, {when}: 80 % interval covers {cover:.2f} "
                f"(bar {least}), {off:.0f} days off at the median, {len(dated)} found\n"
            )


if __name__ == "__main__":
    main(SHARED)
