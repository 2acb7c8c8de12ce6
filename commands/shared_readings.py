"""Readings that the digests of one round share: made once for the same numbers and minute."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock

from commands.place import Place
from commands.readings import Known, readings_of
from funnel.events import Event
from funnel.model import Break, Workspace
from funnel.status import Reading
from storage.store import Tx


@dataclass(frozen=True, slots=True)
class _Basis:
    """What all readings of a moment depend on; while it is equal, those made stay good."""

    workspace: Workspace
    minute: datetime
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class _Made:
    """Readings of these metrics, and what is remembered of their breaks."""

    known: tuple[Known, ...]
    breaks: tuple[Break, ...]
    readings: dict[str, Reading]


@dataclass(slots=True)
class SharedReadings:
    """Channels with the same stages read the same series. A series' state tells of each change of
    its numbers, so a number that comes in between two digests is in the second one."""

    _basis: _Basis | None = None
    _made: list[_Made] = field(default_factory=list)
    _one_reads: Lock = field(default_factory=Lock)

    def of(self, tx: Tx, known: Iterable[Known], place: Place) -> dict[str, Reading]:
        """`readings_of`, or what it gave a moment ago for the same."""
        wanted = tuple(known)
        minute = place.now.replace(second=0, microsecond=0)
        basis = _Basis(place.workspace, minute, tx.events.all())
        breaks = tx.breaks.about([one.metric.key for one in wanted])
        with self._one_reads:
            if basis != self._basis:
                self._basis, self._made = basis, []
            for made in self._made:
                if made.known == wanted and made.breaks == breaks:
                    return made.readings
            readings = readings_of(tx, wanted, place)
            self._made.append(_Made(wanted, breaks, readings))
            return readings
