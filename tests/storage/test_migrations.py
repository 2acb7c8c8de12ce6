"""A database that was upgraded is the one that the tables in code describe."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from storage.engine import make_engine
from storage.migrate import METADATA, MIGRATIONS, current, differences, head, upgrade
from tests.postgres import Postgres

SQLITE_SCHEMA = "SELECT name, sql FROM sqlite_master WHERE name NOT LIKE '%alembic%' ORDER BY name"
POSTGRES_SCHEMA = """
SELECT table_name || '.' || column_name AS name, concat_ws(
    ' ', data_type, numeric_precision, collation_name, is_nullable, column_default) AS definition
FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
UNION ALL SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
"""


@pytest.fixture(params=["sqlite", "postgres"])
def empty_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database without a table."""
    if request.param == "sqlite":
        engine = make_engine(f"sqlite:///{tmp_path}/empty.db")
        yield engine
        engine.dispose()
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    address = postgres.create(empty=True)
    engine = make_engine(address)
    yield engine
    engine.dispose()
    postgres.drop(address)


def schema(connection: Connection) -> dict[str, Any]:
    """Every column, constraint and index as the engine itself describes it, by name."""
    query = SQLITE_SCHEMA if connection.dialect.name == "sqlite" else POSTGRES_SCHEMA
    return {
        # a table that SQLite rebuilt is named in quotes
        name: " ".join((definition or "").replace('"', "").split())
        for name, definition in connection.execute(text(query))
        if "alembic" not in name
    }


def test_upgrade_makes_the_tables_in_code(empty_engine: Engine) -> None:
    with empty_engine.begin() as connection:
        METADATA.create_all(connection)
        wanted = schema(connection)
        METADATA.drop_all(connection)
        assert schema(connection) == {}
    upgrade(empty_engine)
    with empty_engine.begin() as connection:
        assert schema(connection) == wanted
    assert len(wanted) > 15


def test_upgrade_from_empty_ends_at_the_head(empty_engine: Engine) -> None:
    assert current(empty_engine) is None
    assert any("add_table" in line and "snapshot" in line for line in differences(empty_engine))
    upgrade(empty_engine)
    assert current(empty_engine) == head()
    assert differences(empty_engine) == []
    upgrade(empty_engine)
    assert current(empty_engine) == head()


def test_a_missing_index_and_a_foreign_column_are_told(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("DROP INDEX ix_break_workspace_condition"))
        connection.execute(text("ALTER TABLE goal ADD COLUMN mood INTEGER"))
    told = differences(engine)
    assert len(told) == 2
    assert any("ix_break_workspace_condition" in line for line in told)
    assert any("remove_column" in line and "mood" in line for line in told)


def test_there_is_one_head_and_files_are_named_by_revision() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    scripts = ScriptDirectory.from_config(config)
    assert scripts.get_heads() == [head()]
    for script in scripts.walk_revisions():
        assert Path(script.path).stem == script.revision
        assert len(script.revision) <= 32  # the width of Alembic's own column


def run(code: str, address: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-P", "-c", code, address]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_a_start_at_the_head_does_not_wait_for_alembic(engine: Engine) -> None:
    code = """
import sys
from storage.engine import make_engine
from storage.migrate import upgrade
engine = make_engine(sys.argv[1])
upgrade(engine)
engine.dispose()
print("alembic" in sys.modules)
"""
    process = run(code, engine.url.render_as_string(hide_password=False))
    assert process.communicate(timeout=30)[0].split() == ["False"]


def test_replicas_that_start_together_upgrade_once(empty_engine: Engine) -> None:
    code = """
import sys
from storage.engine import make_engine
from storage.migrate import current, upgrade
engine = make_engine(sys.argv[1])
upgrade(engine)
print(current(engine))
engine.dispose()
"""
    address = empty_engine.url.render_as_string(hide_password=False)
    replicas = [run(code, address) for _ in range(2)]
    assert [replica.communicate(timeout=30)[0].split() for replica in replicas] == [[head()]] * 2
