"""Gathers what a channel's digest says, for what is posted by itself and for previews."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from commands.break_facts import CHANGED, OPENED
from commands.course import Course, course_of, days_back
from commands.digest_goals import Standing, count_of, goals_of
from commands.message_links import break_links, goal_links
from commands.place import Place
from commands.readings import (
    RESTATED_BACK,
    Read,
    day_of,
    known_metrics,
    readings_for,
    readings_of,
)
from commands.readings import Known as KnownMetric
from commands.views.digest_facts import DigestFacts
from funnel.catalogue import Catalogue
from funnel.catalogue.entries import Metric, Stage
from funnel.digest import (
    BreakNews,
    Digest,
    GoalNews,
    GoalStanding,
    Known,
    RestatedNews,
    Since,
    Summary,
    Told,
    compile_digest,
    span_before,
    summarize,
    summed_span,
)
from funnel.digest.news import FRESH_EVENT, YEAR_DAYS
from funnel.digest.ranking import MOST_LINES
from funnel.events import Event
from funnel.freshness import Restated
from funnel.incidents import told_breaks
from funnel.life import Edge
from funnel.model import Break, Condition, Grain, Series
from funnel.periods import Span, local_date
from funnel.periods.holidays import country_name, holiday_on
from funnel.schedules import OnHolidays, Schedule, Tone
from funnel.status import JourneyStatus, Reading, journey_status
from storage.store import Tx

SIMULATED = "demo shop"  # the source of the demo's numbers
MOST_CLOSED = 100
CHART_DAYS, MONTHLY_DAYS = 20, 16 * 7
SHORT_LINES = 3


@dataclass(frozen=True, slots=True)
class _Frame:
    """What every part of a digest is read in. `span` is what a weekly or monthly one sums up."""

    schedule: Schedule
    place: Place
    since: Since
    stages: tuple[Stage, ...]
    known: Mapping[str, KnownMetric]
    readings: Mapping[str, Reading]
    span: Span | None

    def journey(self, span: Span | None) -> JourneyStatus:
        every = {metric.key: metric for metric in self.place.catalogue.metrics}
        days = (span.first, span.last) if span else None
        return journey_status(self.stages, self.readings, metrics=every, span=days)


def gather(
    tx: Tx,
    schedule: Schedule,
    catalogue: Catalogue,
    *,
    now: datetime,
    since: datetime | None,
    day: date | None = None,
    read: Read = readings_of,
) -> DigestFacts:
    """`catalogue` holds the workspace's own metrics too. `since` is the `covered_until` of the
    schedule's last sent digest, None for the first; `day` is the local date that it goes out for,
    today's by itself. `read` gives the readings. A paused schedule may be previewed."""
    place = Place(tx.workspace.get(), catalogue, now)
    frame = _frame(tx, schedule, place, since, day, read)
    goals = goals_of(tx, frame.schedule, frame.place, frame.since, frozenset(frame.known))
    digest = compile_digest(_known(tx, frame, goals), since=frame.since)
    return DigestFacts(
        digest,
        schedule,
        frame.place.style,
        now,
        _chart(digest, frame),
        _names(tx, digest),
        holiday=_holiday(digest, schedule),
        links=_links(tx, digest, schedule),
    )


def stages_of(schedule: Schedule, catalogue: Catalogue) -> tuple[Stage, ...]:
    """The chosen stages in journey order, all of the framework if none is chosen or left; of them
    only the chosen metrics. A chosen metric that no such stage has brings its own stage along."""
    every = catalogue.stages(schedule.framework)
    stages = tuple(stage for stage in every if stage.key in schedule.stages) or every
    wanted = set(schedule.metrics)
    if not wanted:
        return stages
    there = {key for stage in stages for key in stage.lead_metrics}
    if wanted - there:
        stages += tuple(
            stage
            for framework in catalogue.frameworks
            for stage in framework.stages
            if stage not in stages and (wanted - there) & set(stage.lead_metrics)
        )
    return tuple(
        replace(stage, lead_metrics=kept)
        for stage in stages
        if (kept := tuple(key for key in stage.lead_metrics if key in wanted))
    )


def _frame(
    tx: Tx,
    schedule: Schedule,
    place: Place,
    since: datetime | None,
    day: date | None,
    read: Read,
) -> _Frame:
    if schedule.personal:
        mine = (goal.metric for goal in tx.goals.all() if goal.owner == schedule.owner)
        schedule = replace(schedule, metrics=tuple(dict.fromkeys(mine)), stages=())
    stages = stages_of(schedule, place.catalogue)
    keys = dict.fromkeys(key for stage in stages for key in stage.lead_metrics)
    every = known_metrics(tx, place)
    known = {key: one for key, one in every.items() if key in keys}
    return _Frame(
        schedule,
        place,
        Since(since, place.now, place.workspace.zone),
        stages,
        known,
        readings_for(tx, keys, every, place, read=read),
        summed_span(schedule.rhythm, day or local_date(place.now, schedule.zone)),
    )


