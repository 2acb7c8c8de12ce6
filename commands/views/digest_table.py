"""The one table of a digest: stages, chosen metrics, the months side by side, or goals."""

from commands.blocks import Block, Cell, Number, table
from commands.ids import Block as Id
from commands.views.digest_facts import DigestFacts
from commands.views.goal_words import state_cell
from commands.views.status import HEADER
from commands.views.style import NOTHING, WORST_FIRST, Style, against_usual, latest, state
from commands.views.verdict import named, title
from funnel.digest import GoalStanding, Summary, span_before
from funnel.model import Grain
from funnel.periods import Span, format_span
from funnel.status import MetricStatus, StageStatus, Standing

MOST_ROWS = 15


def digest_table(facts: DigestFacts) -> list[Block]:
    """No block where there is no row."""
    digest, style = facts.digest, facts.style
    if facts.schedule.personal:
        goals = [_goal(one, style) for one in digest.standings[:MOST_ROWS]]
        return _table("Your goals", ("Goal", "Now", "Path", "State"), goals)
    rows, first = _rows(facts), "Metric" if facts.schedule.metrics else "Stage"
    whole = digest.summary
    if whole is None:
        cells = [[label, *_newest(row, part, facts)] for label, row, part in rows]
        return _table(f"{first}s", (first, *HEADER[1:]), cells)
    if not whole.is_month:
        week = format_span(whole.first, whole.last)
        cells = [[label, *_over(row, part, facts)] for label, row, part in rows]
        return _table(f"{first}s, {week}", (first, week, *HEADER[2:]), cells)
    before = span_before(Span(whole.first, whole.last, ""))
    header = (first, f"{whole.last:%B}", "Against usual", f"Against {before.last:%B}")
    cells = [[label, *_month(row, whole, style)] for label, row, _ in rows]
    return _table(f"{first}s, {style.period(Grain.MONTH, whole.first)}", header, cells)


def _table(caption: str, header: tuple[str, ...], rows: list[list[Cell]]) -> list[Block]:
    return [table(Id.TABLE, caption, header, rows)] if rows else []


def _rows(facts: DigestFacts) -> list[tuple[str, MetricStatus, StageStatus | None]]:
    """A row a stage, by its lead metric; where metrics were chosen, one for each."""
    stages = facts.digest.journey.stages
    if not facts.schedule.metrics:
        return [
            (f"{part.stage.short} · {named(lead.metric)}", lead, part)
            for part in stages
            if (lead := _lead(part)) is not None
        ]
    every = {row.metric.key: row for part in stages for row in part.rows}
    return [(title(row.metric), row, None) for row in list(every.values())[:MOST_ROWS]]


def _lead(part: StageStatus) -> MetricStatus | None:
    """The first metric of the stage that has a value: over days not every one has."""
    return next((row for row in part.rows if row.value is not None), part.lead)


def _newest(row: MetricStatus, part: StageStatus | None, facts: DigestFacts) -> list[Cell]:
    shown = _dated(row, facts)
    return [shown, against_usual(row, facts.style), _state(part, row)]


def _dated(row: MetricStatus, facts: DigestFacts) -> Cell:
    """The value; where it is of another day than the digest, the weekday tells of which."""
    day, style, last = facts.digest.day, facts.style, row.last
    if row.value is None or last is None or last == day or row.grain is not Grain.DAY:
        return latest(row, style, as_of=day)
    if not 0 < (style.today - last).days < 7:
        return latest(row, style, as_of=day)
    return Number(f"{style.value(row.metric, row.value)} ({last:%a})", row.value)


def _over(row: MetricStatus, part: StageStatus | None, facts: DigestFacts) -> list[Cell]:
    """Over several days; who they were counted over is said in the heading."""
    shown = latest(row, facts.style, as_of=row.last)
    return [shown, against_usual(row, facts.style), _state(part, row)]


def _month(row: MetricStatus, whole: Summary, style: Style) -> list[Cell]:
    now, then = whole.before.get(row.metric.key, (None, None))
    change: Cell = NOTHING
    if now is not None and then:
        change = Number(style.change(row.metric, now, then), now / then - 1.0)
    return [latest(row, style, as_of=row.last), against_usual(row, style), change]


def _state(part: StageStatus | None, lead: MetricStatus) -> str:
    """The worst state of the stage, naming its metric where that is not the lead one."""
    if part is None:
        return state(lead)
    judged = [row for row in part.rows if row.standing is not Standing.NO_VALUE] or [lead]
    worst = min(judged, key=lambda row: WORST_FIRST.index(row.standing))
    alike = worst.standing is lead.standing or worst.metric == lead.metric
    return state(lead) if alike else f"{state(worst)} ({named(worst.metric)})"


def _goal(one: GoalStanding, style: Style) -> list[Cell]:
    now, metric = one.now, one.metric
    current: Cell = NOTHING
    if now.current is not None:
        current = Number(style.value(metric, now.current), now.current)
    path: Cell = NOTHING
    if now.path is not None:
        path = Number(style.value(metric, now.path), now.path)
    return [f"#{one.goal.number} {one.goal.title}", current, path, state_cell(one.goal, now)]
