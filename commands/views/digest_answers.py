"""The answers of the digest's form, read back into a schedule; what is wrong, by field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from commands.ids import Action
from commands.views.digest_form import QUIET, WARNINGS, Opened
from funnel.catalogue.entries import Framework
from funnel.schedules import OnHolidays, Rhythm, Schedule, Tone

VALUE = "value"
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Answers:
    """The schedule as far as it was said, `wrong` a sentence for each field that cannot stay."""

    schedule: Schedule
    wrong: Mapping[str, str]


def read_answers(
    values: Values,
    frameworks: Sequence[Framework],
    opened: Opened,
    *,
    user: str,
    now: datetime,
) -> Answers:
    """Fields that are not shown keep what they held. Dates before now are not owed: the schedule
    counts from now on. `frameworks`: the workspace's own comes first."""
    channel = user if opened.personal else _at(values, "channel", "selected_conversation") or ""
    at = _at(values, "at", "selected_time")
    framework, stages, mixed = _stages(values, frameworks)
    options = _chosen(values, "options")
    schedule = Schedule(
        opened.number,
        channel,
        _picked(values, "zone", Action.ZONE),
        at=time.fromisoformat(at) if at else time(9),
        rhythm=Rhythm(_picked(values, "rhythm", Action.DIGEST_FIELD)),
        weekday=int(_picked(values, "weekday") or opened.weekday),
        framework=framework,
        stages=stages,
        owner=user,
        # Slack does not tell what kind another channel is: it is treated as private.
        private=opened.private if channel == opened.channel else True,
        quiet=QUIET.value in options,
        warnings=WARNINGS.value in options,
        created_at=now,
        days=_days(values, opened),
        metrics=tuple(_chosen(values, "metrics", Action.METRIC)),
        tone=Tone(_picked(values, "tone") or Tone.FULL),
        holidays=OnHolidays(_picked(values, "holidays", Action.DIGEST_FIELD)),
        country=_picked(values, "country", Action.COUNTRY) or opened.country,
    )
    return Answers(schedule, _wrong(schedule, at, mixed))


def _wrong(schedule: Schedule, at: str | None, mixed: str) -> dict[str, str]:
    chosen_days = schedule.rhythm is Rhythm.WEEKDAYS
    asks_country = schedule.holidays is not OnHolidays.SEND
    found = {
        "channel": "" if schedule.channel else "Choose the channel that should get the digest.",
        "zone": "" if schedule.zone else "Choose a time zone; type a city such as Berlin.",
        "at": "" if at else "Choose the hour.",
        "days": "Check at least one day." if chosen_days and not schedule.days else "",
        "stages": mixed,
        "country": "Choose whose holidays count; type a country such as Germany."
        if asks_country and not schedule.country
        else "",
    }
    return {field: words for field, words in found.items() if words}


def _stages(values: Values, frameworks: Sequence[Framework]) -> tuple[str, tuple[str, ...], str]:
    """(framework, stages, what is wrong); all stages of a framework are kept as none chosen."""
    chosen = set(_chosen(values, "stages"))
    touched = [one for one in frameworks if chosen & {stage.key for stage in one.stages}]
    framework = touched[0] if touched else frameworks[0]
    kept = tuple(stage.key for stage in framework.stages if stage.key in chosen)
    mixed = ""
    if len(touched) > 1:
        names = " or ".join(one.name.lower() for one in touched)
        mixed = f"Choose stages of one of the two: {names}."
    return framework.key, kept if len(kept) < len(framework.stages) else (), mixed


def _days(values: Values, opened: Opened) -> tuple[int, ...]:
    if "days" not in values:
        return opened.days
    return tuple(sorted(int(day) for day in _chosen(values, "days")))


def _picked(values: Values, field: str, action: str = VALUE) -> str:
    return str((_at(values, field, "selected_option", action) or {}).get("value", ""))


def _chosen(values: Values, field: str, action: str = VALUE) -> list[str]:
    return [str(one["value"]) for one in _at(values, field, "selected_options", action) or []]


def _at(values: Values, field: str, held: str, action: str = VALUE) -> Any:
    """None for a field that is not shown or empty."""
    return values.get(field, {}).get(action, {}).get(held)
