"""What an import costs beside the least that the same rows can cost, on both engines."""

import csv
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from os import pathsep
from pathlib import Path
from sqlite3 import connect
from statistics import median
from time import perf_counter, process_time

import numpy as np

from funnel.catalogue import load
from storage.engine import make_engine
from storage.migrate import upgrade
from tests.benchmarks.timing import milliseconds
from tests.postgres import serving

ROWS, MANY_ROWS = 1_000_000, 5_000_000
ROUNDS = 3
MOST_TIMES_SQLITE, MOST_TIMES_POSTGRES, MOST_MIB_OF_AN_IMPORT = 4.0, 3.0, 300.0
DAYS = 1_825
TABLE = (
    "CREATE TABLE plain (workspace TEXT, metric TEXT, segment TEXT, grain TEXT, period TEXT,"
    " value REAL, numerator REAL, denominator REAL,"
    " PRIMARY KEY (workspace, metric, segment, grain, period)) WITHOUT ROWID"
)
# A process of its own: the memory of others is not counted with it. Its peak is the kernel's own
# (Linux): `ru_maxrss` would begin with the peak of the process that started it.
CHILD = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from bot.imports import ImportOptions, import_file
from funnel.catalogue import load
from storage.engine import make_engine
from storage.store import Store
clock = getattr(time, sys.argv[3])
began = clock()
report = import_file(Store(make_engine(sys.argv[1])), "T1", Path(sys.argv[2]), ImportOptions(),
                     catalogue=load(), now=datetime(2026, 11, 20, 9, tzinfo=UTC), scan_after=False)
spent = clock() - began
status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
print(report.new, spent, int(status["VmHWM"].split()[0]) / 1024)
"""


@dataclass(frozen=True, slots=True)
class Imported:
    """Processor seconds of ours and of the floor, their ratio, and our peak in MiB."""

    seconds: float
    floor: float
    mebibytes: float

    @property
    def times(self) -> float:
        return self.seconds / self.floor


def write_rows(path: Path, rows: int) -> None:
    """Counts of many segments and days, in the order that an export has."""
    counts = [one.key for one in load().metrics if one.unit == "count"][:10]
    drawn = np.random.default_rng(11)
    days = [(date(2021, 1, 1) + timedelta(days=at)).isoformat() for at in range(DAYS)]
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("date", "metric", "value", "segment"))
        for place in range(-(-rows // DAYS)):
            metric, part = counts[place % len(counts)], place // len(counts)
            values = drawn.integers(100, 90_000, DAYS).tolist()
            segment = f"channel=c{part}" if part else ""
            head = min(DAYS, rows - place * DAYS)
            writer.writerows(
                (day, metric, value, segment)
                for day, value in zip(days[:head], values[:head], strict=True)
            )


def measure_sqlite(folder: Path, rows: int = ROWS) -> Imported:
    """Medians of interleaved rounds; the floor is pandas.read_csv and a plain executemany."""
    path = folder / f"rows-{rows}.csv"
    write_rows(path, rows)

    def fresh(round_: int) -> str:
        url = f"sqlite:///{folder / f'import-{rows}-{round_}.sqlite'}"
        engine = make_engine(url)
        upgrade(engine)
        engine.dispose()
        return url

    return _measured(path, rows, fresh, lambda at: _plain_sqlite(path, folder / f"plain-{at}.db"))


def measure_postgres(folder: Path, rows: int = ROWS) -> Imported:
    """The floor is a COPY into a temporary table and one upsert; wall clock, since the server
    works in processes of its own."""
    path = folder / f"rows-{rows}.csv"
    if not path.exists():
        write_rows(path, rows)

    folder.chmod(0o755)  # its server runs as a user of its own
    with serving(folder / "postgres") as server:

        def fresh(_round: int) -> str:
            return server.create()

        def floor(_round: int) -> None:
            _plain_postgres(path, server.create())

        return _measured(path, rows, fresh, floor, perf_counter)


def _measured(
    path: Path,
    rows: int,
    fresh: Callable[[int], str],
    floor: Callable[[int], object],
    clock: Callable[[], float] = process_time,
) -> Imported:
    ours: list[float] = []
    floors: list[float] = []
    peaks: list[float] = []
    for at in range(ROUNDS if rows <= ROWS else 1):
        seconds, peak = _ours(fresh(at), path, rows, clock.__name__)
        ours.append(seconds)
        peaks.append(peak)
        floors.append(milliseconds(lambda at=at: floor(at), clock) / 1000)
    return Imported(median(ours), median(floors), max(peaks))


def _ours(url: str, path: Path, rows: int, clock: str) -> tuple[float, float]:
    command = [sys.executable, "-c", CHILD, url, str(path), clock]
    given = {"PYTHONPATH": pathsep.join(["", *sys.path])}
    done = subprocess.run(command, env=given, capture_output=True, text=True, check=True)
    new, seconds, peak = done.stdout.split()
    assert int(new) == rows
    return float(seconds), float(peak)


def _plain_sqlite(path: Path, target: Path) -> None:
    import pandas as pd

    frame = pd.read_csv(path, keep_default_na=False)
    values = zip(frame["metric"], frame["segment"], frame["date"], frame["value"], strict=True)
    with closing(connect(target)) as plain:
        plain.execute("PRAGMA journal_mode=wal")
        plain.execute(TABLE)
        plain.executemany(
            "INSERT INTO plain VALUES ('T1', ?, ?, 'day', ?, ?, NULL, NULL)",
            ((metric, segment, day, float(value)) for metric, segment, day, value in values),
        )
        plain.commit()


def _plain_postgres(path: Path, address: str) -> None:
    import psycopg

    with psycopg.connect(address.replace("+psycopg", ""), autocommit=False) as plain:
        plain.execute(
            "CREATE TEMPORARY TABLE incoming (day text, metric text, value float, segment text)"
        )
        with (
            plain.cursor() as cursor,
            cursor.copy("COPY incoming FROM STDIN (FORMAT csv, HEADER)") as copy,
            path.open("rb") as file,
        ):
            while part := file.read(1 << 20):
                copy.write(part)
        plain.execute(
            "INSERT INTO snapshot (workspace, metric, segment, grain, period, value, recorded_at,"
            " recording) SELECT 'T1', metric, coalesce(segment, ''), 'day', day, value, now(), 1"
            " FROM incoming ON CONFLICT (workspace, metric, segment, grain, period)"
            " DO UPDATE SET value = excluded.value"
        )
