"""The form of a channel's digest: where, when, what; and what it says once saved."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from commands.blocks import (
    Option,
    channel_select,
    checkboxes,
    context,
    escape,
    external_select,
    modal,
    section,
    select,
    time_select,
)
from commands.ids import Action, Callback
from commands.views.schedule import WEEKDAYS, next_words, rhythm_words
from funnel.catalogue.entries import Framework
from funnel.model import Rhythm, Schedule

WARNINGS = Option("Post break-point warnings here too", "warnings")
QUIET = Option("Stay silent when there is nothing to say", "quiet")
RHYTHMS = (
    Option("Every day", Rhythm.DAILY),
    Option("On weekdays", Rhythm.WEEKDAYS),
    Option("Every week", Rhythm.WEEKLY),
    Option("Every month, on the first", Rhythm.MONTHLY),
)
DAYS = tuple(Option(name, str(number)) for number, name in enumerate(WEEKDAYS))


@dataclass(frozen=True, slots=True)
class Opened:
    """Where the form was opened from; it travels in the form. `number` is the digest that is
    edited, 0 for a new one; `private` tells of `channel` that it is private."""

    channel: str
    private: bool
    number: int = 0

    def packed(self) -> str:
        return json.dumps([self.channel, self.private, self.number])

    @classmethod
    def of(cls, metadata: str) -> "Opened":
        return cls(*json.loads(metadata))


def digest_form(
    schedule: Schedule, frameworks: Sequence[Framework], *, opened: Opened
) -> dict[str, Any]:
    """Filled with the schedule; block ids are its field names."""
    return modal(
        Callback.DIGEST,
        "Digest",
        [
            section("intro", _intro(schedule)),
            channel_select("channel", "Channel", initial=schedule.channel),
            select("rhythm", "How often", RHYTHMS, initial=_of(RHYTHMS, schedule.rhythm)),
            select("weekday", "Weekday", DAYS, initial=DAYS[schedule.weekday], hint="If weekly."),
            time_select("at", "Hour", initial=schedule.at, zone=schedule.zone),
            external_select(
                "zone",
                "Time zone",
                initial=Option(schedule.zone, schedule.zone),
                placeholder="Type a city",
                action=Action.ZONE,
            ),
            _stages(schedule, frameworks),
            checkboxes("options", "Options", (WARNINGS, QUIET), initial=_chosen(schedule)),
        ],
        submit="Save",
        private_metadata=opened.packed(),
    )


def saved_view(schedule: Schedule, *, now: datetime) -> dict[str, Any]:
    """In the form's place: what was saved, and what comes next."""
    words = f"<#{schedule.channel}> gets a digest {rhythm_words(schedule)}."
    return modal(
        Callback.DIGEST,
        "Digest saved",
        [
            section("saved", f"{words}\n{escape(next_words(schedule, now))}"),
            context("note", "The channel was told. Type `/funnel digest` there to change it."),
        ],
        close="Close",
    )


def _intro(schedule: Schedule) -> str:
    if schedule.number:
        return "Saving posts a line into the channel that says what changed."
    return (
        "I post what changed in your journey, the few things that matter first, with one table "
        "and one chart. Saving posts a confirmation into the channel, so I must be in it."
    )


def _stages(schedule: Schedule, frameworks: Sequence[Framework]) -> dict[str, Any]:
    """Both journeys in one list: at most ten boxes, and there are nine stages."""
    options = [
        Option(f"{framework.name} · {stage.name}", stage.key)
        for framework in frameworks
        for stage in framework.stages
    ]
    own = next(one for one in frameworks if one.key == schedule.framework)
    default = next(iter(frameworks))
    shown = set(schedule.stages)
    if not shown and schedule.number and own is not default:
        shown = {stage.key for stage in own.stages}
    return checkboxes(
        "stages",
        "Only these stages",
        options,
        initial=[option for option in options if option.value in shown],
        hint=f"None checked: all stages of the {default.name.lower()}.",
    )


def _of(options: Sequence[Option], value: str) -> Option:
    return next(option for option in options if option.value == value)


def _chosen(schedule: Schedule) -> list[Option]:
    wanted = ((WARNINGS, schedule.warnings), (QUIET, schedule.quiet))
    return [option for option, on in wanted if on]
