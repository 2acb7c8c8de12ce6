"""The whole answer to "why": the split of the gap, and each part by every dimension."""

from collections.abc import Sequence
from dataclasses import dataclass

from funnel.explain.amounts import Amounts, Cut, pair, pair_cut
from funnel.explain.chain import Chain, PartKind
from funnel.explain.draws import totals, weigh_days
from funnel.explain.gap import Effect, Split, split_gap
from funnel.explain.mix import CutSplit, best_cut, split_cut
from funnel.explain.sides import Inside, sides_of
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
    weights = weigh_days(frame)
    drawn = split_gap(chain, frame, weights)
    whole = totals(frame, weights)
    wanted = [(key, one) for key, one in _cuttable(drawn.split) if parts is None or key in parts]
    found: dict[str, list[CutSplit]] = {key: [] for key, _ in wanted}
    for cut in cuts:
        own = totals(pair_cut(cut, amounts, windows), weights)
        for key, effect in wanted:
            sides = sides_of(Inside.of(effect), whole, own)
            found[key].append(
                split_cut(
                    drawn,
                    effect,
                    sides,
                    dimension=cut.dimension,
                    names=cut.names,
                    spread=weights.spread,
                )
            )
    return Explanation(drawn.split, {key: tuple(rows) for key, rows in found.items()})


def _cuttable(split: Split) -> list[tuple[str, Effect | None]]:
    if split.chain.is_plain_ratio:
        return [(WHOLE, None)]
    kinds = (PartKind.AMOUNT, PartKind.STEP)
    return [(one.part.key, one) for one in split.effects if one.part.kind in kinds]
