"""Numbers as people type and read them."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnel.catalogue import load
from funnel.catalogue.entries import Unit
from funnel.errors import BadNumber
from funnel.numbers import (
    check_value,
    format_change,
    format_range,
    format_value,
    parse_number,
)

STYLES = st.sampled_from(["en", "de", "fr", "pl", "en_IN", "de_CH", "sv"])
ABANDONMENT = load().metric("cart_abandonment_rate")


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("41280", 41280),
        ("1.2k", 1200),
        ("1.5 million", 1_500_000),
        ("3m", 3_000_000),
        ("1 234", 1234),
        ("1\u202f234\u00a0567,5", 1234567.5),
        ("1'234.5", 1234.5),
        ("1.234,50", 1234.5),
        ("1,234.50", 1234.5),
        ("1.234.567", 1234567),
        ("71,2", 71.2),
        ("0,125", 0.125),
        ("1234,567", 1234.567),
        ("−5", -5),
        ("+38", 38),
        ("~40", 40),
        (".5", 0.5),
        ("12 orders", 12),
        ("“812”", 812),
        ("３８", 38),  # full-width
    ],
)
def test_a_plain_number(typed: str, value: float) -> None:
    parsed = parse_number(typed)
    assert (parsed.value, parsed.said_unit, parsed.ambiguous) == (value, None, False)


@pytest.mark.parametrize(
    ("typed", "value", "said"),
    [
        ("€1.234,50", 1234.5, "EUR"),
        ("1.2k €", 1200, "EUR"),
        ("-$5", -5, "USD"),
        ("GBP 12", 12, "GBP"),
        ("12 euros", 12, "EUR"),
        ("71,2 %", 71.2, "percent"),
        ("50 per cent", 50, "percent"),
        ("4h 12m", 15120, "seconds"),
        ("1h30", 5400, "seconds"),
        ("90s", 90, "seconds"),
        ("2 days", 172_800, "seconds"),
        ("1,5 h", 5400, "seconds"),
        ("2 hours and 5 minutes", 7500, "seconds"),
        ("0:01:30", 90, "seconds"),
    ],
)
def test_a_number_that_says_its_unit(typed: str, value: float, said: str) -> None:
    parsed = parse_number(typed)
    assert (parsed.value, parsed.said_unit, parsed.ambiguous) == (value, said, False)


@pytest.mark.parametrize(
    ("typed", "style", "value"),
    [
        ("1.234", "en", 1.234),
        ("1.234", "de", 1234),
        ("1,234", "en", 1234),
        ("1,234", "de", 1.234),
        ("1.234", "fr", 1234),
    ],
)
def test_one_separator_before_three_digits_reads_by_style_and_says_so(
    typed: str, style: str, value: float
) -> None:
    parsed = parse_number(typed, style=style)
    assert (parsed.value, parsed.ambiguous) == (value, True)


def test_m_is_minutes_only_for_a_time() -> None:
    assert parse_number("3m", unit=Unit.SECONDS).value == 180
    assert parse_number("3m", unit=Unit.CURRENCY).value == 3_000_000
    assert parse_number("3 min").value == 180


@pytest.mark.parametrize(("typed", "seconds"), [("1:30", 5400), ("90", 90)])
def test_a_time_that_could_be_another_is_echoed(typed: str, seconds: float) -> None:
    parsed = parse_number(typed, unit=Unit.SECONDS)
    assert (parsed.value, parsed.said_unit, parsed.ambiguous) == (seconds, "seconds", True)


@pytest.mark.parametrize("typed", ["12/340", "12 of 340", "12 out of 340"])
def test_counts_keep_their_parts(typed: str) -> None:
    parsed = parse_number(typed, unit=Unit.PERCENT)
    assert (parsed.value, parsed.numerator, parsed.denominator) == (12 / 340, 12, 340)


def test_a_score_out_of_five_is_no_share() -> None:
    assert parse_number("4.4 of 5", unit=Unit.SCORE_1_5).value == 4.4
    assert parse_number("430/100", unit=Unit.SCORE_1_5).denominator == 100


@pytest.mark.parametrize("typed", ["", "abc", "12 34", "1e5", "12/11/2026", "1/x", "1,23.4,5", "٣"])
def test_what_is_no_number_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(BadNumber, match=r"is no number\. Type one such as 1,234 or 1\.2k\."):
        parse_number(typed)


@pytest.mark.parametrize(
    ("typed", "unit", "words"),
    [
        ("€5", Unit.PERCENT, '"€5" is an amount of money; this metric is a percentage.'),
        ("5%", Unit.COUNT, '"5%" is a percentage; this metric is a count.'),
        ("12/340", Unit.COUNT, '"12/340" is a share; this metric is a count.'),
        ("12/0", Unit.PERCENT, '"12/0" divides by 0.'),
        ("5 moons", Unit.SECONDS, '"5 moons" is no length of time.'),
        ("x" * 65, None, "A number has at most 64 characters."),
    ],
)
def test_a_number_that_does_not_fit_is_refused(typed: str, unit: Unit | None, words: str) -> None:
    with pytest.raises(BadNumber) as refused:
        parse_number(typed, unit=unit)
    assert refused.value.message == words
    assert refused.value.hint.startswith("Type ")


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        (41280, Unit.COUNT, "41,280"),
        (2.94, Unit.PERCENT, "2.9%"),
        (2.85, Unit.PERCENT, "2.8%"),  # half to even
        (-0.01, Unit.PERCENT, "0.0%"),
        (48210.4, Unit.CURRENCY, "€48,210"),
        (999.994, Unit.CURRENCY, "€999.99"),
        (999.996, Unit.CURRENCY, "€1,000"),
        (-3.5, Unit.CURRENCY, "−€3.50"),
        (6600, Unit.SECONDS, "1 h 50 m"),
        (45, Unit.SECONDS, "45 s"),
        (59.7, Unit.SECONDS, "1 m"),
        (7199.9, Unit.SECONDS, "2 h"),
        (172_799, Unit.SECONDS, "2 d"),
        (108_000, Unit.SECONDS, "30 h"),
        (200_000, Unit.SECONDS, "2 d 8 h"),
        (-90, Unit.SECONDS, "−1 m 30 s"),
        (4.44, Unit.SCORE_1_5, "4.4 of 5"),
        (38, Unit.SCORE_NPS, "+38"),
        (-38, Unit.SCORE_NPS, "−38"),
        (0, Unit.SCORE_NPS, "0"),
        (1.8, Unit.RATIO, "1.80"),
    ],
)
def test_how_a_value_is_written(value: float, unit: Unit, written: str) -> None:
    assert format_value(value, unit) == written


def test_values_follow_the_workspaces_style_and_currency() -> None:
    assert format_value(48210, Unit.CURRENCY, style="de") == "48.210\u00a0€"
    assert format_value(71.25, Unit.PERCENT, style="de") == "71,2%"
    assert format_value(500, Unit.CURRENCY, currency="JPY") == "¥500"
    assert format_value(1234567, Unit.COUNT, style="en_IN") == "12,34,567"


@pytest.mark.parametrize(
    ("new", "usual", "unit", "written"),
    [
        (102, 100, Unit.COUNT, "+2%"),
        (91, 100, Unit.CURRENCY, "−9%"),
        (100.4, 100, Unit.COUNT, "+0.4%"),
        (100, 100, Unit.COUNT, "0%"),
        (2.8, 2.9, Unit.PERCENT, "−0.1 points"),
        (76.4, 71.2, Unit.PERCENT, "+5.2 points"),
        (39, 38, Unit.SCORE_NPS, "+1 point"),
        (4, 0, Unit.COUNT, "+4"),
        (6600, 9600, Unit.SECONDS, "−31%"),
    ],
)
def test_how_a_change_is_written(new: float, usual: float, unit: Unit, written: str) -> None:
    assert format_change(new, usual, unit) == written


def test_how_a_range_is_written() -> None:
    assert format_range(69, 73.3, Unit.PERCENT) == "69.0–73.3%"
    assert format_range(1400, 3100, Unit.CURRENCY) == "€1,400–3,100"
    assert format_range(41900, 53800, Unit.COUNT) == "41,900–53,800"
    assert format_range(6600, 9600, Unit.SECONDS) == "1 h 50 m–2 h 40 m"
    assert format_range(-5, 38, Unit.SCORE_NPS) == "−5 to +38"


def test_a_forgotten_decimal_point_is_explained() -> None:
    with pytest.raises(BadNumber) as refused:
        check_value(712, ABANDONMENT)
    assert refused.value.message == ("712.0% is above what cart abandonment rate can be (0–100%).")
    assert refused.value.hint == "Did you mean 71.2%? `/funnel log cart abandonment rate 71.2%`"
    assert refused.value.suggestions[0].command == "log cart abandonment rate 71.2%"


def test_a_stray_minus_is_explained() -> None:
    with pytest.raises(BadNumber, match=r"below what orders can be \(0 or more\)\. Did you mean 8"):
        check_value(-8, load().metric("orders"))


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_no_value_is_infinite(value: float) -> None:
    with pytest.raises(BadNumber, match="finite"):
        check_value(value, ABANDONMENT)


def test_seconds_are_told_up_to_the_hour() -> None:
    assert format_value(3570, Unit.SECONDS) == "59 m 30 s"
    assert format_value(3599.6, Unit.SECONDS) == "1 h"


def test_the_edges_of_a_range_and_soft_ranges_pass() -> None:
    check_value(0, ABANDONMENT)
    check_value(100, ABANDONMENT)
    check_value(712, replace(ABANDONMENT, range_is_hard=False))


def _whole_cents(value: int) -> float:
    return value / 100


@pytest.mark.parametrize(
    ("unit", "scale"),
    [
        (Unit.COUNT, float),
        (Unit.PERCENT, lambda n: n / 10),
        (Unit.CURRENCY, _whole_cents),
        (Unit.RATIO, _whole_cents),
        (Unit.SCORE_NPS, float),
        (Unit.SECONDS, float),
    ],
)
@given(number=st.integers(-999_99, 99_999_999), style=STYLES)
def test_what_is_written_reads_back(
    unit: Unit, scale: Callable[[int], float], number: int, style: str
) -> None:
    value = abs(scale(number)) if unit is Unit.SECONDS else scale(number)
    decimals = 2 if unit is Unit.CURRENCY else None
    written = format_value(value, unit, style=style, decimals=decimals)
    read = parse_number(written, style=style, unit=unit).value
    step = 3600 if value >= 86_400 else 60 if value >= 3600 else 1
    assert read == pytest.approx(value, abs=step / 2 if unit is Unit.SECONDS else 1e-9)


@given(text=st.text(alphabet="0123456789.,' /%€kmhsd:-+ofA\u00a0", max_size=20), style=STYLES)
def test_whatever_is_typed_gives_a_number_or_a_sentence(text: str, style: str) -> None:
    for unit in (None, *Unit):
        try:
            value = parse_number(text, style=style, unit=unit).value
        except BadNumber:
            continue
        assert value == value
