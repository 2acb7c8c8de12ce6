"""Brings batches of numbers into a temporary table, the fast way of each engine.

One row at a time costs 30 to 50 times as much; a whole file in memory is not bounded.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import delete, text

from funnel.columns import Columns
from funnel.model import Snapshot
from storage.periods import period_text
from storage.scope import Scope
from storage.snapshot_tables import INCOMING, NUMBERS, PERIOD_KEY

Batch = Sequence[Snapshot] | Columns
COLUMNS = ", ".join((*PERIOD_KEY, *NUMBERS))

SQLITE_TABLE = """
CREATE TEMPORARY TABLE IF NOT EXISTS incoming (
    metric TEXT, segment TEXT, grain TEXT, period TEXT,
    value REAL NOT NULL, numerator REAL, denominator REAL,
    PRIMARY KEY (metric, segment, grain, period)
) WITHOUT ROWID
"""

POSTGRES_TABLE = """
CREATE TEMPORARY TABLE IF NOT EXISTS incoming (
    metric text COLLATE "C", segment text COLLATE "C", grain text COLLATE "C",
    period text COLLATE "C",
    value double precision NOT NULL, numerator double precision, denominator double precision,
    position bigint GENERATED ALWAYS AS IDENTITY
) ON COMMIT DROP
"""

# COPY knows no conflict: where a file holds a period twice, the later line counts.
POSTGRES_LAST_LINE = """
DELETE FROM incoming USING (
    SELECT metric, segment, grain, period, max(position) AS newest FROM incoming
    GROUP BY metric, segment, grain, period HAVING count(*) > 1
) AS twice
WHERE incoming.metric = twice.metric AND incoming.segment = twice.segment
  AND incoming.grain = twice.grain AND incoming.period = twice.period
  AND incoming.position < twice.newest
"""


@contextmanager
def staged(scope: Scope) -> Iterator[None]:
    """An empty `incoming` table for the block."""
    open_stage(scope)
    yield
    clear_stage(scope)


def open_stage(scope: Scope) -> None:
    """Makes the table if it is not there; what an earlier import left in it goes."""
    table = POSTGRES_TABLE if scope.is_postgres else SQLITE_TABLE
    scope.connection.execute(text(table))
    clear_stage(scope)


def clear_stage(scope: Scope) -> None:
    scope.connection.execute(delete(INCOMING))


def stage(scope: Scope, batches: Iterable[Batch]) -> None:
    """Fills `incoming`; of two snapshots of one period the later one counts."""
    if scope.is_postgres:
        _copy(scope, batches)
    else:
        marks = ", ".join("?" * (len(PERIOD_KEY) + len(NUMBERS)))
        insert = f"INSERT OR REPLACE INTO incoming ({COLUMNS}) VALUES ({marks})"
        for batch in batches:
            if rows := list(_rows(batch)):
                scope.connection.exec_driver_sql(insert, rows)


def count_staged(scope: Scope) -> None:
    """Tells Postgres how many rows it has to look up: taken for a handful, 30,000 cost a minute."""
    if scope.is_postgres:
        scope.connection.execute(text("ANALYZE incoming"))


def _copy(scope: Scope, batches: Iterable[Batch]) -> None:
    driver: Any = scope.connection.connection.driver_connection
    with driver.cursor() as cursor:
        with cursor.copy(f"COPY incoming ({COLUMNS}) FROM STDIN") as copy:
            for batch in batches:
                for row in _rows(batch):
                    copy.write_row(row)
        cursor.execute(POSTGRES_LAST_LINE)


def _rows(batch: Batch) -> Iterable[tuple[Any, ...]]:
    return batch.rows() if isinstance(batch, Columns) else map(_row, batch)


def _row(snapshot: Snapshot) -> tuple[Any, ...]:
    return (
        snapshot.metric,
        str(snapshot.segment),
        snapshot.grain.value,
        period_text(snapshot.start, snapshot.grain),
        snapshot.value,
        snapshot.numerator,
        snapshot.denominator,
    )
