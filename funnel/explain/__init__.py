"""Where a change came from: parts that add up, segments inside a part, what a leak costs."""

from funnel.explain.amounts import Amounts, Cut, amounts_of, cut_of
from funnel.explain.answer import WHOLE, Explanation, explain
from funnel.explain.chain import Chain, Column, Part, PartKind, Source, chain_of
from funnel.explain.coincidence import Around, Happening, Nearby, NearKind, nearby, restated_days
from funnel.explain.gap import Effect, Split
from funnel.explain.lost import Drop, Leak, lost_money, lost_since, needed
from funnel.explain.mix import REST, CutSplit, Paradox, SegmentEffect
from funnel.explain.standing import Rank, References, own_rank, references
from funnel.explain.windows import Windows, same_days_before, two_windows

__all__ = [
    "REST",
    "WHOLE",
    "Amounts",
    "Around",
    "Chain",
    "Column",
    "Cut",
    "CutSplit",
    "Drop",
    "Effect",
    "Explanation",
    "Happening",
    "Leak",
    "NearKind",
    "Nearby",
    "Paradox",
    "Part",
    "PartKind",
    "Rank",
    "References",
    "SegmentEffect",
    "Source",
    "Split",
    "Windows",
    "amounts_of",
    "chain_of",
    "cut_of",
    "explain",
    "lost_money",
    "lost_since",
    "nearby",
    "needed",
    "own_rank",
    "references",
    "restated_days",
    "same_days_before",
    "two_windows",
]
