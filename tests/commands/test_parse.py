"""Words as people type them at the log and status commands."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commands.entry import read_entry
from commands.parse import clean, read_question, read_segment, split_segment, split_when
from commands.place import Place
from commands.target import Journey, MetricAsked, StageAsked, is_name, target_named
from funnel.catalogue import load
from funnel.errors import BadDate, BadNumber, BadSegment, FunnelError, UnknownMetric
from funnel.model import TOTAL, Segment, Workspace

NOW = datetime(2026, 11, 20, 9, 12, tzinfo=UTC)
PLACE = Place(Workspace("T1"), load(), NOW)
TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("words", "metric", "value", "day"),
    [
        ("sessions 41280", "sessions", 41280, None),
        ("sessions 41 280", "sessions", 41280, None),
        ("sessions 1.2k yesterday", "sessions", 1200, date(2026, 11, 19)),
        ("cart abandonment 71.2% 18 Nov", "cart_abandonment_rate", 71.2, date(2026, 11, 18)),
        ("cart abandonement 71,2 % on last monday", "cart_abandonment_rate", 71.2, None),
        ('"cart abandonment rate" 71.2%', "cart_abandonment_rate", 71.2, None),
        ("revenue €48,210 2026-11-18", "sales_revenue", 48210, date(2026, 11, 18)),
        ("first response time 4h 12m", "first_response_time", 15120, None),
        ("first response 2 hours 3 days ago", "first_response_time", 7200, date(2026, 11, 17)),
        ("net promoter score 38", "net_promoter_score", 38, None),
    ],
)
def test_a_number_is_found_behind_its_name(
    words: str, metric: str, value: float, day: date | None
) -> None:
    entry = read_entry(clean(words), PLACE)
    assert entry.metric.key == metric
    assert entry.number is not None
    assert entry.number.value == pytest.approx(value)
    if day is not None:
        assert entry.span is not None
        assert entry.span.first == day


def test_parts_of_a_ratio_stay_parts() -> None:
    number = read_entry("cart abandonment 240/340", PLACE).number
    assert number is not None
    assert (number.numerator, number.denominator) == (240, 340)


def test_a_count_has_no_parts() -> None:
    with pytest.raises(BadNumber):
        read_entry("sessions 240/340", PLACE)


def test_a_name_alone_asks_for_the_number() -> None:
    assert read_entry("cart abandonment", PLACE).number is None


def test_words_for_a_number_are_refused_with_an_example() -> None:
    with pytest.raises(BadNumber) as refused:
        read_entry("sessions many", PLACE)
    assert '"many" is no number.' in refused.value.message


def test_an_unknown_name_is_refused_with_near_ones() -> None:
    with pytest.raises(UnknownMetric) as refused:
        read_entry("cart abondonmentt ratio 71%", PLACE)
    assert any("Cart" in one.label for one in refused.value.suggestions)


def test_a_stage_has_no_number_of_its_own() -> None:
    with pytest.raises(UnknownMetric, match="is a stage"):
        read_entry("awareness", PLACE)


@pytest.mark.parametrize("words", ["tomorrow", "24 December 2026", "2026-12-01", "31 Feb"])
def test_a_day_that_cannot_be_is_refused(words: str) -> None:
    with pytest.raises(BadDate):
        split_when(f"sessions 41280 {words}", today=TODAY)


def test_a_number_alone_is_no_date() -> None:
    assert split_when("sessions 2026", today=TODAY) == ("sessions 2026", None)


def test_a_week_is_a_period() -> None:
    head, span = split_when("nps 38 2026-W46", today=TODAY)
    assert head == "nps 38"
    assert span is not None
    assert span.first == date(2026, 11, 9)


def test_segments_are_read_in_any_of_their_forms() -> None:
    assert read_segment("channel=email") == Segment("channel", "email")
    assert read_segment("segment=Device=Mobile") == Segment("device", "mobile")
    assert split_segment('sessions 5 product="Blue shoe"') == (
        "sessions 5",
        Segment("product", "blue shoe"),
    )
    assert split_segment("sessions 5") == ("sessions 5", TOTAL)


@pytest.mark.parametrize("words", ["colour=red", "channel=", "=email"])
def test_a_segment_nobody_keeps_is_refused(words: str) -> None:
    with pytest.raises(BadSegment):
        read_segment(words)


@pytest.mark.parametrize(
    ("words", "name", "days", "by"),
    [
        ("decision", "decision", None, ""),
        ("decision last week", "decision", 7, ""),
        ("cart abandonment 90d", "cart abandonment", 90, ""),
        ("90d", "", 90, ""),
        ("", "", None, ""),
        ("action last 30 days by device", "action", 30, "device"),
        ("by channel", "", None, "channel"),
        ("sales funnel Q3", "sales funnel", 92, ""),
    ],
)
def test_a_question_has_a_name_a_period_and_a_cut(
    words: str, name: str, days: int | None, by: str
) -> None:
    question = read_question(words, today=TODAY, is_name=lambda one: is_name(one, PLACE))
    assert (question.name, question.by) == (name, by)
    span = question.span
    assert (span and (span.last - span.first).days + 1) == days


def test_names_mean_journeys_stages_and_metrics() -> None:
    assert target_named("", PLACE) == Journey("funnel")
    assert target_named("customer journey", PLACE) == Journey("journey")
    stage = target_named("decision", PLACE)
    assert isinstance(stage, StageAsked)
    assert (stage.stage.framework, stage.also and stage.also.framework) == ("funnel", "journey")
    assert isinstance(target_named("traffic", PLACE), MetricAsked)


@settings(max_examples=200)
@given(
    st.text(max_size=60) | st.from_regex(r"[a-z ]{0,20} ?[0-9.,]{0,8}[%kmh/]? ?[a-z0-9=-]{0,12}")
)
def test_whatever_is_typed_gets_words_not_a_crash(text: str) -> None:
    for read in (_log, _ask, _name):
        try:
            found = read(clean(text))
        except FunnelError as refusal:
            found = refusal.message
        assert found


def _log(words: str) -> object:
    return read_entry(words, PLACE)


def _name(words: str) -> object:
    return target_named(words, PLACE)


def _ask(words: str) -> object:
    return read_question(words, today=TODAY, is_name=lambda one: is_name(one, PLACE))


@pytest.mark.parametrize("words", ["1 " * 1500, "carts " * 500, "x" * 3000])
def test_a_pasted_wall_of_text_is_refused_in_few_words(words: str) -> None:
    with pytest.raises(FunnelError) as refused:
        read_entry(clean(words), PLACE)
    assert len(refused.value.message) < 200
    assert len(refused.value.hint) < 200
