"""Opens transactions, each of one workspace: `store.read(workspace)`, `store.write(workspace)`."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from threading import RLock
from typing import Any

from sqlalchemy import Connection, Engine, select

from storage.audit import Audit
from storage.benchmarks import Benchmarks
from storage.breaks import Breaks
from storage.deliveries import Deliveries
from storage.dimensions import Dimensions
from storage.dumps import Dumps
from storage.engine import READS, STAGES
from storage.events import Events
from storage.goal_drafts import GoalDrafts
from storage.goal_history import GoalHistory
from storage.goals import Goals
from storage.message_links import MessageLinks
from storage.metrics import Metrics
from storage.people import People
from storage.reactions import Reactions
from storage.recordings import Recordings
from storage.reports import Reports
from storage.schedules import Schedules
from storage.scope import Scope
from storage.seen import Seen
from storage.series import SeriesStates
from storage.snapshots import Snapshots
from storage.spells import Spells
from storage.staging import Batch, open_stage, stage
from storage.tables import WORKSPACE
from storage.workspaces import Workspaces


@dataclass(frozen=True, slots=True)
class Tx:
    """One transaction of one workspace. Nothing that it gives is bound to it: all are dataclasses
    of `funnel`, good after the block has ended; the Tx itself is not."""

    workspace: Workspaces
    metrics: Metrics
    snapshots: Snapshots
    series: SeriesStates
    recordings: Recordings
    goals: Goals
    goal_drafts: GoalDrafts
    goal_history: GoalHistory
    breaks: Breaks
    reports: Reports
    schedules: Schedules
    deliveries: Deliveries
    links: MessageLinks
    people: People
    audit: Audit
    seen: Seen
    reactions: Reactions
    events: Events
    benchmarks: Benchmarks
    dimensions: Dimensions
    dumps: Dumps
    spells: Spells


class Store:
    """All workspaces behind one engine. Make one for the process: it holds SQLite's write lock."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._sqlite = engine.dialect.name == "sqlite"
        # SQLite's own waiting is unfair: with a lock of ours the longest wait was 0.2 s, not 2 s.
        # A reentrant one, so that a block inside a block fails as busy instead of hanging.
        self._writing: AbstractContextManager[Any] = RLock() if self._sqlite else nullcontext()

    @contextmanager
    def read(self, workspace: str) -> Iterator[Tx]:
        """One consistent view; a write inside raises sqlalchemy.exc.DBAPIError."""
        with self._reading() as connection:
            yield _tx(Scope(connection, workspace, writes=False))

    @contextmanager
    def write(self, workspace: str) -> Iterator[Tx]:
        """Commits on a clean exit, rolls back when the block raises.

        On SQLite one write block of the process runs at a time: compute before it, not in it.
        """
        with self._writing, self._engine.begin() as connection:
            yield _tx(Scope(connection, workspace, writes=True))

    @contextmanager
    def load(self, workspace: str, batches: Iterable[Batch]) -> Iterator[Tx]:
        """A write block for `tx.snapshots.record_staged`: the batches stand beside the record
        when it begins.

        Bringing them there takes most of an import's time. On SQLite that happens in a file of
        this connection, before the write lock is taken, so that others can write meanwhile.
        """
        with self._engine.connect() as connection:
            scope = Scope(connection, workspace, writes=True)
            if self._sqlite:
                connection.execution_options(**{STAGES: True})
                with connection.begin():
                    open_stage(scope)
                    stage(scope, batches)
                connection.execution_options(**{STAGES: False})
            with self._writing, connection.begin():
                if not self._sqlite:
                    open_stage(scope)
                    stage(scope, batches)
                yield _tx(scope)

    def workspaces(self, *, stopped: bool = False) -> tuple[str, ...]:
        """Ids of the workspaces that something was written for and whose token is alive;
        `stopped` takes those too whose token is dead."""
        known = select(WORKSPACE.c.id).order_by(WORKSPACE.c.id)
        chosen = known if stopped else known.where(WORKSPACE.c.stopped == "")
        with self._reading() as connection:
            return tuple(connection.execute(chosen).scalars())

    @property
    def folder(self) -> Path | None:
        """Where SQLite's file lies; None on Postgres."""
        name = self._engine.url.database
        return Path(name).resolve().parent if self._sqlite and name else None

    def dispose(self) -> None:
        """Closes every idle connection."""
        self._engine.dispose()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._engine.connect() as plain:
            if self._sqlite:
                connection = plain.execution_options(**{READS: True})
            else:
                connection = plain.execution_options(
                    isolation_level="REPEATABLE READ", postgresql_readonly=True
                )
            with connection.begin():
                yield connection


def _tx(scope: Scope) -> Tx:
    return Tx(
        Workspaces(scope),
        Metrics(scope),
        Snapshots(scope),
        SeriesStates(scope),
        Recordings(scope),
        Goals(scope),
        GoalDrafts(scope),
        GoalHistory(scope),
        Breaks(scope),
        Reports(scope),
        Schedules(scope),
        Deliveries(scope),
        MessageLinks(scope),
        People(scope),
        Audit(scope),
        Seen(scope),
        Reactions(scope),
        Events(scope),
        Benchmarks(scope),
        Dimensions(scope),
        Dumps(scope),
        Spells(scope),
    )
