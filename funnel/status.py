"""What `status` says: each metric against its usual value, each stage, and the verdict."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from funnel.catalogue.entries import Direction, Metric, Stage, Unit
from funnel.events import Event
from funnel.freshness import Fresh, Freshness
from funnel.model import TOTAL, Break, Condition, Expected, Grain, Segment, Series
from funnel.numbers.rolling import RolledUp, roll_up
from funnel.numbers.summing import Sums
from funnel.numbers.weighting import Weights
from funnel.season import WHOLE_PAST, Asked, Past, expected_each, usual
from funnel.window import usual_of_window

_POINTS = frozenset({Unit.PERCENT, Unit.SCORE_NPS, Unit.SCORE_1_5})
_NO_VALUE = RolledUp(None)
_UNKNOWN = Expected(None, None, None, "")
_NEWS = frozenset({Fresh.NEVER, Fresh.LATE, Fresh.STOPPED, Fresh.RESTATED, Fresh.ZERO})


class Standing(StrEnum):
    """How a metric stands; `state_words` are what people read."""

    BREAK = "break"
    FRESHNESS = "freshness"
    LEARNING = "learning"
    WORSE = "worse"
    BETTER = "better"
    USUAL = "usual"
    HIGHER = "higher"
    LOWER = "lower"
    NO_VALUE = "no value"


_WORST_FIRST = (
    Standing.BREAK,
    Standing.WORSE,
    Standing.FRESHNESS,
    Standing.HIGHER,
    Standing.LOWER,
    Standing.LEARNING,
    Standing.NO_VALUE,
    Standing.BETTER,
    Standing.USUAL,
)


class ChangeKind(StrEnum):
    """Percent of usual for counts, money and times; points for percents and scores."""

    PERCENT = "percent"
    POINTS = "points"


class VerdictKind(StrEnum):
    """What the first sentence is about."""

    BREAK = "break"
    WORSE = "worse"
    USUAL = "usual"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Reading:
    """What is known of one metric (or segment of it).

    `series` holds mature periods only; `breaks` are its own, `events` the workspace's; `past` is
    what its usual value leaves out because of both, open breaks included (`breaks.past_of`).
    """

    metric: Metric
    series: Series
    fresh: Freshness
    breaks: tuple[Break, ...] = ()
    past: Past = WHOLE_PAST
    events: tuple[Event, ...] = ()
    weights: Weights | None = None  # of periods that came without counts
    sums: Sums | None = None  # of periods that came without a total


@dataclass(frozen=True, slots=True)
class MetricStatus:
    """One row. `value` and `expected` are in the metric's unit, over the periods that start in
    [first, last]; `change` is value against usual, in percent or points. `rolled` has the parts,
    or says why the periods have no single value (counts needed, different people). `weighted_by`
    stands in for counts that some of several periods lack."""

    metric: Metric
    value: float | None
    expected: Expected
    change: float | None
    change_kind: ChangeKind
    standing: Standing
    fresh: Freshness
    first: date | None = None
    last: date | None = None
    grain: Grain = Grain.DAY
    segment: Segment = TOTAL
    breaks: tuple[Break, ...] = ()  # open or recovering, most money first
    rolled: RolledUp = _NO_VALUE
    weighted_by: Metric | None = None
    summed_by: str = ""  # the dimension, if a total of these periods is added up from it

    @property
    def state_words(self) -> str:
        """Such as “break #12”, a freshness word, “worse than usual”."""
        match self.standing:
            case Standing.BREAK:
                return f"break #{self.breaks[0].told_as}"
            case Standing.FRESHNESS:
                return str(self.fresh.state)
            case Standing.WORSE | Standing.BETTER:
                return f"{self.standing} than usual"
            case _:
                return str(self.standing)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The facts of the first sentence: `worst` is the open break to name, `worse` the metrics
    worse than usual; `known` of `total` metrics have numbers, the newest to `as_of`."""

    kind: VerdictKind
    as_of: date | None
    known: int
    total: int
    worst: Break | None = None
    worse: tuple[Metric, ...] = ()


@dataclass(frozen=True, slots=True)
class StageStatus:
    """One row a metric that has numbers, in the catalogue's order for the stage; those without."""

    stage: Stage
    rows: tuple[MetricStatus, ...]
    without_numbers: tuple[Metric, ...]
    verdict: Verdict

    @property
    def lead(self) -> MetricStatus | None:
        """The first metric of the stage's list that has numbers."""
        return self.rows[0] if self.rows else None

    @property
    def worst(self) -> Standing | None:
        """The worst state among the stage's metrics."""
        standings = [row.standing for row in self.rows]
        return min(standings, key=_WORST_FIRST.index, default=None)


