"""Which steps a metric is the product of, and which of them a workspace has numbers for."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from funnel.catalogue.entries import Aggregation, Metric

ADDING = (Aggregation.SUM, Aggregation.RATIO_OF_SUMS, Aggregation.WEIGHTED_MEAN)


class Column(StrEnum):
    """Where in a snapshot an amount stands."""

    VALUE = "value"
    TOP = "numerator"
    BOTTOM = "denominator"


@dataclass(frozen=True, slots=True)
class Source:
    """A metric whose snapshots hold an amount."""

    metric: str
    column: Column = Column.VALUE


@dataclass(frozen=True, slots=True)
class Level:
    """An amount on the way, such as carts started: how it is called, and where it is stored."""

    key: str
    words: str
    source: Source


class PartKind(StrEnum):
    """An amount by itself, what became of the level before it, a divisor, the days compared."""

    AMOUNT = "amount"
    STEP = "step"
    DIVISOR = "divisor"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class Part:
    """One factor. `level` is the index of its amount; a step is that over the level before."""

    key: str
    kind: PartKind
    level: int = 0


@dataclass(frozen=True, slots=True)
class Chain:
    """value = scale × the product of the parts. `lacking` are levels that have no numbers here."""

    metric: Metric
    levels: tuple[Level, ...]
    parts: tuple[Part, ...]
    scale: float = 1.0
    lacking: tuple[str, ...] = ()

    @property
    def is_plain_ratio(self) -> bool:
        """A ratio with no stage in between: only segments explain it."""
        return any(part.kind is PartKind.DIVISOR for part in self.parts)

    @property
    def over(self) -> int | None:
        """The level that the whole is divided by, for ratios."""
        ratio = self.is_plain_ratio or self.parts[0].kind is PartKind.STEP
        return 0 if ratio else None


JOURNEY = ("sessions", "cart_starts", "orders", "sales_revenue")
WORDS = {
    "sessions": "sessions",
    "cart_starts": "carts",
    "orders": "orders",
    "sales_revenue": "revenue",
}
_SOURCES = {
    "sessions": (
        Source("sessions"),
        Source("sales_conversion_rate", Column.BOTTOM),
        Source("add_to_cart_rate", Column.BOTTOM),
    ),
    "cart_starts": (
        Source("cart_starts"),
        Source("cart_abandonment_rate", Column.BOTTOM),
        Source("add_to_cart_rate", Column.TOP),
    ),
    "orders": (
        Source("orders"),
        Source("sales_conversion_rate", Column.TOP),
        Source("average_order_value", Column.BOTTOM),
    ),
    "sales_revenue": (Source("sales_revenue"), Source("average_order_value", Column.TOP)),
}
_RATIOS_OF_JOURNEY = {"sales_conversion_rate": ("sessions", "orders")}
"""Ratios between two levels that others lie between."""


def chain_of(metric: Metric, metrics: Iterable[Metric], *, has: Callable[[Source], bool]) -> Chain:
    """The longest chain that ends in the metric and that `has` numbers for.

    Revenue and orders are sessions × stage conversions (× order value); a ratio is its parts; a
    count that is the top of a known ratio is the bottom × that ratio; any other is one part.
    """
    if metric.key in JOURNEY:
        return _journey(metric, JOURNEY[: JOURNEY.index(metric.key) + 1], has, whole=True)
    ends = _RATIOS_OF_JOURNEY.get(metric.key)
    if ends is not None:
        first, last = (JOURNEY.index(end) for end in ends)
        found = _journey(metric, JOURNEY[first : last + 1], has, whole=False)
        if len(found.levels) > 2:
            return found
    if metric.formula.is_ratio:
        return _ratio(metric)
    return _counted(metric, metrics, has)


def _journey(
    metric: Metric, keys: tuple[str, ...], has: Callable[[Source], bool], *, whole: bool
) -> Chain:
    sources = {key: next((one for one in _SOURCES[key] if has(one)), None) for key in keys}
    levels = tuple(
        Level(key, WORDS[key], source) for key, source in sources.items() if source is not None
    )
    lacking = tuple(WORDS[key] for key, source in sources.items() if source is None)
    steps = tuple(
        Part(level.key, PartKind.STEP, place) for place, level in enumerate(levels) if place
    )
    first = (Part(levels[0].key, PartKind.AMOUNT),) if whole and levels else ()
    scale = 1.0 if whole else float(metric.formula.scale)
    return Chain(metric, levels, (*first, *steps), scale, lacking)


def _ratio(metric: Metric) -> Chain:
    """The top of the formula may be several measures: they are stored as one signed sum."""
    above = " and ".join(_spoken(term.component) for term in metric.formula.numerator)
    if len(metric.formula.numerator) > 1:
        above = f"{_spoken(metric.key)} (cases)"
    below = " and ".join(_spoken(term.component) for term in metric.formula.denominator)
    levels = (
        Level("below", below, Source(metric.key, Column.BOTTOM)),
        Level("above", above, Source(metric.key, Column.TOP)),
    )
    parts = (Part("above", PartKind.AMOUNT, 1), Part("below", PartKind.DIVISOR, 0))
    return Chain(metric, levels, parts, float(metric.formula.scale))


def _counted(metric: Metric, metrics: Iterable[Metric], has: Callable[[Source], bool]) -> Chain:
    own = Level(metric.key, _lower(metric.name), Source(metric.key))
    for other in metrics:
        if _counts_into(metric, other) and has(Source(other.key, Column.BOTTOM)):
            words = _spoken(other.formula.denominator[0].component)
            below = Level("below", words, Source(other.key, Column.BOTTOM))
            parts = (Part("below", PartKind.AMOUNT, 0), Part(metric.key, PartKind.STEP, 1))
            return Chain(metric, (below, own), parts)
    return Chain(metric, (own,), (Part(metric.key, PartKind.AMOUNT),))


def _counts_into(metric: Metric, other: Metric) -> bool:
    """Whether the metric is exactly what stands on top of the other's fraction."""
    return (
        other.formula.is_ratio
        and other.formula.numerator == metric.formula.numerator
        and len(other.formula.denominator) == 1
        and other.over_time in ADDING
    )


def _spoken(key: str) -> str:
    return key.replace("_", " ")


def _lower(name: str) -> str:
    return name if name.isupper() else name.lower()
