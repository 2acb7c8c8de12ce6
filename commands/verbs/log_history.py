"""`/funnel log history` and `log delete`: every value that a period had; taking one away."""

from dataclasses import dataclass

from commands.blocks import Message
from commands.deps import Deps
from commands.entry import start_for
from commands.parse import chosen, metric_named, split_segment, split_when
from commands.place import Place, place_of
from commands.readings import grain_for
from commands.request import Request
from commands.views.log import Said
from commands.views.log_history import ValueLine, deleted_message, history_message
from funnel.catalogue.entries import Metric
from funnel.errors import BadNumber, NotAllowed
from funnel.model import Deed, Snapshot
from storage.store import Tx

SOURCE = "slack"


@dataclass(frozen=True, slots=True)
class Spot:
    """One period of one series, named by words; its value is no part of it."""

    metric: Metric
    key: Snapshot

    @property
    def said(self) -> str:
        return f"{self.key.metric} {self.key.start.isoformat()}"


def show_history(request: Request, deps: Deps) -> Message:
    """`history NAME [date] [segment]`, without a date the newest period that is over.

    Raises UnknownMetric, BadDate, BadSegment."""
    with deps.store.read(request.workspace) as tx:
        place = place_of(tx, request, deps)
        spot = _spot(request.args, tx, place)
        key = spot.key
        found = tx.snapshots.revisions(key.metric, key.start, segment=key.segment, grain=key.grain)
    lines = [
        ValueLine(one.snapshot, one.recording, one.since, one.end.value, one.until) for one in found
    ]
    said = Said(spot.metric, key, place.style, "")
    zone = place.workspace.zone
    return history_message(spot.metric, said.what, said.when, lines, style=place.style, zone=zone)


def delete_number(request: Request, deps: Deps) -> Message:
    """Takes one value away. Its author and admins may; raises NotAllowed for others, BadNumber
    where nothing stands."""
    with deps.store.read(request.workspace) as tx:
        place = place_of(tx, request, deps)
        spot = _spot(request.args, tx, place)
    admin = deps.people.get(request.workspace, request.user).is_admin
    with deps.store.write(request.workspace) as tx:
        key = spot.key
        there = tx.snapshots.at(key.metric, key.start, segment=key.segment, grain=key.grain)
        said = Said(spot.metric, key, place.style, "")
        if there is None:
            raise BadNumber(
                f"No value of {said.what} stands for {said.when}.",
                f"See what there was: `/funnel log history {spot.said}`.",
            )
        if there[1].author != request.user and not admin:
            raise NotAllowed(
                "Who gave a value, or an admin, deletes it.",
                "You can log the right one over it; the old one stays in its history.",
            )
        recording = tx.snapshots.delete(
            [there[0]], source=SOURCE, author=request.user, at=request.now
        )
        details = {"start": key.start.isoformat(), "recording": recording.number}
        tx.audit.add(Deed(request.now, request.user, "number_deleted", key.metric, details))
    return deleted_message(Said(spot.metric, there[0], place.style, ""), number=recording.number)


def _spot(args: str, tx: Tx, place: Place) -> Spot:
    words, segment = split_segment(args, place.dimensions)
    name, span = split_when(words, today=place.today, calendar=place.calendar)
    framework = place.workspace.framework
    metric = chosen(metric_named(name, place.catalogue, framework=framework))
    grain = grain_for(metric, tx.series.totals())
    start = start_for(span, metric, place, grain=grain)
    return Spot(metric, Snapshot(metric.key, start, 0.0, segment=segment, grain=grain))
