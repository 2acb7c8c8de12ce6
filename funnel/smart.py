"""The five letters of a goal: what is clear, and what to ask. A weak goal is not refused."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from funnel.catalogue import Catalogue
from funnel.catalogue.entries import Cadence, Metric
from funnel.goals import GoalDraft, Ground, Reference, Settled, reference_changes
from funnel.goals.reference import ENOUGH
from funnel.goals.settling import shown
from funnel.model import Goal
from funnel.numbers import format_change
from funnel.periods import format_day, format_span
from funnel.sentence import Understood

SHORTEST, LONGEST = timedelta(weeks=2), timedelta(days=457)
"""A sensible goal lasts between 2 weeks and 15 months."""

SLOW = timedelta(days=84)
"""What slow metrics need: a quarter, give or take a week."""

RARE = 0.05
"""Share of past windows below which a change counts as ambitious."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One letter. `ok` None: cannot be judged yet. `rules` are the catalogue's rules that `words`
    come from: the open ones, or all that hold."""

    letter: str
    ok: bool | None
    words: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule says; empty words: nothing worth saying."""

    rule: str
    ok: bool | None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A draft with all that its letters are judged by. `others` are the open goals."""

    draft: GoalDraft
    settled: Settled
    catalogue: Catalogue
    framework: str
    ground: Ground | None = None
    said: Understood = field(default_factory=lambda: Understood(""))
    others: Sequence[Goal] = ()

    @property
    def metric(self) -> Metric | None:
        return self.ground.metric if self.ground else None


def judge(case: Case) -> tuple[Verdict, ...]:
    """S M A R T, in that order."""
    return tuple(_letter(letter, list(rules(case))) for letter, rules in _LETTERS.items())


def findings(case: Case) -> tuple[Finding, ...]:
    """What each rule says on its own."""
    return tuple(finding for rules in _LETTERS.values() for finding in rules(case))


def _letter(letter: str, found: list[Finding]) -> Verdict:
    """Questions first; what holds is told only where nothing is open."""
    open_ones = [finding for finding in found if finding.ok is False]
    told = open_ones or [finding for finding in found if finding.ok]
    words = " ".join(dict.fromkeys(finding.words for finding in told if finding.words))
    if open_ones:
        facts = [f.words for f in found if f.ok and f.words and letter in "MAT"]
        words = " ".join([*facts, words])
    ok = False if open_ones else True if any(f.ok for f in found) else None
    return Verdict(letter, ok, words, tuple(finding.rule for finding in told))


def _specific(case: Case) -> Iterator[Finding]:
    yield _one_metric(case)
    if problem := case.settled.broken("S2"):
        yield Finding("S2", False, problem.words)
    else:
        yield Finding("S2", True, f"Measured on: {case.draft.object}.")
    yield _single_goal(case)
    if case.said.vague:
        listed = ", ".join(f'"{word}"' for word in case.said.vague[:3])
        yield Finding("S4", False, f"Put a number, name or date instead of {listed}?")
    if problem := case.settled.broken("S5"):
        yield Finding("S5", False, problem.words)


def _one_metric(case: Case) -> Finding:
    if case.metric is not None:
        problem = case.settled.broken("S1")
        return Finding("S1", problem is None, problem.words if problem else case.metric.name + ".")
    if case.said.choices:
        names = [case.catalogue.metric(key).name for key in case.said.choices]
        return Finding("S1", False, f"Which metric: {', '.join(names[:-1])} or {names[-1]}?")
    return Finding("S1", False, "Which metric? Type a part of its name.")


def _single_goal(case: Case) -> Finding:
    others = [key for key in case.said.others if key != case.draft.metric]
    if not others:
        return Finding("S3", True)
    name = case.catalogue.metric(others[0]).name
    return Finding("S3", False, f"One goal, one metric: make a second goal for {name}.")


def _measurable(case: Case) -> Iterator[Finding]:
    """Baseline, number, unit, range and data; the sentences are those under the fields."""
    if case.ground is None:
        yield Finding("M1", False, "The start value comes from the metric's numbers.")
        if case.said.change and case.draft.target_form is None:
            yield Finding("M3", False, "Percent of the value, or points?")
    for rule in ("M7", "M1", "M3", "M4", "M5"):
        if problem := case.settled.broken(rule):
            yield Finding(rule, False, problem.words)
    if case.settled.broken("M7"):
        yield Finding("M1", False)
    if problem := case.settled.broken("M2"):
        yield Finding("M2", False, problem.words)
    elif not case.draft.target.strip():
        yield Finding("M2", False, "What is the target?")
    yield from _from_to(case)


def _from_to(case: Case) -> Iterator[Finding]:
    ground, settled = case.ground, case.settled
    if ground is None or settled.baseline is None:
        return
    known = settled.baseline
    when = format_span(known.first, known.last, today=ground.today)
    words = f"From {shown(known.value, ground)} ({when})"
    if settled.target is None:
        yield Finding("M1", True, f"{words}.")
        return
    change = format_change(settled.target, known.value, ground.metric, style=ground.style)
    yield Finding("M1", True, f"{words} to {shown(settled.target, ground)} ({change}).")


def _achievable(case: Case) -> Iterator[Finding]:
    reference = _history(case)
    if reference is not None:
        yield _ambition(reference)
        yield from _noise(case, reference)
    if case.draft.action.strip():
        yield Finding("A3", True)
    else:
        yield Finding("A3", False, "What will you do for it?")
    if problem := case.settled.broken("A4"):
        yield Finding("A4", False, problem.words)
    if case.settled.baseline and case.settled.baseline.caveat:
        yield Finding("A5", False, f"Baseline: {case.settled.baseline.caveat}.")


def _history(case: Case) -> Reference | None:
    ground, known, target = case.ground, case.settled.baseline, case.settled.target
    start, deadline = case.settled.start, case.draft.deadline
    if ground is None or known is None or target is None:
        return None
    if start is None or deadline is None or case.settled.broken("M4", "M5", "T1"):
        return None
    return reference_changes(ground, known, target=target, start=start, deadline=deadline)


def _ambition(reference: Reference) -> Finding:
    """A few windows that never saw it prove nothing."""
    k, n = reference.k, reference.n
    seen = f"{k} of the last {n} windows of this length changed that much."
    if k == 0 and n < ENOUGH:
        return Finding("A1", None)
    if k == 0:
        never = f"None of the last {n} windows of this length changed that much: what is new?"
        return Finding("A1", False, never)
    return Finding("A1", k / n > RARE, seen if k / n > RARE else f"Ambitious: {seen}")


def _noise(case: Case, reference: Reference) -> Iterator[Finding]:
    ground, known, target = case.ground, case.settled.baseline, case.settled.target
    if ground is None or known is None or target is None or reference.spread is None:
        return
    if abs(target - known.value) < reference.spread:
        ends = known.value + reference.spread, known.value
        size = format_change(*ends, ground.metric, style=ground.style).lstrip("+")
        yield Finding("M6", False, f"Such windows differ by {size} anyway: aim further?")


def _relevant(case: Case) -> Iterator[Finding]:
    if problem := case.settled.broken("R1"):
        yield Finding("R1", False, problem.words)
    else:
        yield Finding("R1", True, f"Part of {case.draft.objective.strip()}.")
    if case.metric is None or case.ground is None:
        yield Finding("R2", False)
        return
    yield _stage(case, case.metric)
    yield from _time_to_move(case, case.metric)
    yield from _beside(case, case.metric)


def _stage(case: Case, metric: Metric) -> Finding:
    own, key = stage_of(metric, case.framework), case.draft.stage
    name = case.catalogue.stage(own).short if own else ""
    if not key or metric.in_stage(key) or not own:
        return Finding("R2", True, f"Stage {name}." if name else "")
    said = case.catalogue.stage(key).short
    return Finding("R2", False, f"{metric.name} belongs to {name}, not {said}.")


def stage_of(metric: Metric, framework: str) -> str:
    """The metric's first stage in the framework, else in the other one; "" for none."""
    here = [stage for name, stage in metric.stages if name == framework]
    return next(iter([*here, *(stage for _, stage in metric.stages)]), "")


