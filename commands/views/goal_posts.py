"""What goals post by themselves: set, changed, met, ended, in need of an owner, check-ins."""

from collections.abc import Sequence

from commands.blocks import Block, Message, actions, bold, button, escape, section
from commands.ids import Action
from commands.ids import Block as Id
from commands.views.goal_words import (
    STATES,
    affordable,
    ahead,
    believed_lines,
    dated,
    plan_block,
    state_cell,
    state_word,
)
from commands.views.style import Style
from funnel.catalogue.entries import Metric
from funnel.goals import Progress
from funnel.model import Goal, Side
from funnel.pursuit import GoalKind, Stated
from funnel.smart_odds import percent

MOST_ASKED = 10


def announcement(
    goal: Goal, *, metric: Metric, style: Style, now: Progress | None = None
) -> Message:
    """What the channel reads when a goal was set; edited as its state changes."""
    news = f"New goal: {goal.title}."
    target = style.value(metric, goal.target)
    aim = f"From {style.value(metric, goal.baseline)} to {target} · by {dated(goal.deadline)}"
    if goal.plan.kind is GoalKind.STAY:
        way = "above" if goal.side is Side.UP else "below"
        aim = f"Each week {way} {target} · until {dated(goal.deadline)}"
    lines = [bold(escape(news)), f"<@{goal.owner}> · {aim}"]
    if now is not None:
        lines.append(_state_now(goal, now))
    return Message(
        escape(news),
        (
            section(Id.VERDICT, "\n".join(lines)),
            *plan_block(goal),
            _open_and_note(goal),
        ),
    )


def change_message(goal: Goal, *, was: str, now: Progress) -> Message:
    """A state that counts is told: "… is at risk, was on track: 44% chance, 6 days behind"."""
    before = f", was {state_word(was)}" if was and was != goal.state.value else ""
    facts_ = [f"{percent(now.chance)} chance"] if now.chance is not None else []
    if now.buffer_days is not None:
        facts_.append((affordable if now.stay else ahead)(now.buffer_days))
    news = f"Goal {goal.number} is {STATES[goal.state]}{before}: {goal.title}."
    lines = [bold(escape(news)), " · ".join([f"<@{goal.owner}>", *facts_])]
    return Message(escape(news), (section(Id.VERDICT, "\n".join(lines)), _open_and_note(goal)))


def met_message(goal: Goal, value: str, *, final: bool) -> Message:
    """The target is passed: told at once, judged when its numbers are final."""
    news = f"Goal {goal.number} meets its target with {value}: {goal.title}."
    if not final:
        news += f" It is judged on {dated(goal.deadline)}."
    return Message(escape(news), (section(Id.VERDICT, bold(escape(news))), _open_and_note(goal)))


def ended_message(goal: Goal, value: str, believed: Sequence[Stated]) -> Message:
    """The outcome, and what was believed when."""
    outcome = goal.outcome.value if goal.outcome else "over"
    news = f"Goal {goal.number} is {outcome}: {goal.title}. It ended at {value}."
    lines = [bold(escape(news)), *map(escape, believed_lines(believed, ()))]
    done = button(Action.RUN, "Close with a look back", f"goal {goal.number} close")
    opened = button(Action.RUN, "Open", f"goal {goal.number}")
    return Message(
        escape(news),
        (section(Id.VERDICT, "\n".join(lines)), actions(Id.BUTTONS, opened, done)),
    )


def orphaned_message(goal: Goal) -> Message:
    """Its owner cannot be reached any more."""
    news = f"Goal {goal.number} needs a new owner: {goal.title}."
    words = f"<@{goal.owner}> cannot be reached any more."
    take = button(Action.RUN, "Take it over", f"goal {goal.number} take", style="primary")
    return Message(
        escape(news),
        (section(Id.VERDICT, f"{bold(escape(news))}\n{words}"), actions(Id.BUTTONS, take)),
    )


def check_in_message(asked: Sequence[tuple[Goal, Progress | None]]) -> Message:
    """One direct message a person a day: each goal with its state and a button."""
    goals = [goal for goal, _ in asked]
    news = check_in_words(goals)
    words = [f"{one.number} · {escape(one.title)}\n{_state_now(one, now)}" for one, now in asked]
    return Message(escape(news), tuple(check_in_blocks(news, goals, words)))


def check_in_words(goals: Sequence[Goal]) -> str:
    """ "Check-in: 2 goals."."""
    return f"Check-in: {goals[0].title}." if len(goals) == 1 else f"Check-in: {len(goals)} goals."


def check_in_blocks(news: str, goals: Sequence[Goal], words: Sequence[str]) -> list[Block]:
    """The question, then a line with its button for each goal; `words` are mrkdwn."""
    blocks = [
        section("check_in", f"{bold(escape(news))}\nThe numbers are in; how do you see it?"),
    ]
    for goal, line in list(zip(goals, words, strict=True))[:MOST_ASKED]:
        opener = button(Action.RUN, "Check in", f"goal {goal.number} check-in", style="primary")
        blocks.append(section(f"goal_{goal.number}", line, accessory=opener))
    return blocks


def _state_now(goal: Goal, now: Progress | None) -> str:
    words = state_cell(goal, now)
    if now is None or goal.outcome is not None or now.chance is None:
        return words
    return f"{words} · {percent(now.chance)} chance"


def _open_and_note(goal: Goal) -> Block:
    return actions(
        Id.BUTTONS,
        button(Action.RUN, "Open", f"goal {goal.number}"),
        button(Action.RUN, "Add note", f"goal {goal.number} note"),
    )
