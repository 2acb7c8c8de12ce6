"""The form of a digest: where, when, what; it shows only the fields that its answers call for."""

import json
from collections.abc import Sequence
from dataclasses import astuple, dataclass, field, replace
from datetime import datetime
from typing import Any

from commands.blocks import (
    Block,
    Option,
    actions,
    button,
    channel_select,
    checkboxes,
    context,
    escape,
    external_multi_select,
    external_select,
    modal,
    section,
    select,
    time_select,
)
from commands.ids import Action, Callback
from commands.ids import Block as Id
from commands.views.schedule import WEEKDAYS, ZoneOf, next_words, place_words, rhythm_words
from funnel.catalogue.entries import Framework
from funnel.periods.holidays import country_name
from funnel.schedules import OnHolidays, Rhythm, Schedule, Tone

WARNINGS = Option("Post break-point warnings here too", "warnings")
QUIET = Option("Stay silent when there is nothing to say", "quiet")
RHYTHMS = (
    Option("Every day", Rhythm.DAILY),
    Option("On chosen weekdays", Rhythm.WEEKDAYS),
    Option("Every week", Rhythm.WEEKLY),
    Option("Every month, on the first", Rhythm.MONTHLY),
)
DAYS = tuple(Option(name, str(number)) for number, name in enumerate(WEEKDAYS))
TONES = (
    Option("Full: the lines, a table and a chart", Tone.FULL),
    Option("Short: three lines at most", Tone.SHORT),
)
HOLIDAYS = (
    Option("Like any other day", OnHolidays.SEND),
    Option("Sent, with the holiday named", OnHolidays.MARK),
    Option("Not sent", OnHolidays.SKIP),
)

OUTSIDERS_READ = "Some are shared with other organisations: there their people read your numbers."


@dataclass(frozen=True, slots=True)
class Opened:
    """Where the form was opened from; it travels in the form. `number` is the digest that is
    edited, 0 for a new one; `private` tells of `channel` that it is private; `personal`: it goes
    to the person who opened it. `days`, `weekday` and `country` keep answers whose field is not
    shown."""

    channel: str
    private: bool
    number: int = 0
    personal: bool = False
    days: tuple[int, ...] = (0, 1, 2, 3, 4)
    weekday: int = 0
    country: str = ""
    zone_of: ZoneOf = field(default_factory=ZoneOf)

    def packed(self) -> str:
        return json.dumps(
            [
                self.channel,
                self.private,
                self.number,
                self.personal,
                self.days,
                self.weekday,
                self.country,
                astuple(self.zone_of),
            ]
        )

    @classmethod
    def of(cls, metadata: str) -> "Opened":
        channel, private, number, personal, days, weekday, country, zone = json.loads(metadata)
        return cls(channel, private, number, personal, tuple(days), weekday, country, ZoneOf(*zone))

    def with_answers(self, schedule: Schedule) -> "Opened":
        return replace(self, days=schedule.days, weekday=schedule.weekday, country=schedule.country)


def digest_form(
    schedule: Schedule,
    frameworks: Sequence[Framework],
    *,
    opened: Opened,
    metrics: Sequence[Option] = (),
    votes: str = "",
    outside: bool = False,
) -> dict[str, Any]:
    """Filled with the schedule; block ids are its field names. `metrics` are its chosen ones,
    `votes` what readers thought of the last ones; `outside` offers channels that are shared with
    other organisations."""
    return modal(
        Callback.DIGEST,
        "My digest" if opened.personal else "Digest",
        [
            section("intro", _intro(schedule, opened)),
            *_where(schedule, opened, outside),
            *_when(schedule, opened.zone_of),
            *([] if opened.personal else _what(schedule, frameworks, metrics)),
            select("tone", "How much", TONES, initial=_of(TONES, schedule.tone)),
            *_holidays(schedule),
            _options(schedule, opened),
            actions("preview", button(Action.DIGEST_PREVIEW, "Preview to me")),
            *([context(Id.NOTE, votes)] if votes else []),
        ],
        submit="Save",
        private_metadata=opened.with_answers(schedule).packed(),
    )


