"""The options of a metric select: asked from us while people type."""

from collections.abc import Mapping
from typing import Any

from rapidfuzz import fuzz, process
from slack_bolt import Ack, BoltContext

from commands.blocks import shorten
from commands.deps import Deps
from commands.installation import workspace_of
from funnel.catalogue import Catalogue
from funnel.catalogue.entries import Metric
from funnel.catalogue.words import fold

MOST = 100
LEAST_LIKENESS = 60.0


def handle_metric_options(
    ack: Ack, payload: Mapping[str, Any], context: BoltContext, deps: Deps
) -> None:
    """`payload["value"]` is what was typed; nothing typed lists those with numbers first."""
    with deps.store.read(workspace_of(context)) as tx:
        catalogue = deps.catalogue_of(tx)
        held = frozenset(state.metric for state in tx.series.totals())
    found = matching_metrics(payload.get("value", ""), catalogue, held=held)
    ack(options=[_option(metric) for metric in found[:MOST]])


def matching_metrics(
    typed: str, catalogue: Catalogue, *, held: frozenset[str]
) -> tuple[Metric, ...]:
    """Names and aliases that hold what was typed, then those that are near it."""
    words = fold(typed)
    if not words:
        return tuple(sorted(catalogue.metrics, key=lambda metric: metric.key not in held))
    holding = [key for name, key in catalogue.names.items() if words in name]
    near = process.extract(
        words,
        list(catalogue.names),
        scorer=fuzz.WRatio,
        score_cutoff=LEAST_LIKENESS,
        limit=10,
    )
    keys = dict.fromkeys((*holding, *(catalogue.names[name] for name, _, _ in near)))
    return tuple(catalogue.metric(key) for key in keys)


def _option(metric: Metric) -> dict[str, Any]:
    return {
        "text": {"type": "plain_text", "text": shorten(metric.name, 75)},
        "value": metric.key,
    }