def _time_to_move(case: Case, metric: Metric) -> Iterator[Finding]:
    length = _length(case)
    slow = metric.cadence in (Cadence.MONTHLY, Cadence.QUARTERLY)
    needs = max(SLOW if slow else timedelta(0), timedelta(days=metric.maturity_lag_days))
    if length is not None and length < needs:
        yield Finding("R3", False, f"{metric.name} moves slowly: give it {needs.days} days?")


def _beside(case: Case, metric: Metric) -> Iterator[Finding]:
    """Another goal on the same thing, and a metric that pays for this one."""
    same = [goal for goal in case.others if (goal.metric, goal.segment) == _subject(case)]
    for goal in same[:1]:
        clash = goal.side is not case.settled.side
        what = "wants the opposite" if clash else "is already about this"
        yield Finding("R4", False, f"Goal {goal.number} {what}: edit that one?")
    watched = {goal.metric for goal in case.others}
    guard = [key for key in metric.read_with if key not in watched]
    if guard and not same:
        name = case.catalogue.metric(guard[0]).name
        yield Finding("R4", False, f"Watch {name} beside it, or set a goal on it too.")


def _subject(case: Case) -> tuple[str, object]:
    return case.draft.metric, case.draft.segment


def _timed(case: Case) -> Iterator[Finding]:
    problem = case.settled.broken("T1")
    if problem is not None:
        words = problem.words
        if case.said.deadline_words and case.draft.deadline is None:
            words = f'"{case.said.deadline_words}" is no day ahead. {words}'
        yield Finding("T1", False, words)
        return
    length, deadline = _length(case), case.draft.deadline
    if length is None or deadline is None:
        return
    yield Finding("T1", True, f"{length.days} days, to {_dated(deadline)}.")
    if length < SHORTEST:
        yield Finding("T3", False, "Under 2 weeks is short: a later date?")
    elif length > LONGEST:
        yield Finding("T3", False, "Over 15 months is long: a nearer step first?")
    if case.metric is not None:
        final = deadline + timedelta(days=case.metric.maturity_lag_days + 1)
        yield Finding("T4", True, f"Final on {_dated(final)}, when its numbers are in.")


def _length(case: Case) -> timedelta | None:
    if case.draft.deadline is None or case.settled.start is None:
        return None
    return case.draft.deadline - case.settled.start


def _dated(day: date) -> str:
    return f"{format_day(day)} {day.year}"


_LETTERS: dict[str, Callable[[Case], Iterator[Finding]]] = {
    "S": _specific,
    "M": _measurable,
    "A": _achievable,
    "R": _relevant,
    "T": _timed,
}
