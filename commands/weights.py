"""Finds what ratios without counts are weighed by: the stored metric that is their denominator."""

from collections.abc import Iterable, Mapping

from funnel.catalogue import Catalogue
from funnel.catalogue.entries import Metric
from funnel.derived import parts_held
from funnel.model import Grain, Segment, Series
from funnel.numbers.weighting import Weights, weigh, weight_key
from storage.store import Tx

Weighed = tuple[Series, Weights | None]


def weighed(
    tx: Tx, found: Iterable[tuple[Metric, Series]], catalogue: Catalogue, *, grain: Grain
) -> list[Weighed]:
    """Each series of one grain with parts where its denominator is stored for the same period and
    segment; without a ratio that lacks counts, not one query is made."""
    pairs = list(found)
    if not any(_may_lack(metric, series) for metric, series in pairs):
        return [(series, None) for _, series in pairs]
    segments = {series.segment for _, series in pairs}
    states = tx.series.all(grain=grain, segments=segments)
    held: dict[Segment, dict[str, str]] = {}
    for segment in segments:
        keys = [one.metric for one in states if one.segment == segment]
        known = [key for key in keys if catalogue.has_metric(key)]
        held[segment] = parts_held(catalogue, known)
    return [
        _weighed(tx, metric, series, catalogue, held[series.segment]) for metric, series in pairs
    ]


def _may_lack(metric: Metric, series: Series) -> bool:
    parts = {term.component: "?" for term in metric.formula.denominator}
    return bool(len(series) and weight_key(metric, series, parts))


def _weighed(
    tx: Tx, metric: Metric, series: Series, catalogue: Catalogue, parts: Mapping[str, str]
) -> Weighed:
    key = weight_key(metric, series, parts) if len(series) else ""
    if not key:
        return series, None
    first = series.starts[0].tolist()
    weights = tx.snapshots.series(key, segment=series.segment, grain=series.grain, first=first)
    filled, starts = weigh(metric, series, weights)
    return filled, Weights(catalogue.metric(key), starts) if len(starts) else None
