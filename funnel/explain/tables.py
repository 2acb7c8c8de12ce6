"""The pandas edge: a long table of daily numbers in, the explanation as a table out."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from funnel.catalogue.entries import Metric
from funnel.explain.amounts import amounts_of, cut_of
from funnel.explain.answer import WHOLE, Explanation, explain
from funnel.explain.chain import chain_of
from funnel.explain.windows import Windows
from funnel.model import TOTAL, Segment, Series

if TYPE_CHECKING:
    from pandas import DataFrame

EVERYWHERE = "all"
COLUMNS = ("part", "dimension", "segment", "before", "now", "mix", "rate", "amount", "low", "high")


def explain_table(
    table: "DataFrame", metric: Metric, windows: Windows, *, metrics: Mapping[str, Metric]
) -> "DataFrame":
    """`table` has the columns date, metric, value, numerator, denominator, segment_name and
    segment_value (as an import; percents 0–100), one row a day; the answer has one row a part and,
    under it, one a segment. Raises NoComparison."""
    every = _series(table)
    totals = {key: one for (key, segment), one in every.items() if segment.is_total}
    chain = chain_of(metric, metrics.values(), has=lambda source: source.metric in totals)
    amounts = amounts_of(chain, totals)
    wanted = {level.source.metric for level in chain.levels}
    cuts = []
    for dimension in sorted({segment.dimension for _, segment in every} - {""}):
        parts: dict[str, dict[Segment, Series]] = {key: {} for key in wanted}
        for (key, segment), one in every.items():
            if key in wanted and segment.dimension == dimension:
                parts[key][segment] = one
        cut = cut_of(chain, dimension, parts, amounts.days)
        cuts += [] if cut is None else [cut]
    return to_table(explain(chain, amounts, windows, cuts))


def to_table(found: Explanation) -> "DataFrame":
    """A row a part (dimension and segment empty), then its segments by dimension; amounts are in
    the metric's unit, and those of a part's dimension add up to the part."""
    import pandas as pd

    rows: list[tuple[object, ...]] = []
    for effect in found.split.effects:
        none = (None, None, effect.amount, effect.low, effect.high)
        rows.append((effect.part.key, "", "", effect.before, effect.now, *none))
        rows += _segments(found, effect.part.key)
    rows += _segments(found, WHOLE)
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _segments(found: Explanation, part: str) -> list[tuple[object, ...]]:
    return [
        (
            part,
            cut.dimension,
            one.name,
            one.before_rate,
            one.now_rate,
            one.mix,
            one.rate,
            one.amount,
            one.low,
            one.high,
        )
        for cut in found.cuts.get(part, ())
        for one in cut.segments
    ]


def _series(table: "DataFrame") -> dict[tuple[str, Segment], Series]:
    found = {}
    for (key, name, slice_), rows in table.groupby(["metric", "segment_name", "segment_value"]):
        segment = TOTAL if name == EVERYWHERE else Segment(str(name), str(slice_))
        ordered = rows.sort_values("date")
        value, top, bottom = (
            ordered[column].to_numpy(dtype=np.float64)
            for column in ("value", "numerator", "denominator")
        )
        starts = ordered["date"].to_numpy().astype("datetime64[D]")
        found[str(key), segment] = Series(str(key), starts, value, top, bottom, segment)
    return found
