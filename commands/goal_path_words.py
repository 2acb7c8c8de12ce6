"""The planned path as people type it: a line a row, `flat` before days that ask nothing."""

import re
from datetime import date

from funnel.errors import BadDate, BadGoal, BadNumber
from funnel.goals import Ground
from funnel.numbers import parse_number
from funnel.periods import parse_deadline
from funnel.pursuit import FlatSpot, PathRow

_RATE = re.compile(r"(?P<rate>[+-]?\S+?) ?(?:/|per |a )week$", re.IGNORECASE)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
EXAMPLE = "Type 2026-12-15 450, 2026-12-15 +3/week or 450 +3/week."


def read_path(
    text: str, *, today: date, ground: Ground
) -> tuple[tuple[PathRow, ...], tuple[FlatSpot, ...]]:
    """Rows in their order, and flat days. Raises BadGoal (field "path") naming the line."""
    rows, flats = [], []
    for number, line in enumerate(filter(None, map(str.strip, text.splitlines())), start=1):
        first, _, rest = line.partition(" ")
        try:
            if first.casefold() == "flat":
                flats.append(_flat(rest, today))
            else:
                rows.append(_row(line, today, ground))
        except (BadDate, BadNumber) as error:
            words = f'Line {number} "{line[:60]}": {error.message} {EXAMPLE}'
            raise BadGoal({"path": words}) from None
    return tuple(rows), tuple(flats)


def _flat(words: str, today: date) -> FlatSpot:
    days = _ISO.findall(words)
    first = _day(days[0], today) if days else parse_deadline(words, today=today).day
    last = _day(days[1], today) if len(days) > 1 else first
    why = _ISO.sub("", words).strip(" -–") if days else ""
    return FlatSpot(min(first, last), max(first, last), why)


def _row(line: str, today: date, ground: Ground) -> PathRow:
    rate = None
    if found := _RATE.search(line):
        sign = -1 if found["rate"].startswith("-") else 1
        rate = sign * _number(found["rate"].lstrip("+-"), ground)
        line = line[: found.start()].strip()
    until, value = None, None
    first, _, rest = line.partition(" ")
    if _ISO.fullmatch(first):
        until = _day(first, today)
        line = rest.strip()
    if line:
        value = _number(line, ground)
    return PathRow(until, value, rate)


def _day(text: str, today: date) -> date:
    """Past days are fine too: a stretch may have ended. Raises BadDate for 2026-02-31."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return parse_deadline(text, today=today).day


def _number(words: str, ground: Ground) -> float:
    return parse_number(words, style=ground.style, unit=ground.metric.unit).value
