"""One metric's rows: scaled to its unit and checked against its counts and its range.

A column is looked at as a whole before its first row is settled: whether 0.34 is a share of 1 or
a percentage is said by all rows together.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from funnel.catalogue.entries import Metric, Unit
from funnel.errors import UnclearFile
from funnel.intake.options import PercentAs, Target
from funnel.intake.refusals import Refusals
from funnel.intake.scaling import Fit, FitSeen, fit_counts, look_at_fit
from funnel.intake.staged import Mask, Staged
from funnel.model import Floats
from funnel.numbers import find_fault, format_value

Reason = Callable[[int], str]


@dataclass(frozen=True, slots=True, eq=False)
class Scaled:
    """Rows in the metric's unit, with what was converted in words ("" when nothing was)."""

    rows: Staged
    note: str


def percent_factor(name: str, parts: Iterable[Staged], target: Target) -> float:
    """100 for a column of shares of 1, else 1: as asked for, as the counts show, or as the values
    must be. Raises UnclearFile where nothing tells."""
    if target.metric.unit is not Unit.PERCENT:
        return 1.0
    if target.percent_as is not None:
        return 100.0 if target.percent_as == PercentAs.FRACTION else 1.0
    seen = FitSeen()
    for rows in parts:
        seen = seen | look_at_fit(rows, target)
    if seen.is_fraction is not None:
        return 100.0 if seen.is_fraction else 1.0
    if seen.low >= 0 and 0 < seen.high <= 1:
        raise UnclearFile(
            "percent",
            f"All values of {name} lie between 0 and 1: are they shares of 1 or percentages?",
            "Add --percent-as fraction (0.34 is 34%) or --percent-as percent (0.34 is 0.34%).",
        )
    return 1.0


def settle(
    name: str, rows: Staged, target: Target, *, percent: float, refusals: Refusals
) -> Scaled:
    """Refuses single rows into `refusals`; `percent` is the column's `percent_factor`."""
    rows = _refuse_bad_parts(rows, target.metric, refusals)
    if target.metric.formula.is_ratio:
        scaled = _settle_ratio(name, rows, target, percent, refusals)
    else:
        scaled = _settle_sum(name, rows, target, percent, refusals)
    return Scaled(_refuse_out_of_range(scaled.rows, target.metric, refusals), scaled.note)


def drop(rows: Staged, bad: Mask, field: str, refusals: Refusals, reason: Reason) -> Staged:
    """The rows that are not bad; the first bad ones get their reason, `reason(position)`."""
    positions = np.flatnonzero(bad)
    if len(positions) == 0:
        return rows
    column = {"numerator": rows.numerators, "denominator": rows.denominators}.get(
        field, rows.values
    )
    kept = max(0, refusals.room)
    for at in positions[:kept].tolist():
        refusals.add(int(rows.lines[at]), field, f"{column[at]:.12g}", reason(at))
    refusals.count_more(max(0, len(positions) - kept))
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


def _settle_sum(
    name: str, rows: Staged, target: Target, percent: float, refusals: Refusals
) -> Scaled:
    differs = np.isfinite(rows.numerators) & ~np.isclose(rows.numerators, rows.values, rtol=1e-6)
    rows = drop(
        rows, differs, "value", refusals,
        lambda at: f"{rows.values[at]:g} is not its numerator, {rows.numerators[at]:g}",
    )  # fmt: skip
    nothing = np.full(len(rows), np.nan)
    factor = percent if target.metric.unit is Unit.PERCENT else target.factor
    values = rows.values * np.where(rows.said, 1.0, factor)
    note = _note(name, rows.values, values, target)
    return Scaled(rows.with_numbers(values, nothing, nothing), note)


def _settle_ratio(
    name: str, rows: Staged, target: Target, percent: float, refusals: Refusals
) -> Scaled:
    fit = fit_counts(rows, target)
    fits_none = fit.counted & ~fit.as_plain & ~fit.as_scaled
    kept = drop(rows, fits_none, "value", refusals, _fits_none(rows, fit, target))
    if len(kept) < len(rows):
        rows, fit = kept, fit_counts(kept, target)
    factor = percent if target.metric.unit is Unit.PERCENT else target.factor
    given = rows.values * np.where(rows.said, 1.0, factor)
    numerators = rows.numerators * target.factor
    computed = fit.plain * target.factor * target.metric.formula.scale
    values = np.where(fit.counted, computed, given)
    note = _note(name, rows.values, values, target)
    return Scaled(rows.with_numbers(values, numerators, rows.denominators), note)


def _fits_none(rows: Staged, fit: Fit, target: Target) -> Reason:
    def reason(at: int) -> str:
        share = f"{rows.numerators[at]:g}/{rows.denominators[at]:g}"
        plain = f"is not {share} = {fit.plain[at]:.6g}"
        scale = target.metric.formula.scale
        return plain if scale == 1 else f"{plain}, nor {scale:g} × that = {fit.scaled[at]:.6g}"

    return reason


def _note(name: str, before: Floats, after: Floats, target: Target) -> str:
    changed = np.flatnonzero(~np.isclose(before, after, rtol=1e-3, atol=1e-9))
    if len(changed) == 0:
        return ""
    at = changed[0]
    metric = target.metric
    what = "percent" if metric.unit is Unit.PERCENT else f"{metric.unit}"
    shown = format_value(float(after[at]), metric)
    return f"{name} is stored in {what}: {before[at]:.6g} became {shown}."


def _refuse_out_of_range(rows: Staged, metric: Metric, refusals: Refusals) -> Staged:
    if not metric.range_is_hard:
        return rows
    low = -np.inf if metric.low is None else metric.low
    high = np.inf if metric.high is None else metric.high

    return drop(
        rows, (rows.values < low) | (rows.values > high), "value", refusals,
        lambda at: find_fault(float(rows.values[at]), metric) or "",
    )  # fmt: skip
