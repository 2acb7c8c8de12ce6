"""Twenty kills of the run behind `make crash`: nothing is lost, nothing stands there twice."""

from pathlib import Path
from random import Random

from storage.engine import make_engine
from storage.migrate import upgrade
from tests.crash.month import Month
from tests.crash.tally import Tally
from tests.postgres import Postgres

KILLS, DAYS = 10, 1


def test_three_replicas_on_postgres(postgres: Postgres) -> None:
    address = postgres.create()
    tally = Month(address, 3, KILLS, DAYS, Random(7)).play()
    assert is_kept(tally), tally.words()
    postgres.drop(address)


def test_one_process_on_sqlite(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'funnelbot.sqlite'}"
    engine = make_engine(address)
    upgrade(engine)
    engine.dispose()
    tally = Month(address, 1, KILLS, DAYS, Random(8)).play()
    assert is_kept(tally), tally.words()


def is_kept(tally: Tally) -> bool:
    """Never lost, doubled or stale, and nothing due is unaccounted for."""
    enough = tally.due >= 40 * DAYS and tally.sent + tally.skipped == tally.due
    return enough and (tally.lost, tally.doubled, tally.stale) == (0, 0, 0)
