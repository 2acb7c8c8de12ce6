"""Staged rows -> an Intake: names to metrics, rows settled, repeats out, facts for the preview."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

import numpy as np
from numpy.typing import NDArray

from funnel.catalogue import Catalogue
from funnel.catalogue.entries import Metric, Unit
from funnel.columns import GRAINS
from funnel.intake.created import Sample, created_metric, time_factor
from funnel.intake.options import ImportOptions, Target, find_target
from funnel.intake.refusals import Refusals
from funnel.intake.result import MetricRows, Part
from funnel.intake.settling import percent_factor, settle
from funnel.intake.spool import Records, Spool
from funnel.intake.staged import STAGED, Staged
from funnel.intake.staging import Stage
from funnel.model import Grain
from funnel.periods.zones import comes_twice

_START_BITS, _GRAIN_BITS = 26, 3
_START_ZERO = 1 << 25  # 1970; hours count 3,800 years to both sides of it
_HOUR = GRAINS.index(Grain.HOUR)


@dataclass(frozen=True, slots=True)
class _Named:
    """A name of the file and where its numbers go."""

    name: str
    target: Target
    created: bool


@dataclass(slots=True, eq=False)
class Assembled:
    """What came of the staged rows; `spool` holds them settled, by part."""

    spool: Spool = field(default_factory=lambda: Spool(STAGED))
    parts: list[Part] = field(default_factory=list)
    created: list[Metric] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def assemble(
    stage: Stage, catalogue: Catalogue, options: ImportOptions, refusals: Refusals
) -> Assembled:
    """Raises UnclearFile for a column whose scale is unclear, BadFile for a mapping that names
    nothing."""
    done = Assembled()
    named = list(_targets(stage, catalogue, options, refusals))
    for key in dict.fromkeys(one.target.metric.key for one in named):
        same = [one for one in named if one.target.metric.key == key]
        part = _settled(stage, same, done, refusals, options.zone)
        if part is not None:
            done.parts.append(part)
            done.created += [same[0].target.metric] if same[0].created else []
    return done


def _targets(
    stage: Stage, catalogue: Catalogue, options: ImportOptions, refusals: Refusals
) -> Iterator[_Named]:
    for name in stage.names:
        first = next(stage.parts(name), None)
        if first is None:
            continue
        target = find_target(name, catalogue, options)
        created = target is None and options.create_metrics
        if created:
            target = _create(name, first, catalogue, options)
            catalogue = catalogue.with_metrics([target.metric])
        if target is None:
            _refuse_name(name, stage.parts(name), refusals)
        else:
            yield _Named(name, target, created)


def _create(name: str, rows: Staged, catalogue: Catalogue, options: ImportOptions) -> Target:
    """By its first hundred thousand rows."""
    sample = Sample(rows.values, rows.numerators, rows.denominators)
    metric = created_metric(name, sample, direction=options.direction)
    if catalogue.has_metric(metric.key):
        metric = replace(metric, key=f"{metric.key}_imported")
    factor = time_factor(name) if metric.unit is Unit.SECONDS else None
    return Target(metric, factor or 1.0, options.percent_as)


def _refuse_name(name: str, parts: Iterator[Staged], refusals: Refusals) -> None:
    lines = np.concatenate([part.lines for part in parts])
    number = "1 row" if len(lines) == 1 else f"{len(lines):,} rows"
    refusals.add(
        int(lines.min()),
        "metric",
        name,
        f"no metric of that name ({number}); add --map {name}=METRIC or --create-metrics",
        rows=len(lines),
    )


def _settled(
    stage: Stage, same: Sequence[_Named], done: Assembled, refusals: Refusals, zone: str
) -> Part | None:
    """The rows of one metric, whichever names it has in the file."""
    start, keys, lines = len(done.spool), [], []
    for one in same:
        percent = percent_factor(one.name, stage.parts(one.name), one.target)
        note = ""
        for rows in stage.parts(one.name):
            scaled = settle(one.name, rows, one.target, percent=percent, refusals=refusals)
            note = note or scaled.note
            records, key = _sorted(scaled.rows.records)
            done.spool.append(records)
            keys.append(key)
            lines.append(records["line"])
        done.notes += [note] if note else []
    dropped = _repeats(np.concatenate(keys), np.concatenate(lines), refusals, zone)
    if len(done.spool) - start == len(dropped):
        return None
    facts = _facts(same, np.delete(np.concatenate(keys), dropped))
    return Part(facts, start, len(done.spool), start + dropped)


def _sorted(records: Records) -> tuple[Records, NDArray[np.int64]]:
    """By segment, grain and start, as the record keeps them; with the keys."""
    key = records["segment"].astype(np.int64) << _GRAIN_BITS
    key = (key | records["grain"]) << _START_BITS
    key |= records["start"].astype(np.int64) + _START_ZERO
    order = np.argsort(key, kind="stable")
    return records[order], key[order]


def _repeats(
    keys: NDArray[np.int64], lines: NDArray[np.uint32], refusals: Refusals, zone: str
) -> NDArray[np.int64]:
    """Positions whose key came before, sorted; each is refused."""
    order = np.lexsort((lines, keys))
    again = np.flatnonzero(keys[order][1:] == keys[order][:-1])
    kept = max(0, refusals.room)
    for at in again[:kept].tolist():
        start = _starts(keys[order[at : at + 1]])[0]
        reason = f"the same metric, segment and {_named(start)} as line {lines[order[at]]}"
        if isinstance(start, datetime) and comes_twice(start, zone):
            reason += "; that night the clock shows it twice: put both into one row"
        refusals.add(int(lines[order[at + 1]]), "date", start.isoformat(), reason)
    refusals.count_more(max(0, len(again) - kept))
    return np.sort(order[again + 1])


def _named(start: date) -> str:
    return "hour" if isinstance(start, datetime) else "date"


def _starts(keys: NDArray[np.int64]) -> list[date]:
    """Dates, naive datetimes for hours."""
    counts = (keys & ((1 << _START_BITS) - 1)) - _START_ZERO
    hours = _are_hours(keys)
    return [
        np.datetime64(count, "h" if hour else "D").item()
        for count, hour in zip(counts.tolist(), hours.tolist(), strict=True)
    ]


def _are_hours(keys: NDArray[np.int64]) -> NDArray[np.bool_]:
    hours: NDArray[np.bool_] = (keys >> _START_BITS) & ((1 << _GRAIN_BITS) - 1) == _HOUR
    return hours


def _facts(same: Sequence[_Named], keys: NDArray[np.int64]) -> MetricRows:
    counts = (keys & ((1 << _START_BITS) - 1)) - _START_ZERO
    days = np.where(_are_hours(keys), counts // 24, counts)
    return MetricRows(
        same[0].target.metric,
        tuple(one.name for one in same),
        len(keys),
        len(np.unique(keys >> (_START_BITS + _GRAIN_BITS))),
        np.datetime64(int(days.min()), "D").item(),
        np.datetime64(int(days.max()), "D").item(),
    )
