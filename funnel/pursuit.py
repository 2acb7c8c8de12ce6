"""What a goal carries beside its target: its kind, path, check-ins, and what happened to it."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum


class GoalKind(StrEnum):
    """Reach a value (a level at the deadline, or a total of the period), or stay on one side."""

    REACH = "reach"
    STAY = "stay"


class ChildRule(StrEnum):
    """How a parent's progress follows from the goals under it."""

    NONE = "none"
    SUM = "sum"  # values of one unit add up to the parent's
    WEIGHTED = "weighted"  # shares of the way, by weight


class CheckIns(StrEnum):
    """How often the owner is asked for a judgement."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class PathRow:
    """A stretch of the planned path that ends on `until` at `value`, moving at `rate` a week; any
    one of the three may be open. Values are in the metric's unit."""

    until: date | None = None
    value: float | None = None
    rate: float | None = None


@dataclass(frozen=True, slots=True)
class FlatSpot:
    """Days on which nothing is asked of the goal, both ends included."""

    first: date
    last: date
    why: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a goal is meant to go. `rows` empty: one stretch from the start to the target.

    `tolerance` is the share of weeks that must be on the right side of a bound to stay within;
    `weight` counts under a parent that weighs; `weekday` is 0 for Monday, `at` the owner's hour.
    `reason` says why a metric should go against its good direction; empty for all others.
    """

    kind: GoalKind = GoalKind.REACH
    tolerance: float = 0.9
    rows: tuple[PathRow, ...] = ()
    flats: tuple[FlatSpot, ...] = ()
    rule: ChildRule = ChildRule.NONE
    weight: float = 1.0
    guard: str = ""
    check_ins: CheckIns = CheckIns.WEEKLY
    weekday: int = 0
    at: time = time(9)
    reason: str = ""


USUAL_PLAN = Plan()


@dataclass(frozen=True, slots=True)
class Watch:
    """What the job that judges goals remembers. `found` is a new state that was seen once and
    counts when it is seen again; `told` the state that people were last told, on `told_on`."""

    through: date | None = None
    found: str = ""
    told: str = ""
    told_on: date | None = None
    paused_on: date | None = None
    asked_on: date | None = None


UNSEEN = Watch()


class EntryKind(StrEnum):
    """A line in a goal's own history."""

    NOTE = "note"
    CHECK_IN = "check_in"
    EDIT = "edit"
    PATH = "path"
    STATE = "state"
    CLOSED = "closed"
    REOPENED = "reopened"


@dataclass(frozen=True, slots=True)
class Entry:
    """What was said, changed or found, by whom (a Slack id, "" for the bot). `confidence` is 1 to
    5. `was` and `now` are values as people read them, or states; `softer` marks a change that
    makes the goal easier."""

    goal: int
    kind: EntryKind
    at: datetime
    user: str = ""
    text: str = ""
    confidence: int | None = None
    was: str = ""
    now: str = ""
    softer: bool = False


class Moment(StrEnum):
    """When in a goal's life a probability is stated for the record."""

    LIVE = "0"
    QUARTER = "25"
    HALF = "50"
    LATE = "75"


@dataclass(frozen=True, slots=True)
class Stated:
    """A probability that was stated, with the method's version; never changed afterwards."""

    goal: int
    moment: Moment
    on: date
    chance: float
    state: str
    method: str
