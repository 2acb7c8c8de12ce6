"""When a channel gets its digest, in words: the summary, the confirmation, the list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from commands.blocks import (
    Cell,
    ChannelCell,
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
from commands.views.refusals import what_helps, why_refused
from funnel.catalogue.entries import Framework
from funnel.periods import format_day, next_firings
from funnel.periods.holidays import country_name
from funnel.schedules import OnHolidays, Rhythm, Schedule, Tone

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LIST_HEADER = ("Digest", "When", "Next", "Useful?")
MOST_ROWS = 100
NO_VOTES = "–"
BY_PEOPLE = "by "  # so begins why people paused it; else it is Slack's code of a refusal


@dataclass(frozen=True, slots=True)
class ZoneOf:
    """Whose time zone the form proposes: that of the person who set up `channel`, else, without a
    channel, that of the person who opened the form."""

    zone: str = ""
    user: str = ""
    name: str = ""
    channel: str = ""


def rhythm_words(schedule: Schedule) -> str:
    """ "every day at 09:00", "on Mon, Wed and Fri at 09:00"."""
    days = {
        Rhythm.DAILY: "every day",
        Rhythm.WEEKDAYS: _days(schedule.days),
        Rhythm.WEEKLY: f"every {WEEKDAYS[schedule.weekday]}",
        Rhythm.MONTHLY: "on the first of each month",
    }
    return f"{days[schedule.rhythm]} at {schedule.at:%H:%M}"


def place_words(schedule: Schedule) -> str:
    """ "#growth gets", "You get": the link of a channel is Slack's own."""
    return "You get" if schedule.personal else f"<#{schedule.channel}> gets"


def next_words(schedule: Schedule, now: datetime) -> str:
    """ "Next: Mon 23 Nov 09:00, Tue 24 Nov 09:00, Europe/Berlin."; or why there is no next."""
    if schedule.paused and not schedule.paused.startswith(BY_PEOPLE):
        why, helps = why_refused(schedule.paused), what_helps(schedule.paused)
        return f"It is paused: {why}. {helps}, then press Resume."
    if schedule.paused and schedule.paused_until is None:
        return f"It is paused {schedule.paused}; nothing is posted."
    zone = ZoneInfo(schedule.zone)
    firings = [at.astimezone(zone) for at in next_firings(schedule, now)]
    times = ", ".join(f"{format_day(at.date())} {at:%H:%M}" for at in firings)
    words = f"Next: {times}, {schedule.zone}."
    if schedule.paused and schedule.paused_until is not None:
        until = format_day(schedule.paused_until)
        return f"It is paused {schedule.paused} until {until}. {words}"
    return words


def summary_message(
    schedule: Schedule,
    framework: Framework,
    *,
    now: datetime,
    owner: str,
    note: str = "",
    votes: str = "",
) -> Message:
    """What this channel has. `note` says what was just done to it; `owner` is a name; `votes` what
    readers thought of the last ones."""
    first = note or f"{_here(schedule)} a digest {rhythm_words(schedule)}."
    who = f"Set up by {owner}. Its owner and admins can change it."
    if schedule.personal:
        who = "Only you see it, and only you can change it."
    return Message(
        escape(f"{first} {next_words(schedule, now)}"),
        (
            section(Id.VERDICT, f"{bold(escape(first))}\n{_about(schedule, framework, now)}"),
            actions(Id.BUTTONS, *_buttons(schedule)),
            context(Id.NOTE, escape(f"{who} {votes}".strip())),
        ),
    )


def confirmation_message(
    schedule: Schedule,
    framework: Framework,
    *,
    now: datetime,
    user: str,
    changed: bool,
    zone_of: ZoneOf,
) -> Message:
    """Posted into the channel on saving; that Slack takes it proves that we may post there."""
    what = "changed" if changed else "set up"
    first = f"{_here(schedule)} a digest {rhythm_words(schedule)}."
    mine = " me" if schedule.personal else ""
    buttons = (
        button(Action.RUN, "Preview to me", f"digest preview{mine}"),
        button(Action.RUN, "Settings", f"digest{mine}"),
    )
    return Message(
        escape(f"{first} {next_words(schedule, now)}"),
        (
            section(Id.VERDICT, f"{bold(escape(first))}\n{_about(schedule, framework, now)}"),
            actions(Id.BUTTONS, *buttons),
            context(
                Id.NOTE,
                f"<@{user}> {what} this with `/funnel digest{mine}`"
                f"{_whose_zone(schedule, user, zone_of)}.",
            ),
        ),
    )


def _whose_zone(schedule: Schedule, user: str, zone_of: ZoneOf) -> str:
    """Nothing where another zone was chosen than the one that was proposed."""
    if zone_of.zone != schedule.zone:
        return ""
    if zone_of.user == user:
        return ", in their own time zone"
    if zone_of.channel != schedule.channel:
        return f", in the time zone of <@{zone_of.user}>"
    return f", in the time zone of <@{zone_of.user}>, who created this channel"


def stopped_message(schedule: Schedule) -> Message:
    words = "The digest of this channel is stopped. Nothing more will be posted here."
    again = button(Action.RUN, "Set up again", "digest")
    if schedule.personal:
        words = "Your own digest is stopped. Nothing more will be sent."
        again = button(Action.RUN, "Set up again", "digest me")
    return Message(words, (section(Id.VERDICT, bold(words)), actions(Id.BUTTONS, again)))


