"""Whether a goal is achievable: what history saw, how likely it is, what would be reachable."""

from collections.abc import Iterator

from funnel.goals import Ground, Reference, reference_changes
from funnel.goals.reference import ENOUGH
from funnel.goals.settling import shown
from funnel.model import Side
from funnel.numbers import format_change
from funnel.periods import format_day
from funnel.smart_case import Case, Finding

FAIR = 0.2
"""A chance below this asks for another target or date."""

RARE = 0.05
"""Share of past windows below which a change counts as ambitious."""


def reference_of(case: Case) -> Reference | None:
    """How often history saw such a change; None where there is nothing to compare, or a bound."""
    ground, known, target = case.ground, case.settled.baseline, case.settled.target
    start, deadline = case.settled.start, case.draft.deadline
    if ground is None or known is None or target is None or case.draft.stays:
        return None
    if start is None or deadline is None or case.settled.broken("M4", "M5", "T1"):
        return None
    return reference_changes(ground, known, target=target, start=start, deadline=deadline)


def ambition(reference: Reference) -> Finding:
    """A few windows that never saw it prove nothing."""
    k, n = reference.k, reference.n
    seen = f"{k} of the last {n} windows of this length changed that much."
    if k == 0 and n < ENOUGH:
        return Finding("A1", None)
    if k == 0:
        never = f"None of the last {n} windows of this length changed that much: what is new?"
        return Finding("A1", False, never)
    return Finding("A1", k / n > RARE, seen if k / n > RARE else f"Ambitious: {seen}")


def likely(case: Case) -> Iterator[Finding]:
    """The probability, and what would be reachable instead."""
    outlook, ground = case.outlook, case.ground
    if outlook is None or ground is None:
        return
    rough = " (rough: little to go by)" if outlook.rough else ""
    fair = outlook.chance >= FAIR
    chance = f"Chance now {percent(outlook.chance)}{rough}."
    parts = [chance, _counted_in(case, ground), _reachable(case, ground, fair=fair)]
    yield Finding("A2", fair, " ".join(filter(None, parts)))


def _counted_in(case: Case, ground: Ground) -> str:
    """ "It counts in event #4 Sale." """
    deadline = case.draft.deadline
    known = [one.event for one in ground.known if one.event.last > ground.through]
    named = [f"#{one.number} {one.title}" for one in known if deadline and one.first <= deadline]
    if not named:
        return ""
    return f"It counts in event{'' if len(named) == 1 else 's'} {', '.join(named[:2])}."


def _reachable(case: Case, ground: Ground, *, fair: bool) -> str:
    """What four in five times would be reached, and by when the target would be."""
    prospect, deadline = case.prospect, case.draft.deadline
    if prospect is None or prospect.target is None or deadline is None:
        return ""
    words = f"Reachable with 80%: {shown(_possible(prospect.target, ground), ground)}"
    known = case.settled.baseline
    if known and (prospect.target <= known.value) is (case.settled.side is Side.UP):
        worse = "less" if case.settled.side is Side.UP else "more"
        words += f", which is {worse} than it starts from"
    if prospect.by == deadline:
        return f"{words}."
    if prospect.by is None:
        return f"{words}; this target not within 18 months."
    words += f", or this target by {format_day(prospect.by)} {prospect.by.year}"
    return f"{words}." if fair else f"{words}: change one of them?"


def _possible(value: float, ground: Ground) -> float:
    low, high = ground.metric.low, ground.metric.high
    value = value if low is None else max(value, low)
    return value if high is None else min(value, high)


def percent(chance: float) -> str:
    """ "31%"; the ends are never claimed."""
    whole = round(chance * 100)
    if chance < 1 and whole >= 100:
        return "over 99%"
    return "under 1%" if chance > 0 and whole == 0 else f"{whole}%"


def noise(case: Case, reference: Reference) -> Iterator[Finding]:
    ground, known, target = case.ground, case.settled.baseline, case.settled.target
    if ground is None or known is None or target is None or reference.spread is None:
        return
    if abs(target - known.value) < reference.spread:
        ends = known.value + reference.spread, known.value
        size = format_change(*ends, ground.metric, style=ground.style).lstrip("+")
        yield Finding("M6", False, f"Such windows differ by {size} anyway: aim further?")
