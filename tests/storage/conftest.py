"""Fresh databases: `store` runs a test on both engines, `sqlite_store` on a file alone."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, QueuePool

from storage.engine import make_engine
from storage.store import Store
from tests.postgres import Postgres

MORNING = datetime(2026, 11, 19, 9, 12, tzinfo=UTC)


@pytest.fixture
def clock() -> Callable[[], datetime]:
    """Each look is a minute later than the last."""
    minutes = iter(range(1_000_000))
    return lambda: MORNING + timedelta(minutes=next(minutes))


@pytest.fixture
def sqlite_engine(empty_database: Path, tmp_path: Path) -> Iterator[Engine]:
    path = tmp_path / "record.db"
    shutil.copyfile(empty_database, path)
    engine = make_engine(f"sqlite:///{path}")
    yield engine
    _close(engine)


@pytest.fixture
def postgres_engine(postgres: Postgres) -> Iterator[Engine]:
    address = postgres.create()
    engine = make_engine(address)
    yield engine
    _close(engine)
    postgres.drop(address)


@pytest.fixture(params=["sqlite", "postgres"])
def engine(request: pytest.FixtureRequest) -> Engine:
    chosen: Engine = request.getfixturevalue(f"{request.param}_engine")
    return chosen


@pytest.fixture
def store(engine: Engine) -> Store:
    return Store(engine)


@pytest.fixture
def sqlite_store(sqlite_engine: Engine) -> Store:
    return Store(sqlite_engine)


def _close(engine: Engine) -> None:
    """A block that does not give its connection back drains the pool of a real bot."""
    assert isinstance(engine.pool, QueuePool)
    assert engine.pool.checkedout() == 0
    engine.dispose()
