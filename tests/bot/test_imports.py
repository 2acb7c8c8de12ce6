"""A file goes in as a whole or not at all; its importer reads what became of it."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.imports import ImportOptions, ImportReport, import_file
from funnel.catalogue import load
from funnel.errors import BadFile
from funnel.intake.refusals import SHOWN
from storage.store import Store
from tests.bot.history import days, quiet

TEAM = "T1"
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
CATALOGUE = load()


def goes_in(store: Store, folder: Path, lines: list[str], **how: object) -> ImportReport:
    path = folder / "shop.csv"
    path.write_text("\n".join(["date,metric,value", *lines]) + "\n", encoding="utf-8")
    options = how.pop("options", ImportOptions())
    return import_file(store, TEAM, path, options, catalogue=CATALOGUE, now=NOW, **how)  # type: ignore[arg-type]


def numbers(count: int, value: int = 1000) -> list[str]:
    return [f"{day},sessions,{value}" for day in days(date(2024, 1, 1), date(2026, 11, 1))[:count]]


def test_progress_is_told_up_to_the_last_row(store: Store, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    goes_in(store, tmp_path, numbers(900), progress=lambda done, rows: told.append((done, rows)))
    assert told[-1] == (900, 900)
    assert told == sorted(told)


def test_a_restated_file_says_how_much_changed(store: Store, tmp_path: Path) -> None:
    goes_in(store, tmp_path, numbers(50))
    report = goes_in(store, tmp_path, numbers(10, 1001) + numbers(50)[10:])
    assert (report.new, report.restated, report.same) == (0, 10, 40)
    assert "10 restated" in report.words()


def test_twenty_refused_rows_are_named_and_the_rest_counted(store: Store, tmp_path: Path) -> None:
    bad = [f"2026-01-{n % 28 + 1:02},sessions,many" for n in range(SHOWN + 5)]
    with pytest.raises(BadFile) as refusal:
        goes_in(store, tmp_path, numbers(5) + bad)
    assert refusal.value.message.count("line ") >= SHOWN
    assert "… and 5 more" in refusal.value.message
    with store.read(TEAM) as tx:
        assert tx.series.totals() == ()
        assert tx.recordings.latest(1) == ()


def test_a_wide_table_is_cut_by_the_teams_own_dimension(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "stores.csv"
    path.write_text("date,store,sessions\n2026-11-19,berlin,120\n2026-11-19,,300\n")
    with store.write(TEAM) as tx:
        tx.dimensions.add("store", author="UANA", at=NOW)
    import_file(store, TEAM, path, ImportOptions(), catalogue=CATALOGUE, now=NOW)
    with store.read(TEAM) as tx:
        cut = tx.snapshots.segments("sessions", "store")
        assert tx.snapshots.series("sessions").values.tolist() == [300]
    assert [(str(one), part.values.tolist()) for one, part in cut.items()] == [
        ("store=berlin", [120])
    ]


def test_who_imported_stands_in_the_books(store: Store, tmp_path: Path) -> None:
    goes_in(store, tmp_path, numbers(5), author="UANA", source="GA4 export")
    with store.read(TEAM) as tx:
        [state] = tx.series.totals()
    assert (state.author, state.source) == ("UANA", "GA4 export")


def test_the_first_scan_of_a_file_posts_nothing_and_says_so(store: Store, tmp_path: Path) -> None:
    """Sessions fell to half in July 2025 and stayed there: history, not news."""
    before = quiet("sessions", days(date(2024, 6, 1), date(2025, 6, 30)))
    after = quiet("sessions", days(date(2025, 7, 1), date(2026, 11, 1)), level=20_000)
    lines = [f"{one.start},sessions,{one.value:g}" for one in before + after]
    report = goes_in(store, tmp_path, lines)
    assert report.scanned.opened == ()
    assert report.scanned.historic
    assert "nothing was posted about" in report.words()
    with store.read(TEAM) as tx:
        assert tx.deliveries.latest(5) == ()


def test_one_is_not_called_many(store: Store, tmp_path: Path) -> None:
    words = goes_in(store, tmp_path, numbers(1)).words()
    assert words.startswith("shop.csv: 1 row of 1 metric is in (1 new).")
