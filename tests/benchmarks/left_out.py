"""What the choice of constants carries: settings chosen on all other sources, scored on the source
that was left out.

`python -m tests.benchmarks.left_out` prints the figures; some minutes.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

from funnel.detect import Road, incidents
from funnel.deviation import track
from funnel.model import Floats, Grain
from funnel.paces import PACES, RULES, Pace, Rules
from funnel.season import WHOLE_PAST
from tests.benchmarks.detecting import THRESHOLD, kind_of, series_of
from tests.benchmarks.detection import harness_of
from tests.benchmarks.redrawn import FOUND_WITHIN, redraw
from tests.conftest import SHARED

DRAWS = 2
MOST_FALSE = 4.0  # a series-year
_JUDGED_FROM, _APART = 120, 3  # periods; messages nearer than that are one
_DAYS_A_YEAR = 365.25
_QUANTILES = ((0.6, 0.8416), (0.7, 1.0364), (0.8, 1.2816))
_SINGLES, _QUIET, _THRESHOLDS = (0.5, 0.75, 1.0), (10, 14), (2.35, 2.5, 2.65)
Windows = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Setting:
    """One way to choose the constants."""

    pace: Pace
    rules: Rules

    def __str__(self) -> str:
        return (
            f"quantile {self.pace.quantile}, singles {self.pace.singles}, "
            f"quiet {self.rules.quiet}, threshold {self.rules.threshold}"
        )


@dataclass(frozen=True, slots=True)
class Tally:
    """Breaks put in, those found less those that the untouched series would have found too, false
    warnings and years."""

    breaks: int = 0
    net: int = 0
    false: int = 0
    years: float = 0.0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.breaks + other.breaks,
            self.net + other.net,
            self.false + other.false,
            self.years + other.years,
        )

    @property
    def recall(self) -> float:
        return self.net / max(self.breaks, 1)

    @property
    def a_year(self) -> float:
        return self.false / max(self.years, 1e-9)

    @property
    def f1(self) -> float:
        precision = self.net / max(self.net + self.false, 1)
        both = precision + self.recall
        return 2 * precision * self.recall / both if both > 0 else 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Broken:
    """A series with breaks in it, as it was without, and where a warning counts."""

    source: str
    values: Floats
    clean: Floats
    windows: Windows
    starts: Any
    official: bool


def main(root: Path) -> None:
    if not (root / "data").is_dir():
        sys.stdout.write("Left-out sources: skipped, real data is not here.\n")
        return
    harness = harness_of(root / "data/eval")
    for name in ("dev", "dev2"):
        every = list(broken_of(harness.series_injected(root / "data" / name)))
        tallies = {one: tallies_of(one, every) for one in settings()}
        _say(name, tallies)


def settings() -> Iterator[Setting]:
    day, rules = PACES[Grain.DAY], RULES[Grain.DAY]
    for (quantile, sigma), singles, quiet, threshold in product(
        _QUANTILES, _SINGLES, _QUIET, _THRESHOLDS
    ):
        yield Setting(
            replace(day, quantile=quantile, in_sigma=sigma, singles=singles),
            replace(rules, quiet=quiet, threshold=threshold),
        )


def shipped() -> Setting:
    return Setting(PACES[Grain.DAY], replace(RULES[Grain.DAY], threshold=THRESHOLD))


def broken_of(items: Iterator[tuple[Any, ...]]) -> Iterator[Broken]:
    """The breaks that were put in by the data's makers, and more draws of the same recipe."""
    for number, (name, starts, values, windows, *_, clean) in enumerate(items):
        source = source_of(str(name))
        yield Broken(source, values, clean, windows, starts, official=True)
        for draw in range(DRAWS):
            drawn, put_in = redraw(clean, np.random.default_rng([number, draw]))
            within = [(at, at + FOUND_WITHIN[shape] - 1) for shape, at in put_in]
            yield Broken(source, drawn, clean, within, starts, official=False)


def source_of(name: str) -> str:
    """The website's visitors are one source for each of their stretches of years."""
    first, *_, last = name.split("_")
    return f"{first} {last}" if first == "visitors" else first


def tallies_of(setting: Setting, every: Sequence[Broken]) -> dict[tuple[str, bool], Tally]:
    """By source, and whether the breaks are the makers' own."""
    found: dict[tuple[str, bool], Tally] = {}
    with _in_force(setting.pace):
        for one in every:
            rows = warned(one.values, one.starts, setting.rules)
            untouched = warned(one.clean, one.starts, setting.rules)
            key = one.source, one.official
            found[key] = found.get(key, Tally()) + _tally(one, rows, untouched)
    return found


def warned(values: Floats, starts: Any, rules: Rules) -> list[int]:
    made = track(series_of(starts, values), kind_of(values), past=WHOLE_PAST)
    if made is None:
        return []
    rows = [
        one.row
        for one in incidents(Road.of(made[1], 0), rules)
        if one.row >= _JUDGED_FROM and (one.grown or not one.again)
    ]
    return [row for place, row in enumerate(rows) if not place or row - rows[place - 1] >= _APART]


def _tally(one: Broken, rows: Sequence[int], untouched: Sequence[int]) -> Tally:
    hits = sum(any(first <= row <= last for row in rows) for first, last in one.windows)
    chance = sum(any(first <= row <= last for row in untouched) for first, last in one.windows)
    false = sum(not any(first <= row <= last for first, last in one.windows) for row in rows)
    years = (len(one.values) - _JUDGED_FROM) / _DAYS_A_YEAR
    return Tally(len(one.windows), hits - chance, false, years)


@contextmanager
def _in_force(pace: Pace) -> Iterator[None]:
    before = PACES[Grain.DAY]
    PACES[Grain.DAY] = pace
    try:
        yield
    finally:
        PACES[Grain.DAY] = before


def _say(name: str, tallies: Mapping[Setting, Mapping[tuple[str, bool], Tally]]) -> None:
    sources = sorted({source for source, _ in next(iter(tallies.values()))})
    chosen = {source: _best(tallies, sources, source) for source in sources}
    for words, of in (
        ("as shipped", dict.fromkeys(sources, shipped())),
        ("chosen on the other sources", chosen),
    ):
        for official in (True, False):
            total = sum((tallies[of[one]][one, official] for one in sources), Tally())
            which = "the makers' breaks" if official else "new draws"
            sys.stdout.write(
                f"{name:5} {words:28} {which:19} {total.breaks:4} breaks: net recall "
                f"{total.recall:.2f}, net F1 {total.f1:.2f} at {total.a_year:.1f} a year\n"
            )
    for source in sources:
        sys.stdout.write(f"      without {source:16} {chosen[source]}\n")


def _best(
    tallies: Mapping[Setting, Mapping[tuple[str, bool], Tally]],
    sources: Sequence[str],
    left_out: str,
) -> Setting:
    """Most net recall and net F1 of the others, within the bar for false warnings."""

    def worth(setting: Setting) -> float:
        others = (
            tallies[setting][one, mine]
            for one in sources
            for mine in (True, False)
            if one != left_out
        )
        total = sum(others, Tally())
        return total.recall + total.f1 if total.a_year <= MOST_FALSE else -1.0

    return max(tallies, key=worth)


if __name__ == "__main__":
    main(SHARED)
