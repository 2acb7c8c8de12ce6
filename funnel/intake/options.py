"""How an import is to be read where the file does not say it itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from funnel.catalogue import Catalogue
from funnel.catalogue.entries import Direction, Metric, Unit
from funnel.catalogue.resolve import Found, column_metric, find_metric
from funnel.errors import BadFile
from funnel.intake.created import SECONDS_IN, time_factor
from funnel.intake.dates import DateOrder
from funnel.intake.styles import DecimalSign


class PercentAs(StrEnum):
    """What 0.34 means in a percent column without counts: 34 % or 0.34 %."""

    FRACTION = "fraction"
    PERCENT = "percent"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """`mapping` is NAME -> "METRIC" or "METRIC:UNIT", the unit being fraction, percent, seconds,
    minutes, hours or days; `direction` is that of created metrics; `style` the workspace's Babel
    locale, which counts where neither `numbers` nor the file's own cells tell; `dimensions` are the
    workspace's own, besides the built-in ones; `zone` is the reporting zone, whose hours a file has
    that names no other."""

    percent_as: PercentAs | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    create_metrics: bool = False
    direction: Direction = Direction.NEUTRAL
    style: str = "en"
    numbers: DecimalSign | None = None
    dates: DateOrder | None = None
    dimensions: tuple[str, ...] = ()
    zone: str = "UTC"


@dataclass(frozen=True, slots=True)
class Target:
    """Where a name's numbers go; value × `factor` is in the metric's unit."""

    metric: Metric
    factor: float = 1.0
    percent_as: PercentAs | None = None


def find_target(name: str, catalogue: Catalogue, options: ImportOptions) -> Target | None:
    """The metric that a name of the file means; None when it means none. Raises BadFile for a
    mapping to a metric or unit that does not exist."""
    if name in options.mapping:
        return _mapped(name, options.mapping[name], catalogue, options)
    match = column_metric(name, catalogue)
    if match is None:
        return None
    factor = match.factor
    if match.metric.unit is Unit.SECONDS and factor == 1:
        factor = time_factor(name) or 1.0
    return Target(match.metric, factor, options.percent_as)


def _mapped(name: str, to: str, catalogue: Catalogue, options: ImportOptions) -> Target:
    words, _, unit = to.partition(":")
    found = find_metric(words, catalogue)
    if not isinstance(found, Found):
        raise BadFile(
            f'--map {name}={to}: I know no metric "{words}".', "All names: `/funnel metrics`."
        )
    metric = found.metric
    if not unit:
        inherent = time_factor(name) if metric.unit is Unit.SECONDS else None
        return Target(metric, inherent or 1.0, options.percent_as)
    if metric.unit is Unit.SECONDS and unit in SECONDS_IN:
        return Target(metric, SECONDS_IN[unit])
    if metric.unit is Unit.PERCENT and unit in list(PercentAs):
        return Target(metric, percent_as=PercentAs(unit))
    raise BadFile(
        f'--map {name}={to}: "{unit}" is no unit of {metric.name}.',
        "Units are fraction and percent for percentages; seconds, minutes, hours, days for times.",
    )
