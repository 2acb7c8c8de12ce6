"""What a forecast stands on, in words: how much history, and which centres carry it."""

from funnel.forecast.history import DAYS_A_MONTH, History
from funnel.forecast.weighing import Weighed
from funnel.model import Grain

_LEAST_DAYS = 56.0
_LEAST_MONTHS = 12
_LEAST_ERRORS = 3.0  # independent ones
_WORDS = {Grain.DAY: "day", Grain.WEEK: "week", Grain.MONTH: "month"}
_MOST_NAMED = 2


def is_rough(history: History, weighed: Weighed) -> bool:
    """Under eight weeks (a year of months) of numbers, or hardly an error of its own to learn
    from at this lead."""
    if history.grid.grain is Grain.MONTH:
        return len(history) < _LEAST_MONTHS or weighed.effective < _LEAST_ERRORS
    days = len(history) / history.step * history.step_days
    return days < _LEAST_DAYS or weighed.effective < _LEAST_ERRORS


def basis_of(history: History, weighed: Weighed) -> str:
    """ "700 days of numbers; the same weeks of past years 46 %, no change 31 %" """
    count = len(history)
    unit = _WORDS[history.grid.grain]
    length = f"{count} {unit}{'' if count == 1 else 's'} of numbers"
    if is_rough(history, weighed):
        return f"{length}, which is little: the range is wide"
    shares = _shares(history, weighed)
    named = ", ".join(f"{words} {share:.0%}" for words, share in shares[:_MOST_NAMED])
    return f"{length}; {named}".replace("%", " %")


def _shares(history: History, weighed: Weighed) -> list[tuple[str, float]]:
    """Centres that look at the same thing as one, heaviest first."""
    unit = "months" if history.step_days == DAYS_A_MONTH else "weeks"
    shares: dict[str, float] = {}
    for name, weight in zip(weighed.names, weighed.weights.tolist(), strict=True):
        words = _plain(name, unit)
        shares[words] = shares.get(words, 0.0) + weight
    return sorted(shares.items(), key=lambda item: -item[1])


def _plain(name: str, unit: str) -> str:
    if "last years" in name:
        return f"the same {unit} of past years"
    if name.startswith("level"):
        return f"the level of the last {unit}"
    return "the newest trend" if name == "trend" else "no change"
