"""What a team defined itself, in words: a metric and its versions, a benchmark, a dimension."""

from collections.abc import Sequence
from datetime import datetime

from commands.blocks import Message, actions, bold, button, context, escape, section
from commands.ids import Action
from commands.ids import Block as Id
from commands.views.style import Style
from commands.views.verdict import title
from funnel.catalogue.entries import Direction, Metric
from funnel.own_benchmarks import OwnBenchmark
from funnel.periods import format_day

_DIRECTIONS = {
    Direction.HIGHER_IS_BETTER: "higher is better",
    Direction.LOWER_IS_BETTER: "lower is better",
    Direction.NEUTRAL: "neither way is good, so it never warns",
}
Version = tuple[int, str, datetime | None, Metric]
"""Number, author, time, definition."""


def metric_saved(metric: Metric, *, version: int) -> Message:
    sentence = f"Saved {metric.name}, version {version}."
    lines = (
        f"`{escape(metric.formula.expression)}` · {_DIRECTIONS[metric.direction]}",
        f"Log the first number: `/funnel log {escape(metric.name)} …`",
    )
    return Message(
        escape(sentence),
        (
            section(Id.VERDICT, bold(escape(sentence))),
            section("definition", "\n".join(lines)),
            actions(
                Id.BUTTONS,
                button(Action.RUN, "Log a number", f"log {metric.key}"),
                button(Action.RUN, "Edit", f"metrics edit {metric.key}"),
                button(Action.RUN, "Versions", f"metrics versions {metric.key}"),
            ),
        ),
    )


def versions_message(metric: Metric, versions: Sequence[Version], *, style: Style) -> Message:
    """Newest first, each with what changed against the one before."""
    if not versions:
        words = f"{metric.name} comes with the bot; it has no versions of yours."
        return Message(escape(words), (section(Id.VERDICT, escape(words)),))
    count = "1 version" if len(versions) == 1 else f"{len(versions)} versions"
    sentence = f"{title(metric)}: {count}."
    lines = []
    for place, (number, author, at, now) in enumerate(versions):
        before = versions[place - 1][3] if place else None
        who = f"<@{author}>" if author else "an import"
        when = f", {format_day(at.date(), today=style.today)}" if at else ""
        lines.append(f"• *{number}* by {who}{when}: {escape(_changes(before, now))}")
    return Message(
        escape(sentence),
        (
            section(Id.VERDICT, bold(escape(sentence))),
            section("versions", "\n".join(reversed(lines))),
            context(Id.NOTE, "Numbers keep the unit that they were stored with."),
        ),
    )


def benchmark_saved(metric: Metric, benchmark: OwnBenchmark, style: Style) -> Message:
    words = f"Saved a benchmark for {title(metric)}: {own_benchmark(benchmark, metric, style)}."
    show = button(Action.RUN, "Show the metric", f"metric {metric.key}")
    return Message(escape(words), (section(Id.VERDICT, escape(words), accessory=show),))


def dimension_saved(key: str) -> Message:
    words = (
        f"Numbers can be cut by {key.replace('_', ' ')} now: "
        f"`/funnel log sessions 120 {key}=berlin`, `/funnel metric sessions by {key}`."
    )
    return Message(words, (section(Id.VERDICT, words),))


def removed_message(number: int) -> Message:
    words = f"Removed your benchmark {number}."
    return Message(words, (section(Id.VERDICT, words),), replace=True)


def own_benchmark(benchmark: OwnBenchmark, metric: Metric, style: Style) -> str:
    """ "68.0% (returning visitors): Board deck, 3 Mar 2024, old"."""
    about = f" ({benchmark.segment})" if benchmark.segment else ""
    day = f"{benchmark.dated.day} {benchmark.dated:%b %Y}"
    old = ", old" if benchmark.is_old(style.today) else ""
    return f"{style.value(metric, benchmark.value)}{about}: {benchmark.source}, {day}{old}"


def _changes(before: Metric | None, now: Metric) -> str:
    if before is None:
        return f"first definition, {now.formula.expression}"
    told = {
        "name": (before.name, now.name),
        "definition": (before.definition, now.definition),
        "formula": (before.formula.expression, now.formula.expression),
        "good direction": (before.direction.value, now.direction.value),
        "range": (_range(before), _range(now)),
        "other names": (", ".join(before.aliases), ", ".join(now.aliases)),
        "stages": (_stages(before), _stages(now)),
        "days until final": (str(before.maturity_lag_days), str(now.maturity_lag_days)),
        "cadence": (before.cadence.value, now.cadence.value),
    }
    changed = [
        f"{what} {old or 'none'} → {new or 'none'}"
        for what, (old, new) in told.items()
        if old != new
    ]
    return "; ".join(changed) or "no visible change"


def _range(metric: Metric) -> str:
    ends = ("" if end is None else f"{end:g}" for end in (metric.low, metric.high))
    return " to ".join(ends).strip()


def _stages(metric: Metric) -> str:
    return ", ".join(stage for _, stage in metric.stages)
