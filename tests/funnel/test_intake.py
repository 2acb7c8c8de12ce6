"""Small files as teams have them: what is read, what is converted, what is refused and why."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from funnel.catalogue import load
from funnel.catalogue.entries import Aggregation, Direction, Unit
from funnel.errors import BadFile, BadSegment
from funnel.intake import (
    DecimalSign,
    ImportOptions,
    Intake,
    PercentAs,
    Rejected,
    check_segment,
    read_table,
)
from funnel.intake.refusals import SHOWN
from funnel.intake.tables import MOST_COLUMNS
from funnel.model import TOTAL, Segment, Snapshot

CATALOGUE = load()
TODAY = date(2026, 11, 19)
WED = date(2026, 11, 18)
PARTS = "date,metric,value,numerator,denominator\n"
PLAIN = "date,metric,value\n"


def read(text: str | bytes, options: ImportOptions | None = None) -> Intake:
    file = BytesIO(text.encode() if isinstance(text, str) else text)
    return read_table(file, catalogue=CATALOGUE, options=options or ImportOptions(), today=TODAY)


def stored(text: str | bytes, options: ImportOptions | None = None) -> list[Snapshot]:
    intake = read(text, options)
    assert intake.rejected == ()
    return [snapshot for batch in intake.batches() for snapshot in batch]


def refused(text: str, options: ImportOptions | None = None) -> Rejected:
    intake = read(text, options)
    assert (intake.rows, intake.rejected_rows) == (0, 1)
    return intake.rejected[0]


def test_a_file_with_segments_becomes_snapshots(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text(
        "Date;Metric;Value;segment_name;segment_value\n"
        "2026-11-18;orders;812;all;all\n"
        "2026-11-18;Orders;310;Channel;email\n"
        "\n"
        "2026-11-17;revenue;48210.5;;\n",
        encoding="utf-8-sig",
    )
    intake = read_table(path, catalogue=CATALOGUE, options=ImportOptions(), today=TODAY)
    assert [snapshot for batch in intake.batches() for snapshot in batch] == [
        Snapshot("orders", WED, 812.0, segment=TOTAL),
        Snapshot("orders", WED, 310.0, segment=Segment("channel", "email")),
        Snapshot("sales_revenue", date(2026, 11, 17), 48210.5),
    ]
    orders = intake.metrics[0]
    assert (orders.names, orders.rows, orders.segments) == (("orders", "Orders"), 2, 2)
    assert (orders.first, orders.last, intake.rows) == (WED, WED, 3)


@pytest.mark.parametrize(
    ("day", "style"),
    [("2026-11-18", "en"), ("18.11.2026", "de"), ("18 Nov 2026", "en"), ("2026-11-18T00:00", "en")],
)
def test_dates_with_a_year_are_read(day: str, style: str) -> None:
    options = ImportOptions(style=style)
    assert stored(f"date\tmetric\tvalue\n{day}\torders\t8\n", options)[0].start == WED


def test_unclear_numbers_are_read_in_the_workspaces_style_and_the_preview_says_so() -> None:
    row = "date;metric;value\n2026-11-18;orders;1.234\n"
    assert [one.value for one in stored(row, ImportOptions(style="de"))] == [1234]
    assert [one.value for one in stored(row)] == [1.234]
    assert '"1.234" was read as 1,234' in read(row, ImportOptions(style="de")).taken_for
    assert stored(row, ImportOptions(numbers=DecimalSign.COMMA))[0].value == 1234


def test_cells_that_are_clear_say_how_the_others_are_meant() -> None:
    row = "date;metric;value\n2026-11-18;orders;1.234\n2026-11-17;revenue;€1.234,50\n"
    assert [one.value for one in stored(row)] == [1234, 1234.5]
    assert "numbers as in 1.234,5" in read(row).taken_for


def test_segments_may_stand_in_one_column() -> None:
    text = "date,metric,value,segment\n2026-11-18,orders,8,device=mobile\n2026-11-18,orders,20,\n"
    found = {one.segment: one.value for one in stored(text)}
    assert found == {Segment("device", "mobile"): 8, TOTAL: 20}


def test_a_column_named_after_a_dimension_holds_the_segment() -> None:
    text = "date,metric,value,Device\n2026-11-18,orders,8,mobile\n2026-11-18,orders,20,\n"
    found = {snapshot.segment: snapshot.value for snapshot in stored(text)}
    assert found == {Segment("device", "mobile"): 8, TOTAL: 20}
    assert "one value a line: date, metric, value, by device" in read(text).taken_for


def test_a_column_that_nobody_knows_is_left_out_and_named() -> None:
    text = "date,metric,value,note\n2026-11-18,orders,8,checked\n"
    assert "one value a line: date, metric, value; left out: note" in read(text).taken_for


def test_a_row_has_one_segment() -> None:
    with pytest.raises(BadFile, match="parts its rows by device, country"):
        read("date,metric,value,device,country\n2026-11-18,orders,8,mobile,DE\n")


def test_shares_of_one_become_percent_and_the_preview_says_so() -> None:
    text = PARTS + "2026-11-18,cart_abandonment_rate,0.71,712,1000\n"
    assert stored(text) == [Snapshot("cart_abandonment_rate", WED, 71.2, 712, 1000)]
    assert read(text).notes == ("cart_abandonment_rate is stored in percent: 0.71 became 71.2%.",)


def test_percentages_with_counts_stay_as_they_are() -> None:
    text = PARTS + "2026-11-18,cart_abandonment_rate,71.2,712,1000\n"
    assert stored(text)[0].value == 71.2
    assert read(text).notes == ()


def test_rows_without_counts_follow_the_rows_that_have_them() -> None:
    text = (
        PARTS
        + "2026-11-17,cart_abandonment_rate,0.02,20,1000\n2026-11-18,cart_abandonment_rate,0.03,,\n"
    )
    assert [one.value for one in stored(text)] == [2, 3]


def test_hours_become_seconds_with_their_parts() -> None:
    text = PARTS + "2026-11-18,first_response_hours,1.5,15,10\n"
    assert stored(text) == [Snapshot("first_response_time", WED, 5400, 54000, 10)]
    assert read(text).notes == ("first_response_hours is stored in seconds: 1.5 became 1 h 30 m.",)


def test_a_time_that_says_its_unit_needs_no_converting() -> None:
    assert stored(PLAIN + "2026-11-18,first_response_hours,4h 12m\n")[0].value == 15120


def test_a_percent_column_between_0_and_1_without_counts_is_a_question() -> None:
    text = PLAIN + "2026-11-17,cart_abandonment_rate,0.02\n2026-11-18,cart_abandonment_rate,0.9\n"
    with pytest.raises(BadFile, match=r"shares of 1 or percentages\? Add --percent-as fraction"):
        read(text)
    as_fraction, as_percent = (
        ImportOptions(percent_as=PercentAs.FRACTION),
        ImportOptions(percent_as=PercentAs.PERCENT),
    )
    assert [one.value for one in stored(text, as_fraction)] == [2, 90]
    assert [one.value for one in stored(text, as_percent)] == [0.02, 0.9]
    mapped = ImportOptions(mapping={"cart_abandonment_rate": "cart_abandonment_rate:fraction"})
    assert [one.value for one in stored(text, mapped)] == [2, 90]
    assert stored(PLAIN + "2026-11-18,cart_abandonment_rate,0.9%\n")[0].value == 0.9


def test_a_mapping_names_the_metric_and_its_unit() -> None:
    mapping = {"bestellungen": "orders", "antwort": "first response time:minutes"}
    text = PLAIN + "2026-11-18,bestellungen,8\n2026-11-18,antwort,90\n"
    found = {one.metric: one.value for one in stored(text, ImportOptions(mapping=mapping))}
    assert found == {"orders": 8, "first_response_time": 5400}


@pytest.mark.parametrize(
    ("to", "words"),
    [("purple", 'I know no metric "purple"'), ("orders:hours", '"hours" is no unit of Orders')],
)
def test_a_mapping_to_nothing_is_refused(to: str, words: str) -> None:
    with pytest.raises(BadFile, match=words):
        read(PLAIN + "2026-11-18,x,8\n", ImportOptions(mapping={"x": to}))


@pytest.mark.parametrize(
    ("row", "field", "reason"),
    [
        ("2026-13-01,orders,8", "date", "There is no day 2026-13-01"),
        ("yesterday,orders,8", "date", "is no date; write it as 2026-11-19"),
        ("2026-11-20,orders,8", "date", "Fri 20 Nov 2026 is in the future"),
        ("2026-11-18T09:30,orders,8", "date", "09:30 is no full hour"),
        ("2026-11-18T25:00,orders,8", "date", "25:00 is no time of day"),
        (",orders,8", "date", "is no date"),
        ("2026-11-18,,8", "metric", "is empty"),
        (f"2026-11-18,{'x' * 501},8", "metric", "longer than 500 characters"),
        ("2026-11-18,orders,", "value", "is empty"),
        ("2026-11-18,orders,many", "value", '"many" is no number'),
        ("2026-11-18,orders,nan", "value", '"nan" is no number'),
        ("2026-11-18,orders,inf", "value", "no finite number"),
        ("2026-11-18,orders,12/340", "value", "columns numerator and denominator"),
        ("2026-11-18,orders,-8", "value", "−8 is below what orders can be (0 or more)."),
        ("2026-11-18,cart_abandonment_rate,712", "value", "712.0% is above what"),
        ("2026-11-18,orders,8,9", "value", "8 is not its numerator, 9"),
        (
            "2026-11-18,cart_abandonment_rate,5,12,340",
            "value",
            "is not 12/340 = 0.0352941, nor 100 × that",
        ),
        ("2026-11-18,average_order_value,5,12,340", "value", "is not 12/340 = 0.0352941"),
        ("2026-11-18,cart_abandonment_rate,50,5,-10", "denominator", "a count below zero"),
        ("2026-11-18,cart_abandonment_rate,0,0,0", "denominator", "leave the row out"),
        ("2026-11-18,cart_abandonment_rate,50,5", "denominator", "needs numerator and denominator"),
        ("2026-11-18,cart_abandonment_rate,50,15,10", "numerator", "more than its whole, 10"),
        ("2026-11-18,cart_abandonment_rate,50,x,10", "numerator", '"x" is no number'),
        ("2026-11-18,page_loads,8", "metric", "--map page_loads=METRIC or --create-metrics"),
    ],
)
def test_a_bad_cell_is_refused_by_line_and_field(row: str, field: str, reason: str) -> None:
    found = refused(PARTS + row + "\n")
    assert (found.row, found.field) == (2, field)
    assert reason in found.reason


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("ana@example.com", "an e-mail address"),
        ("+49 171 1234567", "a phone number"),
        ("(555) 123-4567", "a phone number"),
        ("4111 1111 1111 1111", "a card number"),
    ],
)
def test_a_segment_that_looks_like_a_person_is_refused_without_repeating_it(
    value: str, kind: str
) -> None:
    header = "date,metric,value,segment_name,segment_value\n"
    found = refused(f"{header}2026-11-18,orders,8,customer,{value}\n")
    assert kind in found.reason
    assert value not in found.reason + found.value
    with pytest.raises(BadSegment, match=kind):
        check_segment(Segment("customer", value))


@pytest.mark.parametrize("value", ["DE", "2026-11-18", "SKU 4006381333931", "18-24", "1234567"])
def test_ordinary_groups_pass(value: str) -> None:
    assert check_segment(Segment("product", value)).value == value


@pytest.mark.parametrize("segment", ["mobile", "device=", "=mobile"])
def test_half_a_segment_is_refused(segment: str) -> None:
    found = refused(f"date,metric,value,segment\n2026-11-18,orders,8,{segment}\n")
    assert "such as country=DE" in found.reason


def test_a_repeated_key_keeps_the_first_and_names_it() -> None:
    rows = "2026-11-18,orders,8\n2026-11-17,orders,7\n2026-11-18,orders,9\n"
    intake = read(PLAIN + rows)
    assert intake.rows == 2
    assert intake.rejected[0].row == 4
    assert intake.rejected[0].reason == "the same metric, segment and date as line 2"


def test_two_names_of_one_metric_do_not_hide_a_repeat() -> None:
    intake = read(PLAIN + "2026-11-18,revenue,8\n2026-11-18,sales_revenue,9\n")
    assert (intake.rows, intake.rejected_rows) == (1, 1)
    assert intake.metrics[0].names == ("revenue", "sales_revenue")


def test_an_unknown_name_is_told_once_with_its_count() -> None:
    rows = "".join(f"2026-11-{day:02},page_loads,8\n" for day in range(1, 19))
    intake = read(PLAIN + rows)
    assert (intake.rejected_rows, len(intake.rejected)) == (18, 1)
    assert "(18 rows)" in intake.rejected[0].reason


def test_only_the_first_refusals_are_kept_but_all_are_counted() -> None:
    rows = "".join(f"2026-11-{day:02},orders,x{day}\n" for day in range(1, 19)) * 30
    intake = read(PLAIN + rows)
    assert (intake.rejected_rows, len(intake.rejected)) == (540, SHOWN)
    assert [one.row for one in intake.rejected] == list(range(2, 2 + SHOWN))


CREATE = ImportOptions(create_metrics=True)


@pytest.mark.parametrize(
    ("row", "key", "unit", "how", "value"),
    [
        ("page_loads,1002,,", "page_loads", Unit.COUNT, Aggregation.SUM, 1002),
        ("refunds,12.5,,", "refunds", Unit.CURRENCY, Aggregation.SUM, 12.5),
        ("cancellation_rate,0.25,1,4", "cancellation_rate", Unit.PERCENT, "ratio_of_sums", 25),
        ("lead_rate_60d,25,1,4", "lead_rate_60d", Unit.PERCENT, "ratio_of_sums", 25),
        ("guests_of_all,0.25,1,4", "guests_of_all", Unit.PERCENT, "ratio_of_sums", 25),
        ("pages_each,1.25,5,4", "pages_each", Unit.RATIO, "ratio_of_sums", 1.25),
        ("reply_hours,2,8,4", "reply", Unit.SECONDS, "weighted_mean", 7200),
        ("days_to_deal,2,8,4", "to_deal", Unit.SECONDS, "weighted_mean", 172_800),
    ],
)
def test_a_created_metric_fits_its_numbers(
    row: str, key: str, unit: Unit, how: str, value: float
) -> None:
    intake = read(f"{PARTS}2026-11-18,{row}\n", CREATE)
    metric = intake.created[0]
    assert (metric.key, metric.unit, metric.over_time) == (key, unit, how)
    assert (metric.direction, metric.stages, metric.custom) == (Direction.NEUTRAL, (), True)
    assert next(iter(next(intake.batches()))).value == value


def test_a_created_percent_metric_refuses_what_is_above_100() -> None:
    text = PLAIN + "2026-11-17,cancellation_rate,50\n2026-11-18,cancellation_rate,101\n"
    intake = read(text, CREATE)
    assert intake.rows == 1
    assert "101.0% is above what cancellation rate can be (0–100%)" in intake.rejected[0].reason


@pytest.mark.parametrize("name", ["reply_hours", "days_to_deal", "cancellation_rate"])
def test_the_next_import_finds_what_the_first_created(name: str) -> None:
    text = f"{PARTS}2026-11-18,{name},0.5,2,4\n"
    first = read(text, ImportOptions(create_metrics=True, direction=Direction.LOWER_IS_BETTER))
    assert first.created[0].direction is Direction.LOWER_IS_BETTER
    known = CATALOGUE.with_metrics(first.created)
    second = read_table(
        BytesIO(text.encode()), catalogue=known, options=ImportOptions(), today=TODAY
    )
    assert second.created == ()
    assert [list(batch) for batch in second.batches()] == [list(one) for one in first.batches()]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty"),
        (PLAIN.encode(), "a header but no rows"),
        (b"when,metric,value\n", r"no column date; it has when, metric, value\. Needed are date"),
        (b"date,metric,value,value\n", "two columns value"),
        (b"PK\x03\x04rest", "workbook cannot be opened"),
        (b"\xd0\xcf\x11\xe0 old", r"Excel file of the old kind \(\.xls\)"),
        (b"%PDF-1.7", "This is a PDF file"),
        (b"<!DOCTYPE html><title>Sign in</title>", "This is a web page"),
        (b"\x00\x01\x02" * 50, "no text that I can read"),
        (PLAIN.encode() + b"2026-11-18,orders,1,234\n", "more fields than the header"),
        (PLAIN.encode() + b"2026-11-17,orders,8\n2026-11-18,orders,1,234\n", "Line 3 has 4 fields"),
        (PLAIN.encode() + b'2026-11-18,orders,"8\n', "never closed"),
        (",".join(f"c{n}" for n in range(MOST_COLUMNS + 1)).encode(), "has 501 columns"),
        (
            PLAIN.encode() + b"".join(b"2026-11-18,m%d,8\n" % n for n in range(501)),
            "more than 500 different names",
        ),
    ],
)
def test_a_file_that_cannot_be_read_as_a_whole_says_why(content: bytes, words: str) -> None:
    with pytest.raises(BadFile, match=words):
        read(content)


ROWS = st.lists(
    st.tuples(st.dates(date(2020, 1, 1), TODAY), st.integers(0, 10**6), st.integers(1, 10**6)),
    unique_by=lambda row: row[0],
    min_size=1,
    max_size=30,
)


@settings(max_examples=30)
@given(rows=ROWS, percent=st.booleans())
def test_counts_are_never_lost_whichever_scale_the_file_uses(
    rows: list[tuple[date, int, int]], percent: bool
) -> None:
    lines = [
        f"{day},cart_abandonment_rate,{(100 if percent else 1) * min(n, d) / d!r},{min(n, d)},{d}"
        for day, n, d in rows
    ]
    snapshots = stored(PARTS + "\n".join(lines))
    assert [(one.start, one.numerator, one.denominator) for one in snapshots] == sorted(
        (day, min(n, d), d) for day, n, d in rows
    )
    expected = [100 * min(n, d) / d for _, n, d in sorted(rows)]
    assert [one.value for one in snapshots] == pytest.approx(expected)


@settings(max_examples=40, deadline=None)  # the first look at a strange cell loads a library
@given(text=st.text(alphabet='abc,;\t\n"=2026-11x8/%€ .', max_size=80))
def test_whatever_a_file_holds_ends_in_an_intake_or_a_sentence(text: str) -> None:
    for content in (text, PLAIN + text, "date,metric,value,segment\n2026-11-18,orders,8," + text):
        try:
            intake = read(content)
        except BadFile:
            continue
        assert intake.rows + intake.rejected_rows >= 1
