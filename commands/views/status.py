"""Status: verdict, table, chart, and the next steps as buttons."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from commands.blocks import (
    Block,
    Cell,
    Message,
    Option,
    actions,
    bold,
    button,
    context,
    escape,
    overflow,
    section,
    shorten,
    table,
)
from commands.course import Course
from commands.ids import Action
from commands.ids import Block as Id
from commands.views.charts import course_blocks
from commands.views.style import NOTHING, Style, against_usual, latest, state
from commands.views.verdict import named
from funnel.catalogue.entries import Metric
from funnel.status import MetricStatus

HEADER = ("Metric", "Latest", "Against usual", "State")
DETAILS = ("Metric", "Usual range", "Goal", "Benchmark", "Freshness")
MOST_ROWS = 100
MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: what it is called here, how it stands, and, where the line speaks for
    a stage, the metric that stands worst."""

    label: str
    status: MetricStatus
    worst: MetricStatus | None = None


@dataclass(frozen=True, slots=True)
class Detail:
    """A line of the second table; `goal` and `benchmark` are words or empty."""

    label: str
    status: MetricStatus
    goal: str
    benchmark: str


@dataclass(frozen=True, slots=True)
class StatusFacts:
    """What a status says. `sentence` is the verdict, `coverage` how far the numbers reach,
    `command` the request as typed after `/funnel`; `steps` are what the menu runs."""

    heading: str
    sentence: str
    coverage: str
    rows: tuple[Row, ...]
    as_of: date | None
    asked_at: datetime
    command: str
    style: Style
    first_column: str = "Metric"
    chart: tuple[Metric, Course] | None = None
    without: tuple[Metric, ...] = ()
    notes: tuple[str, ...] = ()
    steps: tuple[Option, ...] = ()
    why: str = ""  # the command that explains what the sentence names


def status_message(facts: StatusFacts) -> Message:
    """Ephemeral by default; Share in channel carries the request and its instant."""
    blocks = [
        section(Id.VERDICT, f"{bold(escape(facts.sentence))} {escape(facts.coverage)}".strip())
    ]
    if facts.rows:
        rows = [_row(row, facts) for row in facts.rows[:MOST_ROWS]]
        header = (facts.first_column, *HEADER[1:])
        blocks.append(table(Id.TABLE, facts.heading, header, rows))
    if facts.chart is not None:
        blocks += course_blocks(*facts.chart)
    if facts.without:
        blocks.append(_without(facts.without))
    blocks.append(actions(Id.BUTTONS, *_buttons(facts)))
    blocks.append(context(Id.NOTE, *_notes(facts)))
    return Message(escape(f"{facts.sentence} {facts.coverage}".strip()), tuple(blocks))


def details_message(facts: StatusFacts, details: Sequence[Detail]) -> Message:
    """The second table: what is usual, goals, benchmarks, freshness."""
    rows = [_detail(one, facts.style) for one in details[:MOST_ROWS]]
    return Message(
        f"Details: {facts.sentence}",
        (
            section(Id.VERDICT, f"{bold('Details')} {escape(facts.sentence)}"),
            table(Id.TABLE, f"{facts.heading}: details", DETAILS, rows),
            context(Id.NOTE, "A benchmark is a dated reference of its publisher, not a target."),
        ),
    )


def _row(row: Row, facts: StatusFacts) -> list[Cell]:
    status = row.status
    return [
        row.label,
        latest(status, facts.style, as_of=facts.as_of),
        against_usual(status, facts.style),
        _state(row),
    ]


def _state(row: Row) -> str:
    if row.worst is None or row.worst.metric == row.status.metric:
        return state(row.status)
    return f"{state(row.worst)} ({named(row.worst.metric)})"


def _detail(one: Detail, style: Style) -> list[Cell]:
    status = one.status
    band = style.usual_range(status.metric, status.expected)
    fresh = status.fresh.words or str(status.fresh.state)
    return [one.label, band, one.goal or NOTHING, one.benchmark or NOTHING, fresh]


def _without(metrics: Sequence[Metric]) -> Block:
    """Those without numbers in one line, with the way to give them one."""
    names = ", ".join(escape(named(metric)) for metric in metrics[:MOST_NAMED])
    more = len(metrics) - MOST_NAMED
    tail = f" and {more} more" if more > 0 else ""
    log = button(Action.RUN, "Log", f"log {metrics[0].key}")
    return section("without", f"No numbers for {names}{tail}.", accessory=log)


def _buttons(facts: StatusFacts) -> list[dict[str, object]]:
    buttons = []
    if facts.rows:
        buttons.append(button(Action.RUN, "Details", f"{facts.command} details"))
        when = facts.asked_at.isoformat(timespec="seconds")
        buttons.append(button(Action.SHARE, "Share in channel", f"{when} {facts.command}"))
    if facts.why:
        buttons.append(button(Action.RUN, "Why", facts.why))
    if facts.steps:
        short = [Option(shorten(step.label, 75), step.value) for step in facts.steps[:5]]
        buttons.append(overflow(Action.RUN, short))
    return buttons or [button(Action.RUN, "Log a number", "log")]


def _notes(facts: StatusFacts) -> tuple[str, ...]:
    judged = (row.status.expected for row in facts.rows if row.status.value)
    basis = next((usual.basis for usual in judged if usual.value is not None), "")
    usual = f"Usual is the median of the {basis}; its range is in Details." if basis else ""
    if basis.startswith("the same"):
        usual = f"Usual is the roll-up of {basis}."
    notes = tuple(escape(note) for note in (*facts.notes, usual) if note)
    return notes or ("Numbers come in by `/funnel log` or an import.",)
