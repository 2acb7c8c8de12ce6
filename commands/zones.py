"""Time zones and countries by the words that people type for them."""

from collections.abc import Mapping
from functools import cache
from zoneinfo import available_timezones

from rapidfuzz import fuzz, process

from funnel.periods.holidays import countries

MOST = 100
LEAST_LIKENESS = 70.0


def matching_zones(typed: str, *, own: str) -> tuple[str, ...]:
    """IANA names that hold what was typed, then those near it; nothing typed: `own` first."""
    return _matching(typed, _names(), own=own)


def matching_countries(typed: str, *, own: str) -> tuple[str, ...]:
    """Codes of countries whose holidays are known, by their English names; the same way."""
    known = countries()
    names = {code: _fold(name) for code, name in known.items()}
    return _matching(typed, names, own=own if own in known else next(iter(known)))


def _matching(typed: str, names: Mapping[str, str], *, own: str) -> tuple[str, ...]:
    words = _fold(typed)
    if not words:
        return (own, *(name for name in names if name != own))[:MOST]
    holding = [name for name, folded in names.items() if words in folded]
    near = process.extract(
        words, names, scorer=fuzz.partial_ratio, score_cutoff=LEAST_LIKENESS, limit=10
    )
    return tuple(dict.fromkeys((*holding, *(name for _, _, name in near))))[:MOST]


def is_zone(name: str) -> bool:
    return name in _names()


@cache
def _names() -> dict[str, str]:
    """Zones of places, and UTC; by name, as they are searched for."""
    places = (name for name in available_timezones() if "/" in name and name[:4] != "Etc/")
    return {name: _fold(name) for name in ("UTC", *sorted(places))}


def _fold(text: str) -> str:
    return text.casefold().replace("_", " ").replace("/", " ").strip()
