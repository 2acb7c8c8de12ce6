"""What a digest may tell: one small record for each kind of news, and the digest itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum, StrEnum

from funnel.catalogue.entries import Metric
from funnel.dispersion import Spell
from funnel.events import Event
from funnel.freshness import Restated
from funnel.goals import Progress
from funnel.model import Break, Goal, GoalOutcome, GoalState, Side
from funnel.status import JourneyStatus, MetricStatus


class Rank(IntEnum):
    """The order in which kinds of news are told."""

    BREAK = 1
    GOAL = 2
    DATA = 3
    RECOVERY = 4
    EVENT = 5
    GOOD_NEWS = 6


class BreakChange(StrEnum):
    """What happened to a break since the last digest."""

    OPENED = "opened"
    WORSENED = "worsened"
    RECOVERED = "recovered"
    NEW_NORMAL = "new_normal"


@dataclass(frozen=True, slots=True)
class BreakNews:
    """A break that opened, worsened or ended."""

    what: Break
    metric: Metric
    change: BreakChange


@dataclass(frozen=True, slots=True)
class GoalNews:
    """A goal whose state or outcome changed, or that ends within 7 days.

    `was` is its state at the last digest if that was another. `ends_in` is in days, None unless
    the end has just come near.
    """

    goal: Goal
    metric: Metric
    now: Progress
    was: GoalState | None = None
    outcome: GoalOutcome | None = None
    ends_in: int | None = None


@dataclass(frozen=True, slots=True)
class DataNews:
    """Numbers of one source that should be there by now; `first` is the oldest missing day.

    `author` is the Slack id of who last brought them, or "". `is_new` since the last digest.
    """

    source: str
    author: str
    metrics: tuple[Metric, ...]
    first: date
    days: int
    stopped: bool
    is_new: bool


@dataclass(frozen=True, slots=True)
class RestatedNews:
    """Values of one source that were told before and are others now: the one that changed most,
    and how many `more` changed with it. `author` is the Slack id of who gave it, or ""."""

    metric: Metric
    change: Restated
    more: int


@dataclass(frozen=True, slots=True)
class SpellNews:
    """Days of a metric that have become unsteady while its level stayed."""

    metric: Metric
    spell: Spell


@dataclass(frozen=True, slots=True)
class RecordNews:
    """The best value of at least a year: the highest (UP) or lowest (DOWN) in `years` years. `few`
    are the orders of a revenue that a few large ones carry."""

    row: MetricStatus
    side: Side
    years: int
    few: MetricStatus | None = None


@dataclass(frozen=True, slots=True)
class GoodNews:
    """Better than usual for `periods` periods in a row; `few` as in `RecordNews`."""

    row: MetricStatus
    periods: int
    few: MetricStatus | None = None


@dataclass(frozen=True, slots=True)
class EventNews:
    """An event that began, or one that is over (`ended`)."""

    event: Event
    ended: bool


News = (
    BreakNews | GoalNews | DataNews | RestatedNews | SpellNews | RecordNews | EventNews | GoodNews
)


@dataclass(frozen=True, slots=True)
class Finding:
    """News with its place: `money` a day, `distance` from usual in robust sigma, the stage's key
    and its place in the journey."""

    rank: Rank
    news: News
    stage: str = ""
    order: int = 0
    money: float = 0.0
    distance: float = 0.0


@dataclass(frozen=True, slots=True)
class GoalCount:
    """Goals of this digest that are on track, all that are open, and the next deadline."""

    on_track: int = 0
    open: int = 0
    next_deadline: date | None = None


@dataclass(frozen=True, slots=True)
class GoalStanding:
    """An open goal of the digest and where it stands."""

    goal: Goal
    metric: Metric
    now: Progress


@dataclass(frozen=True, slots=True)
class Summary:
    """A week or month against usual. `best` and `worst` left their usual range farthest, None if
    none did; `worse` of `judged` metrics left it on the bad side. `before` has for each metric
    its value and that of the month before, sums by the day."""

    first: date
    last: date
    is_month: bool
    best: MetricStatus | None
    worst: MetricStatus | None
    worse: int
    judged: int
    before: Mapping[str, tuple[float, float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Digest:
    """All that a digest says. The first of `lines` is the headline; without one `worst` is the
    open break to name, and without that `figure` shows that all is usual.

    `rest` found no room and stands in the thread; `unchanged` were told before: open breaks and
    goals not in `lines`. `covered_since` is the instant up to which the last digest told, None
    for the first one. `chart` is the key of the metric to draw, "" for none. A `summary` makes it
    a weekly or monthly one, whose recoveries are told together. `quiet`: there is nothing to say.
    """

    day: date | None  # the newest day that has numbers
    covered_since: datetime | None
    journey: JourneyStatus
    lines: tuple[Finding, ...] = ()
    rest: tuple[Finding, ...] = ()
    unchanged_breaks: tuple[Break, ...] = ()
    unchanged_goals: int = 0
    worst: tuple[Break, Metric] | None = None
    figure: MetricStatus | None = None
    goals: GoalCount = field(default_factory=GoalCount)
    missing: tuple[DataNews, ...] = ()
    chart: str = ""
    simulated: bool = False
    summary: Summary | None = None
    recovered: tuple[BreakNews, ...] = ()
    standings: tuple[GoalStanding, ...] = ()

    @property
    def quiet(self) -> bool:
        whole = self.summary
        moved = whole is not None and (whole.best is not None or whole.worst is not None)
        return not (self.lines or self.recovered or moved)
