"""From a filled-in form to a goal, or to what is still wrong with it."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from funnel.errors import BadGoal
from funnel.goals.draft import GoalDraft, measured_on
from funnel.goals.settling import Problem, Settled, settle, shown
from funnel.goals.windows import WINDOW_DAYS, Ground
from funnel.model import Goal, GoalState, Measure, Side, TargetForm
from funnel.periods import format_day
from funnel.pursuit import PathRow

TITLE = 120


@dataclass(frozen=True, slots=True)
class Place:
    """Where and by whom a goal is made. `channel` "" announces it nowhere."""

    user: str
    now: datetime
    channel: str = ""
    private: bool = False


def accept(
    draft: GoalDraft, ground: Ground | None, *, today: date, place: Place, stage: str = ""
) -> Goal:
    """A goal that counts from its start on.

    Raises BadGoal for every question that is open and for what is impossible. `stage` is the
    metric's own in the workspace's framework, where the draft says none.
    """
    settled = settle(draft, ground, today=today)
    if settled.problems:
        raise BadGoal(_by_field(settled.problems))
    return _goal(draft, ground, settled, today=today, place=place, stage=stage)


def revise(
    stored: Goal, draft: GoalDraft, ground: Ground | None, *, today: date, place: Place
) -> Goal:
    """The stored goal with the form's new answers; number, place and history stay. It keeps its
    start and, on the same metric and object, its baseline. A path that was drawn by hand is kept
    up to the new deadline, and so are flat days. Raises BadGoal."""
    settled = settle(draft, ground, today=today, stored=stored)
    if settled.problems:
        raise BadGoal(_by_field(settled.problems))
    fresh = _goal(draft, ground, settled, today=today, place=place, stage=stored.stage)
    return replace(
        fresh,
        number=stored.number,
        channel=stored.channel,
        private=stored.private,
        state=stored.state,
        outcome=stored.outcome,
        closed_at=stored.closed_at,
        created_at=stored.created_at,
        created_by=stored.created_by,
        plan=replace(
            fresh.plan,
            rows=_rows_before(stored.plan.rows, fresh.deadline),
            flats=stored.plan.flats,
        ),
        watch=stored.watch,
    )


def _rows_before(rows: tuple[PathRow, ...], deadline: date) -> tuple[PathRow, ...]:
    return tuple(row for row in rows if row.until is None or row.until < deadline)


def _by_field(problems: tuple[Problem, ...] | list[Problem]) -> dict[str, str]:
    """The first problem of each field."""
    return {problem.field: problem.words for problem in reversed(problems)}


def _goal(
    draft: GoalDraft,
    ground: Ground | None,
    settled: Settled,
    *,
    today: date,
    place: Place,
    stage: str,
) -> Goal:
    known, start = settled.baseline, settled.start or today
    return Goal(
        number=0,
        title=_title(draft, ground, settled),
        metric=draft.metric,
        measure=ground.measure if ground else Measure.LEVEL,
        side=settled.side or draft.side or Side.UP,
        baseline=known.value if known else 0.0,
        baseline_first=known.first if known else today,
        baseline_last=known.last if known else today,
        target=settled.target if settled.target is not None else 0.0,
        target_form=settled.form or TargetForm.ABSOLUTE,
        target_amount=settled.amount or 0.0,
        start=start,
        deadline=draft.deadline or today,
        owner=draft.owner or place.user,
        channel=place.channel,
        private=place.private,
        object=measured_on(draft),
        segment=ground.series.segment if ground and len(ground.series) else draft.segment,
        action=draft.action.strip(),
        objective=draft.objective.strip(),
        stage=draft.stage or stage,
        window_days=WINDOW_DAYS,
        state=GoalState.SCHEDULED,
        created_at=place.now,
        created_by=place.user,
        contributors=tuple(user for user in draft.contributors if user != draft.owner),
        parent=draft.parent,
        plan=draft.plan,
    )


def _title(draft: GoalDraft, ground: Ground | None, settled: Settled) -> str:
    """ "Revenue of Product X to €359,300 by 31 Mar 2027", as far as it is known."""
    name = ground.metric.name if ground else "Goal"
    where = f" of {measured_on(draft)}" if measured_on(draft) else ""
    aim = ""
    if ground and settled.target is not None:
        way = "above" if settled.side is Side.UP else "below"
        aim = f" {f'stays {way}' if draft.stays else 'to'} {shown(settled.target, ground)}"
    when = ""
    if draft.deadline:
        day = format_day(draft.deadline).partition(" ")[2]
        when = f" {'until' if draft.stays else 'by'} {day} {draft.deadline.year}"
    return f"{name}{where}{aim}{when}"[:TITLE]