@dataclass(frozen=True, slots=True)
class JourneyStatus:
    """One stage after the other, with one verdict over all."""

    stages: tuple[StageStatus, ...]
    verdict: Verdict


def metric_status(reading: Reading, *, span: tuple[date, date] | None = None) -> MetricStatus:
    """The newest mature period against usual, or the mature periods that start in `span` (first
    and last day), rolled up, against the roll-up of their usual values."""
    return metric_statuses([reading], span=span)[0]


def metric_statuses(
    readings: Sequence[Reading], *, span: tuple[date, date] | None = None
) -> list[MetricStatus]:
    """`metric_status` of each; their usual values are taken together, which is much faster."""
    if span is None:
        return _newest_rows(readings)
    return [_window_row(reading, span) for reading in readings]


def segment_statuses(
    readings: Sequence[Reading], *, span: tuple[date, date] | None = None
) -> tuple[MetricStatus, ...]:
    """One row a segment, in the order of their values' names."""
    ordered = sorted(readings, key=lambda one: (one.metric.key, one.series.segment))
    return tuple(metric_statuses(ordered, span=span))


def stage_status(
    stage: Stage,
    readings: Mapping[str, Reading],
    *,
    metrics: Mapping[str, Metric],
    span: tuple[date, date] | None = None,
) -> StageStatus:
    """`readings` by metric key hold the metrics with numbers; `metrics` is the whole catalogue."""
    rows = _statuses([stage], readings, span)
    return _stage(stage, rows, metrics)


def journey_status(
    stages: Sequence[Stage],
    readings: Mapping[str, Reading],
    *,
    metrics: Mapping[str, Metric],
    span: tuple[date, date] | None = None,
) -> JourneyStatus:
    """Every stage of a framework; a metric of several stages counts once in the verdict."""
    rows = _statuses(stages, readings, span)
    parts = tuple(_stage(stage, rows, metrics) for stage in stages)
    keys = {key for stage in stages for key in stage.lead_metrics if key in metrics}
    known = [rows[key] for key in rows if key in keys]
    return JourneyStatus(parts, _verdict(known, len(keys)))


def open_first(breaks: Sequence[Break]) -> tuple[Break, ...]:
    """Open and recovering breaks, most money first, then farthest from usual."""
    alive = [one for one in breaks if one.condition is not Condition.CLOSED]
    return tuple(
        sorted(alive, key=lambda one: (-(one.money.amount if one.money else 0.0), -one.score))
    )


def change_of(metric: Metric, value: float, usual_value: float) -> tuple[float | None, ChangeKind]:
    """Points for percents and scores, else percent of usual; None against a usual of zero."""
    if metric.unit in _POINTS:
        return value - usual_value, ChangeKind.POINTS
    if usual_value == 0.0:
        return None, ChangeKind.PERCENT
    return 100.0 * (value - usual_value) / abs(usual_value), ChangeKind.PERCENT


def _statuses(
    stages: Iterable[Stage], readings: Mapping[str, Reading], span: tuple[date, date] | None
) -> dict[str, MetricStatus]:
    """Each metric of the stages that has a reading, once, in journey order."""
    keys = dict.fromkeys(key for stage in stages for key in stage.lead_metrics if key in readings)
    rows = metric_statuses([readings[key] for key in keys], span=span)
    return dict(zip(keys, rows, strict=True))


def _stage(
    stage: Stage, rows: Mapping[str, MetricStatus], metrics: Mapping[str, Metric]
) -> StageStatus:
    keys = [key for key in stage.lead_metrics if key in metrics]
    mine = tuple(rows[key] for key in keys if key in rows)
    without = tuple(metrics[key] for key in keys if key not in rows)
    return StageStatus(stage, mine, without, _verdict(mine, len(keys)))


