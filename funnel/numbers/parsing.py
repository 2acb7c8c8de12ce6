"""One number as people type it: "1.2k", "€1.234,50", "71,2 %", "4h 12m", "12/340"."""

import re
from dataclasses import dataclass
from decimal import Decimal

from babel.numbers import is_currency

from funnel.catalogue.entries import Unit
from funnel.errors import BadNumber
from funnel.numbers.amounts import Amount, read_amount
from funnel.numbers.durations import MILLION, read_duration
from funnel.plain import plain

LONGEST = 64
"""Characters beyond which nothing is a number."""

_SYMBOLS = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "₹": "INR", "zł": "PLN"}
_CURRENCY_WORDS = {
    **_SYMBOLS,
    **dict.fromkeys(("eur", "euro", "euros"), "EUR"),
    **dict.fromkeys(("usd", "dollar", "dollars"), "USD"),
    **dict.fromkeys(("gbp", "pound", "pounds"), "GBP"),
    "chf": "CHF",
}
_MULTIPLES = {
    **dict.fromkeys(("k", "thousand"), Decimal(1_000)),
    **dict.fromkeys(("m", "mn", "mio", "million", "millions"), Decimal(1_000_000)),
    **dict.fromkeys(("b", "bn", "billion", "billions"), Decimal(1_000_000_000)),
}
_PERCENT_WORDS = frozenset({"%", "percent", "pct"})
_MONEY_SIGN = "[" + "".join(sign for sign in _SYMBOLS if len(sign) == 1) + "]|[A-Z]{3}(?![A-Za-z])"
_NUMBER = re.compile(
    rf"(?:~|≈)? ?(?P<sign>[+-]?) ?(?P<money>{_MONEY_SIGN})? ?(?P<inner>[+-]?) ?"
    r"(?P<body>[0-9][0-9.,' ]*|[.,][0-9]+)(?P<rest>.*)"
)
_TOKEN = re.compile(r"[%€$£¥₹]|[^\W\d_]+")
_PARTS = re.compile(r"(?P<top>[^/]+?) ?(?:/| out of | of ) ?(?P<bottom>[^/]+)")


@dataclass(frozen=True, slots=True)
class ParsedNumber:
    """`value` as typed: percent as 0–100, times in seconds, "12/340" as 12 ÷ 340.

    `numerator` and `denominator` are the parts if typed so; then value × the formula's scale is
    the caller's. `said_unit` is "percent", "seconds", a currency code, or None. `ambiguous`: it
    could have meant another number, so echo it in words.
    """

    value: float
    numerator: float | None = None
    denominator: float | None = None
    said_unit: str | None = None
    ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class _Read:
    amount: Decimal
    said_unit: str | None
    ambiguous: bool


def parse_number(text: str, *, style: str = "en", unit: Unit | None = None) -> ParsedNumber:
    """Reads a typed number; `style` is a Babel locale, `unit` that of the metric it is for.

    "3m" is three million unless the unit is time; a bare number on a time is seconds, said to be
    ambiguous. Words after the number are ignored. Raises BadNumber with what to type, also when
    the unit that was said is not the metric's.
    """
    said = plain(text).strip("\"'` ")
    if len(said) > LONGEST:
        raise BadNumber(f"A number has at most {LONGEST} characters.", "Type one such as 1,234.5.")
    if match := _PARTS.fullmatch(said):
        return _parts(match["top"], match["bottom"], said, style, unit)
    read = _duration(said, style, unit) or _single(said, style)
    if read is None:
        raise BadNumber(f'"{said}" is no number.', _example(unit))
    _check_unit(read.said_unit, said, unit)
    bare_time = unit is Unit.SECONDS and read.said_unit is None
    if bare_time and any(mark.isalpha() for mark in said):
        raise BadNumber(f'"{said}" is no length of time.', _example(unit))
    return ParsedNumber(
        float(read.amount),
        said_unit="seconds" if bare_time else read.said_unit,
        ambiguous=read.ambiguous or bare_time,
    )


