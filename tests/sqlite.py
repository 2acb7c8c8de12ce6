"""An SQLite file at the newest schema, made once a run; tests copy it."""

from pathlib import Path

import pytest

from storage.engine import make_engine
from storage.migrate import upgrade


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "record.db"
    engine = make_engine(f"sqlite:///{path}")
    upgrade(engine)
    engine.dispose()
    return path
