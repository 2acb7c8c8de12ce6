"""When a channel gets its digest, in words: the summary, the confirmation, the list."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from commands.blocks import (
    Element,
    Message,
    Option,
    actions,
    bold,
    button,
    context,
    escape,
    overflow,
    section,
    table,
)
from commands.ids import Action
from commands.ids import Block as Id
from funnel.catalogue.entries import Framework
from funnel.model import Rhythm, Schedule
from funnel.periods import format_day, next_firings

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LIST_HEADER = ("Channel", "When", "Next", "Owner")
MOST_ROWS = 100
BY_PEOPLE = "by "  # so begins why people paused it; else it is Slack's code of a refusal


def rhythm_words(schedule: Schedule) -> str:
    """ "every day at 09:00"."""
    days = {
        Rhythm.DAILY: "every day",
        Rhythm.WEEKDAYS: "on weekdays",
        Rhythm.WEEKLY: f"every {WEEKDAYS[schedule.weekday]}",
        Rhythm.MONTHLY: "on the first of each month",
    }
    return f"{days[schedule.rhythm]} at {schedule.at:%H:%M}"


def next_words(schedule: Schedule, now: datetime) -> str:
    """ "Next: Mon 23 Nov 09:00, Tue 24 Nov 09:00, Europe/Berlin."; or why there is no next."""
    if schedule.paused.startswith(BY_PEOPLE):
        return f"It is paused {schedule.paused}; nothing is posted."
    if schedule.paused:
        why = f"Slack refused my last post here ({schedule.paused})"
        return f"It is paused: {why}. Type `/invite @Funnelbot`, then press Resume."
    zone = ZoneInfo(schedule.zone)
    firings = [at.astimezone(zone) for at in next_firings(schedule, now)]
    times = ", ".join(f"{format_day(at.date())} {at:%H:%M}" for at in firings)
    return f"Next: {times}, {schedule.zone}."


def summary_message(
    schedule: Schedule, framework: Framework, *, now: datetime, owner: str, note: str = ""
) -> Message:
    """What this channel has. `note` says what was just done to it; `owner` is a name."""
    first = note or f"This channel gets a digest {rhythm_words(schedule)}."
    lines = [next_words(schedule, now), covers(schedule, framework), options_words(schedule)]
    return Message(
        escape(f"{first} {next_words(schedule, now)}"),
        (
            section(Id.VERDICT, f"{bold(escape(first))}\n{escape(' '.join(lines))}"),
            actions(Id.BUTTONS, *_buttons(schedule)),
            context(Id.NOTE, escape(f"Set up by {owner}. Its owner and admins can change it.")),
        ),
    )


def confirmation_message(
    schedule: Schedule, framework: Framework, *, now: datetime, user: str, changed: bool
) -> Message:
    """Posted into the channel on saving; that Slack takes it proves that we may post there."""
    what = "changed" if changed else "set up"
    first = f"This channel gets a digest {rhythm_words(schedule)}."
    lines = [next_words(schedule, now), covers(schedule, framework), options_words(schedule)]
    buttons = (
        button(Action.RUN, "Preview to me", "digest preview"),
        button(Action.RUN, "Settings", "digest"),
    )
    return Message(
        escape(f"{first} {next_words(schedule, now)}"),
        (
            section(Id.VERDICT, f"{bold(escape(first))}\n{escape(' '.join(lines))}"),
            actions(Id.BUTTONS, *buttons),
            context(Id.NOTE, f"<@{user}> {what} this with `/funnel digest`."),
        ),
    )


def stopped_message() -> Message:
    words = "The digest of this channel is stopped. Nothing more will be posted here."
    again = button(Action.RUN, "Set up again", "digest")
    return Message(words, (section(Id.VERDICT, bold(words)), actions(Id.BUTTONS, again)))


def planned_message(*, again: bool) -> Message:
    words = "The digest is on its way into this channel."
    if again:
        words = "That digest was sent on its way already."
    return Message(words, (section(Id.VERDICT, words),))


def schedules_message(
    schedules: Sequence[Schedule], *, now: datetime, names: Mapping[str, str], is_admin: bool
) -> Message:
    """The channel is a link where Slack knows it; a private one is listed for its owner only."""
    whose = "" if is_admin else " of yours"
    count = len(schedules)
    first = f"{count} digest{'' if count == 1 else 's'}{whose}."
    if not schedules:
        words = f"No digests{whose} yet. Type `/funnel digest` in the channel that should get one."
        return Message(words, (section(Id.VERDICT, words),))
    rows = [
        [
            f"#{one.number} in {one.channel}",
            f"{rhythm_words(one)}, {one.zone}",
            _next(one, now),
            names.get(one.owner, one.owner),
        ]
        for one in schedules[:MOST_ROWS]
    ]
    links = " ".join(f"<#{one.channel}>" for one in schedules[:MOST_ROWS])
    ledger = button(Action.RUN, "What was sent", "digests deliveries")
    return Message(
        first,
        (
            section(Id.VERDICT, f"{bold(first)} {links}"),
            table(Id.TABLE, "Digests", LIST_HEADER, rows),
            *([actions(Id.BUTTONS, ledger)] if is_admin else []),
            context(Id.NOTE, "Type `/funnel digest` in a channel to change its digest."),
        ),
    )


def covers(schedule: Schedule, framework: Framework) -> str:
    """ "Sales funnel: all stages."."""
    chosen = [one.short for one in framework.stages if one.key in schedule.stages]
    return f"{framework.name}: {', '.join(chosen) if chosen else 'all stages'}."


def options_words(schedule: Schedule) -> str:
    quiet = (
        "Nothing is posted when there is nothing to say."
        if schedule.quiet
        else "A quiet day gets one line."
    )
    warnings = (
        "Break-point warnings are posted here too."
        if schedule.warnings
        else "Break-point warnings are not posted here."
    )
    return f"{quiet} {warnings}"


def _next(schedule: Schedule, now: datetime) -> str:
    if schedule.paused:
        return "paused"
    at = next_firings(schedule, now, 1)[0].astimezone(ZoneInfo(schedule.zone))
    return f"{format_day(at.date())} {at:%H:%M}"


def _buttons(schedule: Schedule) -> list[Element]:
    turn = Option("Resume", "digest resume") if schedule.paused else Option("Pause", "digest pause")
    return [
        button(Action.RUN, "Send now", "digest send now"),
        button(Action.RUN, "Edit", "digest edit"),
        overflow(
            Action.RUN,
            [Option("Preview to me", "digest preview"), turn, Option("Stop it", "digest stop")],
        ),
    ]
