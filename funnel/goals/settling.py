"""From what was typed to a target with its baseline, and what stands in the way."""

from dataclasses import dataclass
from datetime import date

from funnel.catalogue.entries import Direction, Unit
from funnel.errors import BadNumber
from funnel.goals.baseline import Baseline, baseline
from funnel.goals.draft import GoalDraft
from funnel.goals.windows import Ground
from funnel.model import TOTAL, Goal, Measure, Side, TargetForm
from funnel.numbers import check_value, format_value, parse_number
from funnel.periods import format_day

IN_POINTS = frozenset({Unit.PERCENT, Unit.SCORE_NPS, Unit.SCORE_1_5})
"""Units whose changes are said in points, so that "15 % more" must be said on purpose."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a goal cannot go live: `rule` of the catalogue, `field` of the form, a sentence.

    `refused` ones cannot even be kept as a draft; the others are questions that may wait.
    """

    rule: str
    field: str
    words: str
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Settled:
    """What the draft means in numbers, as far as it is known."""

    amount: float | None = None
    form: TargetForm | None = None
    side: Side | None = None
    start: date | None = None
    baseline: Baseline | None = None
    target: float | None = None
    problems: tuple[Problem, ...] = ()

    def broken(self, *rules: str) -> Problem | None:
        return next((problem for problem in self.problems if problem.rule in rules), None)


def settle(
    draft: GoalDraft, ground: Ground | None, *, today: date, stored: Goal | None = None
) -> Settled:
    """`ground` is None while no metric is chosen. Never raises: problems are listed in the order
    of the form. A goal that is `stored` and live keeps its start, and its baseline while it is
    measured on the same thing."""
    start = stored.start if stored else _start(draft, ground, today)
    amount, unread = _amount(draft, ground)
    problems = [*([unread] if unread else ()), *_missing(draft, ground, today)]
    if ground is None:
        return Settled(amount, start=start, problems=tuple(problems))
    known = _known(draft, ground, start, today, stored)
    form = _form(draft, ground)
    side = _side(draft, ground, form, amount, known)
    target = _target(amount, form, side, known)
    if known is None:
        problems.append(_no_numbers(draft, ground))
    if amount is not None and form is None:
        problems.append(_which_percent(draft, ground, known))
    if target is not None:
        problems += _impossible(draft, ground, target, side, known)
    return Settled(amount, form, side, start, known, target, tuple(problems))


def _known(
    draft: GoalDraft, ground: Ground, start: date, today: date, stored: Goal | None
) -> Baseline | None:
    if stored and (stored.metric, stored.segment) == (draft.metric, ground.series.segment):
        same = stored.measure is Measure.LEVEL or stored.deadline == draft.deadline
        if same:
            return Baseline(stored.baseline, stored.baseline_first, stored.baseline_last)
    if ground.metric.is_distribution:
        return None
    return baseline(ground, start=start, deadline=max(draft.deadline or today, start))


def good_side(direction: Direction) -> Side | None:
    """The way a metric should go; None for a neutral one."""
    sides = {Direction.HIGHER_IS_BETTER: Side.UP, Direction.LOWER_IS_BETTER: Side.DOWN}
    return sides.get(direction)


def shown(value: float, ground: Ground) -> str:
    return format_value(value, ground.metric, style=ground.style, currency=ground.currency)


def _start(draft: GoalDraft, ground: Ground | None, today: date) -> date:
    named = ground is not None and ground.measure is Measure.CUMULATIVE and draft.start
    return draft.start if named and draft.start else today


def _amount(draft: GoalDraft, ground: Ground | None) -> tuple[float | None, Problem | None]:
    """The number as typed. A change in percent has no unit of the metric, a value to reach has."""
    text = draft.target.strip()
    if not text:
        return None, Problem("M2", "target", "What is the target? Type a number.")
    change = draft.target_form in (TargetForm.RELATIVE, TargetForm.POINTS)
    percent_typed = draft.target_form is None and ("%" in text or "percent" in text)
    bare = ground is None or change or percent_typed
    try:
        unit = None if bare or ground is None else ground.metric.unit
        amount = parse_number(text, style=ground.style if ground else "en", unit=unit).value
    except BadNumber as error:
        return None, Problem("M2", "target", f"{error.message} {error.hint}", refused=True)
    if change and amount <= 0:
        words = "Type a number above 0; the field beside it says more or less."
        return None, Problem("M2", "target", words, refused=True)
    return amount, None


def _form(draft: GoalDraft, ground: Ground) -> TargetForm | None:
    """As chosen. Only where "15 %" can mean nothing but a share of the baseline is it read so."""
    in_points = ground.metric.unit in IN_POINTS
    if draft.stays:
        return TargetForm.ABSOLUTE
    if draft.target_form is TargetForm.POINTS and not in_points:
        return None
    if draft.target_form is not None or in_points:
        return draft.target_form
    return TargetForm.RELATIVE if "%" in draft.target else TargetForm.ABSOLUTE


