"""The reads of every status and digest are searches of a key, whatever else is stored."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event, text

from funnel.model import Grain, RecordingKind, Segment, Snapshot
from storage.store import Store, Tx

FIRST = date(2026, 9, 1)
LATER = FIRST + timedelta(days=50)
NOW = datetime(2026, 11, 19, 9, tzinfo=UTC)
METRICS = [f"metric_{number}" for number in range(10)]

COPIES = (
    ("snapshot", 40),
    ("snapshot_history", 400),
    ("series", 400),
    ("recording", 400),
    ("recording_series", 400),
)
OTHERS = """
INSERT INTO {table} ({columns})
WITH RECURSIVE copies(copy) AS (SELECT 1 UNION ALL SELECT copy + 1 FROM copies WHERE copy < {count})
SELECT 'T' || (copy + 1), {others} FROM {table} CROSS JOIN copies
"""


@pytest.fixture
def busy_store(engine: Engine) -> Store:
    """Workspace T1 among hundreds like it, with statistics as a database of that age has."""
    store = Store(engine)
    rows = [
        Snapshot(metric, FIRST + timedelta(days=day), float(day), segment=segment)
        for metric in METRICS
        for day in range(60)
        for segment in (Segment(), Segment("channel", "email"))
    ]
    with store.write("T1") as tx:
        tx.snapshots.record(
            [rows], kind=RecordingKind.IMPORT, source="file", author="U_ANA", at=NOW
        )
        for value in (1.5, 2.5):
            tx.snapshots.record(
                [[Snapshot(METRICS[0], FIRST, value)]],
                kind=RecordingKind.LOG,
                source="slack",
                author="U_ANA",
                at=NOW,
            )
    with engine.begin() as connection:
        for table, count in COPIES:
            found = connection.execute(text(f"SELECT * FROM {table} LIMIT 1")).keys()
            others = ", ".join(f'"{name}"' for name in found if name != "workspace")
            columns = f"workspace, {others}"
            connection.execute(
                text(OTHERS.format(table=table, columns=columns, others=others, count=count))
            )
        connection.execute(text("ANALYZE"))
    return store


def plans(engine: Engine, store: Store, ask: Callable[[Tx], Any]) -> list[str]:
    """The engine's plan, line by line, of each query that `ask(tx)` runs."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.startswith("SELECT"):
            asked.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    with store.read("T1") as tx:
        assert ask(tx)
    event.remove(engine, "before_cursor_execute", note)
    explain = "EXPLAIN QUERY PLAN" if engine.dialect.name == "sqlite" else "EXPLAIN"
    with engine.connect() as connection:
        return [
            str(row[-1])
            for statement, parameters in asked
            for row in connection.exec_driver_sql(f"{explain} {statement}", parameters)
        ]


READS: dict[str, Callable[[Tx], Any]] = {
    "some metrics": lambda tx: tx.snapshots.series_of(METRICS[:3], first=LATER),
    "all metrics": lambda tx: tx.snapshots.series_of(METRICS, first=LATER),
    "totals": lambda tx: tx.series.totals(),
    "one value": lambda tx: tx.snapshots.at(METRICS[1], LATER),
    "segments": lambda tx: tx.snapshots.segments(METRICS[1], "channel", first=LATER),
    "cuts of some days": lambda tx: tx.snapshots.dimensions_on(
        METRICS[:3], [FIRST, LATER], grain=Grain.DAY
    ),
    "as known": lambda tx: len(tx.snapshots.as_known(METRICS[1], NOW)),
    "log last": lambda tx: tx.recordings.snapshots(2),
}


def scans(lines: list[str]) -> list[str]:
    return [line for line in lines if "SCAN" in line or "Seq Scan" in line]


def test_reads_are_searches_of_a_key(engine: Engine, busy_store: Store) -> None:
    for name, ask in READS.items():
        lines = plans(engine, busy_store, ask)
        assert [line for line in lines if "SEARCH" in line or "Index" in line], (name, lines)
        assert not scans(lines), (name, lines)

    def ask_badly(tx: Tx) -> Any:
        by_author = text("SELECT metric FROM snapshot WHERE recording = 1 LIMIT 1")
        return tx.snapshots.scope.connection.execute(by_author).all()

    assert scans(plans(engine, busy_store, ask_badly))  # this test can tell
