"""All that is on record beside numbers, as CSV: goals, breaks, events, and what a team defined.

A file a table, a column a field. What has parts of its own (a goal's plan, an event's metrics)
stands in one cell as JSON. The same record gives the same bytes.
"""

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields, is_dataclass
from datetime import date, time
from io import StringIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from funnel.catalogue.entries import Metric
from funnel.events import Event
from funnel.intake.mending import neutral
from funnel.model import Break, Goal, Segment
from funnel.own_benchmarks import OwnBenchmark
from funnel.pursuit import Entry, Stated
from funnel.reports import Answer, Report
from funnel.schedules import Schedule
from storage.store import Tx

_MOST_BREAKS = 1_000_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """One file; `rows` are cells as they are written."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def text(self) -> str:
        written = StringIO()
        writer = csv.writer(written, lineterminator="\n")
        writer.writerow(self.header)
        writer.writerows(self.rows)
        return written.getvalue()


def sheets(tx: Tx, viewer: str = "") -> Iterator[Sheet]:
    """In a fixed order. A person (Slack id) gets no private goal or digest of others; "" is the
    operator, who has the database anyhow."""
    goals = tuple(one for one in _goals(tx) if _may_see(one, viewer))
    mine = {goal.number for goal in goals}
    yield _sheet("goals", Goal, goals)
    yield _sheet("goal_history", Entry, _entries(tx, mine))
    yield _sheet("goal_chances", Stated, (s for s in tx.goal_history.stated() if s.goal in mine))
    breaks = sorted((*tx.breaks.open(), *tx.breaks.history(_MOST_BREAKS)), key=_number)
    reports = [*tx.reports.all(closed=False), *tx.reports.all(closed=True)]
    yield _sheet("breaks", Break, breaks)
    yield _sheet("break_reports", Report, sorted(reports, key=_number))
    numbers = sorted(map(_number, [*breaks, *reports]))
    yield _sheet("break_answers", Answer, (a for n in numbers for a in tx.reports.answers(n)))
    yield _sheet("events", Event, tx.events.every())
    yield _metrics(tx)
    yield _sheet("benchmarks", OwnBenchmark, tx.benchmarks.all())
    yield Sheet("dimensions", ("dimension",), tuple((neutral(one),) for one in tx.dimensions.all()))
    digests = (one for one in tx.schedules.all() if not one.private or viewer in ("", one.owner))
    yield _sheet("digests", Schedule, digests)


def write_folder(written: Iterable[Sheet], folder: Path) -> list[Path]:
    """A CSV each, which only its owner may read."""
    paths = []
    for sheet in written:
        path = folder / f"{sheet.name}.csv"
        path.touch(mode=0o600)
        path.write_text(sheet.text(), encoding="utf-8", newline="")
        paths.append(path)
    return paths


def write_zip(written: Iterable[Sheet], path: Path) -> int:
    """All in one file; how many rows. Times of day are left out of it, so that the same record
    gives the same bytes."""
    path.touch(mode=0o600)
    rows = 0
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for sheet in written:
            told = ZipInfo(f"{sheet.name}.csv")  # as of 1980
            told.compress_type = ZIP_DEFLATED
            archive.writestr(told, sheet.text())
            rows += len(sheet.rows)
    return rows


def _goals(tx: Tx) -> list[Goal]:
    return sorted((*tx.goals.all(), *tx.goals.all(closed=True)), key=_number)


def _may_see(goal: Goal, viewer: str) -> bool:
    return not goal.private or viewer in ("", goal.owner, *goal.contributors)


def _entries(tx: Tx, goals: Iterable[int]) -> Iterator[Entry]:
    """Of each goal, oldest first."""
    for number in sorted(goals):
        yield from reversed(tx.goal_history.of(number))


def _metrics(tx: Tx) -> Sheet:
    """Every version of the team's own metrics, the newest last."""
    names = tuple(one.name for one in fields(Metric) if one.name != "key")
    rows = tuple(
        (*_cells((metric.key, told.version, told.author, told.at)), *_fields(told.metric, names))
        for metric in tx.metrics.all()
        for told in tx.metrics.versions(metric.key)
    )
    return Sheet("metrics", ("key", "version", "author", "at", *names), rows)


def _sheet(name: str, kind: type[Any], records: Iterable[Any]) -> Sheet:
    header = tuple(one.name for one in fields(kind))
    return Sheet(name, header, tuple(_fields(one, header) for one in records))


def _fields(record: Any, names: Iterable[str]) -> tuple[str, ...]:
    return _cells(getattr(record, name) for name in names)


def _cells(values: Iterable[Any]) -> tuple[str, ...]:
    return tuple(map(_cell, values))


def _cell(value: Any) -> str:
    """Numbers as digits, instants as ISO 8601, nothing as an empty cell."""
    match value:
        case None | ():
            return ""
        case bool():
            return "yes" if value else "no"
        case int() | float():
            return digits(value)
        case date() | time():
            return value.isoformat()
        case str() | Segment():
            return neutral(str(value))
        case _:
            return json.dumps(_plain(value), ensure_ascii=False, sort_keys=True, default=str)


def digits(number: float) -> str:
    """The shortest that read as the same number, whole ones without a point."""
    whole = float(number).is_integer() and abs(number) < 1e15
    return str(int(number)) if whole else repr(number)


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


def _number(record: Any) -> int:
    number: int = record.number
    return number
