"""What the message of a digest is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from commands.course import Course
from commands.views.style import Style
from funnel.catalogue.entries import Metric
from funnel.digest import Digest
from funnel.model import Goal
from funnel.periods import format_day
from funnel.schedules import Schedule

LONGER_THAN_A_DAY = timedelta(hours=30)


@dataclass(frozen=True, slots=True)
class DigestFacts:
    """A digest with what its message needs beside it: how numbers are written, the chart's data,
    names of people by Slack id, the holiday that its day is. Times are said in the schedule's
    zone. `slot` is that of its delivery; a preview has none, and nobody can vote on it. `links`
    are addresses of messages by the command that opens the same ("break 12"); `check_ins` are
    goals that its owner is asked about in the same message."""

    digest: Digest
    schedule: Schedule
    style: Style
    now: datetime
    chart: tuple[Metric, Course] | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    holiday: str = ""
    slot: str = ""
    links: Mapping[str, str] = field(default_factory=dict)
    check_ins: tuple[Goal, ...] = ()


def when_words(facts: DigestFacts, due_at: datetime | None) -> str:
    """ "Thu 19 Nov · 4 stages · since Wed 09:00 · late: was due 09:00"."""
    day = facts.digest.day
    named = [] if day is None or facts.digest.summary else [_day(day, facts)]
    return " · ".join([*named, _extent(facts), *_since(facts), *_late(facts, due_at)])


def quiet_when(facts: DigestFacts, due_at: datetime | None) -> str:
    """The same under a sentence that said the day; "" where nothing is out of the ordinary."""
    since = _since(facts) if has_gap(facts) else []
    return " · ".join([*filter(None, [facts.holiday]), *since, *_late(facts, due_at)])


def has_gap(facts: DigestFacts) -> bool:
    """Whether it tells of more than a day, so that a quiet one says since when."""
    since = facts.digest.covered_since
    return since is not None and facts.now - since > LONGER_THAN_A_DAY


def _day(day: date, facts: DigestFacts) -> str:
    words = format_day(day, today=facts.style.today)
    return f"{words}, {facts.holiday}" if facts.holiday else words


def _since(facts: DigestFacts) -> list[str]:
    since = facts.digest.covered_since
    return ["first digest"] if since is None else [f"since {_moment(since, facts)}"]


def _late(facts: DigestFacts, due_at: datetime | None) -> list[str]:
    if due_at is None:
        return []
    zone = ZoneInfo(facts.schedule.zone)
    local = due_at.astimezone(zone)
    same_day = local.date() == facts.now.astimezone(zone).date()
    due = f"{local:%H:%M}" if same_day else f"{format_day(local.date())} {local:%H:%M}"
    why = "waited for numbers since" if facts.digest.missing else "late: was due"
    return [f"{why} {due}"]


def _extent(facts: DigestFacts) -> str:
    if facts.schedule.personal:
        count = len(facts.digest.standings)
        return f"your {count} goals" if count != 1 else "your goal"
    stages = facts.digest.journey.stages
    count, known = len(stages), sum(1 for part in stages if part.rows)
    every = f"{count} stage{'' if count == 1 else 's'}"
    return every if known == count else f"{known} of {every} have numbers"


def _moment(at: datetime, facts: DigestFacts) -> str:
    """ "Wed 09:00" within the week, else with its date."""
    local = at.astimezone(ZoneInfo(facts.schedule.zone))
    recent = (facts.now - at).days < 6
    day = f"{local:%a}" if recent else format_day(local.date(), today=facts.style.today)
    return f"{day} {local:%H:%M}"
