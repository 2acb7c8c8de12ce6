"""What a day costs: a digest compiled and rendered, and the scan of one new day."""

from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from sqlite3 import connect
from statistics import median

from sqlalchemy import text

from bot.scans import scan
from commands.digests import gather
from commands.views.digest import digest_message
from funnel.catalogue import load
from funnel.schedules import Schedule
from playground.workspace import TEAM
from storage.engine import make_engine
from storage.store import Store
from tests.benchmarks.shop import Bench
from tests.benchmarks.timing import medians, milliseconds

DIGESTS, SCANS = 15, 5


@dataclass(frozen=True, slots=True)
class Daily:
    """Medians in milliseconds of processor time; `metrics` is how many the scan judged."""

    digest: float
    scan: float
    metrics: int


def measure_day(bench: Bench, folder: Path) -> Daily:
    (digest,) = medians([lambda: _digest(bench)], rounds=DIGESTS)
    scans = [_scan(bench, folder) for _ in range(SCANS)]
    return Daily(digest, median(one for one, _ in scans), scans[0][1])


def _digest(bench: Bench) -> object:
    schedule = Schedule(1, bench.slack.person("ana").channel.id, "UTC")
    since = bench.now - timedelta(days=1)
    with bench.runtime.store.read(TEAM) as tx:
        facts = gather(tx, schedule, load(), now=bench.now, since=since)
    return digest_message(facts).payload()


def _scan(bench: Bench, folder: Path) -> tuple[float, int]:
    """On a copy of the record that has not yet judged the newest day of each series."""
    path = folder / "unjudged.sqlite"
    with closing(connect(bench.database)) as source, closing(connect(path)) as copy:
        source.backup(copy)
    engine = make_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        connection.execute(
            text("UPDATE series SET judged_through = date(judged_through, '-1 day')")
        )
    store, judged = Store(engine), []
    took = milliseconds(lambda: judged.append(scan(store, TEAM, load(), now=bench.now).judged))
    store.dispose()
    return took, judged[0]
