"""Numbers that contradict each other: more orders than sessions, a rate that its parts deny.

Told to the owner of the data, once a pair in four weeks, with both numbers; never a warning.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.watch import owner_of
from funnel.catalogue import Catalogue
from funnel.derived import Conflict, find_conflicts
from funnel.model import Grain, Series
from funnel.periods import local_date
from storage.store import Store, Tx

CONFLICT = "data_conflict"
LOOKED_AT = timedelta(days=7)
NOT_AGAIN_FOR = timedelta(days=28)
_APART = "|"


@dataclass(frozen=True, slots=True)
class Told:
    """A conflict, and who is told of it."""

    conflict: Conflict
    owner: str

    @property
    def subject(self) -> str:
        return f"{self.conflict.one}{_APART}{self.conflict.other}"


def watch_conflicts(store: Store, workspace: str, catalogue: Catalogue, *, now: datetime) -> None:
    """Plan one message for each pair that was not told of lately."""
    with store.read(workspace) as tx:
        found = current_conflicts(tx, catalogue, now)
        news = [one for one in found if not _was_told(tx, one, now)]
    if not news:
        return
    with store.write(workspace) as tx:
        for one in news:
            tx.deliveries.plan(
                kind=CONFLICT,
                subject=one.subject,
                channel=one.owner,
                slot=one.conflict.day.isoformat(),
                at=now,
            )


def current_conflicts(tx: Tx, catalogue: Catalogue, now: datetime) -> list[Told]:
    """The newest day of each pair in the last week, where somebody is known to tell."""
    known = catalogue.with_metrics(tx.metrics.all())
    states = [
        state
        for state in tx.series.totals()
        if state.grain is Grain.DAY and known.has_metric(state.metric)
    ]
    first = local_date(now, tx.workspace.get().zone) - LOOKED_AT
    held: Mapping[str, Series] = tx.snapshots.series_of([s.metric for s in states], first=first)
    newest: dict[tuple[str, str], Conflict] = {}
    for one in find_conflicts(known, held, first=first):
        newest[one.one, one.other] = one
    schedules = tx.schedules.all()
    told = []
    for (key, _), conflict in newest.items():
        owner = owner_of([state for state in states if state.metric == key], schedules)
        if owner:
            told.append(Told(conflict, owner))
    return told


def _was_told(tx: Tx, one: Told, now: datetime) -> bool:
    since: date = (now - NOT_AGAIN_FOR).date()
    rows = tx.deliveries.of(CONFLICT, one.subject)
    return any(row.planned_at.date() >= since for row in rows)
