"""Reads beside ten million numbers, against the same reads beside a hundred thousand."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from sqlite3 import Connection, connect

from commands.digests import gather
from commands.views.digest import digest_message
from funnel.catalogue import load
from funnel.schedules import Schedule
from playground.workspace import TEAM
from storage.engine import make_engine
from storage.migrate import upgrade
from storage.store import Store
from tests.benchmarks.answers import asking
from tests.benchmarks.shop import Bench, opened
from tests.benchmarks.timing import medians

YEARS, SEGMENTS = 5, 102  # × 53 metrics: ten million numbers
MOST_TIMES_AS_SLOW = 2.0
ROUNDS = 20
TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
COMMANDS = ("status", "status decision", "metric sessions 90d")


@dataclass(frozen=True, slots=True)
class Read:
    """Medians in milliseconds of processor time beside many numbers and beside few."""

    name: str
    many: float
    few: float
    rows: int
    few_rows: int

    @property
    def times(self) -> float:
        return self.many / self.few


def measure_many(folder: Path) -> list[Read]:
    few, many = (fill_by_sql(folder / f"beside-{parts}.sqlite", parts) for parts in (0, SEGMENTS))
    with opened(few[0], NOW) as small, opened(many[0], NOW) as large:
        found = []
        for name, make in _deeds():
            beside_few, beside_many = medians([make(small), make(large)], rounds=ROUNDS)
            found.append(Read(name, beside_many, beside_few, many[1], few[1]))
        return found


def _deeds() -> list[tuple[str, Callable[[Bench], Callable[[], object]]]]:
    def command(text: str) -> Callable[[Bench], Callable[[], object]]:
        return lambda bench: asking(bench, bench.runtime.bolt, text)

    return [*((f"/funnel {text}", command(text)) for text in COMMANDS), ("digest", _digesting)]


def _digesting(bench: Bench) -> Callable[[], object]:
    schedule = Schedule(1, bench.slack.person("ana").channel.id, "UTC")

    def compile_it() -> object:
        with bench.runtime.store.read(TEAM) as tx:
            facts = gather(tx, schedule, load(), now=NOW, since=NOW - timedelta(days=1))
        return digest_message(facts).payload()

    return compile_it


def fill_by_sql(path: Path, parts: int) -> tuple[Path, int]:
    """53 metrics of five years, and as many segments of each; made by SQL, judged already."""
    engine = make_engine(f"sqlite:///{path}")
    upgrade(engine)
    Store(engine).dispose()
    with closing(connect(path)) as plain:
        _fill(plain, parts)
        (rows,) = plain.execute("SELECT count(*) FROM snapshot").fetchone()
    return path, int(rows)


def _fill(plain: Connection, parts: int) -> None:
    first = TODAY - timedelta(days=365 * YEARS)
    plain.execute("CREATE TEMP TABLE days AS WITH RECURSIVE d(day) AS (SELECT ? UNION ALL"
                  " SELECT date(day, '+1 day') FROM d WHERE day < ?) SELECT day FROM d",
                  (first.isoformat(), (TODAY - timedelta(days=1)).isoformat()))  # fmt: skip
    plain.execute("CREATE TEMP TABLE parts (segment TEXT)")
    named = [("",), *((f"channel=c{at:03}",) for at in range(parts))]
    plain.executemany("INSERT INTO parts VALUES (?)", named)
    plain.execute("CREATE TEMP TABLE metrics (metric TEXT, level REAL, ratio INTEGER)")
    rows = [(one.key, _level(one.high), int(one.formula.is_ratio)) for one in load().metrics]
    plain.executemany("INSERT INTO metrics VALUES (?, ?, ?)", rows)
    stamp = "'2026-11-20 05:00:00.000000'"
    plain.execute(
        "INSERT INTO snapshot (workspace, metric, segment, grain, period, value, numerator,"
        " denominator, recorded_at, recording)"
        f" SELECT '{TEAM}', metric, segment, 'day', day,"
        "  level * (1 + 0.01 * (abs(random()) % 10)), NULL, NULL,"
        f" {stamp}, 1 FROM metrics CROSS JOIN parts CROSS JOIN days"
        " ORDER BY metric, segment, day"
    )
    plain.execute(
        "INSERT INTO series (workspace, segment, grain, metric, first, last, periods, recorded_at,"
        " source, author, judged_through)"
        f" SELECT '{TEAM}', segment, 'day', metric, (SELECT min(day) FROM days),"
        f" (SELECT max(day) FROM days), (SELECT count(*) FROM days), {stamp}, 'bench', '',"
        " (SELECT max(day) FROM days) FROM metrics CROSS JOIN parts"
    )
    plain.commit()


def _level(high: float | None) -> float:
    return 1000.0 if high is None else high / 2
