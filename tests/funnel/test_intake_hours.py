"""Files by the hour: on the reporting zone's clock, through both nights on which it is changed."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from funnel.catalogue import load
from funnel.intake import ImportOptions, Intake, read_table
from funnel.model import Grain, Snapshot

BERLIN, TODAY = "Europe/Berlin", date(2026, 11, 19)


def read(rows: list[str] | bytes, zone: str = BERLIN) -> Intake:
    text = rows if isinstance(rows, bytes) else "\n".join(["date,metric,value", *rows]).encode()
    options = ImportOptions(zone=zone)
    return read_table(BytesIO(text), catalogue=load(), options=options, today=TODAY)


def stored(intake: Intake) -> list[Snapshot]:
    assert intake.rejected == ()
    return [snapshot for batch in intake.batches() for snapshot in batch]


def starts(intake: Intake) -> list[str]:
    assert {one.grain for one in stored(intake)} == {Grain.HOUR}
    return [one.start.isoformat()[:16] for one in stored(intake)]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2026-11-18T14:00", "2026-11-18T14:00"),
        ("2026-11-18 14:00:00", "2026-11-18T14:00"),
        ("2026-11-18T14:00:00.000", "2026-11-18T14:00"),
        ("18.11.2026 14:00", "2026-11-18T14:00"),
        ("11/18/2026 2:00 PM", "2026-11-18T14:00"),
        ("11/18/2026 12:00 am", "2026-11-18T00:00"),
        ("2026-11-18T14:00Z", "2026-11-18T15:00"),
        ("2026-07-18T23:00:00+00:00", "2026-07-19T01:00"),
        ("2026-11-18T14:00-0500", "2026-11-18T20:00"),
        ("2026-11-18T14", "2026-11-18T14:00"),
    ],
)
def test_an_hour_is_one_of_the_reporting_zone(said: str, meant: str) -> None:
    intake = read([f"{said},orders,8"])
    assert starts(intake) == [meant]
    assert f"hours on the clock of {BERLIN}" in intake.taken_for


def test_the_column_of_hours_may_be_called_so() -> None:
    assert starts(read(b"hour,metric,value\n2026-11-18 14:00,orders,8\n")) == ["2026-11-18T14:00"]


def test_midnights_alone_are_days_and_among_hours_an_hour() -> None:
    days = stored(read(["2026-11-17 00:00:00,orders,8", "2026-11-18 00:00:00,orders,9"]))
    assert [(one.grain, one.start) for one in days] == [
        (Grain.DAY, date(2026, 11, 17)),
        (Grain.DAY, date(2026, 11, 18)),
    ]
    assert starts(read(["2026-11-17 00:00,orders,8", "2026-11-17 01:00,orders,9"])) == [
        "2026-11-17T00:00",
        "2026-11-17T01:00",
    ]


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (["2026-03-29 02:00,orders,8"], "02:00 did not exist on Sun 29 Mar 2026 in Europe/Berlin"),
        (["2026-11-18 14:30,orders,8"], "14:30 is no full hour"),
        (["2026-11-18 24:00,orders,8"], "24:00 is no time of day"),
        (["2026-11-20 01:00,orders,8"], "Fri 20 Nov 2026 is in the future"),
        (["2026-W46 14:00,orders,8"], "has a time of day but no day"),
        (["2026-11-17,orders,8", "2026-11-18 09:00,orders,9"], "in a file of whole days"),
        (
            ["2026-10-25T02:00+02:00,orders,8", "2026-10-25T02:00+01:00,orders,9"],
            "as line 2; that night the clock shows it twice: put both into one row",
        ),
        (["2026-11-18 14:00,orders,8", "2026-11-18 14:00,orders,9"], "metric, segment and hour as"),
    ],
)
def test_an_hour_that_cannot_be_is_refused_with_the_row(rows: list[str], reason: str) -> None:
    [found] = read(rows).rejected
    assert found.row == len(rows) + 1
    assert reason in found.reason


@given(st.integers(0, 24 * 365 - 1))
def test_a_day_of_utc_hours_stays_a_day_of_hours(first: int) -> None:
    """Through any night of the year: in spring an hour is skipped, in autumn one is said twice."""
    began = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(hours=first)
    instants = [began + timedelta(hours=n) for n in range(24)]
    intake = read([f"{one.isoformat()},orders,{n}" for n, one in enumerate(instants)])
    wall = {one.astimezone(ZoneInfo(BERLIN)).replace(tzinfo=None, fold=0) for one in instants}
    assert intake.rows == len(wall)
    assert intake.rejected_rows == 24 - len(wall) <= 1


def test_a_cell_of_endless_blanks_costs_no_time() -> None:
    [found] = read([f"2026-11-18{' ' * 30_000}x,orders,8"]).rejected
    assert found.field == "date"


def test_a_workbook_has_hours_too() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["date", "orders"])
    for hour in (0, 1, 23):
        sheet.append([datetime(2026, 11, 18, hour), hour + 5])  # noqa: DTZ001 - no zones there
    kept = BytesIO()
    book.save(kept)
    assert starts(read(kept.getvalue())) == [f"2026-11-18T{hour:02}:00" for hour in (0, 1, 23)]
