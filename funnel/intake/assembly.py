"""Staged columns -> an Intake: names to metrics, duplicates out, facts for the preview."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from funnel.catalogue import Catalogue
from funnel.catalogue.entries import Metric, Unit
from funnel.intake.created import Sample, created_metric, time_factor
from funnel.intake.options import ImportOptions, Target, find_target
from funnel.intake.refusals import SHOWN, Refusals
from funnel.intake.result import Intake, Settled, facts_of
from funnel.intake.settling import settle
from funnel.intake.staged import Staged, join


@dataclass(frozen=True, slots=True, eq=False)
class _Column:
    name: str
    metric: Metric
    rows: Staged
    notes: tuple[str, ...]
    created: bool


def assemble(
    staged: Staged, catalogue: Catalogue, options: ImportOptions, refusals: Refusals
) -> Intake:
    """Raises BadFile for a column whose scale is unclear or a mapping that names nothing."""
    columns = list(_columns(staged, catalogue, options, refusals))
    settled = [one for one in _by_metric(columns, refusals) if len(one.rows)]
    stored = {one.metric.key for one in settled}
    created = {each.metric.key: each.metric for each in columns if each.created}
    return Intake(
        metrics=tuple(facts_of(one) for one in settled),
        created=tuple(metric for key, metric in created.items() if key in stored),
        notes=tuple(note for column in columns for note in column.notes),
        rejected=tuple(refusals.first),
        rejected_rows=refusals.count,
        settled=tuple(settled),
    )


def _columns(
    staged: Staged, catalogue: Catalogue, options: ImportOptions, refusals: Refusals
) -> Iterator[_Column]:
    for name, rows in _by_name(staged):
        target = find_target(name, catalogue, options)
        created = target is None and options.create_metrics
        if created:
            target = _create(name, rows, catalogue, options)
            catalogue = catalogue.with_metrics([target.metric])
        if target is None:
            _refuse_name(name, rows, refusals)
            continue
        scaled = settle(name, rows, target, refusals)
        yield _Column(name, target.metric, scaled.rows, scaled.notes, created)


def _by_name(staged: Staged) -> Iterator[tuple[str, Staged]]:
    order = np.argsort(staged.name_codes, kind="stable")
    edges = np.searchsorted(staged.name_codes[order], np.arange(len(staged.names) + 1))
    for code, name in enumerate(staged.names):
        rows = staged.take(order[edges[code] : edges[code + 1]])
        if len(rows):
            yield name, rows


def _create(name: str, rows: Staged, catalogue: Catalogue, options: ImportOptions) -> Target:
    sample = Sample(rows.values, rows.numerators, rows.denominators)
    metric = created_metric(name, sample, direction=options.direction)
    if catalogue.has_metric(metric.key):
        metric = replace(metric, key=f"{metric.key}_imported")
    factor = time_factor(name) if metric.unit is Unit.SECONDS else None
    return Target(metric, factor or 1.0, options.percent_as)


def _refuse_name(name: str, rows: Staged, refusals: Refusals) -> None:
    number = "1 row" if len(rows) == 1 else f"{len(rows):,} rows"
    refusals.add(
        int(rows.lines.min()),
        "metric",
        name,
        f"no metric of that name ({number}); add --map {name}=METRIC or --create-metrics",
        rows=len(rows),
    )


def _by_metric(columns: list[_Column], refusals: Refusals) -> Iterator[Settled]:
    """Columns that mean the same metric become one; sorted, without repeated keys."""
    for key in dict.fromkeys(column.metric.key for column in columns):
        same = [column for column in columns if column.metric.key == key]
        first = same[0].rows
        rows = join([column.rows for column in same], first.names, first.segments)
        names = tuple(column.name for column in same)
        yield Settled(same[0].metric, names, _without_repeats(rows, refusals))


def _without_repeats(rows: Staged, refusals: Refusals) -> Staged:
    rows = rows.take(np.lexsort((rows.lines, rows.days, rows.segment_codes)))
    again = np.zeros(len(rows), bool)
    again[1:] = (rows.days[1:] == rows.days[:-1]) & (
        rows.segment_codes[1:] == rows.segment_codes[:-1]
    )
    positions = np.flatnonzero(again)
    for at in positions[:SHOWN].tolist():
        day, line = rows.days[at].item().isoformat(), int(rows.lines[at - 1])
        reason = f"the same metric, segment and date as line {line}"
        refusals.add(int(rows.lines[at]), "date", day, reason)
    refusals.count_more(max(0, len(positions) - SHOWN))
    return rows.take(~again)
