"""Whatever way a number is written, it is the number that was meant."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commands.entry import number_of, read_entry, snapshot_of
from commands.parse import clean
from commands.place import Place
from funnel.catalogue import load
from funnel.catalogue.entries import Metric, Unit
from funnel.model import Grain, Segment, Workspace
from funnel.numbers import format_value

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 9, 12, tzinfo=UTC)
METRICS = [metric for metric in load().metrics if not metric.is_distribution]
STYLES = ("en", "de", "fr", "sv", "de_CH", "pl")
QUOTES = ("{}", '"{}"', "“{}”", "„{}“")
DAYS = ("{0:%Y-%m-%d}", "on {0.day} {0:%B} {0.year}", "{0.day} {0:%b} {0.year}", "{0:%d.%m.%Y}")


@st.composite
def values(draw: st.DrawFn) -> tuple[Metric, float]:
    """A metric, and a value that it can have and that its unit shows in full."""
    metric = draw(st.sampled_from(METRICS))
    low = 0.0 if metric.low is None else metric.low
    high = 90_000.0 if metric.high is None else metric.high
    if metric.unit is Unit.SECONDS:
        return metric, 60.0 * draw(st.integers(1, 59))
    return metric, float(draw(st.integers(int(low), int(min(high, 90_000)))))


@settings(max_examples=150)
@given(
    drawn=values(),
    style=st.sampled_from(STYLES),
    quotes=st.sampled_from(QUOTES),
    day=st.sampled_from(DAYS),
    back=st.integers(1, 300),
    cut=st.booleans(),
)
def test_what_the_bot_writes_it_also_reads(
    drawn: tuple[Metric, float], style: str, quotes: str, day: str, back: int, *, cut: bool
) -> None:
    metric, value = drawn
    place = Place(Workspace("T1", number_style=style), load(), NOW)
    when = TODAY - timedelta(days=back)
    said = format_value(value, metric, style=style)
    segment = " channel=email" if cut else ""
    words = f"{quotes.format(metric.name)} {said} {day.format(when)}{segment}"
    entry = read_entry(clean(words), place)
    assert entry.metric == metric, words
    assert entry.number is not None, words
    assert entry.number.value == pytest.approx(value), words
    assert entry.span is not None, words
    assert entry.span.first == when, words
    assert entry.segment == (Segment("channel", "email") if cut else Segment())


@settings(max_examples=60)
@given(
    st.integers(0, 10_000),
    st.integers(1, 10_000),
    st.sampled_from(["{}/{}", "{} of {}", "{} out of {}"]),
)
def test_counts_stay_counts(top: int, rest: int, form: str) -> None:
    place = Place(Workspace("T1"), load(), NOW)
    metric = load().metric("cart_abandonment_rate")
    said = form.format(top, top + rest)
    entry = read_entry(f"cart abandonment {said}", place)
    snapshot = snapshot_of(entry, number_of(said, metric, place), place, grain=Grain.DAY)
    assert (snapshot.numerator, snapshot.denominator) == (top, top + rest)
    assert snapshot.value == pytest.approx(100 * top / (top + rest))