def _known(tx: Tx, frame: _Frame, goals: tuple[Standing, ...]) -> Known:
    closed = [one for one in tx.breaks.history(MOST_CLOSED) if not one.historic]
    mine = [one for one in (*tx.breaks.open(), *closed) if one.metric in frame.readings]
    told = told_breaks(mine)
    journey = frame.journey(frame.span)
    short = frame.schedule.tone is Tone.SHORT
    return Known(
        journey,
        frame.readings,
        breaks=told,
        told={one.number: _told(tx, one.number) for one in told if _is_alive(one)},
        goals=[one.news for one in goals if one.news is not None],
        open_goals=count_of([one for one in goals if one.is_open]),
        histories={} if frame.span else _histories(tx, frame),
        states=[one.state for one in frame.known.values()],
        simulated=any(one.state.source == SIMULATED for one in frame.known.values()),
        summary=_summary(frame, journey),
        standings=tuple(
            GoalStanding(one.goal, one.metric, one.now) for one in goals if one.is_open
        ),
        most=SHORT_LINES if short else MOST_LINES,
        events=_events(tx, frame),
        restated=_restated(tx, frame),
        spells=tx.spells.all(),
    )


def _is_alive(one: Break) -> bool:
    return one.condition is not Condition.CLOSED


def _events(tx: Tx, frame: _Frame) -> list[Event]:
    """Those that may be news: of the journey's metrics, or of all."""
    at = frame.since.at
    first = local_date(at, frame.place.workspace.zone) if at else frame.place.today - FRESH_EVENT
    return [
        one
        for one in tx.events.all(since=first)
        if not one.moves or any(metric in frame.known for metric in one.metrics)
    ]


def _restated(tx: Tx, frame: _Frame) -> list[Restated]:
    """Asked only of series that something was recorded into since the last digest."""
    since, first = frame.since.at, frame.place.today - RESTATED_BACK
    touched: dict[Grain, list[str]] = defaultdict(list)
    for key, one in frame.known.items():
        if since is not None and one.state.recorded_at > since:
            touched[one.state.grain].append(key)
    return [
        change
        for grain, keys in touched.items()
        if since is not None
        for change in tx.snapshots.restated_since(keys, since, grain=grain, first=first)
    ]


def _summary(frame: _Frame, journey: JourneyStatus) -> Summary | None:
    if frame.span is None:
        return None
    is_week = frame.span.words == "week"
    before = None if is_week else frame.journey(span_before(frame.span))
    return summarize(frame.span, journey, before=before)


def _told(tx: Tx, number: int) -> Told:
    """When a break's opening and its newest worsening were planned to be posted anywhere."""
    opened = [row.planned_at for row in tx.deliveries.of(OPENED, str(number))]
    changed = tx.deliveries.of(CHANGED, str(number))
    grew = [row.planned_at for row in changed if row.slot.startswith(Edge.WORSENED)]
    return Told(min(opened, default=None), max(grew, default=None))


def _histories(tx: Tx, frame: _Frame) -> dict[str, Series]:
    """The whole series of those few metrics whose newest value may be the best of a year."""
    return {
        key: tx.snapshots.series(key, grain=one.series.grain)
        for key, one in frame.readings.items()
        if key in frame.known and _may_be_record(one, frame.known[key])
    }


def _may_be_record(reading: Reading, known: KnownMetric) -> bool:
    values = reading.series.values
    if len(values) < 2 or (day_of(known.state.last) - day_of(known.state.first)).days < YEAR_DAYS:
        return False
    return bool(values[-1] > values[:-1].max() or values[-1] < values[:-1].min())


def _chart(digest: Digest, frame: _Frame) -> tuple[Metric, Course] | None:
    """The digest's metric: the last 20 days against usual, for a monthly one the last weeks."""
    reading = frame.readings.get(digest.chart)
    if reading is None or not len(reading.series) or reading.metric.is_distribution:
        return None
    if frame.schedule.tone is Tone.SHORT:
        return None
    last = day_of(reading.series.starts[-1].tolist())
    first = days_back(last, CHART_DAYS)
    if digest.summary is not None:
        last = digest.summary.last
        # A month just over lacks its newest days until they are mature: weeks show it so far.
        days = MONTHLY_DAYS if digest.summary.is_month else CHART_DAYS
        first = days_back(last, days)
    course = course_of(
        reading,
        first=first,
        last=last,
        band=False,
        currency=frame.place.workspace.currency,
        calendar=frame.place.calendar,
    )
    return None if course is None else (reading.metric, course)


def _holiday(digest: Digest, schedule: Schedule) -> str:
    """ "Christmas Day (Germany)", if the day that is told of is one and it is to be marked."""
    if schedule.holidays is not OnHolidays.MARK or digest.day is None or digest.summary:
        return ""
    name = holiday_on(schedule.country, digest.day)
    return f"{name} ({country_name(schedule.country)})" if name else ""


def _links(tx: Tx, digest: Digest, schedule: Schedule) -> dict[str, str]:
    """Addresses of the messages about what is told, by the command that opens the same."""
    news = [one.news for one in (*digest.lines, *digest.rest)]
    breaks = {one.what.number for one in news if isinstance(one, BreakNews)}
    breaks |= {digest.worst[0].number} if digest.worst else set()
    goals = {one.goal.number for one in news if isinstance(one, GoalNews)}
    found = break_links(tx, breaks, here=schedule.channel)
    links = {f"break {number}": url for number, url in found.items()}
    return links | {f"goal {number}": url for number, url in goal_links(tx, goals).items()}


def _names(tx: Tx, digest: Digest) -> dict[str, str]:
    """Names of the people that the digest speaks of; unknown ones are left out."""
    breaks = [one.news.what for one in digest.lines if isinstance(one.news, BreakNews)]
    restated = (one.news for one in digest.lines if isinstance(one.news, RestatedNews))
    users = {one.attention_by for one in breaks} | {one.author for one in digest.missing}
    users |= {one.change.author for one in restated}
    people = {user: tx.people.get(user) for user in users if user}
    return {user: person.name for user, person in people.items() if person is not None}
