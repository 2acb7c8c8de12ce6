"""Digits with separators, in whichever style they were typed."""

import re
from dataclasses import dataclass
from decimal import Decimal

from babel.numbers import NumberFormatError, get_decimal_symbol, parse_decimal

POINT_STYLE, COMMA_STYLE = "en", "de"
"""Babel locales that stand for 1,234.5 and 1.234,5."""

_SPACED = re.compile(r"[0-9]{1,3}(?:[ '][0-9]{3})+(?:[.,][0-9]+)?")
_COULD_GROUP = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")


@dataclass(frozen=True, slots=True)
class Amount:
    """`ambiguous`: the one separator could have meant thousands as well as a decimal."""

    value: Decimal
    ambiguous: bool = False


def read_amount(body: str, style: str) -> Amount | None:
    """An unsigned number such as "1.234,50", "1 234" or "71,2"; None when it is not one.

    Two kinds of separator explain themselves, and so does one that is not followed by exactly
    three digits; only the rest is read by the style (a Babel locale).
    """
    digits = body.strip().rstrip(".,")
    if _SPACED.fullmatch(digits):
        digits = digits.replace(" ", "").replace("'", "")
        return _read(digits, _decimal_style(digits))
    if _COULD_GROUP.fullmatch(digits):
        point_is_decimal = get_decimal_symbol(style) == "."
        return _read(digits, POINT_STYLE if point_is_decimal else COMMA_STYLE, ambiguous=True)
    marks = [mark for mark in digits if mark in ".,"]
    if len(marks) > 1 and len(set(marks)) == 1:
        grouping = POINT_STYLE if marks[0] == "," else COMMA_STYLE
        return _read(digits, grouping) or _read(digits, style)
    return _read(digits, _decimal_style(digits)) or _read(digits, style)


def _decimal_style(digits: str) -> str:
    """The style in which the last separator is the decimal one."""
    return COMMA_STYLE if digits.rfind(",") > digits.rfind(".") else POINT_STYLE


def _read(digits: str, style: str, *, ambiguous: bool = False) -> Amount | None:
    try:
        return Amount(parse_decimal(digits, locale=style, strict=True), ambiguous)
    except NumberFormatError:
        return None
