"""Twenty kills of the run behind `make crash`: nothing is lost, nothing stands there twice."""

from pathlib import Path
from random import Random

from storage.engine import make_engine
from storage.migrate import upgrade
from tests.crash.month import Month
from tests.postgres import Postgres

KILLS, DAYS = 10, 1


def test_three_replicas_on_postgres(postgres: Postgres) -> None:
    address = postgres.create()
    never_lost_nor_doubled(Month(address, 3, KILLS, DAYS, Random(7)))
    postgres.drop(address)


def test_one_process_on_sqlite(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'funnelbot.sqlite'}"
    engine = make_engine(address)
    upgrade(engine)
    engine.dispose()
    never_lost_nor_doubled(Month(address, 1, KILLS, DAYS, Random(8)))


def never_lost_nor_doubled(month: Month) -> None:
    tally = month.play()
    assert tally.due >= 40 * DAYS
    assert (tally.lost, tally.doubled, tally.stale) == (0, 0, 0), tally.words()
    assert tally.sent + tally.skipped == tally.due
