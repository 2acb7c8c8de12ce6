"""Sentences about goals: what was understood, what was saved, where one stands."""

from collections.abc import Sequence
from datetime import date

from commands.blocks import Block, escape, section
from commands.views.style import Style
from funnel.catalogue import Catalogue
from funnel.catalogue.entries import Metric
from funnel.goals import Ground, Known, Progress
from funnel.goals.settling import shown
from funnel.model import Goal, GoalOutcome, GoalState, Measure, TargetForm
from funnel.periods import format_day, format_span
from funnel.pursuit import Entry, EntryKind, FlatSpot, GoalKind, Moment, Stated
from funnel.sentence import Understood
from funnel.smart_odds import percent

MOST_KNOWN = 3
MARKS = {
    GoalState.SCHEDULED: "◌",
    GoalState.ON_TRACK: "○",
    GoalState.AT_RISK: "●",
    GoalState.OFF_TRACK: "●",
    GoalState.WAITING: "◌",
    GoalState.PAUSED: "◌",
}
STATES = {
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
        lines.append(_begins(goal, ground))
        final = ground.metric.maturity_lag_days
        lines.append(f"It ends on {dated(goal.deadline)}; the result is final {final + 1} days on.")
    lines += [f"{line}." for line in flat_days(goal)]
    lines.append(_told(goal))
    lines.append(f"See it: /funnel goal {goal.number}")
    return lines


def _begins(goal: Goal, ground: Ground) -> str:
    if goal.plan.kind is GoalKind.STAY:
        return "Each week is judged by itself, when its numbers are in."
    span = format_span(goal.baseline_first, goal.baseline_last, today=goal.deadline)
    start = f"{shown(goal.baseline, ground)} ({span})"
    return f"It starts from {start} and follows the numbers by itself."


def standing(goal: Goal, now: Progress) -> str:
    """The verdict of one goal: "Revenue to €359,300 by 31 Mar 2027: at risk, 44% chance"."""
    outcome = goal.outcome or now.outcome
    if outcome is not None:
        return f"{goal.title}: {outcome.value}"
    words = f"{goal.title}: {STATES[now.state]}"
    if now.state in (GoalState.WAITING, GoalState.PAUSED):
        return words
    if now.chance is not None:
        words += f", {percent(now.chance)} chance"
    if now.stay is not None:
        return f"{words}, {affordable(now.stay.buffer)}"
    if now.met:
        return f"{words}, the target is met for now"
    if now.share is not None and now.share < 0:
        return f"{words}, further from its target than at the start"
    return words if now.buffer_days is None else f"{words}, {ahead(now.buffer_days)}"


def ahead(buffer: int) -> str:
    """ "3 days ahead", "on its path", "6 days behind"."""
    days = abs(buffer)
    if days == 0:
        return "on its path"
    unit = "day" if days == 1 else "days"
    return f"{days} {unit} {'ahead' if buffer > 0 else 'behind'}"


def affordable(buffer: int) -> str:
    if buffer < 0:
        return "more weeks were missed than it allows"
    weeks = "week" if buffer == 1 else "weeks"
    return f"{buffer} more {weeks} may miss" if buffer else "no further week may miss"


def facts(goal: Goal, ground: Ground, now: Progress, style: Style) -> list[str]:
    """Now, path, what is expected, what is needed, what is left: one line each."""
    lines = [_people(goal)]
    metric = ground.metric
    bound = goal.plan.kind is GoalKind.STAY
    if now.state is GoalState.SCHEDULED and now.current is None and not bound:
        first, last = goal.baseline_first, goal.baseline_last
        lines.append(
            f"From {style.value(metric, goal.baseline)} "
            f"({format_span(first, last, today=goal.deadline)}) to "
            f"{style.value(metric, goal.target)}"
        )
    if now.current is not None and now.path is not None:
        lines.append(_now(goal, metric, now, style))
    if now.outlook is not None and now.outlook.expected is not None:
        lines.append(_expected(goal, metric, now, style))
        lines += coming_events(goal, ground)
    if now.per_week and now.days_left > 0:
        needed = f"Needed: {_each_week(goal, metric, now.per_week, style)}"
        if now.gained is not None:
            needed += f" (the last 4 brought {_each_week(goal, metric, now.gained, style)})"
        lines.append(needed)
    if now.days_left > 0:
        left = "1 day left" if now.days_left == 1 else f"{now.days_left} days left"
        lines.append(f"{left}, to {dated(goal.deadline)}")
        lines += map(escape, flat_days(goal, since=ground.through))
    if now.state is GoalState.SCHEDULED:
        lines.append(f"It counts from {dated(goal.start)} on; the first complete day is still open")
    return lines


def coming_events(goal: Goal, ground: Ground) -> list[str]:
    """What the chance knows of days to come, and how it counts them."""
    ahead = [
        one
        for one in ground.known
        if ground.through < one.event.last and one.event.first <= goal.deadline
    ]
    return [f"Counted in: {_counted_as(one, ground)}" for one in ahead[:MOST_KNOWN]]


def _counted_as(one: Known, ground: Ground) -> str:
    event = one.event
    when = format_span(event.first, event.last, today=ground.today)
    what = f"event #{event.number} {escape(event.title)} ({when})"
    if one.factor is None:
        return f"{what}, as ordinary days with a wider range: no earlier one tells what it brings"
    return f"{what}, at {one.factor:.1f} times ordinary days, as earlier ones did"


def flat_days(goal: Goal, *, since: date | None = None) -> list[str]:
    """ "Its path asks nothing on Fri 25 Dec (Christmas Day)", of the days after `since`."""
    spots = [one for one in goal.plan.flats if since is None or one.last > since]
    if not spots:
        return []
    named = [_flat_day(one) for one in sorted(spots, key=lambda one: one.first)]
    more = f" and {len(named) - MOST_KNOWN} more" if len(named) > MOST_KNOWN else ""
    return [f"Its path asks nothing on {', '.join(named[:MOST_KNOWN])}{more}"]


def _flat_day(spot: FlatSpot) -> str:
    why = f" ({spot.why})" if spot.why else ""
    return f"{format_span(spot.first, spot.last)}{why}"


def _people(goal: Goal) -> str:
    helpers = " ".join(f"<@{user}>" for user in goal.contributors)
    return f"Owner <@{goal.owner}>" + (f" with {helpers}" if helpers else "")


def _now(goal: Goal, metric: Metric, now: Progress, style: Style) -> str:
    value = style.value(metric, now.current or 0.0)
    if now.stay is not None:
        side = "above" if goal.side.value == "up" else "below"
        done = now.stay.good + now.stay.bad
        kept = f"{now.stay.good} of {done} weeks" if done != 1 else f"{now.stay.good} of 1 week"
        bound = style.value(metric, goal.target)
        return f"Last complete week {value}; {kept} {side} {bound}, {now.stay.periods} in all"
    return (
        f"Now {value} ({now.window}), path {style.value(metric, now.path or 0.0)}, "
        f"target {style.value(metric, goal.target)}, from {style.value(metric, goal.baseline)}"
    )


def _expected(goal: Goal, metric: Metric, now: Progress, style: Style) -> str:
    seen = now.outlook
    if seen is None or seen.expected is None or seen.low is None or seen.high is None:
        return ""
    band = style.span(metric, seen.low, seen.high)
    rough = "; rough, there is little to go by" if seen.rough else ""
    when = format_day(goal.deadline)
    return f"Expected on {when}: {style.value(metric, seen.expected)} (4 of 5 times {band}{rough})"


def said_last(entries: Sequence[Entry], style: Style) -> str:
    """The newest check-in: 'Last check-in Mon 16 Nov: "…", confidence 3 of 5.'"""
    newest = next((one for one in entries if one.kind is EntryKind.CHECK_IN), None)
    if newest is None:
        return ""
    when = format_day(newest.at.date(), today=style.today)
    sure = f", confidence {newest.confidence} of 5" if newest.confidence else ""
    return f'Last check-in {when}: "{newest.text}"{sure}.'


def softenings(entries: Sequence[Entry]) -> list[str]:
    """What was made easier, oldest first, for all to see."""
    easier = [one for one in reversed(entries) if one.softer]
    return [
        f"Made easier on {format_day(one.at.date())} by <@{one.user}>: {one.text} "
        f"{one.was} → {one.now}"
        for one in easier[-3:]
    ]


def believed_lines(believed: Sequence[Stated], entries: Sequence[Entry]) -> list[str]:
    """What was believed when: stated probabilities and people's confidence."""
    when = {
        Moment.LIVE: "when it was set",
        Moment.QUARTER: "after a quarter of its time",
        Moment.HALF: "half way",
        Moment.LATE: "after three quarters",
    }
    lines = [
        f"{format_day(one.on)}, {when[one.moment]}: {percent(one.chance)} chance"
        for one in believed
    ]
    sure = [one for one in reversed(entries) if one.confidence]
    lines += [
        f"{format_day(one.at.date())}: <@{one.user}> was sure {one.confidence} of 5"
        for one in sure[-4:]
    ]
    return lines


def plan_block(goal: Goal) -> list[Block]:
    """What is done for it, and what it serves."""
    lines = []
    if goal.action:
        lines.append(f"What is done: {escape(goal.action)}")
    if goal.objective:
        lines.append(f"Part of: {escape(goal.objective)}")
    if goal.plan.reason:
        lines.append(f"Why the other way than usual: {escape(goal.plan.reason)}")
    return [section("plan", "\n".join(lines))] if lines else []


def state_word(state: str) -> str:
    """ "at_risk" as people read it."""
    return STATES.get(GoalState(state), state) if state in set(GoalState) else state


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
    if goal.measure is Measure.CUMULATIVE:
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
