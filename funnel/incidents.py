"""Breaks that are one incident: which belong together, which of them leads, how it stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from funnel.catalogue.entries import Identity, Metric
from funnel.life import TELL_AGAIN, WORSE_BY, Edge
from funnel.model import Break, BreakEnd, Condition, Money

TOLD_TOGETHER = timedelta(days=3)
ONE_STORY = timedelta(days=28)
_STANDS = {Condition.OPEN: 2, Condition.RECOVERING: 1, Condition.CLOSED: 0}


@dataclass(frozen=True, slots=True)
class Sign:
    """A break as merging sees it: what left its usual range, when it opened, and the interval in
    which it began. `source` is where its numbers came from."""

    metric: Metric
    opened: date
    low: date
    high: date
    source: str = ""


@dataclass(frozen=True, slots=True)
class Incident:
    """Breaks told as one, the first one first: its number is that of all."""

    members: tuple[Break, ...]

    @property
    def number(self) -> int:
        return self.members[0].incident

    @property
    def condition(self) -> Condition:
        """Open as long as one of them is."""
        return max((one.condition for one in self.members), key=_STANDS.__getitem__)

    @property
    def lead(self) -> Break:
        """Of those that keep it as it stands the costliest, then the farthest from usual; a whole
        shop before its segments. One that came later leads when it weighs half as much again, so
        that the headline does not change its subject with each day's estimate."""
        standing = [one for one in self.members if one.condition is self.condition]
        whole = [one for one in standing if one.segment.is_total] or standing
        lead = whole[0]
        for one in whole[1:]:
            if _outweighs(one, lead):
                lead = one
        return lead

    @property
    def others(self) -> tuple[Break, ...]:
        return tuple(one for one in self.members if one != self.lead)

    def among(self, metrics: Iterable[str]) -> "Incident":
        """Only what these metrics say of it; all of it if none of them is in it."""
        wanted = frozenset(metrics)
        mine = tuple(one for one in self.members if one.metric in wanted)
        return Incident(mine or self.members)


def incidents_of(breaks: Iterable[Break]) -> tuple[Incident, ...]:
    """In the order of their numbers."""
    groups: dict[int, list[Break]] = {}
    for one in sorted(breaks, key=lambda each: each.number):
        groups.setdefault(one.incident or one.number, []).append(one)
    return tuple(Incident(tuple(group)) for _, group in sorted(groups.items()))


def told_breaks(breaks: Iterable[Break]) -> tuple[Break, ...]:
    """One for each incident, as people know it: its lead under the incident's number."""
    return tuple(replace(one.lead, number=one.number) for one in incidents_of(breaks))


def weight_of(money: Money | None, score: float) -> tuple[float, float]:
    """What decides which of several leads: money, then distance from usual."""
    return (money.amount if money is not None else 0.0, score)


def sign_of(one: Break, metric: Metric, *, source: str = "") -> Sign:
    low, high = _day(one.onset_low), _day(one.onset_high)
    return Sign(metric, opened_day(one), low, high, source)


def home_of(
    one: Sign, incidents: Sequence[Sequence[Sign]], identities: Iterable[Identity]
) -> int | None:
    """The place of the newest incident that it belongs to; None if it is one of its own."""
    known = tuple(identities)
    places = range(len(incidents) - 1, -1, -1)
    return next((at for at in places if _belongs(one, incidents[at], known)), None)


def is_near(one: Break, incident: Incident) -> bool:
    """Whether it opened when it could belong: what is not need not be asked further."""
    first = min(opened_day(each) for each in incident.members)
    return abs(opened_day(one) - first) <= ONE_STORY


def opened_day(one: Break) -> date:
    return _day(one.opened_on)


def edge_of(
    before: Incident | None, after: Incident, *, joined: bool = False, grew: bool = False
) -> Edge:
    """What a scan did to the whole: a change of condition, else what came to it. `grew`: its lead
    did."""
    if before is None:
        return Edge.OPENED
    if before.condition is not after.condition:
        match after.condition:
            case Condition.CLOSED:
                new = after.lead.ended is BreakEnd.NEW_NORMAL
                return Edge.NEW_NORMAL if new else Edge.RECOVERED
            case Condition.RECOVERING:
                return Edge.RECOVERING
            case Condition.OPEN:
                return Edge.JOINED if joined else Edge.RELAPSED
    if joined:
        return Edge.JOINED
    return Edge.WORSENED if grew and not _told_lately(before, after) else Edge.UPDATED


def _told_lately(before: Incident, after: Incident) -> bool:
    """Growth is told once a week, whichever of its breaks it is that grows."""
    told = [one.worsened_on for one in before.members if one.worsened_on is not None]
    return bool(told) and after.lead.last_on - max(told) < TELL_AGAIN


def _belongs(one: Sign, incident: Sequence[Sign], identities: Sequence[Identity]) -> bool:
    """Seen within three days in numbers of one source; or of one stage or identity, and it may
    have begun when one of them did."""
    age = abs(one.opened - min(sign.opened for sign in incident))
    if age <= TOLD_TOGETHER and any(sign.source == one.source for sign in incident):
        return True
    return age <= ONE_STORY and any(
        one.low <= sign.high and sign.low <= one.high and _kin(one.metric, sign.metric, identities)
        for sign in incident
    )


def _kin(one: Metric, other: Metric, identities: Sequence[Identity]) -> bool:
    """The same metric (its segments), one stage, one identity, or a component in both."""
    if one.key == other.key or set(one.stages) & set(other.stages):
        return True
    if set(one.formula.components) & set(other.formula.components):
        return True
    return any(one.key in each.metrics and other.key in each.metrics for each in identities)


def _outweighs(one: Break, lead: Break) -> bool:
    mine, theirs = weight_of(one.money, one.score), weight_of(lead.money, lead.score)
    if mine[0] or theirs[0]:
        return mine[0] >= WORSE_BY * theirs[0]
    return mine[1] >= WORSE_BY * theirs[1]


def _day(at: date) -> date:
    return at.date() if isinstance(at, datetime) else at
