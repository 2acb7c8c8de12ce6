"""Goals, what happened to them, the chances that were stated of them, and unfinished forms."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from funnel.goals.draft import GoalDraft
from funnel.model import GoalOutcome, GoalState, Measure, Segment, Side, TargetForm
from funnel.pursuit import EntryKind, Moment, Plan, Watch
from storage.tables import METADATA, Row
from storage.types import Choice, Document, SegmentText, Words


class GoalRow(Row, table=True):
    __tablename__ = "goal"
    __table_args__ = (UniqueConstraint("workspace", "origin"),)
    workspace: str = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    origin: str
    title: str
    metric: str
    measure: Measure = Field(sa_type=Choice(Measure))
    side: Side = Field(sa_type=Choice(Side))
    baseline: float
    baseline_first: date
    baseline_last: date
    target: float
    target_form: TargetForm = Field(sa_type=Choice(TargetForm))
    target_amount: float
    start: date
    deadline: date
    owner: str
    channel: str
    private: bool
    object: str
    segment: Segment = Field(sa_type=SegmentText)
    action: str
    objective: str
    stage: str
    window_days: int
    state: GoalState = Field(sa_type=Choice(GoalState))
    outcome: GoalOutcome | None = Field(sa_type=Choice(GoalOutcome))
    closed_at: datetime | None
    created_at: datetime | None
    created_by: str
    contributors: tuple[str, ...] = Field(sa_type=Words)
    parent: int
    plan: Plan = Field(sa_type=Document(Plan))
    watch: Watch = Field(sa_type=Document(Watch))


class GoalDraftRow(Row, table=True):
    """A form that is still being filled in; one a view, by its origin."""

    __tablename__ = "goal_draft"
    __table_args__ = (
        UniqueConstraint("workspace", "origin"),
        Index(None, "workspace", "author"),
    )
    workspace: str = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    origin: str
    author: str
    saved_at: datetime
    answers: GoalDraft = Field(sa_type=Document(GoalDraft))
    channel: str
    private: bool
    sentence: str
    kept: bool
    goal: int


class GoalEntryRow(Row, table=True):
    __tablename__ = "goal_entry"
    __table_args__ = (Index(None, "workspace", "goal", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    workspace: str
    goal: int
    kind: EntryKind = Field(sa_type=Choice(EntryKind))
    at: datetime
    user: str
    text: str
    confidence: int | None
    was: str
    now: str
    softer: bool


class GoalStatedRow(Row, table=True):
    __tablename__ = "goal_stated"
    workspace: str = Field(primary_key=True)
    goal: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    moment: Moment = Field(sa_type=Choice(Moment), primary_key=True)
    on: date
    chance: float
    state: str
    method: str


GOAL = METADATA.tables["goal"]
GOAL_DRAFT = METADATA.tables["goal_draft"]
GOAL_ENTRY = METADATA.tables["goal_entry"]
GOAL_STATED = METADATA.tables["goal_stated"]
