"""The five letters of a goal: what is clear, and what to ask. A weak goal is not refused."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from funnel.catalogue.entries import Cadence, Metric
from funnel.catalogue.smart import VAGUE_WORDS, VagueKind
from funnel.goals import Ground, past_stay
from funnel.goals.settling import shown
from funnel.model import Grain, Side
from funnel.numbers import format_change
from funnel.periods import format_day, format_span
from funnel.pursuit import CheckIns
from funnel.smart_case import Case, Finding, Verdict
from funnel.smart_odds import ambition, likely, noise, reference_of

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SHORTEST, LONGEST = timedelta(weeks=2), timedelta(days=457)
"""A sensible goal lasts between 2 weeks and 15 months."""

SLOW = timedelta(days=84)
"""What slow metrics need: a quarter, give or take a week."""


_SILENT = {Grain.HOUR: 14, Grain.DAY: 14, Grain.WEEK: 28, Grain.MONTH: 70}
"""Days without a number after which a goal would begin without news."""


def judge(case: Case) -> tuple[Verdict, ...]:
    """S M A R T, in that order."""
    return tuple(
        replace(_letter(letter, list(rules(case))), origin=_origin(letter, case))
        for letter, rules in _LETTERS.items()
    )


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


def _origin(letter: str, case: Case) -> str:
    """Which fields or numbers a letter was judged by."""
    if letter not in "MA" or case.ground is None:
        return {"S": "metric and For", "R": "objective and stage", "T": "By"}.get(letter, "")
    if letter == "M":
        return _numbers_behind(case, case.ground)
    series = case.ground.series.between(None, case.ground.through)
    if not len(series) or case.outlook is None:
        return ""
    first, last = (series.starts[at].astype("datetime64[D]").item() for at in (0, -1))
    return f"its {len(series)} {series.grain}s, {format_span(first, last, today=case.ground.today)}"


def _numbers_behind(case: Case, ground: Ground) -> str:
    """Which numbers the start comes from, and how fresh they are."""
    known, newest = case.settled.baseline, ground.newest
    if known is None or newest is None:
        return ""
    what = "its complete weeks" if case.draft.stays else f"{known.days} days of its numbers"
    return f"{what}, newest {format_day(newest, today=ground.today)}"


def _specific(case: Case) -> Iterator[Finding]:
    yield _one_metric(case)
    if problem := case.settled.broken("S2"):
        yield Finding("S2", False, problem.words)
    else:
        yield Finding("S2", True, f"Measured on: {case.draft.object}.")
    yield _single_goal(case)
    if case.said.vague:
        yield Finding("S4", False, " ".join(map(_instead_of, case.said.vague[:2])))
    if problem := case.settled.broken("S5"):
        yield Finding("S5", False, problem.words)
    elif reason := case.draft.plan.reason.strip():
        yield Finding("S5", True, f"The other way than usual: {reason}.")


def _instead_of(word: str) -> str:
    kind = next(kind for kind, words in VAGUE_WORDS.items() if word in words)
    return f'Instead of "{word}" {_CLEARER[kind]}?'


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
    yield from _still_coming(case)
    yield from _from_to(case)


def _still_coming(case: Case) -> Iterator[Finding]:
    """A goal on numbers that have stopped could only wait for them."""
    ground = case.ground
    if ground is None or ground.newest is None:
        return
    if (ground.through - ground.newest).days > _SILENT[ground.series.grain]:
        ended = format_day(ground.newest)
        yield Finding("M7", False, f"Its numbers end on {ended}: the goal would wait for new ones.")


def _from_to(case: Case) -> Iterator[Finding]:
    ground, settled = case.ground, case.settled
    if ground is None or settled.baseline is None:
        return
    if case.draft.stays and settled.target is not None:
        yield Finding("M1", True, _bound_words(case, ground, settled.target))
        return
    known = settled.baseline
    when = format_span(known.first, known.last, today=case.draft.deadline or ground.today)
    words = f"From {shown(known.value, ground)} ({when})"
    if settled.target is None:
        yield Finding("M1", True, f"{words}.")
        return
    change = format_change(settled.target, known.value, ground.metric, style=ground.style)
    yield Finding("M1", True, f"{words} to {shown(settled.target, ground)} ({change}).")


def _bound_words(case: Case, ground: Ground, bound: float) -> str:
    """ "Each week above 500. The last complete one had 5,812; 12 of the last 12 were above." """
    side = case.settled.side or Side.UP
    way = "above" if side is Side.UP else "below"
    unit = "month" if ground.series.grain is Grain.MONTH else "week"
    words = f"Each {unit} {way} {shown(bound, ground)}."
    past = past_stay(ground, bound, side)
    if past is None:
        return words
    newest = f"The last complete one had {shown(past.newest, ground)}"
    return f"{words} {newest}; {past.kept} of the last {past.periods} were {way}."


def _achievable(case: Case) -> Iterator[Finding]:
    if case.ground is None:
        yield Finding("A2", False, "The chance comes from the metric's numbers.")
    reference = reference_of(case)
    if reference is not None:
        yield ambition(reference)
        yield from noise(case, reference)
    yield from likely(case)
    if case.draft.action.strip():
        yield Finding("A3", True)
    else:
        yield Finding("A3", False, "What will you do for it?")
    if problem := case.settled.broken("A4"):
        yield Finding("A4", False, problem.words)
    if case.settled.baseline and case.settled.baseline.caveat:
        yield Finding("A5", False, f"Baseline: {case.settled.baseline.caveat}.")


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
    chosen = case.draft.plan.guard
    if case.catalogue.has_metric(chosen) and not same:
        name = case.catalogue.metric(chosen).name
        yield Finding("R4", True, f"Guarded by {name}.")
        return
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
    yield from _reviewed(case, length)
    if length < SHORTEST:
        yield Finding("T3", False, "Under 2 weeks is short: a later date?")
    elif length > LONGEST:
        yield Finding("T3", False, "Over 15 months is long: a nearer step first?")
    if case.metric is not None:
        final = deadline + timedelta(days=case.metric.maturity_lag_days + 1)
        yield Finding("T4", True, f"Final on {_dated(final)}, when its numbers are in.")


def _reviewed(case: Case, length: timedelta) -> Iterator[Finding]:
    plan = case.draft.plan
    if plan.check_ins is CheckIns.NEVER:
        yield Finding("T2", False, "Nobody is asked to check in: weekly, under More?")
        return
    day = WEEKDAYS[plan.weekday]
    words = f"Check-in {plan.check_ins} on {day} {plan.at:%H:%M} in the owner's zone."
    few = plan.check_ins is CheckIns.MONTHLY and length < 4 * timedelta(days=28)
    yield Finding("T2", not few, words + (" That is seldom for so short a goal." if few else ""))


def _length(case: Case) -> timedelta | None:
    if case.draft.deadline is None or case.settled.start is None:
        return None
    return case.draft.deadline - case.settled.start


def _dated(day: date) -> str:
    return f"{format_day(day)} {day.year}"


_CLEARER = {
    VagueKind.DIRECTIONAL_VERB: "say by how much and by when, such as by 10% by 31 March",
    VagueKind.QUANTITY: "give a number, such as 10%",
    VagueKind.QUALITY: "name the metric and its value",
    VagueKind.TIME: "give a date, such as 31 March",
    VagueKind.HEDGE: "say it plainly, or give a tolerance",
    VagueKind.OPEN_ENDED: "name each one",
}

_LETTERS: dict[str, Callable[[Case], Iterator[Finding]]] = {
    "S": _specific,
    "M": _measurable,
    "A": _achievable,
    "R": _relevant,
    "T": _timed,
}
