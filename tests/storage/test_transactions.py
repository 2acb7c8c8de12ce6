"""Blocks: committed whole or not at all, strict in reading, and never across workspaces."""

import stat
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, OperationalError

from funnel.errors import BadSetting
from funnel.model import Workspace
from storage.engine import make_engine
from storage.store import Store

NOW = datetime(2026, 11, 19, 9, tzinfo=UTC)


class TillBroke(Exception):
    """Stands for anything that goes wrong half-way."""


def test_nothing_stays_of_a_block_that_failed(store: Store) -> None:
    def break_half_way() -> None:
        with store.write("T1") as tx:
            tx.workspace.save(Workspace("T1", zone="Europe/Berlin"))
            raise TillBroke

    with pytest.raises(TillBroke):
        break_half_way()
    with store.read("T1") as tx:
        assert tx.workspace.get() == Workspace("T1")


def test_a_read_block_cannot_write(store: Store) -> None:
    with store.read("T1") as tx, pytest.raises(DBAPIError):
        tx.workspace.save(Workspace("T1"))
    with store.write("T1") as tx:  # the connection may write again
        tx.workspace.save(Workspace("T1", currency="USD"))
    with store.read("T1") as tx:
        assert tx.workspace.get().currency == "USD"


def test_a_read_block_sees_one_moment(store: Store) -> None:
    with store.write("T1") as tx:
        tx.workspace.save(Workspace("T1", currency="EUR"))
    with store.read("T1") as old:
        assert old.workspace.get().currency == "EUR"
        with store.write("T1") as tx:
            tx.workspace.save(Workspace("T1", currency="USD"))
        assert old.workspace.get().currency == "EUR"


def test_workspaces_are_known_from_their_first_write_until_their_token_dies(store: Store) -> None:
    with store.read("T0") as tx:
        assert tx.workspace.get() == Workspace("T0")
    assert store.workspaces() == ()
    with store.write("T1") as tx:
        assert tx.workspace.get() == Workspace("T1")
    with store.write("T2") as tx:
        tx.deliveries.plan(kind="digest", subject="1", channel="C1", slot="today", at=NOW)
    assert store.workspaces() == ("T1", "T2")
    with store.write("T1") as tx:
        tx.workspace.save(Workspace("T1", stopped="token_revoked"))
    assert store.workspaces() == ("T2",)


def test_no_update_is_lost_among_threads(sqlite_store: Store) -> None:
    """Each reads the total, then writes total + 1, as a careless counter would."""

    def add_one(_: int) -> None:
        with sqlite_store.write("T1") as tx:
            total = float(tx.workspace.get().currency.removeprefix("EUR") or 0)
            tx.workspace.save(Workspace("T1", currency=f"{total + 1:.0f}"))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add_one, range(200)))
    with sqlite_store.read("T1") as tx:
        assert tx.workspace.get().currency == "200"


def test_a_block_inside_a_block_fails_instead_of_hanging(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path}/record.db")
    event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA busy_timeout=1"))
    store = Store(engine)
    with store.write("T1"), pytest.raises(OperationalError, match="locked"), store.write("T1"):
        pytest.fail("two write blocks at once")
    store.dispose()


def test_a_new_sqlite_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path}/shop/record.db")
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE x (y)")
        pragmas = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "busy_timeout", "foreign_keys")
        ]
    engine.dispose()
    assert pragmas == ["wal", 1, 2000, 1]
    folder, file = tmp_path / "shop", tmp_path / "shop" / "record.db"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("mysql://ana:geheim@shop/db", "begins with mysql"),
        ("sqlite://", "names no file"),
        ("sqlite:///:memory:", "names no file"),
        ("geheim", "cannot be read"),
    ],
)
def test_an_address_that_cannot_be_used_is_said_without_its_password(
    address: str, words: str
) -> None:
    with pytest.raises(BadSetting, match=words) as refused:
        make_engine(address)
    assert "geheim" not in str(refused.value)
    assert "sqlite:///" in refused.value.hint


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_spelling_of_postgres_is_taken(scheme: str) -> None:
    engine = make_engine(f"{scheme}://ana:geheim@shop/db")
    assert engine.url.drivername == "postgresql+psycopg"
    assert "psycopg" in sys.modules
