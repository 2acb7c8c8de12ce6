"""Goals as answers: the list, and one goal with its chart, its path and what to do next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from commands.blocks import (
    Block,
    Cell,
    Message,
    Number,
    Option,
    actions,
    bold,
    button,
    context,
    escape,
    line_chart,
    overflow,
    section,
    shorten,
    table,
)
from commands.ids import Action
from commands.ids import Block as Id
from commands.views.goal_words import (
    facts,
    plan_block,
    said_last,
    softenings,
    standing,
    state_cell,
)
from commands.views.message_links import messages_line
from commands.views.style import NOTHING, Style
from funnel.catalogue.entries import Metric
from funnel.goals import Adjusted, Ground, Progress, Together
from funnel.model import Goal, GoalState, Measure, Side
from funnel.periods import format_day
from funnel.pursuit import Entry
from funnel.smart_odds import percent

MOST_ROWS = 25
MOST_ADJUSTED = 3


@dataclass(frozen=True, slots=True)
class GoalRow:
    """A goal of the list; a draft may have neither metric nor progress."""

    goal: Goal
    metric: Metric | None
    now: Progress | None


@dataclass(frozen=True, slots=True)
class GoalChart:
    """Ready to draw: `unit` is what the values are in."""

    categories: tuple[str, ...]
    actual: tuple[float, ...]
    path: tuple[float, ...]
    unit: str
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()

    @property
    def series(self) -> dict[str, tuple[float, ...]]:
        """The band only where something is expected."""
        if not self.low:
            return {"Actual": self.actual, "Path": self.path}
        return {
            "Actual, then expected": self.actual,
            "Path": self.path,
            "Low": self.low,
            "High": self.high,
        }


@dataclass(frozen=True, slots=True)
class Child:
    """A goal that is part of another."""

    goal: Goal
    now: Progress | None


@dataclass(frozen=True, slots=True)
class GoalFacts:
    """One goal with all that is shown of it. `chart` is None before it has two days."""

    goal: Goal
    ground: Ground
    now: Progress
    chart: GoalChart | None
    style: Style
    entries: Sequence[Entry] = ()
    children: Sequence[Child] = ()
    together: Together | None = None
    adjusted: Sequence[Adjusted] = ()


def goals_message(
    rows: Sequence[GoalRow], verdict: str, style: Style, *, links: Mapping[int, str]
) -> Message:
    """The list, worst first; `links` are addresses of announcements, by goal."""
    shown = rows[:MOST_ROWS]
    cells = [[_name(row), _now(row, style), _aim(row, style), _state(row)] for row in shown]
    left = len(rows) - len(shown)
    notes = ["One goal with its path: `/funnel goal N`."]
    if left:
        notes.append(f"{left} more; narrow it down with a stage or mine.")
    notes += messages_line(links)
    blocks = (
        section(Id.VERDICT, bold(escape(verdict))),
        table(Id.TABLE, "Goals", ("Goal", "Now", "Path / target", "State"), cells),
        actions(
            Id.BUTTONS,
            button(Action.RUN, "New goal", "goal new"),
            button(Action.RUN, "Mine", "goals mine"),
            button(Action.RUN, "Closed", "goals closed"),
        ),
        context(Id.NOTE, *notes),
    )
    return Message(escape(verdict), blocks)


def no_goals_message(verdict: str, example: str) -> Message:
    """Teaches by a sentence that would work here."""
    words = f"Say one in a sentence: `/funnel goal new {example}`"
    return Message(
        f"{verdict} {words}",
        (
            section(Id.VERDICT, f"{bold(escape(verdict))}\n{escape(words)}"),
            actions(
                Id.BUTTONS,
                button(Action.RUN, "New goal from this sentence", f"goal new {example}"),
                button(Action.RUN, "Empty form", "goal new"),
            ),
        ),
    )


def goal_message(shown: GoalFacts) -> Message:
    """One goal: where it stands, its course against the path, what is due, what to do next."""
    goal = shown.goal
    verdict = f"Goal {goal.number}. {standing(goal, shown.now)}."
    blocks: list[Block] = [section(Id.VERDICT, bold(escape(verdict)))]
    if shown.chart is not None:
        chart = shown.chart
        blocks.append(line_chart(Id.CHART, goal.title, chart.categories, chart.series, chart.unit))
    lines = facts(goal, shown.ground, shown.now, shown.style)
    blocks.append(section("facts", "\n".join(lines)))
    blocks += _due(shown)
    blocks += plan_block(goal)
    blocks += _said(shown)
    blocks += _adjusted(shown)
    blocks += _family(shown)
    blocks += _buttons(goal)
    return Message(escape(verdict), tuple(blocks))


def _due(shown: GoalFacts) -> list[Block]:
    """What the path asks for by each of the next days."""
    now, metric, style = shown.now, shown.ground.metric, shown.style
    if not now.due or now.current is None or now.outcome is not None:
        return []
    rows: list[list[Cell]] = [
        [
            format_day(knot.day),
            Number(style.value(metric, knot.value), knot.value),
            _from_now(shown, knot.value),
        ]
        for knot in now.due
    ]
    return [table(Id.TABLE, "Due on the path", ("By", "Due", "From now"), rows)]


def _from_now(shown: GoalFacts, due: float) -> str:
    """What is missing: an amount of a total, a change of a level."""
    goal, metric, style = shown.goal, shown.ground.metric, shown.style
    current = shown.now.current or 0.0
    if (due <= current) if goal.side is Side.UP else (due >= current):
        return "met"
    if goal.measure is Measure.CUMULATIVE:
        return f"{style.value(metric, abs(due - current))} {'more' if due > current else 'less'}"
    return style.change(metric, due, current)


def _said(shown: GoalFacts) -> list[Block]:
    last = said_last(shown.entries, shown.style)
    lines = [escape(last)] if last else []
    lines += softenings(shown.entries)
    return [section("said", "\n".join(lines))] if lines else []


def _adjusted(shown: GoalFacts) -> list[Block]:
    """What was changed for it, with its numbers before and since."""
    lines = [_adjustment(one, shown) for one in shown.adjusted[-MOST_ADJUSTED:]]
    return [section("adjusted", "\n".join(["Changed for it:", *lines]))] if lines else []


def _adjustment(one: Adjusted, shown: GoalFacts) -> str:
    metric, style, event = shown.ground.metric, shown.style, one.event
    when = format_day(event.first, today=style.today)
    head = f"• {when}: {escape(event.title)} (event #{event.number})"
    if one.before is None or one.since is None:
        return f"{head}. Too early to compare; `/funnel event {event.number}` will."
    before, since = style.value(metric, one.before), style.value(metric, one.since)
    days = "1 day" if one.days == 1 else f"{one.days} days"
    change = style.change(metric, one.since, one.before)
    return f"{head}. {since} in the {days} since, {before} in the same weekdays before ({change})."


def _family(shown: GoalFacts) -> list[Block]:
    """The goals under it, and what they come to by its rule."""
    if not shown.children:
        return []
    metric, style, goal = shown.ground.metric, shown.style, shown.goal
    lines = [
        f"{one.goal.number} · {escape(shorten(one.goal.title, 80))}: {_child_state(one)}"
        for one in shown.children[:10]
    ]
    together = shown.together
    if together and together.current is not None and together.target is not None:
        lines.append(
            f"Together {style.value(metric, together.current)}; their targets add up to "
            f"{style.value(metric, together.target)} of {style.value(metric, goal.target)}."
        )
    if together and together.share is not None:
        lines.append(f"Together {percent(max(together.share, 0.0))} of the way, by weight.")
    return [section("parts", "\n".join(["Its parts:", *lines]))]


def _child_state(one: Child) -> str:
    return state_cell(one.goal, one.now)


def closed_message(goal: Goal, words: str) -> Message:
    return Message(
        words,
        (
            section(Id.VERDICT, bold(escape(words))),
            actions(Id.BUTTONS, button(Action.RUN, "Open", f"goal {goal.number}")),
        ),
    )


def _name(row: GoalRow) -> str:
    return f"{row.goal.number} · {row.goal.title}"


def _now(row: GoalRow, style: Style) -> Cell:
    if row.metric is None or row.now is None or row.now.current is None:
        return NOTHING
    return Number(style.value(row.metric, row.now.current), row.now.current)


def _aim(row: GoalRow, style: Style) -> Cell:
    if row.metric is None:
        return NOTHING
    target = style.value(row.metric, row.goal.target)
    if row.now is None or row.now.path is None:
        return f"{NOTHING} / {target}"
    return f"{style.value(row.metric, row.now.path)} / {target}"


def _state(row: GoalRow) -> str:
    return state_cell(row.goal, row.now)


def _buttons(goal: Goal) -> list[Block]:
    command = f"goal {goal.number}"
    if goal.closed_at is not None:
        return [
            actions(
                Id.BUTTONS,
                button(Action.RUN, "Reopen", f"{command} reopen"),
                button(Action.RUN, "History", f"{command} history"),
            )
        ]
    paused = goal.state is GoalState.PAUSED
    more = [
        Option("Add note…", f"{command} note"),
        Option("History", f"{command} history"),
        Option("Planned path…", f"{command} path"),
        Option("Hand over…", f"{command} hand over"),
        Option("Resume" if paused else "Pause", f"{command} {'resume' if paused else 'pause'}"),
    ]
    return [
        actions(
            Id.BUTTONS,
            button(Action.RUN, "Check in", f"{command} check-in"),
            button(Action.RUN, "Edit", f"{command} edit"),
            button(Action.RUN, "Close…", f"{command} close"),
            overflow(Action.RUN, more),
        )
    ]