def _newest_rows(readings: Sequence[Reading]) -> list[MetricStatus]:
    known = [reading for reading in readings if len(reading.series)]
    asked = [
        Asked(one.series, one.series.starts[-1].tolist(), one.metric, one.past) for one in known
    ]
    usual_values = iter(expected_each(asked))
    return [
        _newest_row(reading, next(usual_values) if len(reading.series) else _UNKNOWN)
        for reading in readings
    ]


def _newest_row(reading: Reading, usual_value: Expected) -> MetricStatus:
    series, metric = reading.series, reading.metric
    if not len(series):
        return _row(reading, series, _NO_VALUE, usual_value)
    newest = series.between(series.starts[-1].tolist(), None)
    rolled = replace(roll_up(metric, newest), value=float(series.values[-1]))
    return _row(reading, newest, rolled, usual_value)


def _window_row(reading: Reading, span: tuple[date, date]) -> MetricStatus:
    series, metric = reading.series, reading.metric
    within = series.between(*span)
    if not len(within):
        return _row(reading, within, _NO_VALUE, _UNKNOWN)
    found = usual(series.between(None, span[1]), metric=metric, past=reading.past)
    band = usual_of_window(within, metric, found)
    return _row(reading, within, roll_up(metric, within), band)


def _row(reading: Reading, within: Series, rolled: RolledUp, band: Expected) -> MetricStatus:
    metric = reading.metric
    change: float | None = None
    kind = ChangeKind.POINTS if metric.unit in _POINTS else ChangeKind.PERCENT
    if rolled.value is not None and band.value is not None:
        change, kind = change_of(metric, rolled.value, band.value)
    breaks = open_first(reading.breaks)
    return MetricStatus(
        metric,
        rolled.value,
        band,
        change,
        kind,
        _standing(reading, rolled.value, band, has_break=bool(breaks)),
        reading.fresh,
        first=within.starts[0].tolist() if len(within) else None,
        last=within.starts[-1].tolist() if len(within) else None,
        grain=within.grain,
        segment=within.segment,
        breaks=breaks,
        rolled=rolled,
        weighted_by=reading.weights.behind(within) if reading.weights else None,
        summed_by=reading.sums.dimension if reading.sums and reading.sums.inside(within) else "",
    )


def _standing(
    reading: Reading, value: float | None, band: Expected, *, has_break: bool
) -> Standing:
    """The first state that applies."""
    fresh, direction = reading.fresh.state, reading.metric.direction
    if has_break and direction is not Direction.NEUTRAL:
        return Standing.BREAK
    if fresh in _NEWS:
        return Standing.FRESHNESS
    if value is None:
        return Standing.NO_VALUE if fresh is Fresh.CURRENT else Standing.FRESHNESS
    if band.value is None or band.low is None or band.high is None:
        return Standing.LEARNING
    if band.low <= value <= band.high:
        return Standing.USUAL
    return _side(direction, higher=value > band.high)


def _side(direction: Direction, *, higher: bool) -> Standing:
    if direction is Direction.NEUTRAL:
        return Standing.HIGHER if higher else Standing.LOWER
    good = higher == (direction is Direction.HIGHER_IS_BETTER)
    return Standing.BETTER if good else Standing.WORSE


def _verdict(rows: Sequence[MetricStatus], total: int) -> Verdict:
    """Worst open break by money, else the metrics worse than usual, else all usual."""
    known = [row for row in rows if row.value is not None]
    as_of = max((row.last for row in known if row.last is not None), default=None)
    broken = open_first(
        [one for row in rows if row.standing is Standing.BREAK for one in row.breaks]
    )
    worse = tuple(row.metric for row in known if row.standing is Standing.WORSE)
    kind = VerdictKind.USUAL
    if broken:
        kind = VerdictKind.BREAK
    elif worse:
        kind = VerdictKind.WORSE
    elif not known:
        kind = VerdictKind.EMPTY
    return Verdict(kind, as_of, len(known), total, broken[0] if broken else None, worse)
