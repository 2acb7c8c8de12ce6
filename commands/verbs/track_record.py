"""`/funnel track-record`: how often the stated chances of goals came true, in this workspace."""

from commands.blocks import Message
from commands.deps import Deps
from commands.request import Request
from commands.views.track_record import track_record_message
from funnel.model import Goal, GoalOutcome, Measure
from funnel.pursuit import GoalKind
from funnel.track_record import Stated, by_kind, by_state, track_record
from storage.store import Tx

SCORED = frozenset({GoalOutcome.REACHED, GoalOutcome.MISSED})


def show_track_record(request: Request, deps: Deps) -> Message:
    """Goals of private channels count too: no name of theirs is shown."""
    with deps.store.read(request.workspace) as tx:
        stated = scored(tx)
        answers = tx.breaks.answers()
        waiting = len({one.goal for one in tx.goal_history.stated()} - {one.goal for one in stated})
    record, kinds = track_record(stated), by_kind(stated)
    return track_record_message(record, kinds, by_state(stated), answers, waiting=waiting)


def scored(tx: Tx) -> list[Stated]:
    """What was stated of goals whose numbers have judged them; dropped goals have no outcome."""
    goals = {one.number: one for one in (*tx.goals.all(), *tx.goals.all(closed=True))}
    found = []
    for one in tx.goal_history.stated():
        goal = goals.get(one.goal)
        if goal is not None and goal.outcome in SCORED:
            came_true = goal.outcome is GoalOutcome.REACHED
            found.append(Stated(one.goal, kind_of(goal), one.chance, came_true, one.state))
    return found


def kind_of(goal: Goal) -> str:
    """ "reach up", "stay below", "total": what a track record is kept apart by."""
    if goal.plan.kind is GoalKind.STAY:
        return "stay above" if goal.side.value == "up" else "stay below"
    if goal.measure is Measure.CUMULATIVE:
        return "total"
    return f"reach {goal.side.value}"
