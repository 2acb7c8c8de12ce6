"""Numbers go out: everything that is stored, as CSV that this bot and every spreadsheet reads."""

import csv
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, TextIO
from zoneinfo import ZoneInfo

from bot.record_files import digits, sheets, write_folder, write_zip
from funnel.intake.mending import neutral
from funnel.model import Grain
from storage.store import Store

NUMBERS = ("date", "grain", "metric", "segment", "value", "numerator", "denominator")
REVISIONS = (*NUMBERS, "recorded_at", "superseded_at", "source", "author")
NUMBERS_FILE, HISTORY_FILE, RECORD_FILE = "numbers.csv", "history.csv", "record.zip"


def write_numbers(
    store: Store, workspace: str, path: Path, *, as_of: datetime | None = None
) -> int:
    """The values as they stand, or stood at `as_of`; how many. The file depends on the values
    alone: whoever put them in, and however, it has the same bytes."""
    with store.read(workspace) as tx, _created(path) as file:
        return _write(file, NUMBERS, map(_number, tx.dumps.numbers(as_of)))


def write_history(store: Store, workspace: str, path: Path) -> int:
    """Every value that ever counted, with when, from where and by whom; how many."""
    with store.read(workspace) as tx, _created(path) as file:
        return _write(file, REVISIONS, map(_revision, tx.dumps.revisions()))


def write_record(store: Store, workspace: str, path: Path, *, viewer: str) -> int:
    """Goals, breaks, events and what the team defined, as far as that person may see them, in one
    zip of CSV files; how many rows."""
    with store.read(workspace) as tx:
        return write_zip(sheets(tx, viewer), path)


def write_everything(store: Store, workspace: str, folder: Path) -> list[Path]:
    """All that is on record, a CSV each, for the operator."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_numbers(store, workspace, folder / NUMBERS_FILE)
    write_history(store, workspace, folder / HISTORY_FILE)
    with store.read(workspace) as tx:
        rest = write_folder(sheets(tx), folder)
    return [folder / NUMBERS_FILE, folder / HISTORY_FILE, *rest]


def end_of_day(store: Store, workspace: str, day: date) -> datetime:
    """The last instant of a day of the reporting zone, in UTC."""
    with store.read(workspace) as tx:
        zone = ZoneInfo(tx.workspace.get().zone)
    midnight = datetime.combine(day + timedelta(days=1), time(), zone)
    return midnight.astimezone(UTC) - timedelta(microseconds=1)


def _created(path: Path) -> TextIO:
    """Only its owner may read it."""
    path.touch(mode=0o600)
    return path.open("w", encoding="utf-8", newline="")


def _write(file: TextIO, header: tuple[str, ...], rows: Iterable[list[str]]) -> int:
    count = 0

    def counted() -> Iterator[list[str]]:
        nonlocal count
        for row in rows:
            count += 1
            yield row

    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(counted())
    return count


def _number(row: tuple[Any, ...]) -> list[str]:
    metric, segment, grain, period, *numbers = row[:7]
    words = (_label(period, grain), grain, neutral(metric), neutral(segment))
    return [*words, *map(_plain, numbers)]


def _revision(row: tuple[Any, ...]) -> list[str]:
    recorded, superseded, source, author = row[7:]
    end = superseded.isoformat() if superseded else ""
    return [*_number(row), recorded.isoformat(), end, neutral(source), neutral(author)]


def _label(period: str, grain: str) -> str:
    """A period as the import reads it: 2026-11-19, 2026-W47, 2026-11."""
    match grain:
        case Grain.WEEK:
            year, week, _ = date.fromisoformat(period).isocalendar()
            return f"{year}-W{week:02}"
        case Grain.MONTH:
            return period[:7]
        case _:
            return period


def _plain(number: float | None) -> str:
    return "" if number is None else digits(number)
