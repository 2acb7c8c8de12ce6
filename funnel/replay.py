"""What would have been told: a journey's history replayed as daily scans would have seen it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import numpy as np

from funnel.alarm import DEFAULT_BUDGET
from funnel.budget import Watched, replay, threshold_of
from funnel.catalogue import Catalogue
from funnel.catalogue.entries import Direction, Metric
from funnel.detect import Finding, judge
from funnel.deviation import track
from funnel.explain import Drop, lost_money, needed
from funnel.model import Money, Series, Shape, Side
from funnel.onset import date_onset
from funnel.season import WHOLE_PAST, expected
from funnel.symptoms import diagnosis, pull_of

MERGED_WITHIN = timedelta(days=3)
EVIDENCE_AFTER = timedelta(days=7)
ONE_STORY = timedelta(days=28)
NO_KNOWN_BREAK = "no known break fits"


class Change(StrEnum):
    """What a line tells."""

    OPENED = "opened"
    EXPLAINED = "explained"  # a week later, when more is known


@dataclass(frozen=True, slots=True)
class Told:
    """One posted change of one incident. `metrics` are all that opened with it, the lead first;
    `hypothesis` is the key of a named break, or that none fits."""

    on: date
    change: Change
    metrics: tuple[str, ...]
    side: Side
    kind: Shape
    onset: date
    onset_low: date
    onset_high: date
    hypothesis: str
    money: Money | None


@dataclass(frozen=True, slots=True)
class _Found:
    series: Series
    metric: Metric
    finding: Finding
    money: Money | None

    @property
    def weight(self) -> tuple[float, float]:
        return (self.money.amount if self.money else 0.0, self.finding.score)


def replay_journey(
    journey: Mapping[str, Series], catalogue: Catalogue, *, budget: float = DEFAULT_BUDGET
) -> list[Told]:
    """`journey` holds whole-shop series by metric key. One channel watches all that have a good
    direction; the threshold is that of its alarm budget, by replay of the same history."""
    watched = _watched(journey, catalogue)
    if not watched:
        return []
    groups = _groups(watched, journey, catalogue, threshold_of(replay(watched), budget=budget))
    told = [line for group in groups for line in _lines(group, journey, catalogue)]
    return sorted(told, key=lambda one: one.on)


def openings(
    journey: Mapping[str, Series],
    catalogue: Catalogue,
    *,
    budgets: Iterable[float],
    since: date,
) -> dict[float, list[Told]]:
    """For each budget the warnings that would have been posted since that day, oldest first: what
    was known on their day, of the same journey with the same history behind it."""
    watched = _watched(journey, catalogue)
    history = replay(watched)
    return {
        budget: [
            _line(group, journey, catalogue, at=group[0].finding.opened, change=Change.OPENED)
            for group in _groups(watched, journey, catalogue, threshold_of(history, budget=budget))
            if group[0].finding.opened >= since
        ]
        for budget in budgets
    }


def _watched(journey: Mapping[str, Series], catalogue: Catalogue) -> list[Watched]:
    """Those with a good direction; the others never warn."""
    return [
        Watched(series, catalogue.metric(key))
        for key, series in sorted(journey.items())
        if catalogue.metric(key).direction is not Direction.NEUTRAL
    ]


def _groups(
    watched: Sequence[Watched],
    journey: Mapping[str, Series],
    catalogue: Catalogue,
    threshold: float,
) -> list[list[_Found]]:
    """Each incident with its findings, the first one first."""
    found = [
        _Found(one.series, one.metric, finding, _money(one, finding, journey, catalogue))
        for one in watched
        for finding in judge(one.series, one.metric, threshold=threshold)
        if not finding.again
    ]
    return _merged(sorted(found, key=lambda one: one.finding.opened))


def _merged(found: Sequence[_Found]) -> list[list[_Found]]:
    """One incident are findings within three days of its first one, and later ones that may have
    begun when it did."""
    groups: list[list[_Found]] = []
    for one in found:
        first = groups[-1][0].finding if groups else None
        if first is not None and _belongs(one.finding, first):
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups


def _belongs(one: Finding, first: Finding) -> bool:
    age = one.opened - first.opened
    return age <= MERGED_WITHIN or (age <= ONE_STORY and one.onset <= first.opened)


def _lines(
    group: Sequence[_Found], journey: Mapping[str, Series], catalogue: Catalogue
) -> list[Told]:
    """What is known on the day of the first finding, and a week later."""
    opened = group[0].finding.opened
    newest = max(series.starts[-1] for series in journey.values()).astype("datetime64[D]").tolist()
    lines = [_line(group, journey, catalogue, at=opened, change=Change.OPENED)]
    if opened + EVIDENCE_AFTER <= newest:
        later = opened + EVIDENCE_AFTER
        lines.append(_line(group, journey, catalogue, at=later, change=Change.EXPLAINED))
    return lines


def _line(
    group: Sequence[_Found],
    journey: Mapping[str, Series],
    catalogue: Catalogue,
    *,
    at: date,
    change: Change,
) -> Told:
    known = [one for one in group if one.finding.opened <= at]
    lead = max(known, key=lambda one: one.weight)
    onset, low, high, kind = _dated(lead, at)
    pulls = {
        key: pull
        for key, series in journey.items()
        if (pull := pull_of(series, catalogue.metric(key), since=onset, at=at)) is not None
    }
    fits = diagnosis(catalogue.breaks, pulls, catalogue.identities)
    others = sorted({one.metric.key for one in known} - {lead.metric.key})
    return Told(
        on=at,
        change=change,
        metrics=(lead.metric.key, *others),
        side=lead.finding.side,
        kind=kind,
        onset=onset,
        onset_low=low,
        onset_high=high,
        hypothesis=fits.named.key if fits else NO_KNOWN_BREAK,
        money=lead.money,
    )


def _dated(lead: _Found, at: date) -> tuple[date, date, date, Shape]:
    """The onset as it is known at `at`, never after the opening."""
    found = lead.finding
    made = track(lead.series.between(None, at), lead.metric, past=WHOLE_PAST)
    if at <= found.opened or made is None:
        return found.onset, found.onset_low, found.onset_high, found.shape
    grid, road = made
    row = int(np.flatnonzero(np.isfinite(road.level[0]))[-1])
    onset = date_onset(road.level[0], float(road.step[0][row]), newest=row)
    days = grid.days().tolist()
    first, low, high = (min(days[at], found.opened) for at in (onset.at, onset.low, onset.high))
    kind = found.shape
    if kind is not Shape.JUMP:
        kind = Shape.LEAK if onset.ramp > 0.5 else Shape.SHIFT
    return first, low, high, kind


def _money(
    one: Watched, finding: Finding, journey: Mapping[str, Series], catalogue: Catalogue
) -> Money | None:
    """At the usual values of the day of opening."""
    latest = {}
    for key in needed(one.metric.key):
        if key in journey:
            value = expected(journey[key], finding.opened, metric=catalogue.metric(key)).value
            if value is not None:
                latest[key] = value
    sign = 1.0 if finding.side is Side.UP else -1.0
    near, far = (finding.high, finding.low) if sign > 0 else (finding.low, finding.high)
    amount, low, high = (
        max(sign * (finding.observed - edge), 0.0) for edge in (finding.expected, near, far)
    )
    return lost_money(one.metric.key, Drop(amount, low, high), latest=latest)
