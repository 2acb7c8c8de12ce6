"""The form of a channel's warnings: how many false ones it accepts, and when it may hear them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import time
from typing import Any

from commands.blocks import (
    Modal,
    Option,
    actions,
    button,
    checkboxes,
    modal,
    section,
    select,
    time_select,
)
from commands.ids import Action, Callback
from commands.views.break_words import money
from commands.views.style import Style
from funnel.alarm import Alarm
from funnel.errors import BadForm
from funnel.schedules import Schedule

BUDGETS = (
    Option("1 in two months", "0.5"),
    Option("1 a month", "1"),
    Option("2 a month", "2"),
    Option("4 a month", "4"),
)
LEAST = (0.0, 100.0, 500.0, 1_000.0, 5_000.0, 20_000.0)  # a day, in the workspace's currency
WARN = Option("Post break-point warnings here", "warnings")
WEEKENDS = Option("On Saturdays and Sundays too", "weekends")
SEGMENTS = Option("Breaks that only a segment shows, such as mobile", "segments")
STOP = Option("At once when the shop stops: orders or revenue under a fifth of usual", "stop")
HEARS = "hears"


def warnings_form(schedule: Schedule, *, watched: int, style: Style) -> Modal:
    """`watched` is how many metrics the channel is warned about. The number of its digest travels
    in the form."""
    alarm = schedule.alarm
    held = (
        (WARN, schedule.warnings),
        (SEGMENTS, alarm.segments),
        (WEEKENDS, alarm.weekends),
        (STOP, alarm.stop_anyway),
    )
    costs = [_least(amount, style) for amount in LEAST]
    blocks = (
        section("intro", _intro(schedule, watched)),
        select(
            "budget",
            "False warnings that are acceptable",
            BUDGETS,
            initial=_budget(alarm.budget),
            hint="Fewer false ones means that small breaks are told later, or only in the digest.",
        ),
        actions("replay", button(Action.WARNINGS_REPLAY, "What would have happened")),
        select(
            "least",
            "Warn here from which cost on?",
            costs,
            initial=min(costs, key=lambda one: abs(float(one.value) - alarm.least)),
            hint="Smaller ones stand in the digest. What cannot be priced is told all the same.",
        ),
        checkboxes(
            HEARS,
            "What and when",
            [option for option, _ in held],
            initial=[option for option, on in held if on],
            hint="Without the first one, break points stand in the digest only.",
        ),
        time_select(
            "quiet_from",
            "Quiet from",
            initial=alarm.quiet_from,
            zone=schedule.zone,
            optional=True,
        ),
        time_select(
            "quiet_until",
            "Quiet until",
            initial=alarm.quiet_until,
            zone=schedule.zone,
            hint="What is found meanwhile is told at that hour.",
            optional=True,
        ),
    )
    carried = str(schedule.number)
    return Modal(modal(Callback.WARNINGS, "Warnings", blocks, "Save", private_metadata=carried))


def read_warnings_form(values: Mapping[str, Any], before: Schedule) -> Schedule:
    """The digest with the answers of the form. Raises BadForm when half of the quiet hours is
    missing or both are the same."""
    chosen = {one["value"] for one in values[HEARS]["value"]["selected_options"] or []}
    start, end = (_hour(values, field) for field in ("quiet_from", "quiet_until"))
    wrong = {}
    if start is not None and end is None:
        wrong["quiet_until"] = "Choose when the quiet hours end."
    if end is not None and start is None:
        wrong["quiet_from"] = "Choose when the quiet hours begin."
    if start is not None and start == end:
        wrong["quiet_until"] = "Choose another hour than the one they begin at."
    if wrong:
        raise BadForm(wrong)
    budget = read_budget(values)
    alarm = Alarm(
        budget,
        start,
        end,
        WEEKENDS.value in chosen,
        STOP.value in chosen,
        float(values["least"]["value"]["selected_option"]["value"]),
        SEGMENTS.value in chosen,
    )
    return replace(before, alarm=alarm, warnings=WARN.value in chosen)


def read_budget(values: Mapping[str, Any]) -> float:
    return float(values["budget"]["value"]["selected_option"]["value"])


def budget_words(budget: float) -> str:
    """ "1 a month"."""
    return _budget(budget).label


def hours_words(schedule: Schedule) -> str:
    """ "Quiet 20:00 to 08:00 and at weekends, Europe/Berlin."; what breaks through it."""
    alarm = schedule.alarm
    quiet = []
    if alarm.quiet_from is not None and alarm.quiet_until is not None:
        quiet.append(f"{alarm.quiet_from:%H:%M} to {alarm.quiet_until:%H:%M}")
    if not alarm.weekends:
        quiet.append("at weekends")
    if not quiet:
        return "Warnings come at any hour."
    words = f"Quiet {' and '.join(quiet)}, {schedule.zone}"
    return f"{words}; a shop that stops is told at once." if alarm.stop_anyway else f"{words}."


def _intro(schedule: Schedule, watched: int) -> str:
    count = f"{watched} metric{'' if watched == 1 else 's'}"
    return (
        f"<#{schedule.channel}> is warned about {count}, those of its digest. A warning is false "
        "when nothing had changed; how far a metric must be from usual follows from the number "
        "below and from this shop's own history."
    )


def least_words(schedule: Schedule, style: Style) -> str:
    """ "Only breaks from €500 a day on."; "" where all count."""
    amount = schedule.alarm.least
    return f"Only breaks that cost {_least(amount, style).label}." if amount else ""


def _least(amount: float, style: Style) -> Option:
    words = f"{money(amount, style)} a day or more" if amount else "Any cost"
    return Option(words, f"{amount:g}")


def _budget(value: float) -> Option:
    return min(BUDGETS, key=lambda option: abs(float(option.value) - value))


def _hour(values: Mapping[str, Any], field: str) -> time | None:
    chosen = values[field]["value"]["selected_time"]
    return time.fromisoformat(chosen) if chosen else None