def saved_view(schedule: Schedule, *, now: datetime) -> dict[str, Any]:
    """In the form's place: what was saved, and what comes next."""
    words = f"{place_words(schedule)} a digest {rhythm_words(schedule)}."
    note = "The channel was told. Type `/funnel digest` there to change it."
    if schedule.personal:
        note = "A confirmation is in your messages. `/funnel digest me` changes it."
    return modal(
        Callback.DIGEST,
        "Digest saved",
        [section("saved", f"{words}\n{escape(next_words(schedule, now))}"), context(Id.NOTE, note)],
        close="Close",
    )


def _intro(schedule: Schedule, opened: Opened) -> str:
    if opened.personal:
        return (
            "I write you what changed in the goals that you own, and in the metrics that they are "
            "set on: one direct message, at your hour."
        )
    if schedule.number:
        return "Saving posts a line into the channel that says what changed."
    return (
        "I post what changed in your journey, the few things that matter first, with one table "
        "and one chart. Saving posts a confirmation into the channel, so I must be in it."
    )


def _where(schedule: Schedule, opened: Opened, outside: bool) -> list[Block]:
    if opened.personal:
        return []
    hint = OUTSIDERS_READ if outside else ""
    initial = schedule.channel
    return [channel_select("channel", "Channel", initial=initial, hint=hint, outside=outside)]


def _when(schedule: Schedule, zone_of: ZoneOf) -> list[Block]:
    """The days only where the rhythm asks for them."""
    rhythm = select(
        "rhythm",
        "How often",
        RHYTHMS,
        initial=_of(RHYTHMS, schedule.rhythm),
        dispatch=True,
        action=Action.DIGEST_FIELD,
    )
    blocks = [rhythm]
    if schedule.rhythm is Rhythm.WEEKDAYS:
        chosen = [DAYS[day] for day in schedule.days]
        blocks.append(checkboxes("days", "Days", DAYS, initial=chosen))
    if schedule.rhythm is Rhythm.WEEKLY:
        blocks.append(select("weekday", "Weekday", DAYS, initial=DAYS[schedule.weekday]))
    zone = external_select(
        "zone",
        "Time zone",
        initial=Option(schedule.zone, schedule.zone),
        placeholder="Type a city",
        hint=_whose(zone_of),
        action=Action.ZONE,
    )
    return [*blocks, time_select("at", "Hour", initial=schedule.at, zone=schedule.zone), zone]


def _whose(zone: ZoneOf) -> str:
    if not zone.zone:
        return ""
    return f"{zone.name}'s, who created the channel." if zone.channel else "Your own."


def _what(
    schedule: Schedule, frameworks: Sequence[Framework], metrics: Sequence[Option]
) -> list[Block]:
    return [
        _stages(schedule, frameworks),
        external_multi_select(
            "metrics",
            "Only these metrics",
            initial=metrics,
            placeholder="Type a name",
            hint="None chosen: all metrics of the stages.",
            action=Action.METRIC,
        ),
    ]


def _stages(schedule: Schedule, frameworks: Sequence[Framework]) -> Block:
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


def _holidays(schedule: Schedule) -> list[Block]:
    """The country only where holidays count."""
    kind = select(
        "holidays",
        "On public holidays",
        HOLIDAYS,
        initial=_of(HOLIDAYS, schedule.holidays),
        dispatch=True,
        action=Action.DIGEST_FIELD,
    )
    if schedule.holidays is OnHolidays.SEND:
        return [kind]
    code = schedule.country
    country = external_select(
        "country",
        "Holidays of",
        initial=Option(country_name(code), code) if code else None,
        placeholder="Type a country",
        action=Action.COUNTRY,
    )
    return [kind, country]


def _options(schedule: Schedule, opened: Opened) -> Block:
    wanted = [(WARNINGS, schedule.warnings), (QUIET, schedule.quiet)][opened.personal :]
    chosen = [option for option, on in wanted if on]
    return checkboxes("options", "Options", [option for option, _ in wanted], initial=chosen)


def _of(options: Sequence[Option], value: str) -> Option:
    return next(option for option in options if option.value == value)
