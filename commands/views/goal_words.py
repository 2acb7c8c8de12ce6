"""Sentences about goals: what was understood, what was saved, where one stands."""

from collections.abc import Sequence
from datetime import date

from commands.views.style import Style
from funnel.catalogue import Catalogue
from funnel.catalogue.entries import Metric
from funnel.goals import Ground, Progress
from funnel.goals.settling import shown
from funnel.model import Goal, GoalOutcome, GoalState, TargetForm
from funnel.periods import format_day, format_span
from funnel.sentence import Understood

MARKS = {
    GoalState.DRAFT: "◌",
    GoalState.SCHEDULED: "◌",
    GoalState.ON_TRACK: "○",
    GoalState.AT_RISK: "●",
    GoalState.OFF_TRACK: "●",
    GoalState.WAITING: "◌",
    GoalState.PAUSED: "◌",
}
STATES = {
    GoalState.DRAFT: "draft",
    GoalState.SCHEDULED: "scheduled",
    GoalState.ON_TRACK: "on track",
    GoalState.AT_RISK: "at risk",
    GoalState.OFF_TRACK: "off track",
    GoalState.WAITING: "waiting for data",
    GoalState.PAUSED: "paused",
}


def understood_words(said: Understood, catalogue: Catalogue) -> str:
    """ "up Sales Revenue of Product X by 15%, by Wed 31 Mar 2027", empty without a sentence."""
    if not said.text.strip():
        return ""
    parts = [_aim(said, catalogue)]
    if said.deadline:
        day = f"{format_day(said.deadline)} {said.deadline.year}"
        named = f" ({said.deadline_words})" if said.start else ""
        parts.append(f"by {day}{named}")
    if said.action:
        parts.append(f"through {said.action}")
    words = ", ".join(part for part in parts if part)
    return f"{words}." if words else "nothing of it yet; the fields ask for it."


def saved_words(goal: Goal, ground: Ground | None, *, new: bool) -> list[str]:
    """The news, then what happens next."""
    lines = [f"Goal {goal.number} is set: {goal.title}." if new else f"Saved: {goal.title}."]
    if ground is not None:
        span = format_span(goal.baseline_first, goal.baseline_last)
        lines.append(
            f"It starts from {shown(goal.baseline, ground)} ({span}) "
            "and follows the numbers by itself."
        )
        final = ground.metric.maturity_lag_days
        lines.append(f"It ends on {dated(goal.deadline)}; the result is final {final + 1} days on.")
    lines.append(_told(goal))
    lines.append(f"See it: /funnel goal {goal.number}")
    return lines


def standing(goal: Goal, now: Progress) -> str:
    """The verdict of one goal: "Revenue to €359,300 by 31 Mar 2027: at risk, 2 days ahead"."""
    if goal.outcome is not None or now.outcome is not None:
        return f"{goal.title}: {(goal.outcome or now.outcome or GoalOutcome.MISSED).value}"
    words = f"{goal.title}: {STATES[now.state]}"
    if now.met:
        return f"{words}, the target is met for now"
    if now.buffer_days is None or now.state is GoalState.WAITING:
        return words
    if now.share is not None and now.share < 0:
        return f"{words}, further from its target than at the start"
    return f"{words}, {ahead(now.buffer_days)}"


def ahead(buffer: float) -> str:
    days = int(abs(buffer))
    if days == 0:
        return "on its path" if buffer >= 0 else "less than a day behind"
    unit = "day" if days == 1 else "days"
    return f"{days} {unit} {'ahead' if buffer > 0 else 'behind'}"


def facts(goal: Goal, ground: Ground, now: Progress, style: Style) -> list[str]:
    """Now, path, what is needed, what is left: one line each."""
    lines = [f"Owner <@{goal.owner}>"]
    metric = ground.metric
    if now.current is not None and now.path is not None:
        lines.append(
            f"Now {style.value(metric, now.current)} ({now.window}), "
            f"path {style.value(metric, now.path)}, target {style.value(metric, goal.target)}, "
            f"from {style.value(metric, goal.baseline)}"
        )
    if now.per_week and now.days_left > 0:
        lines.append(f"Needed: {_each_week(goal, metric, now.per_week, style)}")
    if now.days_left > 0:
        left = "1 day left" if now.days_left == 1 else f"{now.days_left} days left"
        lines.append(f"{left}, to {dated(goal.deadline)}")
    if now.state is GoalState.SCHEDULED:
        lines.append(f"It counts from {dated(goal.start)} on; the first complete day is still open")
    return lines


def dated(day: date) -> str:
    return f"{format_day(day)} {day.year}"


def state_cell(goal: Goal, now: Progress | None) -> str:
    """A mark and its word."""
    outcome = goal.outcome or (now.outcome if now else None)
    if outcome is not None:
        return f"{'▲' if outcome is GoalOutcome.REACHED else '●'} {outcome.value}"
    state = now.state if now else goal.state
    return f"{MARKS[state]} {STATES[state]}"


def _each_week(goal: Goal, metric: Metric, per_week: float, style: Style) -> str:
    if goal.measure.value == "cumulative":
        return f"{style.value(metric, per_week)} a week"
    return f"{style.change(metric, goal.baseline + per_week, goal.baseline)} a week"


def _aim(said: Understood, catalogue: Catalogue) -> str:
    keys: Sequence[str] = (said.metric,) if said.metric else said.choices
    names = " or ".join(catalogue.metric(key).name for key in keys)
    if len(keys) > 1:
        names += " (choose one)"
    where = f" of {said.object}" if said.object else ""
    verb = {"up": "increase ", "down": "reduce "}.get(said.side or "", "")
    return f"{verb}{names}{where}{_amount(said)}".strip()


def _amount(said: Understood) -> str:
    if said.target:
        return f" to {said.target}"
    if not said.change:
        return ""
    unit = {TargetForm.RELATIVE: "%", TargetForm.POINTS: " points"}
    return f" by {said.change}{unit[said.form] if said.form else ' (percent or points?)'}"


def _told(goal: Goal) -> str:
    if not goal.channel:
        return "It is announced nowhere: the form was opened outside a channel."
    if goal.channel.startswith("D"):
        return "It is announced nowhere and shown only to you: it was set in a direct message."
    return "This channel is told now." + (" It is shown nowhere else." if goal.private else "")
