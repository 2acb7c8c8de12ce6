"""How a workspace writes numbers, changes, ranges and states; every view words them by it."""

from dataclasses import dataclass
from datetime import date

from commands.blocks import Cell, Number
from funnel.catalogue.entries import Metric, Unit
from funnel.model import Expected, Grain
from funnel.numbers import format_change, format_range, format_value
from funnel.periods import format_day, format_span, period_end
from funnel.status import MetricStatus, Standing

NOTHING = "–"
WORST_FIRST = (
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
MARKS = {
    Standing.BREAK: "●",
    Standing.WORSE: "●",
    Standing.FRESHNESS: "◌",
    Standing.LEARNING: "◌",
    Standing.BETTER: "▲",
    Standing.USUAL: "○",
    Standing.HIGHER: "○",
    Standing.LOWER: "○",
    Standing.NO_VALUE: "◌",
}


@dataclass(frozen=True, slots=True)
class Style:
    """`numbers` is a Babel locale, `today` the reporting zone's date."""

    numbers: str
    currency: str
    today: date

    def value(self, metric: Metric, value: float) -> str:
        return format_value(value, metric, style=self.numbers, currency=self.currency)

    def count(self, value: float) -> str:
        """A bare number: one of the parts of a ratio."""
        return format_value(value, Unit.COUNT, style=self.numbers, currency=self.currency)

    def span(self, metric: Metric, low: float, high: float) -> str:
        return format_range(low, high, metric, style=self.numbers, currency=self.currency)

    def change(self, metric: Metric, value: float, usual: float) -> str:
        return format_change(value, usual, metric, style=self.numbers, currency=self.currency)

    def usual_range(self, metric: Metric, band: Expected) -> str:
        """ "71.0–73.5%", or that it is not known yet."""
        if band.low is None or band.high is None:
            return "learning"
        return self.span(metric, band.low, band.high)

    def period(self, grain: Grain, start: date) -> str:
        """ "Thu 19 Nov", "16–22 Nov", "November 2026"."""
        match grain:
            case Grain.DAY:
                return format_day(start, today=self.today)
            case Grain.HOUR:
                return f"{format_day(start, today=self.today)} {start:%H}:00"
            case Grain.WEEK:
                return format_span(start, period_end(grain, start), today=self.today)
            case Grain.MONTH:
                return f"{start:%B %Y}"


def latest(row: MetricStatus, style: Style, *, as_of: date | None) -> Cell:
    """The value; with its date where that is not the date of the whole table."""
    if row.value is None:
        return _no_value(row, style)
    words = style.value(row.metric, row.value)
    if row.last is not None and row.last != as_of and row.first == row.last:
        words += f" ({style.period(row.grain, row.last)})"
    if row.fresh.derived_from:
        words += " (derived)"
    if row.weighted_by is not None:
        words += f" (weighted by {row.weighted_by.name.lower()})"
    if row.summed_by:
        words += f" (added up by {row.summed_by.replace('_', ' ')})"
    return Number(words, row.value)


def _no_value(row: MetricStatus, style: Style) -> str:
    """Why the period has no single value; people counted once a day are only bounded."""
    if row.rolled.needs_counts:
        return "needs counts"
    if row.rolled.low is not None and row.rolled.high is not None:
        return style.span(row.metric, row.rolled.low, row.rolled.high)
    return NOTHING


def against_usual(row: MetricStatus, style: Style) -> Cell:
    """ "+2%", "−0.1 points"."""
    if row.value is None or row.expected.value is None:
        return NOTHING
    words = style.change(row.metric, row.value, row.expected.value)
    return Number(words, row.change) if row.change is not None else words


def state(row: MetricStatus) -> str:
    """A mark and words: nobody has to know the mark."""
    words = row.state_words
    if row.standing is Standing.FRESHNESS:
        words = row.fresh.words or words
    elif row.standing is Standing.LEARNING and row.fresh.words:
        words = f"{words}, {row.fresh.words}"
    return f"{MARKS[row.standing]} {words}"
