"""A published figure in one line: what it says, who says so, when, about whom."""

from commands.views.style import Style
from funnel.catalogue.entries import Benchmark, Metric


def figure(benchmark: Benchmark, metric: Metric, style: Style) -> str:
    """The value, else its percentiles, else its bands; money in the publisher's currency."""
    style = Style(style.numbers, benchmark.currency or style.currency, style.today)
    if benchmark.value is not None:
        return style.value(metric, benchmark.value)
    if benchmark.percentiles:
        return ", ".join(
            f"p{one.rank} {style.value(metric, one.value)}" for one in benchmark.percentiles
        )
    return ", ".join(
        f"{band.label} {style.span(metric, band.low, band.high)}" for band in benchmark.bands
    )


def in_short(benchmark: Benchmark, metric: Metric, style: Style) -> str:
    """ "70.2% (Baymard Institute 2025)"."""
    return f"{figure(benchmark, metric, style)} ({benchmark.publisher} {_year(benchmark)})"


def in_full(benchmark: Benchmark, metric: Metric, style: Style) -> str:
    """With statistic and population; no mrkdwn in it."""
    parts = [benchmark.statistic, benchmark.segment or "", benchmark.population]
    about = "; ".join(part for part in parts if part)
    words = (
        f"{figure(benchmark, metric, style)}: {benchmark.publisher}, {_year(benchmark)} ({about})"
    )
    return words if benchmark.confidence == "primary" else f"{words}, quoted by another page"


def _year(benchmark: Benchmark) -> str:
    return f"about {benchmark.year}" if benchmark.approximate_year else str(benchmark.year)
