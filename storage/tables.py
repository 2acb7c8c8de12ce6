"""The small tables. Column names are the field names of the dataclasses that they store."""

from datetime import date, datetime, time
from typing import Any, ClassVar

from sqlalchemy import JSON, BigInteger, Index, MetaData, UniqueConstraint
from sqlmodel import Field, SQLModel

from funnel.alarm import Alarm
from funnel.events import EventKind, EventMove
from funnel.model import (
    Attention,
    BreakEnd,
    Condition,
    DeliveryState,
    Grain,
    Money,
    Segment,
    Shape,
    Side,
)
from funnel.schedules import OnHolidays, ReactionKind, Rhythm, Tone
from storage.types import Choice, Document, MoneyColumn, Moves, SegmentText, Words

NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
}
METADATA = MetaData(naming_convention=NAMES)


class Row(SQLModel):
    """Own metadata, so that the names of constraints are set before the first table."""

    metadata: ClassVar[MetaData] = METADATA


class WorkspaceRow(Row, table=True):
    __tablename__ = "workspace"
    id: str = Field(primary_key=True)
    zone: str
    currency: str
    number_style: str
    framework: str
    stopped: str
    first_day: int
    fiscal_month: int
    country: str


class CounterRow(Row, table=True):
    """Per workspace: the last number of each kind, and the clock of recordings in µs."""

    __tablename__ = "counter"
    workspace: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    value: int = Field(sa_type=BigInteger)


class MetricRow(Row, table=True):
    __tablename__ = "metric"
    workspace: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    definition: dict[str, Any] = Field(sa_type=JSON)


class BreakRow(Row, table=True):
    __tablename__ = "break"
    __table_args__ = (
        Index(None, "workspace", "metric", "segment", "grain"),
        Index(None, "workspace", "condition"),
        Index(None, "workspace", "incident"),
    )
    workspace: str = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    metric: str
    side: Side = Field(sa_type=Choice(Side))
    shape: Shape = Field(sa_type=Choice(Shape))
    onset: date
    onset_low: date
    onset_high: date
    opened_on: date
    last_on: date
    observed: float
    expected: float
    low: float
    high: float
    score: float
    segment: Segment = Field(sa_type=SegmentText)
    grain: Grain = Field(sa_type=Choice(Grain))
    condition: Condition = Field(sa_type=Choice(Condition))
    attention: Attention = Field(sa_type=Choice(Attention))
    attention_by: str
    snoozed_until: datetime | None
    inside: int
    money: Money | None = Field(sa_type=MoneyColumn)
    told_size: float
    worsened_on: date | None
    historic: bool
    ended: BreakEnd | None = Field(sa_type=Choice(BreakEnd))
    closed_on: date | None
    changed_at: datetime | None
    useful_by: str
    incident: int


class ScheduleRow(Row, table=True):
    __tablename__ = "schedule"
    __table_args__ = (UniqueConstraint("workspace", "channel"),)
    workspace: str = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    channel: str
    zone: str
    at: time
    rhythm: Rhythm = Field(sa_type=Choice(Rhythm))
    weekday: int
    framework: str
    stages: tuple[str, ...] = Field(sa_type=Words)
    owner: str
    private: bool
    quiet: bool
    warnings: bool
    paused: str
    created_at: datetime | None
    days: tuple[int, ...] = Field(sa_type=Words)
    metrics: tuple[str, ...] = Field(sa_type=Words)
    tone: Tone = Field(sa_type=Choice(Tone))
    holidays: OnHolidays = Field(sa_type=Choice(OnHolidays))
    country: str
    paused_until: date | None
    alarm: Alarm = Field(sa_type=Document(Alarm))


class ReactionRow(Row, table=True):
    __tablename__ = "reaction"
    workspace: str = Field(primary_key=True)
    schedule: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    slot: str = Field(primary_key=True)
    user: str = Field(primary_key=True)
    kind: ReactionKind = Field(sa_type=Choice(ReactionKind), primary_key=True)
    at: datetime


