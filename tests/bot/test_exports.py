"""What goes out: the same bytes whichever way numbers came in, also as they were known."""

import csv
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zipfile import ZipFile

import numpy as np

from bot.apart import Reading, read_apart
from bot.exports import (
    end_of_day,
    write_everything,
    write_history,
    write_numbers,
    write_record,
)
from bot.imports import ImportOptions, import_file, store_intake
from funnel.catalogue import load
from funnel.model import TOTAL, Grain, RecordingKind, Segment, Snapshot
from storage.store import Store
from tests.storage.entities import EVENT, fill

TERMINAL, SLACK = "T1", "T2"
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
CATALOGUE = load()


def shop(folder: Path, rows: int = 2_000) -> Path:
    """Counts, a ratio and a segment, in no order."""
    path = folder / "shop.csv"
    lines = ["date,metric,value,numerator,denominator,segment"]
    for place in range(rows):
        day = date(2020, 1, 1) + timedelta(days=place * 7 % rows)
        lines.append(f"{day},orders,{place + 0.1},,,device=mobile")
        lines.append(f"{day},cart_abandonment_rate,,{place},{rows},")
    path.write_text("\n".join(lines).replace("rate,,", "rate,0,", 1).replace("rate,,", "rate,0,"))
    return path


def exported(store: Store, workspace: str, folder: Path, **how: datetime) -> bytes:
    path = folder / f"{workspace}.csv"
    write_numbers(store, workspace, path, **how)
    return path.read_bytes()


def log(store: Store, value: float, at: datetime, segment: Segment = TOTAL) -> None:
    with store.write(TERMINAL) as tx:
        tx.snapshots.record(
            [[Snapshot("orders", date(2026, 11, 18), value, segment=segment)]],
            kind=RecordingKind.LOG, source="slack", author="UANA", at=at,
        )  # fmt: skip


def test_a_file_gives_the_same_bytes_by_terminal_and_by_slack(store: Store, tmp_path: Path) -> None:
    path = shop(tmp_path)
    bad = tmp_path / "bad.csv"
    options = ImportOptions()
    import_file(
        store, TERMINAL, path, options, catalogue=CATALOGUE, now=NOW, refused=bad, scan_after=False
    )
    apart = read_apart(Reading(path, options, (), NOW.date()))
    store_intake(
        store, SLACK, apart, catalogue=CATALOGUE, now=NOW, source="s", author="U", scan_after=False
    )
    first, second = (exported(store, team, tmp_path) for team in (TERMINAL, SLACK))
    assert first == second
    assert first.count(b"\n") > 2_000


def test_an_export_is_an_import_that_changes_nothing(store: Store, tmp_path: Path) -> None:
    import_file(
        store, TERMINAL, shop(tmp_path, 300), ImportOptions(), catalogue=CATALOGUE, now=NOW,
        refused=tmp_path / "bad.csv", scan_after=False,
    )  # fmt: skip
    out = tmp_path / "out.csv"
    count = write_numbers(store, TERMINAL, out)
    again = import_file(
        store, TERMINAL, out, ImportOptions(), catalogue=CATALOGUE, now=NOW, scan_after=False
    )
    assert (again.new, again.restated, again.same) == (0, 0, count)


def test_an_export_as_of_a_day_knows_nothing_that_came_later(store: Store, tmp_path: Path) -> None:
    log(store, 812, NOW - timedelta(days=1))
    log(store, 815, NOW)
    before = end_of_day(store, TERMINAL, NOW.date() - timedelta(days=1))
    assert exported(store, TERMINAL, tmp_path, as_of=before).endswith(b",812,,\n")
    assert exported(store, TERMINAL, tmp_path).endswith(b",815,,\n")
    history = tmp_path / "history.csv"
    assert write_history(store, TERMINAL, history) == 2
    rows = list(csv.DictReader(history.read_text().splitlines()))
    assert [(row["value"], row["author"], bool(row["superseded_at"])) for row in rows] == [
        ("812", "UANA", True),
        ("815", "UANA", False),
    ]