def _side(
    draft: GoalDraft,
    ground: Ground,
    form: TargetForm | None,
    amount: float | None,
    known: Baseline | None,
) -> Side | None:
    """The way that was said; a value to reach that is better than the baseline says it itself."""
    good = good_side(ground.metric.direction)
    if draft.stays:
        return draft.side or good or Side.UP
    if form is not TargetForm.ABSOLUTE or amount is None or known is None:
        return draft.side or good or (Side.UP if form else None)
    points = Side.UP if amount > known.value else Side.DOWN
    return points if points is good else draft.side or good or points


def _target(
    amount: float | None, form: TargetForm | None, side: Side | None, known: Baseline | None
) -> float | None:
    if amount is None or form is None:
        return None
    if form is TargetForm.ABSOLUTE:
        return amount
    if known is None:
        return None
    sign = -1 if side is Side.DOWN else 1
    if form is TargetForm.POINTS:
        return known.value + sign * amount
    return known.value + sign * abs(known.value) * amount / 100


def _missing(draft: GoalDraft, ground: Ground | None, today: date) -> list[Problem]:
    asked: list[Problem] = []
    if ground is None:
        asked.append(Problem("S1", "metric", "Which metric? Type a part of its name."))
    elif ground.metric.is_distribution:
        words = f"{ground.metric.name} is a mix without a good direction. Choose another metric."
        asked.append(Problem("S1", "metric", words, refused=True))
    if not draft.object.strip():
        words = "For what? Type whole shop, or one product or channel."
        asked.append(Problem("S2", "object", words))
    if draft.deadline is None:
        asked.append(Problem("T1", "deadline", "By when? Choose a date."))
    elif draft.deadline <= today:
        asked.append(Problem("T1", "deadline", _over(draft.deadline, today), refused=True))
    if not draft.owner:
        asked.append(Problem("A4", "owner", "Who owns it? Choose one person."))
    if not draft.objective.strip():
        asked.append(Problem("R1", "objective", "Which objective is it part of?"))
    return asked


def _over(deadline: date, today: date) -> str:
    if deadline == today:
        return "That is today: its numbers are not in yet. Choose tomorrow or later."
    words = f"{format_day(deadline)} {deadline.year} is not in the future."
    return f"{words} Choose a later date."


def _no_numbers(draft: GoalDraft, ground: Ground) -> Problem:
    """A segment without numbers asks for the whole shop; a metric without asks for a first one."""
    name = ground.metric.name
    if draft.segment != TOTAL:
        segment = f'{draft.segment.dimension}="{draft.segment.value}"'
        words = (
            f"{name} has no numbers for {draft.segment}. Type whole shop here, "
            f"or record them: /funnel log {name} … {segment}"
        )
        return Problem("M7", "object", words)
    if len(ground.series) == 0:
        words = f"{name} has no numbers yet, so there is nothing to start from. "
        return Problem("M7", "metric", f"{words}Record some: /funnel log {name} …")
    words = f"{name} has numbers, but none that give a baseline for {_window_words(ground)}."
    return Problem("M1", "metric", f"{words} {_remedy(ground)}")


def _window_words(ground: Ground) -> str:
    return "the last 28 days" if ground.measure is Measure.LEVEL else "a total"


def _remedy(ground: Ground) -> str:
    if ground.metric.formula.is_ratio:
        return "Days add up only with their counts: log them as 12/340."
    return "It needs complete weeks or months up to yesterday."


def _which_percent(draft: GoalDraft, ground: Ground, known: Baseline | None) -> Problem:
    of = f" of {shown(known.value, ground)}" if known else " of the value"
    number = draft.target.strip().rstrip("% ")
    points = ", points" if ground.metric.unit in IN_POINTS else ""
    words = f"Is {number} a percentage{of}{points} or the value itself? Choose it here."
    return Problem("M3", "target_form", words)


def _impossible(
    draft: GoalDraft, ground: Ground, target: float, side: Side | None, known: Baseline | None
) -> list[Problem]:
    try:
        check_value(target, ground.metric, style=ground.style, currency=ground.currency)
    except BadNumber as error:
        return [Problem("M4", "target", error.message, refused=True)]
    if known is None or side is None or draft.stays:
        return []
    goes = Side.UP if target > known.value else Side.DOWN
    good = good_side(ground.metric.direction)
    if target == known.value or goes is not side:
        return [_not_beyond(ground, target, side, known)]
    against = good is not None and goes is not good and draft.target_form is not None
    if good is not None and against and not draft.plan.reason.strip():
        return [_wrong_way(ground, good, known)]
    return []


def _not_beyond(ground: Ground, target: float, side: Side, known: Baseline) -> Problem:
    way = "above" if side is Side.UP else "below"
    words = (
        f"{shown(target, ground)} is not {way} the {shown(known.value, ground)} it starts from. "
        f"Type a target {way} that."
    )
    return Problem("M5", "target", words, refused=True)


_LOWER = "lower", "below", "rise"


def _wrong_way(ground: Ground, good: Side, known: Baseline) -> Problem:
    better, way, goes = ("higher", "above", "fall") if good is Side.UP else _LOWER
    words = (
        f"For {ground.metric.name} {better} is better. Set a target {way} "
        f"{shown(known.value, ground)}, or write why it should {goes}."
    )
    return Problem("S5", "target", words)
