"""One metric in depth: course, latest numbers, segments, definition, caveats, benchmark."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from commands.blocks import (
    Block,
    Message,
    Option,
    actions,
    bold,
    button,
    context,
    escape,
    overflow,
    pie_chart,
    section,
    table,
)
from commands.course import Course
from commands.ids import Action
from commands.ids import Block as Id
from commands.views.benchmark import in_full
from commands.views.charts import course_blocks
from commands.views.own_metrics import own_benchmark
from commands.views.spell_words import since_about, spell_words
from commands.views.style import Style, against_usual, latest, state
from commands.views.verdict import metric_verdict, named, title
from funnel.catalogue.entries import Benchmark, Metric
from funnel.dispersion import Spell
from funnel.distribution import Spread, slices
from funnel.model import Grain
from funnel.numbers.summing import JUDGED, Sums
from funnel.own_benchmarks import OwnBenchmark
from funnel.periods import format_day
from funnel.status import MetricStatus

_KNOWN = (
    "Numbers as they stood at the end of that day; what came or was corrected later is left out."
)
MOST_CAVEATS = 3
MOST_OWN = 3
MOST_SEGMENTS = 25


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """A window of the past in words: "Last 28 days" and its value."""

    label: str
    words: str


@dataclass(frozen=True, slots=True)
class MetricFacts:
    """What the page says. `by` is the dimension that `segments` cut by; `stages` are names of
    stages with their framework; `others` what an ambiguous word may have meant."""

    metric: Metric
    status: MetricStatus | None
    course: Course | None
    history: tuple[HistoryLine, ...]
    segments: tuple[MetricStatus, ...]
    by: str
    benchmark: Benchmark | None
    own: tuple[OwnBenchmark, ...]
    spread: Spread | None
    grain: Grain
    stages: tuple[str, ...]
    others: tuple[Metric, ...]
    fresh: str
    asked_at: datetime
    command: str
    style: Style
    sums: Sums | None = None
    as_known: date | None = None  # the last day of which something counts
    spell: Spell | None = None


def metric_message(facts: MetricFacts) -> Message:
    """The verdict first, then the chart, the table of segments, and what the metric means."""
    sentence = _sentence(facts)
    if facts.as_known is not None:
        sentence = f"As known on {format_day(facts.as_known)}: {sentence}"
    blocks = [section(Id.VERDICT, bold(escape(sentence)))]
    if facts.spread is not None:
        blocks += _pie(facts.spread, facts)
    elif facts.course is not None:
        blocks += course_blocks(facts.metric, facts.course)
    if facts.history:
        lines = [f"{line.label}: {escape(line.words)}" for line in facts.history]
        blocks.append(section("history", "\n".join(lines)))
    if facts.spell is not None:
        words = spell_words(facts.metric, facts.spell, facts.style)
        blocks.append(context("unsteady", escape(f"Unsteady {since_about(facts.spell)}: {words}.")))
    blocks += _segments(facts)
    blocks.append(section("meaning", _meaning(facts)))
    blocks.append(actions(Id.BUTTONS, *_buttons(facts)))
    blocks.append(context(Id.NOTE, *_notes(facts)))
    return Message(escape(sentence), tuple(blocks))


def _sentence(facts: MetricFacts) -> str:
    if facts.spread is not None:
        first = ", ".join(
            f"{name} {100 * share:.0f}%"
            for name, share in list(slices(facts.spread.shares).items())[:3]
        )
        return f"{title(facts.metric)} in {_when(facts.spread.start, facts)}: {first}."
    if facts.status is None:
        return f"No numbers for {named(facts.metric)} yet."
    return metric_verdict(facts.status, facts.style)


def _pie(spread: Spread, facts: MetricFacts) -> list[Block]:
    """The shares as a pie; under it how much of the whole moved since the period before."""
    when = _when(spread.start, facts)
    shares = {name: round(100 * one, 2) for name, one in slices(spread.shares).items()}
    blocks: list[Block] = [
        pie_chart(
            Id.CHART, f"{title(facts.metric)}, {when}", {n: s for n, s in shares.items() if s}
        )
    ]
    if spread.before is not None and spread.distance is not None:
        words = (
            f"Since {_when(spread.before, facts)}, {100 * spread.distance:.1f}% of the whole moved "
            "from one part to another (total variation distance)."
        )
        blocks.append(context("moved", words))
    return blocks


def _when(start: date, facts: MetricFacts) -> str:
    return facts.style.period(facts.grain, start)


def _segments(facts: MetricFacts) -> list[Block]:
    if not facts.by:
        return []
    words = facts.by.replace("_", " ")
    if not facts.segments:
        return [section(Id.TABLE, f"No numbers by {words}; log one with `{facts.by}=…` behind it.")]
    as_of = max((row.last for row in facts.segments if row.last is not None), default=None)
    rows = [
        [
            row.segment.value,
            latest(row, facts.style, as_of=as_of),
            against_usual(row, facts.style),
            state(row),
        ]
        for row in facts.segments[:MOST_SEGMENTS]
    ]
    header = (words.capitalize(), "Latest", "Against usual", "State")
    return [table(Id.TABLE, f"{title(facts.metric)} by {words}", header, rows)]


def _meaning(facts: MetricFacts) -> str:
    metric = facts.metric
    lines = [escape(metric.definition), f"`{escape(metric.formula.expression)}`"]
    lines += [f"• {escape(caveat)}" for caveat in metric.caveats[:MOST_CAVEATS]]
    for one in facts.own[:MOST_OWN]:
        words = escape(own_benchmark(one, metric, facts.style))
        lines.append(f"Your benchmark {one.number}: {words}.")
    if facts.benchmark is not None:
        words = escape(in_full(facts.benchmark, metric, facts.style))
        lines.append(f"Benchmark: {words}. <{escape(facts.benchmark.url)}|Source>")
    return "\n".join(lines)


def _buttons(facts: MetricFacts) -> list[dict[str, object]]:
    key = facts.metric.key
    buttons: list[dict[str, object]] = [button(Action.RUN, "Log", f"log {key}")]
    if facts.status is not None:
        when = facts.asked_at.isoformat(timespec="seconds")
        buttons.append(button(Action.RUN, "Why", f"why {key}"))
        buttons.append(button(Action.SHARE, "Share in channel", f"{when} {facts.command}"))
    steps = [
        Option("90 days", f"metric {key} 90d"),
        Option("By device", f"metric {key} by device"),
        Option("By channel", f"metric {key} by channel"),
        Option("By visitor", f"metric {key} by visitor"),
        *(Option(f"Meant: {named(one)}", f"metric {one.key}") for one in facts.others[:1]),
    ]
    return [*buttons, overflow(Action.RUN, steps)]


def _notes(facts: MetricFacts) -> Sequence[str]:
    notes = [_KNOWN] if facts.as_known else []
    notes += [f"Stage: {', '.join(facts.stages)}." if facts.stages else "In no stage."]
    if facts.fresh:
        notes.append(f"Numbers: {facts.fresh}.")
    if facts.sums is not None:
        notes.append(_sums_note(facts.sums))
    if facts.status is not None:
        notes += _origin_notes(facts.status, facts.style)
    if facts.status is not None:
        notes += _status_notes(facts.status, facts.style)
    if facts.metric.aliases:
        notes.append(f"Also called {', '.join(facts.metric.aliases[:4])}.")
    return [escape(note) for note in notes]


def _sums_note(sums: Sums) -> str:
    """Why numbers that nobody stored stand there."""
    days = "1 total is" if len(sums.starts) == 1 else f"{len(sums.starts)} totals are"
    cut = sums.dimension.replace("_", " ")
    return (
        f"{days} missing and added up by {cut}: where both are stored, the parts made the total in "
        f"{sums.agreed} of the last {JUDGED} periods."
    )


def _origin_notes(status: MetricStatus, style: Style) -> list[str]:
    """Where the numbers come from if they are computed, and which of them was changed lately."""
    fresh, notes = status.fresh, []
    if fresh.derived_from:
        parts = " and ".join(fresh.derived_from)
        notes.append(f"Derived from {parts}; numbers of its own would take their place.")
    if fresh.restated is not None:
        old, new = (
            style.value(status.metric, value) for value in (fresh.restated.old, fresh.restated.new)
        )
        day = style.period(status.grain, fresh.restated.day)
        told = format_day(fresh.restated.at.date(), today=style.today)
        notes.append(f"Restated on {told}: {day} was {old}, is {new}.")
    return notes


def _status_notes(status: MetricStatus, style: Style) -> list[str]:
    notes = [f"Usual is the median of the {status.expected.basis}."]
    newest = status.fresh.newest
    if newest is not None and status.last is not None and newest > status.last:
        day = style.period(status.grain, newest)
        notes.append(f"Later numbers, to {day}, may still change and are not judged yet.")
    return notes if status.expected.value is not None else notes[1:]
