"""Brings a database to the newest schema, and tells what differs from the tables in code.

Alembic costs a quarter of a second to import, so it is imported only where a database has to change
or be compared: a start on a database at the head asks one query. There is no way down: a backup is.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, func, inspect, select, text

from storage.engine import READS
from storage.goal_tables import GOAL
from storage.link_tables import MESSAGE_LINK
from storage.report_tables import BREAK_REPORT
from storage.snapshot_tables import SNAPSHOT
from storage.spell_tables import SPELL

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"
# One: all tables join the small ones.
(METADATA,) = {one.metadata for one in (SNAPSHOT, GOAL, BREAK_REPORT, MESSAGE_LINK, SPELL)}


def head() -> str:
    """The newest revision: revisions are named as their files are, and the files are numbered."""
    return max(path.stem for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def current(engine: Engine) -> str | None:
    """The database's revision; None before the first upgrade."""
    with engine.connect().execution_options(**{READS: True}) as connection:
        return _revision(connection)


def upgrade(engine: Engine) -> None:
    """Runs what is missing in one transaction. Several processes may try at once."""
    if current(engine) == head():
        return
    from alembic.command import upgrade as run_upgrade

    with engine.begin() as connection:  # on SQLite this is the write lock already
        if engine.dialect.name == "postgresql":
            name = func.hashtextextended("funnelbot migrations", 0)
            connection.execute(select(func.pg_advisory_xact_lock(name)))
        run_upgrade(_config(connection), "head")


def differences(engine: Engine) -> list[str]:
    """What a new migration would have to change, one line each; empty when all is in step."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    options = {"compare_type": True, "compare_server_default": True}
    with engine.connect().execution_options(**{READS: True}) as connection:
        context = MigrationContext.configure(connection, opts=options)
        return [_describe(change) for change in compare_metadata(context, METADATA)]


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _config(connection: Connection) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _describe(change: Any) -> str:
    """Changes are tuples led by a verb; those of one column come as a list of such tuples."""
    parts = change[0] if isinstance(change, list) else change
    return " ".join(str(part) for part in parts if part is not None)
