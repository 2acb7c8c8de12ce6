"""What would have been told: a journey's history replayed as daily scans would have seen it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import numpy as np

from funnel.alarm import DEFAULT_BUDGET
from funnel.budget import Watched, replay, threshold_of
from funnel.catalogue import Catalogue
from funnel.catalogue.entries import Metric
from funnel.detect import Finding
from funnel.deviation import track
from funnel.dispersion import Spell, spells
from funnel.events import Event
from funnel.explain import Drop, lost_money, needed
from funnel.incidents import Sign, home_of, weight_of
from funnel.learning import find
from funnel.model import Money, Series, Shape, Side
from funnel.onset import date_onset
from funnel.season import WHOLE_PAST, expected
from funnel.symptoms import diagnosis, pull_of
from funnel.watching import said_twice, watched, watched_of, with_conversions

EVIDENCE_AFTER = timedelta(days=7)
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
class Unsteady:
    """A line that only digests would have had: days of a metric had become unsteady."""

    metric: str
    spell: Spell


@dataclass(frozen=True, slots=True)
class _Found:
    series: Series
    metric: Metric
    finding: Finding
    money: Money | None

    @property
    def weight(self) -> tuple[float, float]:
        return weight_of(self.money, self.finding.score)

    @property
    def sign(self) -> Sign:
        found = self.finding
        return Sign(self.metric, found.opened, found.onset_low, found.onset_high)


def replay_journey(
    journey: Mapping[str, Series],
    catalogue: Catalogue,
    *,
    budget: float = DEFAULT_BUDGET,
    events: Sequence[Event] = (),
) -> list[Told]:
    """`journey` holds whole-shop series by metric key. One channel watches all that have a good
    direction, and the rates that follow from them; the threshold is that of its alarm budget, by
    replay of the same history. `events` explain what they explain."""
    ground = _Ground.of(journey, catalogue, events)
    if not ground.watched:
        return []
    groups = ground.groups(threshold_of(replay(ground.watched), budget=budget))
    told = [line for group in groups for line in _lines(group, ground)]
    return sorted(told, key=lambda one: one.on)


def unsteady_days(
    journey: Mapping[str, Series], catalogue: Catalogue, *, events: Sequence[Event] = ()
) -> list[Unsteady]:
    """What daily scans would have noted of the same journey, oldest first."""
    whole = with_conversions(journey, catalogue)
    twice = said_twice(whole, catalogue)
    found = [
        Unsteady(key, spell)
        for key, series in sorted(whole.items())
        if key not in twice
        for one in [watched(series, catalogue.metric(key), events)]
        for spell in spells(one.series, one.metric, past=one.past)
    ]
    return sorted(found, key=lambda one: one.spell.opened)


def openings(
    journey: Mapping[str, Series],
    catalogue: Catalogue,
    *,
    budgets: Iterable[float],
    since: date,
    events: Sequence[Event] = (),
) -> dict[float, list[Told]]:
    """For each budget the warnings that would have been posted since that day, oldest first: what
    was known on their day, of the same journey with the same history behind it."""
    ground = _Ground.of(journey, catalogue, events)
    history = replay(ground.watched)
    return {
        budget: [
            _line(group, ground, at=group[0].finding.opened, change=Change.OPENED)
            for group in ground.groups(threshold_of(history, budget=budget))
            if group[0].finding.opened >= since
        ]
        for budget in budgets
    }


@dataclass(frozen=True, slots=True)
class _Ground:
    """A journey with what is watched of it."""

    journey: Mapping[str, Series]
    catalogue: Catalogue
    watched: Sequence[Watched]

    @classmethod
    def of(
        cls, journey: Mapping[str, Series], catalogue: Catalogue, events: Sequence[Event]
    ) -> "_Ground":
        whole = with_conversions(journey, catalogue)
        return cls(whole, catalogue, watched_of(whole, catalogue, events))

    def groups(self, threshold: float) -> list[list[_Found]]:
        """Each incident with its findings, the first one first."""
        found = [
            _Found(one.series, one.metric, finding, _money(one, finding, self))
            for one in self.watched
            for finding in find(one.series, one.metric, past=one.past, threshold=threshold)
            if not finding.again
        ]
        return _merged(found, self.catalogue)


def _merged(found: Iterable[_Found], catalogue: Catalogue) -> list[list[_Found]]:
    """As a daily scan merges what it finds."""
    groups: list[list[_Found]] = []
    for one in sorted(found, key=lambda each: each.finding.opened):
        signs = [[each.sign for each in group] for group in groups]
        home = home_of(one.sign, signs, catalogue.identities)
        if home is None:
            groups.append([one])
        else:
            groups[home].append(one)
    return groups


def _lines(group: Sequence[_Found], ground: _Ground) -> list[Told]:
    """What is known on the day of the first finding, and a week later."""
    opened = group[0].finding.opened
    ends = (series.starts[-1] for series in ground.journey.values() if len(series))
    newest = max(ends).astype("datetime64[D]").tolist()
    lines = [_line(group, ground, at=opened, change=Change.OPENED)]
    if opened + EVIDENCE_AFTER <= newest:
        later = opened + EVIDENCE_AFTER
        lines.append(_line(group, ground, at=later, change=Change.EXPLAINED))
    return lines


def _line(group: Sequence[_Found], ground: _Ground, *, at: date, change: Change) -> Told:
    catalogue = ground.catalogue
    known = [one for one in group if one.finding.opened <= at]
    lead = max(known, key=lambda one: one.weight)
    onset, low, high, kind = _dated(lead, at)
    pulls = {
        key: pull
        for key, series in ground.journey.items()
        if (pull := pull_of(series, catalogue.metric(key), since=onset, at=at)) is not None
    }
    about = [one.metric.key for one in known]
    fits = diagnosis(catalogue.breaks, pulls, catalogue.identities, about=about)
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


def _money(one: Watched, finding: Finding, ground: _Ground) -> Money | None:
    """At the usual values of the day of opening."""
    journey, catalogue, latest = ground.journey, ground.catalogue, {}
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
