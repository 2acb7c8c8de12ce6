"""Goals as messages: the list, one goal with its chart, the announcement."""

from collections.abc import Sequence
from dataclasses import dataclass

from commands.blocks import (
    Block,
    Cell,
    Confirm,
    Message,
    Number,
    actions,
    bold,
    button,
    context,
    escape,
    line_chart,
    section,
    table,
)
from commands.ids import Action
from commands.ids import Block as Id
from commands.views.goal_words import dated, facts, standing, state_cell
from commands.views.style import NOTHING, Style
from funnel.catalogue.entries import Metric
from funnel.goals import Ground, Progress
from funnel.model import Goal, GoalState

MOST_ROWS = 25


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


@dataclass(frozen=True, slots=True)
class GoalFacts:
    """One goal with all that is shown of it. `chart` is None before it has two days."""

    goal: Goal
    ground: Ground
    now: Progress
    chart: GoalChart | None
    style: Style


def goals_message(rows: Sequence[GoalRow], verdict: str, style: Style) -> Message:
    """The list, worst first."""
    shown = rows[:MOST_ROWS]
    cells = [[_name(row), _now(row, style), _aim(row, style), _state(row)] for row in shown]
    left = len(rows) - len(shown)
    notes = ["One goal with its path: `/funnel goal N`."]
    if left:
        notes.append(f"{left} more; narrow it down with a stage or mine.")
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
    """One goal: where it stands, its course against the path, what is needed."""
    goal = shown.goal
    verdict = f"Goal {goal.number}. {standing(goal, shown.now)}."
    blocks: list[Block] = [section(Id.VERDICT, bold(escape(verdict)))]
    if shown.chart is not None:
        series = {"Actual": shown.chart.actual, "Path": shown.chart.path}
        blocks.append(
            line_chart(Id.CHART, goal.title, shown.chart.categories, series, shown.chart.unit)
        )
    lines = facts(goal, shown.ground, shown.now, shown.style)
    blocks.append(section("facts", "\n".join(lines)))
    blocks += _plan(goal)
    blocks += _buttons(goal)
    return Message(escape(verdict), tuple(blocks))


def draft_message(goal: Goal) -> Message:
    """A draft has nothing to show but how to go on."""
    verdict = f"Draft {goal.number}: {goal.title}. It counts once it is set."
    return Message(
        verdict,
        (
            section(Id.VERDICT, bold(escape(verdict))),
            actions(
                Id.BUTTONS,
                button(Action.RUN, "Continue", f"goal {goal.number} edit", style="primary"),
                button(Action.RUN, "Drop", f"goal {goal.number} drop"),
            ),
        ),
    )


def announcement(goal: Goal, *, metric: Metric, style: Style) -> Message:
    """What the channel reads when a goal was set."""
    news = f"New goal: {goal.title}."
    start = f"From {style.value(metric, goal.baseline)} to {style.value(metric, goal.target)}"
    lines = [bold(escape(news)), f"<@{goal.owner}> · {start} · by {dated(goal.deadline)}"]
    return Message(
        escape(news),
        (
            section(Id.VERDICT, "\n".join(lines)),
            *_plan(goal),
            actions(Id.BUTTONS, button(Action.RUN, "Open", f"goal {goal.number}")),
        ),
    )


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
    if row.metric is None or row.goal.state is GoalState.DRAFT:
        return NOTHING
    target = style.value(row.metric, row.goal.target)
    if row.now is None or row.now.path is None:
        return f"{NOTHING} / {target}"
    return f"{style.value(row.metric, row.now.path)} / {target}"


def _state(row: GoalRow) -> str:
    return state_cell(row.goal, row.now)


def _plan(goal: Goal) -> list[Block]:
    lines = []
    if goal.action:
        lines.append(f"What is done: {escape(goal.action)}")
    if goal.objective:
        lines.append(f"Part of: {escape(goal.objective)}")
    return [section("plan", "\n".join(lines))] if lines else []


def _buttons(goal: Goal) -> list[Block]:
    if goal.closed_at is not None:
        return [context(Id.NOTE, "Closed.")]
    sure = Confirm(
        "Close this goal?",
        "Its result is kept. Closing it before the deadline without the target met counts as "
        "dropped.",
        "Close it",
    )
    return [
        actions(
            Id.BUTTONS,
            button(Action.RUN, "Edit", f"goal {goal.number} edit"),
            button(Action.RUN, "Close", f"goal {goal.number} close", confirm=sure),
        )
    ]
