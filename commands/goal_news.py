"""What is written down and told when a goal is set, changed or judged."""

from datetime import datetime
from typing import Any

from funnel.forecast import METHOD
from funnel.goals import Ground, look_ahead, question_of
from funnel.goals.settling import shown
from funnel.model import Deed, Goal, Side
from funnel.pursuit import Entry, EntryKind, Moment, Stated
from storage.store import Tx

ANNOUNCED = "goal_announced"
CHANGED = "goal_changed"
MET = "goal_met"
ENDED = "goal_ended"

_TOLD = (
    "metric",
    "object",
    "target",
    "deadline",
    "owner",
    "contributors",
    "parent",
    "action",
    "objective",
    "baseline",
)


def announce(tx: Tx, goal: Goal, now: datetime) -> None:
    """Into the channel where it was asked for; a DM has nobody else to tell."""
    if goal.channel and not goal.channel.startswith("D"):
        _plan(tx, goal, ANNOUNCED, slot="announced", now=now)


def tell(tx: Tx, goal: Goal, kind: str, *, slot: str, now: datetime) -> None:
    """News of a goal: into its channel, else to its owner."""
    _plan(tx, goal, kind, slot=slot, now=now)


def audience(goal: Goal) -> str:
    return goal.channel or goal.owner


def state_chance(tx: Tx, goal: Goal, ground: Ground) -> None:
    """The probability that stands when a goal goes live, for the track record."""
    outlook = look_ahead(question_of(goal), ground)
    if outlook is not None:
        today = ground.today
        tx.goal_history.state(
            Stated(goal.number, Moment.LIVE, today, outlook.chance, goal.state.value, METHOD)
        )


def note_edit(
    tx: Tx, before: Goal, after: Goal, ground: Ground | None, *, user: str, now: datetime
) -> None:
    """The revision log: a line a changed answer; what makes the goal easier is marked. People are
    kept by their Slack ids."""
    changed = [name for name in _TOLD if getattr(before, name) != getattr(after, name)]
    values = {
        name: tuple(_worded(getattr(goal, name), ground) for goal in (before, after))
        for name in changed
    }
    for name, (was, is_now) in values.items():
        softer = is_easier(before, after, name)
        kind = EntryKind.EDIT
        tx.goal_history.add(
            Entry(after.number, kind, now, user, name, was=was, now=is_now, softer=softer)
        )
    details: dict[str, Any] = {name: list(pair) for name, pair in values.items()}
    tx.audit.add(Deed(now, user, "goal_edited", str(after.number), details))


def _worded(value: object, ground: Ground | None) -> str:
    if isinstance(value, tuple):
        return " ".join(map(str, value))
    if isinstance(value, float):
        return shown(value, ground) if ground else f"{value:g}"
    return str(value)


def is_easier(before: Goal, after: Goal, name: str) -> bool:
    """A nearer target, or more time for the same one."""
    if name == "deadline":
        return after.deadline > before.deadline
    if name != "target":
        return False
    gap = after.target - before.target
    return gap < 0 if before.side is Side.UP else gap > 0


def _plan(tx: Tx, goal: Goal, kind: str, *, slot: str, now: datetime) -> None:
    tx.deliveries.plan(
        kind=kind, subject=str(goal.number), channel=audience(goal), slot=slot, at=now
    )
