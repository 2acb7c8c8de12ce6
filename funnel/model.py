"""What is true, as frozen dataclasses: series of snapshots, breaks, goals, digests, deliveries."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from funnel.pursuit import UNSEEN, USUAL_PLAN, Plan, Watch

Floats = NDArray[np.float64]
Instants = NDArray[np.datetime64]


class Grain(StrEnum):
    """Length of a period."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True, order=True)
class Segment:
    """A named slice of a metric; the empty one is the total."""

    dimension: str = ""
    value: str = ""

    def __str__(self) -> str:
        return f"{self.dimension}={self.value}" if self.dimension else ""

    @property
    def is_total(self) -> bool:
        return not self.dimension


TOTAL = Segment()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One value of one metric for one period; `start` is a local date of the reporting zone
    (a naive datetime for the hour grain). Percent values are 0-100, times are seconds."""

    metric: str
    start: date
    value: float
    numerator: float | None = None
    denominator: float | None = None
    segment: Segment = TOTAL
    grain: Grain = Grain.DAY


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """The present values of one metric and segment, oldest first; missing periods are absent.

    `starts` is datetime64[D] (datetime64[h] for hours), strictly increasing; `values`,
    `numerators`, `denominators` are float64 of the same length, parts are NaN where unknown.
    """

    metric: str
    starts: Instants
    values: Floats
    numerators: Floats
    denominators: Floats
    segment: Segment = TOTAL
    grain: Grain = Grain.DAY

    def __len__(self) -> int:
        return len(self.values)

    def between(self, first: date | None, last: date | None) -> "Series":
        """Periods that start in [first, last], both ends included; a date as the last hour is its
        day."""
        if last is not None and self.grain is Grain.HOUR and not isinstance(last, datetime):
            last = datetime.combine(last, time(23))
        low = 0 if first is None else int(np.searchsorted(self.starts, np.datetime64(first)))
        high = (
            len(self)
            if last is None
            else int(np.searchsorted(self.starts, np.datetime64(last), side="right"))
        )
        cut = slice(low, high)
        return Series(
            self.metric,
            self.starts[cut],
            self.values[cut],
            self.numerators[cut],
            self.denominators[cut],
            self.segment,
            self.grain,
        )


@dataclass(frozen=True, slots=True)
class SeriesState:
    """What is known of a series without reading it; one row, kept up to date by each write."""

    metric: str
    segment: Segment
    grain: Grain
    first: date
    last: date
    periods: int
    recorded_at: datetime
    source: str
    author: str  # Slack user id, or "" when no person is known
    judged_through: date | None  # newest period that the detector has seen; None: never scanned


@dataclass(frozen=True, slots=True)
class Expected:
    """The usual value of a series at a date, from the past only, with its 95 % range.

    `value` is None while there are too few past values ("learning"); then low and high are None.
    """

    value: float | None
    low: float | None
    high: float | None
    basis: str  # "last 8 Mondays"
    rough: bool = False  # fewer than 30 past errors stand behind the range


class Side(StrEnum):
    """Which way a value went."""

    UP = "up"
    DOWN = "down"


class Shape(StrEnum):
    """How a break moves: one day, a lasting shift, or a slow leak."""

    JUMP = "jump"
    SHIFT = "shift"
    LEAK = "leak"


class Condition(StrEnum):
    OPEN = "open"
    RECOVERING = "recovering"
    CLOSED = "closed"


class Attention(StrEnum):
    NEW = "new"
    ACKNOWLEDGED = "acknowledged"
    SNOOZED = "snoozed"


class BreakEnd(StrEnum):
    """Why a break is closed; the last three are people's words."""

    RECOVERED = "recovered"
    NEW_NORMAL = "new_normal"
    EVENT = "event"
    NOISE = "noise"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class Money:
    """An amount a day in the workspace's currency, with its range."""

    amount: float
    low: float
    high: float
    orders: float | None = None  # lost orders behind it, where the step leads to orders


