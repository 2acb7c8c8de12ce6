"""Lengths of time as people type them: "4h 12m", "1:30", "90s", "2 days"."""

import re
from decimal import Decimal

from funnel.numbers.amounts import Amount, read_amount

_SECONDS = {
    "ms": Decimal("0.001"),
    "s": Decimal(1),
    "m": Decimal(60),
    "h": Decimal(3600),
    "d": Decimal(86_400),
    "w": Decimal(604_800),
}
_SPELLINGS = {
    "ms": ("ms", "msec", "millisecond", "milliseconds"),
    "s": ("s", "sec", "secs", "second", "seconds"),
    "m": ("m", "min", "mins", "minute", "minutes"),
    "h": ("h", "hr", "hrs", "hour", "hours"),
    "d": ("d", "day", "days"),
    "w": ("w", "week", "weeks"),
}
UNIT_SECONDS = {word: _SECONDS[unit] for unit, words in _SPELLINGS.items() for word in words}
"""How many seconds one of each spelled unit is."""

_UNIT = "|".join(sorted(UNIT_SECONDS, key=len, reverse=True))
_TERM = re.compile(
    rf"(?P<amount>[0-9](?:[0-9.,' ]*[0-9])?) ?(?P<unit>{_UNIT})(?![a-z])(?:[ ,]+(?:and )?)?"
)
_CLOCK = re.compile(r"(?P<h>[0-9]{1,4}):(?P<m>[0-5][0-9])(?::(?P<s>[0-5][0-9]))?")
_HOURS_MINUTES = re.compile(r"(?P<h>[0-9]{1,4}) ?h ?(?P<m>[0-5]?[0-9])")
MILLION = re.compile(r"[0-9][0-9.,' ]*m")
"""A bare "3m": minutes on a metric of time, million elsewhere."""


def read_duration(text: str, style: str) -> Amount | None:
    """Seconds; None when the text is no length of time. "1:30" is an hour and a half, said to be
    ambiguous since it may have meant minutes."""
    if match := _CLOCK.fullmatch(text):
        total = int(match["h"]) * 3600 + int(match["m"]) * 60 + int(match["s"] or 0)
        return Amount(Decimal(total), ambiguous=match["s"] is None)
    if match := _HOURS_MINUTES.fullmatch(text):
        return Amount(Decimal(int(match["h"]) * 3600 + int(match["m"]) * 60))
    return _sum_terms(text, style)


def _sum_terms(text: str, style: str) -> Amount | None:
    total, at, ambiguous = Decimal(0), 0, False
    while at < len(text):
        match = _TERM.match(text, at)
        amount = read_amount(match["amount"], style) if match else None
        if match is None or amount is None:
            return None
        total += amount.value * UNIT_SECONDS[match["unit"]]
        ambiguous, at = ambiguous or amount.ambiguous, match.end()
    return Amount(total, ambiguous) if at else None
