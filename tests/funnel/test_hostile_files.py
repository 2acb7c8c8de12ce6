"""Files as nobody should send them: each ends in a sentence or in row errors, none in a crash."""

import csv
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from funnel.catalogue import load
from funnel.errors import BadFile, UnclearFile
from funnel.intake import DateOrder, ImportOptions, Intake, read_table
from funnel.intake.refusals import SHOWN
from funnel.intake.tables import MOST_COLUMNS
from funnel.model import Grain, Segment, Snapshot

CATALOGUE = load()
TODAY = date(2026, 11, 19)
PLAIN = "date,metric,value\n"


def read(content: str | bytes, options: ImportOptions | None = None) -> Intake:
    file = BytesIO(content.encode() if isinstance(content, str) else content)
    return read_table(file, catalogue=CATALOGUE, options=options or ImportOptions(), today=TODAY)


def stored(content: str | bytes, options: ImportOptions | None = None) -> list[Snapshot]:
    intake = read(content, options)
    assert intake.refused == ()
    return [snapshot for batch in intake.batches() for snapshot in batch]


def reasons(content: str | bytes) -> list[str]:
    return [f"{one.row} {one.field}: {one.reason}" for one in read(content).refused]


def workbook(*rows: list[Any], formats: dict[str, str] | None = None) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for cell, kind in (formats or {}).items():
        sheet[cell].number_format = kind
    held = BytesIO()
    book.save(held)
    return held.getvalue()


