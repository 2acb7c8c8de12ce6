"""When and what a digest is, and what its readers did with it."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from funnel.alarm import USUAL_ALARM, Alarm
from funnel.catalogue.entries import Metric


class Rhythm(StrEnum):
    """How often a digest goes out."""

    DAILY = "daily"
    WEEKDAYS = "weekdays"  # on chosen weekdays, Monday to Friday if none were chosen otherwise
    WEEKLY = "weekly"
    MONTHLY = "monthly"


class Tone(StrEnum):
    """How much a digest says: a table and a chart too, or the lines alone."""

    FULL = "full"
    SHORT = "short"


class OnHolidays(StrEnum):
    """What becomes of a digest on a public holiday: sent as ever, left out, or sent with the
    holiday named."""

    SEND = "send"
    SKIP = "skip"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class Schedule:
    """When and what a channel's digest is. `weekday` (0 Monday) counts for weekly ones, `days` for
    those on weekdays; monthly ones go out on the first day of the month. A personal digest has
    the Slack id of its owner as its channel."""

    number: int  # 0 until stored
    channel: str
    zone: str  # IANA name
    at: time = time(9)
    rhythm: Rhythm = Rhythm.DAILY
    weekday: int = 0
    framework: str = "funnel"
    stages: tuple[str, ...] = ()  # empty: all of the framework
    owner: str = ""
    private: bool = False
    quiet: bool = False  # True: nothing is posted when there is nothing to say
    warnings: bool = True  # break-point warnings are posted into this channel too
    paused: str = ""  # why it is paused; "" when it runs
    created_at: datetime | None = None
    days: tuple[int, ...] = (0, 1, 2, 3, 4)
    metrics: tuple[str, ...] = ()  # empty: all of the stages
    tone: Tone = Tone.FULL
    holidays: OnHolidays = OnHolidays.SEND
    country: str = ""  # ISO code of the country whose holidays count
    paused_until: date | None = None  # the local date on which a pause ends; None: by people
    alarm: Alarm = USUAL_ALARM

    @property
    def personal(self) -> bool:
        return bool(self.owner) and self.channel == self.owner

    def listens_to(self, metric: Metric) -> bool:
        """Whether its channel is warned about that metric."""
        return self.warnings and not self.paused and self.covers(metric)

    def covers(self, metric: Metric) -> bool:
        """One of the metrics that were chosen, else one of its stages. A digest of all stages
        covers every metric that has a stage in either framework."""
        if self.metrics:
            return metric.key in self.metrics
        stages = {stage for _, stage in metric.stages}
        return bool(stages) and (not self.stages or bool(stages & set(self.stages)))


class ReactionKind(StrEnum):
    """What a person did with a digest. `KEPT` is the answer that it should go on."""

    USEFUL = "useful"
    NOT_USEFUL = "not_useful"
    PRESSED = "pressed"
    MENTIONED = "mentioned"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Reaction:
    """A person's reaction to one digest; `slot` is that of its delivery."""

    schedule: int
    slot: str
    user: str
    kind: ReactionKind
    at: datetime
