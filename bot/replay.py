"""`funnelbot replay`: the history of a file or a workspace, judged as if day by day."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from funnel.catalogue import Catalogue
from funnel.days_off import country_of_shop, holidays_of
from funnel.errors import BadFile
from funnel.events import Event
from funnel.intake import ImportOptions, read_table
from funnel.model import Money, Series, Snapshot
from funnel.replay import NO_KNOWN_BREAK, Told, Unsteady, replay_journey, unsteady_days
from storage.store import Store, Tx


@dataclass(frozen=True, slots=True)
class Replayed:
    """What channels would have been told, and what only digests would have said."""

    told: list[Told]
    unsteady: list[Unsteady]


def told_of_file(
    path: Path, options: ImportOptions, *, catalogue: Catalogue, now: datetime, budget: float
) -> Replayed:
    """Nothing is stored. Raises BadFile when rows are refused."""
    intake = read_table(path, catalogue=catalogue, options=options, today=now.date())
    if intake.rejected_rows:
        first = intake.rejected[0]
        raise BadFile(
            f"{path.name}: {intake.rejected_rows:,} rows cannot be read; the first is row"
            f" {first.row}, {first.field}: {first.reason}",
            "Mend them and replay again.",
        )
    known = catalogue.with_metrics(intake.created)
    journey = _journey(one for batch in intake.batches() for one in batch)
    return Replayed(replay_journey(journey, known, budget=budget), unsteady_days(journey, known))


def told_of_workspace(
    store: Store, workspace: str, *, catalogue: Catalogue, budget: float
) -> Replayed:
    """Everything that is stored of the whole shop."""
    with store.read(workspace) as tx:
        known = catalogue.with_metrics(tx.metrics.all())
        states = [one for one in tx.series.totals() if known.has_metric(one.metric)]
        journey = {
            one.metric: tx.snapshots.series(one.metric, grain=one.grain)
            for one in states
            if one.grain == "day"
        }
        events = (*tx.events.all(), *_holidays(tx, journey, known))
    return Replayed(
        replay_journey(journey, known, budget=budget, events=events),
        unsteady_days(journey, known, events=events),
    )


def _holidays(tx: Tx, journey: Mapping[str, Series], catalogue: Catalogue) -> tuple[Event, ...]:
    """Those of the workspace's country, else of the one that its digests name, over its days."""
    held = [series for series in journey.values() if len(series)]
    if not held:
        return ()
    return holidays_of(
        country_of_shop(tx.workspace.get(), tx.schedules.all()),
        [catalogue.metric(key) for key in journey],
        first=min(series.starts[0] for series in held).tolist(),
        last=max(series.starts[-1] for series in held).tolist(),
    )


def lines_of(found: Replayed, *, as_json: bool, unsteady: bool) -> list[str]:
    """What is posted and what only digests say are lists of their own."""
    if as_json:
        return [*map(unsteady_json, found.unsteady)] if unsteady else [*map(told_json, found.told)]
    days = [*map(unsteady_words, found.unsteady)]
    if unsteady:
        return days or ["No metric's days have been unsteady."]
    posted = [*map(in_words, found.told)] or ["Nothing would have been posted."]
    return [*posted, "", "Only in digests:", *days] if days else posted


def told_json(told: Told) -> str:
    """One line, dates as YYYY-MM-DD."""
    return json.dumps(
        {
            "date": told.on.isoformat(),
            "change": told.change.value,
            "series": told.metrics[0],
            "with": list(told.metrics[1:]),
            "side": told.side.value,
            "kind": told.kind.value,
            "onset": told.onset.isoformat(),
            "onset_low": told.onset_low.isoformat(),
            "onset_high": told.onset_high.isoformat(),
            "hypothesis": told.hypothesis,
            "money": _money(told.money),
        }
    )


def unsteady_json(one: Unsteady) -> str:
    """One line of the other list: no message, hence no side, hypothesis or money. Sizes are shares
    of the usual value if `relative`, else in the metric's unit."""
    spell = one.spell
    return json.dumps(
        {
            "date": spell.opened.isoformat(),
            "shape": "variance",
            "series": one.metric,
            "onset": spell.onset.isoformat(),
            "ended": spell.ended.isoformat() if spell.ended else None,
            "typical_distance": round(spell.now, 4),
            "typical_distance_before": round(spell.before, 4),
            "relative": spell.relative,
        }
    )


def unsteady_words(one: Unsteady) -> str:
    spell = one.spell
    unit = ".0%" if spell.relative else ".2f"
    ended = f", to {spell.ended}" if spell.ended else ""
    return (
        f"{spell.opened} unsteady: {one.metric} since about {spell.onset}{ended}; a typical day is"
        f" {spell.now:{unit}} off its usual value, {spell.before:{unit}} before"
    )


def in_words(told: Told) -> str:
    others = f" with {', '.join(told.metrics[1:])}" if len(told.metrics) > 1 else ""
    cost = f", about {told.money.amount:,.0f} a day" if told.money else ""
    why = told.hypothesis if told.hypothesis == NO_KNOWN_BREAK else f"fits {told.hypothesis}"
    return (
        f"{told.on} {told.change.value}: {told.metrics[0]} {told.side.value} ({told.kind.value})"
        f"{others}, since {told.onset_low} to {told.onset_high}{cost}; {why}"
    )


def _money(money: Money | None) -> dict[str, Any] | None:
    if money is None:
        return None
    return {
        "amount": round(money.amount, 2),
        "low": round(money.low, 2),
        "high": round(money.high, 2),
    }


def _journey(rows: Iterable[Snapshot]) -> dict[str, Series]:
    """Daily whole-shop series, oldest first."""
    by_metric: dict[str, list[Snapshot]] = {}
    for row in rows:
        if row.segment.is_total and row.grain == "day":
            by_metric.setdefault(row.metric, []).append(row)
    return {
        key: _series(key, sorted(found, key=lambda one: one.start))
        for key, found in by_metric.items()
    }


def _series(key: str, rows: list[Snapshot]) -> Series:
    def column(name: str) -> Any:
        return np.array(
            [np.nan if getattr(row, name) is None else getattr(row, name) for row in rows],
            dtype=np.float64,
        )

    starts = np.array([row.start for row in rows], dtype="datetime64[D]")
    return Series(key, starts, column("value"), column("numerator"), column("denominator"))