def with_part(content: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The workbook with one of its parts changed."""
    held = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(held, "w", 8) as new:
        for part in old.infolist():
            raw = old.read(part)
            new.writestr(part.filename, change(raw) if part.filename == name else raw)
    return held.getvalue()


# Layouts


def test_one_column_a_metric_with_segments_and_gaps() -> None:
    text = "Day;Channel;Sessions;Orders\n2026-11-18;email;9.120,5;\n2026-11-18;;41.280,5;812\n"
    assert stored(text) == [
        Snapshot("sessions", date(2026, 11, 18), 41280.5),
        Snapshot("sessions", date(2026, 11, 18), 9120.5, segment=Segment("channel", "email")),
        Snapshot("orders", date(2026, 11, 18), 812.0),
    ]


def test_one_column_a_date() -> None:
    text = "KPI,2026-11-17,2026-11-18\norders,812,815\nsessions,,41280\n"
    assert [(one.metric, one.start.day, one.value) for one in stored(text)] == [
        ("orders", 17, 812),
        ("orders", 18, 815),
        ("sessions", 18, 41280),
    ]


def test_weeks_and_months_keep_their_grain() -> None:
    found = stored(PLAIN + "2026-W46,orders,5600\n2026-10,orders,24000\n2026-10-01,orders,800\n")
    assert {(one.grain, one.start) for one in found} == {
        (Grain.WEEK, date(2026, 11, 9)),
        (Grain.MONTH, date(2026, 10, 1)),
        (Grain.DAY, date(2026, 10, 1)),
    }


def test_a_bad_cell_of_a_wide_table_is_named_by_its_column() -> None:
    assert reasons("date,Orders,Sessions\n2026-11-18,812,many\n2026-11-17,-1,5\n") == [
        '2 Sessions: "many" is no number.',
        "3 value: −1 is below what orders can be (0 or more).",
    ]


def test_all_bad_fields_of_a_row_are_named_and_the_row_counts_once() -> None:
    intake = read(PLAIN + "2026-13-01,,many\n2026-11-18,orders,8\n")
    assert [one.field for one in intake.refused] == ["date", "metric", "value"]
    assert (intake.rejected_rows, intake.rows) == (1, 1)


# Text in all its forms


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_any_usual_encoding_is_read(encoding: str) -> None:
    text = PLAIN + "".join(f"2026-11-{day:02},Käufe,{day}\n" for day in range(1, 19))
    options = ImportOptions(mapping={"Käufe": "orders"})
    assert len(stored(text.encode(encoding), options)) == 18


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_any_usual_separator_is_found(separator: str) -> None:
    rows = (["date", "metric", "value"], ["2026-11-18", "orders", "8"])
    assert len(stored("\n".join(separator.join(row) for row in rows))) == 1


def test_remarks_above_the_header_are_passed_over() -> None:
    remarks = "sep=;\n# ----\n# Traffic 1-18 Nov\n\n"
    assert [one.value for one in stored(f"{remarks}date;sessions\n2026-11-18;5\n")] == [5]
    bad = reasons(f"{remarks}date;sessions\n2026-11-18;5\n2026-11-17;many\n")
    assert bad == ['7 sessions: "many" is no number.']


def test_mixed_separators_are_row_errors() -> None:
    found = reasons("date;metric;value\n2026-11-18;orders;8\n2026-11-17,orders,9\n")
    assert found[0].startswith("3 date:")


def test_dates_in_three_formats() -> None:
    text = PLAIN + "2026-11-16,orders,1\n17.11.2026,orders,2\n18 Nov 2026,orders,3\n"
    assert [one.start.day for one in stored(text)] == [16, 17, 18]


def test_slashed_dates_take_the_order_that_the_others_show() -> None:
    days = PLAIN + "3/11/2026,orders,1\n13/11/2026,orders,2\n"
    assert [(one.start.month, one.start.day) for one in stored(days)] == [(11, 3), (11, 13)]
    months = PLAIN + "11/3/2026,orders,1\n11/13/2026,orders,2\n"
    assert [(one.start.month, one.start.day) for one in stored(months)] == [(11, 3), (11, 13)]
    both = reasons(PLAIN + "3/4/2026,orders,1\n13/11/2026,orders,2\n11/13/2026,orders,2\n")
    assert both[0].startswith("2 date: 3/4/2026 can be")


def test_dates_that_tell_nothing_are_asked() -> None:
    text = PLAIN + "3/4/2026,orders,1\n"
    with pytest.raises(UnclearFile, match="Dates such as 3/4/2026") as asked:
        read(text)
    assert asked.value.about == "dates"
    [read_in] = stored(text, ImportOptions(dates=DateOrder.MONTH_FIRST))
    assert read_in.start == date(2026, 3, 4)


@pytest.mark.parametrize("number", ["nan", "NaN", "inf", "-inf", "1e400", "1e-400x", "∞", "--5"])
def test_what_is_no_number_is_named(number: str) -> None:
    [reason] = reasons(f"{PLAIN}2026-11-18,orders,{number}\n")
    assert reason.startswith("2 value:")


def test_an_address_as_segment_is_refused_without_repeating_it() -> None:
    intake = read("date,metric,value,segment\n2026-11-18,orders,8,customer=ana@shop.example\n")
    [refused] = intake.refused
    assert "an e-mail address" in refused.reason
    assert "ana" not in refused.reason + refused.value


def test_repeated_rows_with_different_values_are_refused() -> None:
    [reason] = reasons(PLAIN + "2026-11-18,orders,8\n2026-11-18,orders,9\n")
    assert reason == "3 date: the same metric, segment and date as line 2"


def test_ten_thousand_columns_are_one_sentence() -> None:
    with pytest.raises(BadFile, match="10,001 columns"):
        read("date," + ",".join(f"m{n}" for n in range(10_000)) + "\n")
    header = ["date", *(f"m{n}" for n in range(MOST_COLUMNS + 20))]
    with pytest.raises(BadFile, match="columns"):
        read(workbook(header, ["2026-11-18", *range(MOST_COLUMNS + 20)]))


def test_a_file_full_of_errors_keeps_its_words_bounded() -> None:
    intake = read(PLAIN + "".join(f"x,orders,{n}\n" for n in range(60_000)))
    assert intake.rejected_rows == 60_000
    assert len(intake.rejected) == SHOWN


# Workbooks


def test_a_workbook_is_read_as_its_cells_show() -> None:
    content = workbook(
        ["Date", "Sessions", "Cart abandonment rate"],
        [datetime(2026, 11, 18), 41280.0, 0.712],  # noqa: DTZ001
        [date(2026, 11, 17), 41000, 0.7],
        formats={"C2": "0.0%", "C3": "0%"},
    )
    found = {(one.metric, one.start.day): one.value for one in stored(content)}
    assert found["cart_abandonment_rate", 18] == pytest.approx(71.2)
    assert found["sessions", 17] == 41000


def test_a_formula_without_a_stored_result_is_no_number() -> None:
    content = workbook(["date", "metric", "value"], ["2026-11-18", "orders", "=1+1"])
    assert reasons(content) == ["2 value: is empty"]


def test_a_zip_bomb_is_not_unpacked() -> None:
    content = workbook(["date", "metric", "value"], ["2026-11-18", "orders", 8])
    bomb = with_part(content, "xl/worksheets/sheet1.xml", lambda raw: raw + b" " * 300_000_000)
    assert len(bomb) < 1_000_000
    with pytest.raises(BadFile, match="would expand to 300 MB"):
        read(bomb)


def test_entities_of_a_workbook_are_not_followed() -> None:
    content = workbook(["date", "metric", "value"], ["2026-11-18", "orders", 8])
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'

    def laugh(raw: bytes) -> bytes:
        return re.sub(rb"(<worksheet)", laughs + rb"\1", raw, count=1)

    with pytest.raises(BadFile, match="cannot be opened"):
        read(with_part(content, "xl/worksheets/sheet1.xml", laugh))


def test_a_zip_that_is_no_workbook_says_so() -> None:
    held = BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        packed.writestr("numbers.csv", PLAIN)
    with pytest.raises(BadFile, match="a zip file, no workbook"):
        read(held.getvalue())


@given(cut=st.integers(30, 4_000), put=st.binary(max_size=40))
@settings(max_examples=25)
def test_a_broken_workbook_is_a_sentence_or_still_readable(cut: int, put: bytes) -> None:
    content = workbook(["date", "metric", "value"], ["2026-11-18", "orders", 8])
    broken = content[:cut] + put + content[cut + len(put) :]
    try:
        intake = read(broken)
    except BadFile:
        return
    assert intake.rows + intake.rejected_rows >= 1


# Anything at all

CELLS = st.one_of(
    st.sampled_from(
        [
            "2026-11-18", "18.11.2026", "3/4/2026", "2026-W46", "2026-10", "orders", "sessions",
            "cart_abandonment_rate", "12", "1.234", "1.234,5", "71 %", "4h 12m", "nan", "1e400",
            "=1+1", "@cmd", "a@b.example", "channel=email", "=", "\x00", '"', "\u202e", "−5",
        ]
    ),
    st.text(max_size=12),
    st.floats().map(str),
    st.dates().map(str),
)  # fmt: skip
HEADERS = st.lists(
    st.sampled_from(
        ["date", "metric", "value", "segment", "numerator", "denominator", "orders", "channel",
         "sessions", "2026-11-18", "2026-11-17", "remarks", ""]
    ),
    min_size=1, max_size=6,
)  # fmt: skip


@given(header=HEADERS, rows=st.lists(st.lists(CELLS, max_size=7), max_size=8))
@settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow])
def test_a_random_table_ends_in_an_intake_or_a_sentence(
    header: list[str], rows: list[list[str]]
) -> None:
    """Whatever is stored is finite, known and not of the future; nothing else comes out."""
    text = StringIO()
    csv.writer(text).writerows([header, *rows])
    content = text.getvalue().encode("utf-8", "replace")
    try:
        intake = read(content)
    except BadFile:
        return
    found = [snapshot for batch in intake.batches() for snapshot in batch]
    assert len(found) == intake.rows
    assert all(abs(one.value) < float("inf") and one.start <= TODAY for one in found)
    assert len({(one.metric, one.segment, one.grain, one.start) for one in found}) == len(found)
