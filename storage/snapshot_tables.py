"""The tables of numbers: present values, their revisions, and who put them in.

`snapshot` holds one row a period, the revised ones stand in `snapshot_history`: a shop loads its
newest weeks again every day, and reads must not wade through the revisions. Both are clustered by
the key of a series, so that a read touches what it returns and nothing else.
"""

from typing import Any

from sqlalchemy import (
    Column,
    Float,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
)
from sqlmodel.sql.sqltypes import UTCDateTime

from funnel.model import RecordingKind
from storage.tables import METADATA
from storage.types import Choice, key_text

SERIES_KEY = ("metric", "segment", "grain")
PERIOD_KEY = (*SERIES_KEY, "period")
NUMBERS = ("value", "numerator", "denominator")


def _keys(*names: str) -> list[Column[Any]]:
    return [Column(name, key_text(), nullable=False) for name in names]


def _numbers() -> list[Column[Any]]:
    return [
        Column("value", Float(53), nullable=False),
        Column("numerator", Float(53)),
        Column("denominator", Float(53)),
    ]


SNAPSHOT = Table(
    "snapshot",
    METADATA,
    *_keys("workspace", *PERIOD_KEY),
    *_numbers(),
    Column("recorded_at", UTCDateTime(), nullable=False),
    Column("recording", Integer, nullable=False),
    PrimaryKeyConstraint("workspace", *PERIOD_KEY, postgresql_include=list(NUMBERS)),
    sqlite_with_rowid=False,
)

HISTORY = Table(
    "snapshot_history",
    METADATA,
    *_keys("workspace", *PERIOD_KEY),
    Column("recorded_at", UTCDateTime(), nullable=False),
    *_numbers(),
    Column("recording", Integer, nullable=False),
    Column("superseded_at", UTCDateTime(), nullable=False),
    PrimaryKeyConstraint("workspace", *PERIOD_KEY, "recorded_at"),
    sqlite_with_rowid=False,
)

# The segment comes first: the totals of a workspace are one range of the key.
SERIES = Table(
    "series",
    METADATA,
    *_keys("workspace", "segment", "grain", "metric", "first", "last"),
    Column("periods", Integer, nullable=False),
    Column("recorded_at", UTCDateTime(), nullable=False),
    Column("source", String, nullable=False),
    Column("author", String, nullable=False),
    Column("judged_through", key_text()),
    PrimaryKeyConstraint("workspace", "segment", "grain", "metric"),
    sqlite_with_rowid=False,
)

RECORDING = Table(
    "recording",
    METADATA,
    *_keys("workspace"),
    Column("number", Integer, nullable=False, autoincrement=False),
    Column("kind", Choice(RecordingKind), nullable=False),
    Column("author", String, nullable=False),
    Column("source", String, nullable=False),
    Column("at", UTCDateTime(), nullable=False),
    Column("rows", Integer, nullable=False),
    Column("undone_at", UTCDateTime()),
    Column("undone_by", String, nullable=False),
    PrimaryKeyConstraint("workspace", "number"),
    Index(None, "workspace", "author", "number"),
)

# Where a recording wrote: its rows are found by key, without an index over all numbers.
RECORDING_SERIES = Table(
    "recording_series",
    METADATA,
    *_keys("workspace"),
    Column("recording", Integer, nullable=False, autoincrement=False),
    *_keys(*SERIES_KEY, "first", "last"),
    PrimaryKeyConstraint("workspace", "recording", *SERIES_KEY),
    ForeignKeyConstraint(["workspace", "recording"], ["recording.workspace", "recording.number"]),
    sqlite_with_rowid=False,
)

# Rows on their way in: a temporary table of one connection (`storage.staging` makes it), filled and
# emptied inside one transaction. It is no part of the record.
INCOMING = Table("incoming", MetaData(), *_keys(*PERIOD_KEY), *_numbers())