class DeliveryRow(Row, table=True):
    """`position` is the order of planning, which two rows of one instant would lose."""

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("workspace", "kind", "subject", "channel", "slot"),
        Index(None, "workspace", "state", "position"),
        Index(None, "workspace", "position"),
        Index(None, "workspace", "ts"),
        Index(None, "workspace", "posted_from"),
        Index(None, "workspace", "sweep_at"),
    )
    id: str = Field(primary_key=True)
    workspace: str
    position: int
    kind: str
    subject: str
    channel: str
    slot: str
    state: DeliveryState = Field(sa_type=Choice(DeliveryState))
    planned_at: datetime
    not_before: datetime | None
    owner: str
    lease_until: datetime | None
    posted_from: datetime | None
    attempt: int
    ts: str
    code: str
    covered_until: datetime | None
    thread_ts: str
    sweep_at: datetime | None


class PersonRow(Row, table=True):
    __tablename__ = "person"
    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    name: str
    zone: str
    is_admin: bool
    is_guest: bool
    fetched_at: datetime


class DeedRow(Row, table=True):
    __tablename__ = "deed"
    __table_args__ = (Index(None, "workspace", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    workspace: str
    at: datetime
    user: str
    action: str
    subject: str
    details: dict[str, Any] = Field(sa_type=JSON)


class SeenRow(Row, table=True):
    __tablename__ = "seen"
    __table_args__ = (Index(None, "workspace", "at"),)
    workspace: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    at: datetime


class EventRow(Row, table=True):
    """`origin` is the form that it came from: the same form sent twice is one event."""

    __tablename__ = "event"
    __table_args__ = (UniqueConstraint("workspace", "origin"),)
    workspace: str = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    origin: str
    kind: EventKind = Field(sa_type=Choice(EventKind))
    title: str
    first: date
    last: date
    moves: tuple[EventMove, ...] = Field(sa_type=Moves)
    author: str
    created_at: datetime | None
    changed_at: datetime | None
    undone_at: datetime | None
    undone_by: str
    goal: int | None
    link: str


class MetricVersionRow(Row, table=True):
    """Every definition that an own metric ever had; the newest stands in `metric` too."""

    __tablename__ = "metric_version"
    workspace: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    version: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    definition: dict[str, Any] = Field(sa_type=JSON)
    author: str
    at: datetime | None


class OwnBenchmarkRow(Row, table=True):
    __tablename__ = "own_benchmark"
    workspace: str = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    metric: str
    value: float
    segment: str
    source: str
    dated: date
    author: str
    added_at: datetime
    removed_at: datetime | None


class DimensionRow(Row, table=True):
    """A way to cut numbers that the workspace added to the built-in ones."""

    __tablename__ = "dimension"
    workspace: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    author: str
    added_at: datetime


class ConversionRow(Row, table=True):
    """A rate that is computed from stored parts has no snapshots: how far it was judged."""

    __tablename__ = "conversion"
    workspace: str = Field(primary_key=True)
    metric: str = Field(primary_key=True)
    judged_through: date


WORKSPACE = METADATA.tables["workspace"]
COUNTER = METADATA.tables["counter"]
METRIC = METADATA.tables["metric"]
BREAK = METADATA.tables["break"]
SCHEDULE = METADATA.tables["schedule"]
REACTION = METADATA.tables["reaction"]
DELIVERY = METADATA.tables["delivery"]
PERSON = METADATA.tables["person"]
DEED = METADATA.tables["deed"]
SEEN = METADATA.tables["seen"]
EVENT = METADATA.tables["event"]
METRIC_VERSION = METADATA.tables["metric_version"]
OWN_BENCHMARK = METADATA.tables["own_benchmark"]
DIMENSION = METADATA.tables["dimension"]
CONVERSION = METADATA.tables["conversion"]
