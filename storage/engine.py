"""Connects to the record: an SQLite file with explicit transactions, or Postgres."""

from pathlib import Path

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

from funnel.errors import BadSetting

READS = "funnelbot_reads"  # execution option of a connection that may not write
STAGES = "funnelbot_stages"  # of one that fills a temporary table and writes nothing else
POOL_SIZE = 16
POOL_OVERFLOW = 8
POOL_TIMEOUT_SECONDS = 2
BUSY_MILLISECONDS = 2000  # how long SQLite waits for another process
WAL_LIMIT_BYTES = 64 * 1024 * 1024
EXAMPLES = "Write sqlite:///path/to/funnelbot.db or postgresql://user@host/name."

PRAGMAS = (
    "journal_mode=wal",
    "synchronous=normal",
    f"busy_timeout={BUSY_MILLISECONDS}",
    "foreign_keys=on",
    f"journal_size_limit={WAL_LIMIT_BYTES}",
)


def make_engine(url: str) -> Engine:
    """An engine whose SQLite transactions really are transactions.

    SQLite: the parent folder (mode 0700) and the file (0600) are made if absent; in-memory
    databases are refused, since each thread would see its own. Raises BadSetting, which never
    repeats the address: it may hold a password.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise BadSetting("The database address cannot be read.", EXAMPLES) from None
    match parsed.drivername:
        case "sqlite" | "sqlite+pysqlite":
            return _sqlite_engine(parsed)
        case "postgres" | "postgresql" | "postgresql+psycopg":
            return _postgres_engine(parsed.set(drivername="postgresql+psycopg"))
        case other:
            raise BadSetting(
                f"The database address begins with {other}; Funnelbot keeps its record in SQLite "
                "or Postgres.",
                EXAMPLES,
            )


def _sqlite_engine(url: URL) -> Engine:
    if not url.database or url.database == ":memory:":
        raise BadSetting("The SQLite address names no file.", EXAMPLES)
    path = Path(url.database)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600)
    engine = create_engine(
        url,
        poolclass=QueuePool,
        pool_size=POOL_SIZE,
        max_overflow=POOL_OVERFLOW,
        pool_timeout=POOL_TIMEOUT_SECONDS,
        connect_args={"isolation_level": None, "check_same_thread": False},
    )
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)
    return engine


def _postgres_engine(url: URL) -> Engine:
    try:
        return create_engine(
            url,
            pool_size=POOL_SIZE,
            max_overflow=POOL_OVERFLOW,
            pool_timeout=POOL_TIMEOUT_SECONDS,
            pool_pre_ping=True,
        )
    except ModuleNotFoundError:
        raise BadSetting(
            "The database address says Postgres, but its driver is not installed.",
            'Type: pip install "funnelbot[postgres]".',
        ) from None


def _set_pragmas(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    """The driver's own BEGIN comes with the first write, after the reads that it depends on."""
    options = connection.get_execution_options()
    reads, stages = options.get(READS, False), options.get(STAGES, False)
    connection.exec_driver_sql(f"PRAGMA query_only={int(reads)}")
    connection.exec_driver_sql("BEGIN" if reads or stages else "BEGIN IMMEDIATE")
