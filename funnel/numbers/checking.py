"""Whether a value is possible for its metric, and what was probably meant when it is not."""

import math

from funnel.catalogue.entries import Metric
from funnel.errors import BadNumber, Suggestion
from funnel.numbers.formatting import format_range, format_value

_SLIPS = (10.0, 100.0, 1000.0)
"""A forgotten decimal point makes a value this many times too large."""


def check_value(value: float, metric: Metric, *, style: str = "en", currency: str = "EUR") -> None:
    """Raises BadNumber for a value outside the metric's hard range, naming the range and the value
    that a forgotten decimal point or a stray minus would explain. Soft ranges are not refused."""
    fault = find_fault(value, metric, style=style, currency=currency)
    if fault is None:
        return
    meant = _meant(value, metric)
    if meant is None:
        raise BadNumber(fault, f"Type a possible value: `/funnel log {_in_sentence(metric)} …`.")
    better = format_value(meant, metric, style=style, currency=currency)
    command = f"log {_in_sentence(metric)} {better}"
    raise BadNumber(
        fault,
        f"Did you mean {better}? `/funnel {command}`",
        suggestions=(Suggestion(better, command),),
    )


def find_fault(
    value: float, metric: Metric, *, style: str = "en", currency: str = "EUR"
) -> str | None:
    """A sentence on why the metric cannot have the value; None when it can."""
    if not math.isfinite(value):
        return f"{metric.name} needs a finite number."
    if not metric.range_is_hard or _inside(value, metric):
        return None
    shown = format_value(value, metric, style=style, currency=currency)
    above = metric.high is not None and value > metric.high
    limits = _limits(metric, style, currency)
    side = "above" if above else "below"
    return f"{shown} is {side} what {_in_sentence(metric)} can be ({limits})."


def _in_sentence(metric: Metric) -> str:
    """ "Cart Abandonment Rate" → "cart abandonment rate"; "NPS" stays."""
    return " ".join(word if word.isupper() else word.lower() for word in metric.name.split())


def _inside(value: float, metric: Metric) -> bool:
    low = -math.inf if metric.low is None else metric.low
    high = math.inf if metric.high is None else metric.high
    return low <= value <= high


def _limits(metric: Metric, style: str, currency: str) -> str:
    def written(end: float) -> str:
        return format_value(end, metric, style=style, currency=currency, decimals=0)

    match metric.low, metric.high:
        case None, float() | int() as high:
            return f"at most {written(high)}"
        case float() | int() as low, None:
            return f"{written(low)} or more"
        case float() | int() as low, float() | int() as high:
            return format_range(low, high, metric, style=style, currency=currency, decimals=0)
        case _:
            return "any number"


def _meant(value: float, metric: Metric) -> float | None:
    if not math.isfinite(value):
        return None
    above = metric.high is not None and value > metric.high
    guesses = [value / slip for slip in _SLIPS] if above else [-value]
    return next((guess for guess in guesses if _inside(guess, metric)), None)
