"""Time zones by the words that people type for them."""

from functools import cache
from zoneinfo import available_timezones

from rapidfuzz import fuzz, process

MOST = 100
LEAST_LIKENESS = 70.0


def matching_zones(typed: str, *, own: str) -> tuple[str, ...]:
    """IANA names that hold what was typed, then those near it; nothing typed: `own` first."""
    words = _fold(typed)
    names = _names()
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