@dataclass(frozen=True, slots=True)
class Break:
    """A break point: an incident in one series."""

    number: int  # 0 until stored
    metric: str
    side: Side
    shape: Shape
    onset: date  # most likely first day
    onset_low: date
    onset_high: date
    opened_on: date  # the period that opened it
    last_on: date  # the newest period judged
    observed: float
    expected: float
    low: float
    high: float
    score: float  # distance from usual in robust sigma, unsigned
    segment: Segment = TOTAL
    grain: Grain = Grain.DAY
    condition: Condition = Condition.OPEN
    attention: Attention = Attention.NEW
    attention_by: str = ""
    snoozed_until: datetime | None = None
    inside: int = 0  # periods in a row inside the usual range
    money: Money | None = None
    told_size: float = 0.0  # size (money, else score) when people were last told
    worsened_on: date | None = None
    historic: bool = False  # found looking back: stored, never posted
    ended: BreakEnd | None = None
    closed_on: date | None = None
    changed_at: datetime | None = None  # when the row was last written
    useful_by: str = ""  # who called the warning useful
    incident: int = 0  # number of the first break of its incident, under which all are told

    @property
    def told_as(self) -> int:
        """The number that people know it by."""
        return self.incident or self.number


class Measure(StrEnum):
    """How a goal's metric is read: a trailing window at the deadline, or the period's total."""

    LEVEL = "level"
    CUMULATIVE = "cumulative"


class TargetForm(StrEnum):
    """How the target was said."""

    ABSOLUTE = "absolute"
    RELATIVE = "relative"  # percent of the baseline
    POINTS = "points"  # percentage points on a percent metric


class GoalState(StrEnum):
    SCHEDULED = "scheduled"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"
    WAITING = "waiting"
    PAUSED = "paused"


class GoalOutcome(StrEnum):
    REACHED = "reached"
    MISSED = "missed"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Goal:
    """A SMART goal on a metric. Values are in the metric's unit; dates are the reporting zone's."""

    number: int  # 0 until stored
    title: str
    metric: str
    measure: Measure
    side: Side  # which way it should go
    baseline: float
    baseline_first: date
    baseline_last: date
    target: float
    target_form: TargetForm
    target_amount: float  # as said: 15 for "15 % more"
    start: date
    deadline: date
    owner: str
    channel: str  # where it was announced; "" for nowhere
    private: bool  # bound to a private channel or DM: shown only there and to its people
    object: str = ""  # "Product X"; "" is the whole shop
    segment: Segment = TOTAL
    action: str = ""
    objective: str = ""
    stage: str = ""
    window_days: int = 28
    state: GoalState = GoalState.SCHEDULED
    outcome: GoalOutcome | None = None
    closed_at: datetime | None = None
    created_at: datetime | None = None
    created_by: str = ""
    contributors: tuple[str, ...] = ()
    parent: int = 0  # number of the goal that this one is a part of
    plan: Plan = USUAL_PLAN
    watch: Watch = UNSEEN


class DeliveryState(StrEnum):
    PLANNED = "planned"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"  # in doubt for good: nobody could look
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message that the bot means to send, with what became of it."""

    id: str  # opaque; stands in the message's metadata
    kind: str
    subject: str
    channel: str
    slot: str  # local date, state: what makes it the one message of its subject
    state: DeliveryState
    planned_at: datetime
    not_before: datetime | None = None
    owner: str = ""  # the process that holds the lease
    lease_until: datetime | None = None
    posted_from: datetime | None = None
    attempt: int = 0
    ts: str = ""
    code: str = ""  # Slack's last refusal
    covered_until: datetime | None = None
    thread_ts: str = ""  # the thread that it was last sent into
    sweep_at: datetime | None = None  # when to look for copies of what took more than one try


class RecordingKind(StrEnum):
    LOG = "log"
    IMPORT = "import"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Recording:
    """One act of putting numbers in: what `log undo` and the import result speak of."""

    number: int
    kind: RecordingKind
    author: str
    source: str
    at: datetime
    rows: int
    undone_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Workspace:
    """A Slack team and its style. `first_day` is the weekday that its weeks begin with (0 Monday),
    `fiscal_month` the first month of its fiscal year; `country` has its public holidays."""

    id: str
    zone: str = "UTC"  # reporting zone: days of data are its days
    currency: str = "EUR"
    number_style: str = "en"  # a Babel locale: how numbers are written and read
    framework: str = "funnel"
    stopped: str = ""  # Slack's code when the token died
    first_day: int = 0
    fiscal_month: int = 1
    country: str = ""  # ISO code; "" for none


@dataclass(frozen=True, slots=True)
class Person:
    """A member as Slack described them at `fetched_at`."""

    id: str
    name: str
    zone: str
    is_admin: bool
    is_guest: bool
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class Deed:
    """A line of the audit log."""

    at: datetime
    user: str
    action: str  # a verb in the past: "goal_created"
    subject: str
    details: dict[str, Any] = field(default_factory=dict)
