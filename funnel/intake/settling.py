"""One metric's rows: scaled to its unit and checked against its counts and its range."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from funnel.catalogue.entries import Metric, Unit
from funnel.errors import BadFile
from funnel.intake.options import PercentAs, Target
from funnel.intake.refusals import SHOWN, Refusals
from funnel.intake.scaling import Fit, fit_counts, is_fraction
from funnel.intake.staged import Mask, Staged
from funnel.model import Floats
from funnel.numbers import find_fault, format_value

Reason = Callable[[int], str]


@dataclass(frozen=True, slots=True, eq=False)
class Scaled:
    """Rows in the metric's unit, with what was converted in words."""

    rows: Staged
    notes: tuple[str, ...]


def settle(name: str, rows: Staged, target: Target, refusals: Refusals) -> Scaled:
    """Refuses single rows into `refusals`; raises BadFile where the whole column is unclear."""
    rows = _refuse_bad_parts(rows, target.metric, refusals)
    if target.metric.formula.is_ratio:
        scaled = _settle_ratio(name, rows, target, refusals)
    else:
        scaled = _settle_sum(name, rows, target, refusals)
    return Scaled(_refuse_out_of_range(scaled.rows, target.metric, refusals), scaled.notes)


def drop(rows: Staged, bad: Mask, field: str, refusals: Refusals, reason: Reason) -> Staged:
    """The rows that are not bad; the first bad ones get their reason, `reason(position)`."""
    positions = np.flatnonzero(bad)
    if len(positions) == 0:
        return rows
    column = {"numerator": rows.numerators, "denominator": rows.denominators}.get(
        field, rows.values
    )
    for at in positions[:SHOWN].tolist():
        refusals.add(int(rows.lines[at]), field, f"{column[at]:.12g}", reason(at))
    refusals.count_more(max(0, len(positions) - SHOWN))
    return rows.take(~bad)


def _refuse_bad_parts(rows: Staged, metric: Metric, refusals: Refusals) -> Staged:
    rows = drop(
        rows, rows.denominators < 0, "denominator", refusals, lambda _: "a count below zero"
    )
    if not metric.formula.is_ratio:
        return rows
    rows = drop(
        rows, rows.denominators == 0, "denominator", refusals,
        lambda _: "nothing to divide by; leave the row out",
    )  # fmt: skip
    one_part = np.isfinite(rows.numerators) != np.isfinite(rows.denominators)
    rows = drop(
        rows, one_part, "denominator", refusals,
        lambda _: "a ratio needs numerator and denominator, or neither",
    )  # fmt: skip
    if metric.unit is not Unit.PERCENT or metric.high != 100:
        return rows
    return drop(
        rows, rows.numerators > rows.denominators, "numerator", refusals,
        lambda at: f"more than its whole, {rows.denominators[at]:g}",
    )  # fmt: skip


def _settle_sum(name: str, rows: Staged, target: Target, refusals: Refusals) -> Scaled:
    differs = np.isfinite(rows.numerators) & ~np.isclose(rows.numerators, rows.values, rtol=1e-6)
    rows = drop(
        rows, differs, "value", refusals,
        lambda at: f"{rows.values[at]:g} is not its numerator, {rows.numerators[at]:g}",
    )  # fmt: skip
    nothing = np.full(len(rows), np.nan)
    factor = np.where(rows.said, 1.0, target.factor)
    if target.metric.unit is Unit.PERCENT:
        factor = np.where(rows.said, 1.0, _percent_factor(name, rows, target, None))
    notes = _notes(name, rows.values, rows.values * factor, target)
    values = rows.values * factor
    return Scaled(replace(rows, values=values, numerators=nothing, denominators=nothing), notes)


def _settle_ratio(name: str, rows: Staged, target: Target, refusals: Refusals) -> Scaled:
    fit = fit_counts(rows, target)
    fits_none = fit.counted & ~fit.as_plain & ~fit.as_scaled
    kept = drop(rows, fits_none, "value", refusals, _fits_none(rows, fit, target))
    if len(kept) < len(rows):
        rows, fit = kept, fit_counts(kept, target)
    factor = target.factor
    if target.metric.unit is Unit.PERCENT:
        factor = _percent_factor(name, rows, target, is_fraction(fit))
    given = rows.values * np.where(rows.said, 1.0, factor)
    numerators = rows.numerators * target.factor
    computed = fit.plain * target.factor * target.metric.formula.scale
    values = np.where(fit.counted, computed, given)
    notes = _notes(name, rows.values, values, target)
    return Scaled(replace(rows, values=values, numerators=numerators), notes)


def _fits_none(rows: Staged, fit: Fit, target: Target) -> Reason:
    def reason(at: int) -> str:
        share = f"{rows.numerators[at]:g}/{rows.denominators[at]:g}"
        plain = f"is not {share} = {fit.plain[at]:.6g}"
        scale = target.metric.formula.scale
        return plain if scale == 1 else f"{plain}, nor {scale:g} × that = {fit.scaled[at]:.6g}"

    return reason


def _percent_factor(name: str, rows: Staged, target: Target, shown: bool | None) -> float:
    """100 for shares of 1, else 1: as asked for, as the counts show, or as the values must be."""
    if target.percent_as is not None:
        return 100.0 if target.percent_as == PercentAs.FRACTION else 1.0
    if shown is not None:
        return 100.0 if shown else 1.0
    bare = rows.values[~rows.said & ~np.isfinite(rows.numerators)]
    if len(bare) and bare.min() >= 0 and 0 < bare.max() <= 1:
        raise BadFile(
            f"All values of {name} lie between 0 and 1: are they shares of 1 or percentages?",
            "Add --percent-as fraction (0.34 is 34%) or --percent-as percent (0.34 is 0.34%).",
        )
    return 1.0


def _notes(name: str, before: Floats, after: Floats, target: Target) -> tuple[str, ...]:
    changed = np.flatnonzero(~np.isclose(before, after, rtol=1e-3, atol=1e-9))
    if len(changed) == 0:
        return ()
    at = changed[0]
    metric = target.metric
    what = "percent" if metric.unit is Unit.PERCENT else f"{metric.unit}"
    shown = format_value(float(after[at]), metric)
    return (f"{name} is stored in {what}: {before[at]:.6g} became {shown}.",)


def _refuse_out_of_range(rows: Staged, metric: Metric, refusals: Refusals) -> Staged:
    if not metric.range_is_hard:
        return rows
    low = -np.inf if metric.low is None else metric.low
    high = np.inf if metric.high is None else metric.high

    return drop(
        rows, (rows.values < low) | (rows.values > high), "value", refusals,
        lambda at: find_fault(float(rows.values[at]), metric) or "",
    )  # fmt: skip
