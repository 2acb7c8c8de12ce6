"""How values are written: "41,280", "€48,210", "2.9%", "1 h 50 m", "4.4 of 5", "+38"."""

from decimal import ROUND_HALF_EVEN, Decimal

from babel import Locale
from babel.numbers import format_decimal, get_currency_precision, get_currency_symbol

from funnel.catalogue.entries import Metric, Unit

MINUS = "−"
WHOLE_MONEY_FROM = 1000
"""Amounts from here on are written without cents."""

_DECIMALS = {
    Unit.COUNT: 0,
    Unit.PERCENT: 1,
    Unit.CURRENCY: 2,
    Unit.SECONDS: 0,
    Unit.SCORE_NPS: 0,
    Unit.SCORE_1_5: 1,
    Unit.RATIO: 2,
}
_IN_POINTS = frozenset({Unit.PERCENT, Unit.SCORE_NPS, Unit.SCORE_1_5})
_TWO_DAYS = 2880  # minutes
_STEPS = (("d", 86_400), ("h", 3600), ("m", 60), ("s", 1))


def format_value(
    value: float,
    what: Metric | Unit,
    *,
    style: str = "en",
    currency: str = "EUR",
    decimals: int | None = None,
) -> str:
    """A value with its unit, rounded half to even; `style` is a Babel locale.

    Money from 1,000 on has no cents; times show their two largest units, days from 48 hours on.
    """
    unit = unit_of(what)
    if unit is Unit.SECONDS:
        return _time(value, what, style, decimals)
    places = _places(what, abs(value), currency, decimals)
    text = _dress(_number(abs(value), places, style), unit, style, currency)
    return _sign(value, places, plus=unit is Unit.SCORE_NPS) + text


def format_range(
    low: float,
    high: float,
    what: Metric | Unit,
    *,
    style: str = "en",
    currency: str = "EUR",
    decimals: int | None = None,
) -> str:
    """ "69.0–73.3%", "€1,400–3,100"; the unit stands once, "to" takes over below zero."""
    unit = unit_of(what)
    if unit in (Unit.SECONDS, Unit.SCORE_NPS) or low < 0:
        both = [
            format_value(end, what, style=style, currency=currency, decimals=decimals)
            for end in (low, high)
        ]
        return (" to " if low < 0 else "–").join(both)
    places = _places(what, max(abs(low), abs(high)), currency, decimals)
    ends = f"{_number(low, places, style)}–{_number(high, places, style)}"
    return _dress(ends, unit, style, currency)


def format_change(
    new: float, usual: float, what: Metric | Unit, *, style: str = "en", currency: str = "EUR"
) -> str:
    """ "+2%" of usual for counts, money, times and ratios; "−0.1 points" for percents and scores.

    From a usual of zero there is no percentage: then the difference itself, signed.
    """
    unit, change = unit_of(what), new - usual
    if unit in _IN_POINTS:
        places = _places(what, abs(change), currency, None)
        text = _number(abs(change), places, style)
        return f"{_sign(change, places, plus=True)}{text} {'point' if text == '1' else 'points'}"
    if usual == 0:
        text = format_value(abs(change), what, style=style, currency=currency)
        return ("+" if change > 0 else MINUS if change < 0 else "") + text
    share = 100 * change / abs(usual)
    places = 1 if 0 < abs(share) < 1 else 0
    return f"{_sign(share, places, plus=True)}{_number(abs(share), places, style)}%"


def unit_of(what: Metric | Unit) -> Unit:
    return what if isinstance(what, Unit) else what.unit


def _places(what: Metric | Unit, size: float, currency: str, decimals: int | None) -> int:
    if decimals is not None:
        return decimals
    if unit_of(what) is Unit.CURRENCY:
        return 0 if _round(size, 2) >= WHOLE_MONEY_FROM else get_currency_precision(currency)
    return _DECIMALS[what] if isinstance(what, Unit) else what.decimals


def _round(value: float, places: int) -> Decimal:
    """Half to even on the decimal digits that people see, not on the binary value behind them."""
    return Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)


def _number(size: float, places: int, style: str) -> str:
    whole, _, _ = Locale.parse(style).decimal_formats[None].pattern.partition(".")
    pattern = f"{whole}.{'0' * places}" if places else whole
    return format_decimal(_round(abs(size), places), format=pattern, locale=style)


def _sign(value: float, places: int, *, plus: bool) -> str:
    if _round(value, places) == 0:
        return ""
    return MINUS if value < 0 else "+" if plus else ""


def _dress(number: str, unit: Unit, style: str, currency: str) -> str:
    match unit:
        case Unit.PERCENT:
            return f"{number}%"
        case Unit.SCORE_1_5:
            return f"{number} of 5"
        case Unit.CURRENCY:
            locale = Locale.parse(style)
            pattern = locale.currency_formats["standard"]
            symbol = get_currency_symbol(currency, locale)
            return f"{pattern.prefix[0]}{number}{pattern.suffix[0]}".replace("¤", symbol)
        case _:
            return number


def _time(value: float, what: Metric | Unit, style: str, decimals: int | None) -> str:
    sign = MINUS if _round(value, 0) < 0 else ""
    size = abs(value)
    places = _places(what, size, "", decimals)
    if _round(size, places) < 60:
        return f"{_sign(value, places, plus=False)}{_number(size, places, style)} s"
    largest = 0 if _round(size / 60, 0) >= _TWO_DAYS else 1 if _round(size, 0) >= 3600 else 2
    (name, step), (minor, small) = _STEPS[largest], _STEPS[largest + 1]
    whole, rest = divmod(int(_round(size / small, 0)), step // small)
    tail = f" {rest} {minor}" if rest else ""
    return f"{sign}{_number(whole, 0, style)} {name}{tail}"
