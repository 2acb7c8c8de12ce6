"""Words that people use for dates, brought to one spelling before the grammar reads them."""

import re

from funnel.periods.wording import MONTHS, WEEKDAYS
from funnel.plain import plain

_SMALL = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMBERS = {
    **{word: str(number) for number, word in enumerate(_SMALL)},
    "a": "1",
    "an": "1",
    "eleven": "11",
    "twelve": "12",
    "first": "1",
    "second": "2",
    "third": "3",
    "fourth": "4",
    "fortnight": "2 weeks",
}
_FILLERS = frozenset({"the", "of", "on", "calendar"})
_ORDINAL = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)\b")

MONTH_NUMBER = {
    spelling: number
    for number, name in enumerate(MONTHS, start=1)
    for spelling in {name.casefold(), name[:3].casefold()}
} | {"sept": 9}
WEEKDAY_NUMBER = {
    spelling: number
    for number, name in enumerate(WEEKDAYS)
    for spelling in {name.casefold(), name[:3].casefold()}
} | {"tues": 1, "wednes": 2, "thur": 3, "thurs": 3}

MONTH = "(?P<month>" + "|".join(sorted(MONTH_NUMBER, key=len, reverse=True)) + r")\.?"
WEEKDAY = "(?P<weekday>" + "|".join(sorted(WEEKDAY_NUMBER, key=len, reverse=True)) + r")\.?"


def spoken(text: str) -> str:
    """ "the 18th of November," → "18 november"; "first quarter" → "1 quarter"."""
    low = plain(text).casefold().strip(" .,;:\"'").replace(",", " ")
    words = _ORDINAL.sub(r"\1", low).split()
    return " ".join(_NUMBERS.get(word, word) for word in words if word not in _FILLERS)


def year_of(digits: str) -> int:
    """Two digits mean this century."""
    number = int(digits)
    return number + 2000 if len(digits) <= 2 else number
