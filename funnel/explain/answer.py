"""The whole answer to "why": the split of the gap, and each part by every dimension."""

from collections.abc import Sequence
from dataclasses import dataclass

from funnel.explain.amounts import Amounts, Cut, pair, pair_cut
from funnel.explain.chain import Chain, PartKind
from funnel.explain.gap import Effect, Split, split_gap
from funnel.explain.mix import CutSplit, best_cut, split_cut
from funnel.explain.windows import Windows

WHOLE = "whole"
"""The part that stands for a plain ratio as a whole, which no stage lies inside of."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """`cuts` hold, for each part that can be cut, one split a dimension."""

    split: Split
    cuts: dict[str, tuple[CutSplit, ...]]

    @property
    def lead(self) -> str:
        """The part to look into first."""
        return WHOLE if self.split.chain.is_plain_ratio else self.split.largest.part.key

    def best(self, part: str) -> CutSplit | None:
        """The dimension in which the part's change is spread least evenly."""
        return best_cut(self.cuts.get(part, ()))

    def cut(self, part: str, dimension: str) -> CutSplit | None:
        return next((one for one in self.cuts.get(part, ()) if one.dimension == dimension), None)


def explain(
    chain: Chain,
    amounts: Amounts,
    windows: Windows,
    cuts: Sequence[Cut] = (),
    *,
    parts: Sequence[str] | None = None,
) -> Explanation:
    """`parts` limits what is cut, by key. Raises NoComparison."""
    frame = pair(amounts, windows)
    split = split_gap(chain, frame)
    paired = [(cut, pair_cut(cut, amounts, windows)) for cut in cuts]
    found = {
        key: tuple(
            split_cut(split, effect, cut.dimension, cut.names, of=frame, cut=pairs)
            for cut, pairs in paired
        )
        for key, effect in _cuttable(split)
        if parts is None or key in parts
    }
    return Explanation(split, found)


def _cuttable(split: Split) -> list[tuple[str, Effect | None]]:
    if split.chain.is_plain_ratio:
        return [(WHOLE, None)]
    kinds = (PartKind.AMOUNT, PartKind.STEP)
    return [(one.part.key, one) for one in split.effects if one.part.kind in kinds]
