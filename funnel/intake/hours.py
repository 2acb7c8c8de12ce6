"""Times of day in files: which hour on the wall of the reporting zone they are."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

from funnel.errors import BadDate
from funnel.periods import format_day
from funnel.periods.zones import exists_on_wall, on_wall

_TIMED = re.compile(
    r"(?P<day>\S.*?)(?:[T ]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.0+)?)?"
    r"|T(?P<bare>\d{2}))"
    r"(?: ?(?P<half>[ap])\.?m\.?)?(?: ?(?P<offset>Z|[+-]\d{2}:?\d{2}))?",
    re.IGNORECASE,
)

_LONGEST = 60  # characters


@dataclass(frozen=True, slots=True)
class Timed:
    """A cell with a time of day. `offset` from UTC is None where the cell says none; `bare` is the
    form of our own export, such as 2026-11-19T14, which is never a day."""

    day: str
    at: time
    offset: timezone | None
    bare: bool

    @property
    def is_midnight(self) -> bool:
        return self.at == time() and not self.bare


def read_time(text: str) -> Timed | None:
    """None for a cell without a time. Raises BadDate for a time that no clock shows."""
    match = _match(text)
    if match is None:
        return None
    hour, minute = int(match["hour"] or match["bare"]), int(match["minute"] or 0)
    if match["half"]:
        hour = hour % 12 + 12 * (match["half"].casefold() == "p")
    try:
        at = time(hour, minute, int(match["second"] or 0))
    except ValueError:
        raise BadDate(f"{text[len(match['day']) :].strip('T ')} is no time of day") from None
    return Timed(match["day"], at, _offset(match["offset"]), match["bare"] is not None)


def are_hours(texts: Iterable[str]) -> bool:
    """Whether the cells of a file name hours: all have a time of day and not all are midnight,
    which is how many programs write whole days."""
    found = False
    for text in texts:
        match = _match(text)
        if match is None:
            return False
        told = match["bare"] or f"{match['hour']}{match['minute']}{match['second'] or ''}"
        found |= bool(told.strip("0")) or bool(match["half"])
    return found


def local_hour(day: date, timed: Timed, zone: str) -> datetime:
    """The full hour on the zone's wall, naive. Raises BadDate for minutes, and for an hour that
    the clock leaves out."""
    if timed.at.minute or timed.at.second:
        raise BadDate(f"{timed.at:%H:%M} is no full hour; numbers come by the hour or by the day")
    wall = datetime.combine(day, timed.at)
    if timed.offset is not None:
        wall = on_wall(wall.replace(tzinfo=timed.offset), zone)
        if wall.minute:
            raise BadDate(f"{timed.at:%H:%M} is no full hour in {zone}")
    elif not exists_on_wall(wall, zone):
        raise BadDate(
            f"{wall:%H:%M} did not exist on {format_day(day)} {day.year} in {zone}: clocks went "
            "forward; leave the row out"
        )
    return wall


def _match(text: str) -> re.Match[str] | None:
    """A longer cell is no time, and a stranger's would keep the pattern busy."""
    return _TIMED.fullmatch(text) if len(text) <= _LONGEST else None


def _offset(text: str | None) -> timezone | None:
    if not text:
        return None
    if text in "Zz":
        return timezone(timedelta())
    sign = -1 if text[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(text[1:3]), minutes=int(text[-2:])))