def planned_message(*, again: bool) -> Message:
    words = "The digest is on its way into this channel."
    if again:
        words = "That digest was sent on its way already."
    return Message(words, (section(Id.VERDICT, words),))


def schedules_message(
    schedules: Sequence[Schedule],
    *,
    now: datetime,
    names: Mapping[str, str],
    votes: Mapping[int, str],
    is_admin: bool,
) -> Message:
    """A private one is listed for its owner only. `names` are of owners by id, `votes` what readers
    said of the last ones, by number ("3 yes, 1 no")."""
    whose = "" if is_admin else " of yours"
    count = len(schedules)
    first = f"{count} digest{'' if count == 1 else 's'}{whose}."
    if not schedules:
        words = f"No digests{whose} yet. Type `/funnel digest` in the channel that should get one."
        return Message(words, (section(Id.VERDICT, words),))
    rows: list[list[Cell]] = [
        [
            _listed(one, names.get(one.owner, "")),
            f"{rhythm_words(one)}, {one.zone}",
            _next(one, now),
            votes.get(one.number, NO_VOTES),
        ]
        for one in schedules[:MOST_ROWS]
    ]
    ledger = button(Action.RUN, "What was sent", "digests deliveries")
    return Message(
        first,
        (
            section(Id.VERDICT, bold(first)),
            table(Id.TABLE, "Digests", LIST_HEADER, rows),
            *([actions(Id.BUTTONS, ledger)] if is_admin else []),
            context(
                Id.NOTE,
                "Type `/funnel digest` in a channel to change its digest. Useful? counts what "
                "readers pressed in the last 30 days.",
            ),
        ),
    )


def _listed(schedule: Schedule, owner: str) -> Cell:
    """ "#1 #growth, Ana"; a person's own goes to them."""
    whose = f", {owner}" if owner else ""
    if schedule.personal:
        return f"#{schedule.number} by message{whose}"
    return ChannelCell(schedule.channel, before=f"#{schedule.number} ", after=whose)


def covers(schedule: Schedule, framework: Framework) -> str:
    """ "Sales funnel: all stages."; "12 chosen metrics"; a person's own goals."""
    if schedule.personal:
        return "It tells of the goals that you own."
    if schedule.metrics:
        count = len(schedule.metrics)
        return f"{count} chosen metric{'' if count == 1 else 's'}."
    chosen = [one.short for one in framework.stages if one.key in schedule.stages]
    return f"{framework.name}: {', '.join(chosen) if chosen else 'all stages'}."


def options_words(schedule: Schedule) -> str:
    """What else was chosen, a sentence each."""
    words = []
    if schedule.tone is Tone.SHORT:
        words.append("Three lines at most.")
    if schedule.holidays is not OnHolidays.SEND:
        how = "left out" if schedule.holidays is OnHolidays.SKIP else "named"
        words.append(f"Holidays of {country_name(schedule.country)} are {how}.")
    words.append(
        "Nothing is posted when there is nothing to say."
        if schedule.quiet
        else "A quiet day gets one line."
    )
    if not schedule.personal:
        words.append(
            "Break-point warnings are posted here too."
            if schedule.warnings
            else "Break-point warnings are not posted here."
        )
    return " ".join(words)


def _about(schedule: Schedule, framework: Framework, now: datetime) -> str:
    lines = [next_words(schedule, now), covers(schedule, framework), options_words(schedule)]
    return escape(" ".join(lines))


def _here(schedule: Schedule) -> str:
    return "You get" if schedule.personal else "This channel gets"


def _days(days: Sequence[int]) -> str:
    """ "on weekdays" for Monday to Friday."""
    if tuple(days) == (0, 1, 2, 3, 4):
        return "on weekdays"
    names = [WEEKDAYS[day][:3] for day in days]
    return f"on {' and '.join([', '.join(names[:-1]), names[-1]]) if names[1:] else names[0]}"


def _next(schedule: Schedule, now: datetime) -> str:
    if schedule.paused and schedule.paused_until is None:
        return "paused"
    at = next_firings(schedule, now, 1)[0].astimezone(ZoneInfo(schedule.zone))
    words = f"{format_day(at.date())} {at:%H:%M}"
    return f"paused until {words}" if schedule.paused else words


def _buttons(schedule: Schedule) -> list[Element]:
    at = f" #{schedule.number}"
    turn = Option("Pause until…", f"digest pause until{at}")
    if schedule.paused:
        turn = Option("Resume", f"digest resume{at}")
    menu = [turn, Option("Stop it", f"digest stop{at}")]
    if not schedule.personal:
        menu.insert(1, Option("Hand over…", f"digest hand over{at}"))
        menu.insert(0, Option("Warnings…", f"breaks settings{at}"))
    return [
        button(Action.RUN, "Preview to me", f"digest preview{at}"),
        button(Action.RUN, "Send now", f"digest send now{at}"),
        button(Action.RUN, "Edit", f"digest edit{at}"),
        overflow(Action.RUN, menu),
    ]
