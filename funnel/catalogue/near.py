"""Which known names a typed one comes near to."""

from collections.abc import Mapping

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

LIKENESS = 60
"""Least token set ratio of rapidfuzz (0–100) at which a name is worth suggesting."""


def count_typos(words: str, names: Mapping[str, str]) -> dict[str, int]:
    """For each target of `names` that is a few typos away: how many, at its nearest name.

    A typo is one letter added, lost or changed, or two neighbours swapped (optimal string
    alignment distance). All words must be folded.
    """
    nearest: dict[str, int] = {}
    for name, target in names.items():
        allowed = min(_allowed_typos(name), nearest.get(target, len(name)))
        distance = OSA.distance(words, name, score_cutoff=allowed)
        if distance <= allowed:
            nearest[target] = distance
    return nearest


def rank_alike(words: str, names: Mapping[str, str]) -> list[str]:
    """Targets of names that share words with the typed ones, the likest first."""
    scores: dict[str, tuple[float, float]] = {}
    for name, target in names.items():
        if shared := fuzz.token_set_ratio(words, name, score_cutoff=LIKENESS):
            score = (shared, fuzz.token_sort_ratio(words, name))
            scores[target] = max(score, scores.get(target, score))
    return sorted(scores, key=scores.__getitem__, reverse=True)


def _allowed_typos(name: str) -> int:
    """None in abbreviations, where one letter makes another of them (CTR, TTR)."""
    if len(name) <= 3:
        return 0
    return 1 if len(name) <= 7 else 2