def _parts(top: str, bottom: str, said: str, style: str, unit: Unit | None) -> ParsedNumber:
    upper, lower = _single(top, style), _single(bottom, style)
    if upper is None or lower is None or lower.said_unit is not None:
        raise BadNumber(f'"{said}" is no number.', _example(unit))
    if lower.amount <= 0:
        raise BadNumber(f'"{said}" divides by {lower.amount}.', "Type the counts, such as 12/340.")
    if unit is Unit.COUNT:
        raise BadNumber(f'"{said}" is a share; this metric is a count.', _example(unit))
    _check_unit(upper.said_unit, said, unit)
    ambiguous = upper.ambiguous or lower.ambiguous
    if unit is Unit.SCORE_1_5 and lower.amount == 5 and upper.amount <= 5:
        return ParsedNumber(float(upper.amount), ambiguous=ambiguous)
    n, d = float(upper.amount), float(lower.amount)
    return ParsedNumber(n / d, n, d, upper.said_unit, ambiguous)


def _duration(said: str, style: str, unit: Unit | None) -> _Read | None:
    low = said.casefold()
    if unit not in (None, Unit.SECONDS) or (unit is None and MILLION.fullmatch(low)):
        return None
    found: Amount | None = read_duration(low, style)
    return None if found is None else _Read(found.value, "seconds", found.ambiguous)


def _single(said: str, style: str) -> _Read | None:
    match = _NUMBER.fullmatch(said)
    amount = read_amount(match["body"], style) if match else None
    if match is None or amount is None or any(mark.isdigit() for mark in match["rest"]):
        return None
    multiple, said_unit = _read_rest(match["rest"])
    if match["money"]:
        said_unit = _currency(match["money"])
        if said_unit is None:
            return None
    sign = -1 if "-" in match["sign"] + match["inner"] else 1
    return _Read(sign * amount.value * multiple, said_unit, amount.ambiguous)


def _read_rest(rest: str) -> tuple[Decimal, str | None]:
    """The multiple and the unit said after the digits; other words count for nothing."""
    tokens = _TOKEN.findall(rest)
    multiple = Decimal(1)
    if tokens and tokens[0].casefold() in _MULTIPLES:
        multiple = _MULTIPLES[tokens.pop(0).casefold()]
    if not tokens:
        return multiple, None
    if tokens[0].casefold() in _PERCENT_WORDS or [t.casefold() for t in tokens[:2]] == [
        "per",
        "cent",
    ]:
        return multiple, "percent"
    return multiple, _currency(tokens[0])


def _currency(word: str) -> str | None:
    """ISO codes count in capitals only: "try" and "all" are words before they are money."""
    if word.isupper() and len(word) == 3 and is_currency(word):
        return word
    return _CURRENCY_WORDS.get(word.casefold())


def _check_unit(said_unit: str | None, said: str, unit: Unit | None) -> None:
    if said_unit is None or unit is None:
        return
    meant = {"percent": Unit.PERCENT, "seconds": Unit.SECONDS}.get(said_unit, Unit.CURRENCY)
    if meant is not unit:
        raise BadNumber(
            f'"{said}" is {_KIND[meant]}; this metric is {_KIND[unit]}.', _example(unit)
        )


_KIND = {
    Unit.COUNT: "a count",
    Unit.PERCENT: "a percentage",
    Unit.CURRENCY: "an amount of money",
    Unit.SECONDS: "a time",
    Unit.SCORE_NPS: "a score from −100 to 100",
    Unit.SCORE_1_5: "a score from 1 to 5",
    Unit.RATIO: "a ratio",
}
_EXAMPLES = {
    Unit.COUNT: "1,234 or 1.2k",
    Unit.PERCENT: "71.2% or 12/340",
    Unit.CURRENCY: "1,234.50 or 1.2k",
    Unit.SECONDS: "4h 12m or 90s",
    Unit.SCORE_NPS: "38",
    Unit.SCORE_1_5: "4.4",
    Unit.RATIO: "1.8 or 34/19",
}


def _example(unit: Unit | None) -> str:
    return f"Type one such as {_EXAMPLES[unit or Unit.COUNT]}."