def test_what_a_spreadsheet_would_run_has_a_quote_before_it(store: Store, tmp_path: Path) -> None:
    log(store, -8.5, NOW, Segment("@sum", "1+1"))
    assert exported(store, TERMINAL, tmp_path).endswith(b",day,orders,'@sum=1+1,-8.5,,\n")


def test_everything_on_record_goes_out_as_one_csv_a_table(store: Store, tmp_path: Path) -> None:
    fill(store, TERMINAL)
    paths = write_everything(store, TERMINAL, tmp_path / "export")
    rows = {path.stem: list(csv.DictReader(path.read_text().splitlines())) for path in paths}
    assert {name: len(found) for name, found in rows.items()} == {
        "numbers": 3, "history": 4, "goals": 1, "goal_history": 1, "goal_chances": 1, "breaks": 2,
        "break_reports": 2, "break_answers": 1, "events": 1, "metrics": 1, "benchmarks": 1,
        "dimensions": 1, "digests": 1,
    }  # fmt: skip
    [goal], [chance] = rows["goals"], rows["goal_chances"]
    assert (goal["target"], goal["segment"], goal["deadline"]) == (
        "115.29", "channel=email=news", "2027-03-31",
    )  # fmt: skip
    assert json.loads(goal["plan"])["tolerance"] == 0.8
    assert (chance["chance"], chance["on"]) == ("0.6", "2026-11-19")
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in paths)


def test_private_goals_go_to_their_people_and_the_same_record_gives_the_same_bytes(
    store: Store, tmp_path: Path
) -> None:
    fill(store, TERMINAL)

    def sent(viewer: str) -> tuple[bytes, set[str]]:
        path = tmp_path / f"{viewer}.zip"
        write_record(store, TERMINAL, path, viewer=viewer)
        with ZipFile(path) as archive:
            filled = {name for name in archive.namelist() if archive.read(name).count(b"\n") > 1}
        return path.read_bytes(), filled

    goals = {"goals.csv", "goal_history.csv", "goal_chances.csv"}
    assert goals <= sent("U_BEN")[1]
    assert not goals & sent("U_EVE")[1]
    assert sent("U_BEN")[0] == sent("U_BEN")[0]


def test_words_of_people_run_in_no_spreadsheet(store: Store, tmp_path: Path) -> None:
    with store.write(TERMINAL) as tx:
        tx.events.add(replace(EVENT, title="=HYPERLINK(A1)", author="-1+2"), origin="view 9")
        tx.dimensions.add("@store", author="U", at=NOW)
    write_everything(store, TERMINAL, tmp_path)
    assert ",'=HYPERLINK(A1)," in (tmp_path / "events.csv").read_text()
    assert ",'-1+2," in (tmp_path / "events.csv").read_text()
    assert "\n'@store\n" in (tmp_path / "dimensions.csv").read_text()


def test_hours_and_days_go_out_and_come_back(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "hours.csv"
    hours = [f"2026-11-18 {hour:02}:00,sessions,{hour + 9}" for hour in range(24)]
    path.write_text("\n".join(["date,metric,value", *hours]))
    log(store, 812, NOW)
    report = import_file(
        store, TERMINAL, path, ImportOptions(), catalogue=CATALOGUE, now=NOW, scan_after=False
    )
    assert report.new == 24
    with store.read(TERMINAL) as tx:
        series = tx.snapshots.series("sessions", grain=Grain.HOUR)
    assert series.starts[0] == np.datetime64("2026-11-18T00")
    out = tmp_path / "out.csv"
    write_numbers(store, TERMINAL, out)
    again = import_file(
        store, TERMINAL, out, ImportOptions(), catalogue=CATALOGUE, now=NOW, scan_after=False
    )
    assert (again.new, again.restated, again.same) == (0, 0, 25)
