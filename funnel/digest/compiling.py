"""Puts a digest together from what is known of the journey and what was told before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from funnel.catalogue import own_stage
from funnel.digest.findings import (
    BreakChange,
    BreakNews,
    DataNews,
    Digest,
    EventNews,
    Finding,
    GoalCount,
    GoalNews,
    GoalStanding,
    GoodNews,
    News,
    Rank,
    RecordNews,
    RestatedNews,
    SpellNews,
    Summary,
)
from funnel.digest.large_orders import REVENUE, carried_by_few
from funnel.digest.news import (
    UNTOLD,
    Since,
    Told,
    break_news,
    data_news,
    distance,
    event_news,
    good_news,
    record_news,
)
from funnel.digest.ranking import MOST_LINES, chosen
from funnel.digest.restated import restated_news, shift
from funnel.digest.summary import named_outside
from funnel.digest.unsteady import spell_news
from funnel.dispersion import Spell
from funnel.events import Event
from funnel.freshness import Restated
from funnel.model import Break, Condition, Series, SeriesState
from funnel.status import JourneyStatus, MetricStatus, Reading, open_first

_RANKS = {
    BreakChange.OPENED: Rank.BREAK,
    BreakChange.WORSENED: Rank.BREAK,
    BreakChange.RECOVERED: Rank.RECOVERY,
    BreakChange.NEW_NORMAL: Rank.RECOVERY,
}


@dataclass(frozen=True, slots=True)
class Known:
    """What a digest is made of. `breaks` are all open ones and those closed lately; `told` says by
    number when their openings and worsenings were posted. `goals` are the news of goals,
    `open_goals` counts those that may be shown here and `standings` says where they stand;
    `histories` are whole series of metrics that may have a record; `states` are of the totals.
    `events` name no metric or one of the journey; `restated` are values that are others than at
    the last digest, `spells` are of metrics that are unsteady. With a `summary` the journey is
    rolled up over its days. `most` is how many lines are told."""

    journey: JourneyStatus
    readings: Mapping[str, Reading]
    breaks: Sequence[Break] = ()
    told: Mapping[int, Told] = field(default_factory=dict)
    goals: Sequence[GoalNews] = ()
    open_goals: GoalCount = field(default_factory=GoalCount)
    histories: Mapping[str, Series] = field(default_factory=dict)
    states: Sequence[SeriesState] = ()
    simulated: bool = False
    summary: Summary | None = None
    standings: tuple[GoalStanding, ...] = ()
    most: int = MOST_LINES
    events: Sequence[Event] = ()
    restated: Sequence[Restated] = ()
    spells: Mapping[str, Spell] = field(default_factory=dict)


def compile_digest(known: Known, *, since: Since) -> Digest:
    """Everything that is new since `since`, ranked and cut; what is not new as counts."""
    rows = _rows(known.journey)
    breaks = _breaks(known, rows, since)
    missing = data_news(
        {key: one for key, one in known.readings.items() if key in rows},
        known.states,
        since=since,
    )
    recovered = _recovered(breaks) if known.summary else ()
    news: list[News] = [
        *(one for one in breaks if one not in recovered),
        *known.goals,
        *(one for one in missing if one.is_new),
        *restated_news(known.restated, known.readings, since=since),
        *_unsteady(known, rows, since),
        *_events(known, since),
        *([] if known.summary else _good(known, rows, since, breaks)),
    ]
    most = known.most - _lines_of(known.summary) - bool(recovered)
    lines, rest = chosen((_finding(one, known) for one in news), most=most)
    unchanged = _unchanged(known, rows, breaks)
    figure = rows.get(REVENUE) or _lead(known.journey)
    worst = next(((one, rows[one.metric].metric) for one in unchanged), None)
    return Digest(
        day=known.journey.verdict.as_of,
        covered_since=since.at,
        journey=known.journey,
        lines=lines,
        rest=rest,
        unchanged_breaks=unchanged,
        unchanged_goals=known.open_goals.open - sum(1 for one in known.goals if not one.outcome),
        worst=worst,
        figure=figure,
        goals=known.open_goals,
        missing=missing,
        chart=_charted(lines, worst, figure, known.summary),
        simulated=known.simulated,
        summary=known.summary,
        recovered=recovered,
        standings=known.standings,
    )


def leads(lines: Sequence[Finding]) -> bool:
    """Whether the news come before the summary of the week or month: only breaks do."""
    return bool(lines) and lines[0].rank is Rank.BREAK


def _rows(journey: JourneyStatus) -> dict[str, MetricStatus]:
    """Every metric of the journey with numbers, once."""
    return {row.metric.key: row for stage in journey.stages for row in stage.rows}


def _breaks(known: Known, rows: Mapping[str, MetricStatus], since: Since) -> tuple[BreakNews, ...]:
    found = (
        break_news(
            one, rows[one.metric].metric, since=since, told=known.told.get(one.number, UNTOLD)
        )
        for one in known.breaks
        if one.metric in rows
    )
    return tuple(one for one in found if one is not None)


def _recovered(breaks: Iterable[BreakNews]) -> tuple[BreakNews, ...]:
    return tuple(one for one in breaks if one.change is BreakChange.RECOVERED)


def _lines_of(summary: Summary | None) -> int:
    """What a summary tells of its own takes lines from the news."""
    return len(list(named_outside(summary))) if summary else 0


def _unchanged(
    known: Known, rows: Mapping[str, MetricStatus], news: Iterable[BreakNews]
) -> tuple[Break, ...]:
    """Open breaks that were told before, most money first."""
    new = {one.what.number for one in news}
    alive = [
        one
        for one in known.breaks
        if one.metric in rows
        and one.number not in new
        and not one.historic
        and one.condition is not Condition.CLOSED
    ]
    return open_first(alive)


def _unsteady(
    known: Known, rows: Mapping[str, MetricStatus], since: Since
) -> tuple[SpellNews, ...]:
    """A metric with an open break is known to be off."""
    metrics = {key: row.metric for key, row in rows.items()}
    broken = [one.metric for one in known.breaks if one.condition is not Condition.CLOSED]
    return spell_news(known.spells, metrics, since=since, broken=broken)


def _events(known: Known, since: Since) -> list[EventNews]:
    found = (event_news(one, since=since) for one in known.events)
    return [one for one in found if one is not None]


def _good(
    known: Known, rows: Mapping[str, MetricStatus], since: Since, breaks: Sequence[BreakNews]
) -> list[RecordNews | GoodNews]:
    """A record, else good news, of each metric that is not told as a break already."""
    told = {one.what.metric for one in breaks}
    histories = known.histories
    found: list[RecordNews | GoodNews] = []
    for key, row in rows.items():
        if key in told:
            continue
        record = record_news(row, histories[key], since=since) if key in histories else None
        news = record or good_news(known.readings[key], row, since=since)
        if news is not None:
            found.append(news)
    return carried_by_few(found, known.readings)


def _finding(news: News, known: Known) -> Finding:
    match news:
        case BreakNews(what=what, change=change):
            money = what.money.amount if what.money else 0.0
            place = _place(what.metric, known.journey)
            return Finding(_RANKS[change], news, *place, money=money, distance=what.score)
        case GoalNews(metric=metric):
            return Finding(Rank.GOAL, news, *_place(metric.key, known.journey))
        case DataNews(metrics=metrics):
            _, order = _place(metrics[0].key, known.journey)
            return Finding(Rank.DATA, news, "", order, distance=float(news.days))
        case RestatedNews(metric=metric):
            _, order = _place(metric.key, known.journey)
            far = shift(news, known.readings[metric.key])
            return Finding(Rank.DATA, news, "", order, distance=far)
        case SpellNews(metric=metric, spell=spell):
            _, order = _place(metric.key, known.journey)
            grown = spell.now / max(spell.before, 1e-9)
            return Finding(Rank.DATA, news, "", order, distance=grown)
        case EventNews(event=event):
            first = next(iter(event.metrics), "")
            return Finding(Rank.EVENT, news, *_place(first, known.journey))
        case RecordNews(row=row) | GoodNews(row=row):
            rank = Rank.RECOVERY if isinstance(news, RecordNews) else Rank.GOOD_NEWS
            far = distance(known.readings[row.metric.key])
            return Finding(rank, news, *_place(row.metric.key, known.journey), distance=far)


def _place(metric: str, journey: JourneyStatus) -> tuple[str, int]:
    """The first stage that has the metric, and its place in the journey."""
    for order, part in enumerate(journey.stages):
        if any(row.metric.key == metric for row in part.rows):
            return part.stage.key, order
    return "", len(journey.stages)


def _lead(journey: JourneyStatus) -> MetricStatus | None:
    """The first metric with a value of the last stage that has one, the nearest to money; a team's
    own metrics belong to no place in the journey and come last."""
    leads = [
        (part.stage.key != own_stage(part.stage.framework), order, row)
        for order, part in enumerate(journey.stages)
        if (row := next((row for row in part.rows if row.value is not None), None)) is not None
    ]
    return max(leads, key=lambda lead: lead[:2])[2] if leads else None


def _charted(
    lines: Sequence[Finding],
    worst: tuple[Break, object] | None,
    figure: MetricStatus | None,
    summary: Summary | None,
) -> str:
    """The metric of the headline, else of the break that is still open, else revenue."""
    if summary is not None and not leads(lines):
        return figure.metric.key if figure else ""
    if lines:
        match lines[0].news:
            case BreakNews(metric=metric) | GoalNews(metric=metric):
                return metric.key
            case RestatedNews(metric=metric) | SpellNews(metric=metric):
                return metric.key
            case RecordNews(row=row) | GoodNews(row=row):
                return row.metric.key
            case DataNews() | EventNews():
                return figure.metric.key if figure else ""
    if worst is not None:
        return worst[0].metric
    return figure.metric.key if figure else ""
