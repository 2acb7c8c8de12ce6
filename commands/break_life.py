"""What happened to a break, from the ledger of its messages and from what people did."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from commands.break_answers import name_of
from commands.break_facts import CHANGED, OPENED
from commands.views.break_life import Moment
from funnel.life import Edge
from funnel.model import Break, BreakEnd, DeliveryState
from storage.store import Tx

_RECENT_DEEDS = 300
_EDGES = {
    Edge.WORSENED: "grew",
    Edge.RECOVERING: "back inside the usual range",
    Edge.RELAPSED: "worse again",
    Edge.RECOVERED: "recovered",
    Edge.NEW_NORMAL: "the new normal",
    Edge.JOINED: "other metrics joined it",
}
_ENDS = {
    BreakEnd.RECOVERED: _EDGES[Edge.RECOVERED],
    BreakEnd.NEW_NORMAL: _EDGES[Edge.NEW_NORMAL],
}
_DEEDS = {
    "break_acknowledged": "acknowledged",
    "break_snoozed": "snoozed",
    "break_explained": "closed as an event",
    "break_called_noise": "closed as noise",
    "break_called_useful": "called useful",
    "break_reopened": "opened again",
    "break_answered": "questions answered",
}


def life_of(tx: Tx, found: Break, zone: str) -> list[Moment]:
    """Days of data for what the numbers did, local days of the workspace for what people did."""
    moments = [
        Moment(_day(found.onset), "began, most likely"),
        Moment(_day(found.opened_on), "the first day on which it was clear"),
    ]
    moments += _told(tx, found, zone)
    changes = _changed(tx, found) if found.number == found.incident else set()
    changes |= _ending(found, changes)
    moments += [Moment(day, words) for day, words in changes]
    for deed in tx.audit.latest(_RECENT_DEEDS):
        words = _DEEDS.get(deed.action)
        if words and deed.subject == str(found.incident):
            moments.append(Moment(_local(deed.at, zone), f"{words} by {name_of(tx, deed.user)}"))
    return moments


def _told(tx: Tx, found: Break, zone: str) -> list[Moment]:
    sent = [
        row.covered_until or row.planned_at
        for row in tx.deliveries.of(OPENED, str(found.incident))
        if row.state is DeliveryState.SENT
    ]
    channels = f"{len(sent)} channel{'' if len(sent) == 1 else 's'}"
    return [Moment(_local(min(sent), zone), f"told in {channels}")] if sent else []


def _changed(tx: Tx, found: Break) -> set[tuple[date, str]]:
    """Each change of an incident once, in however many channels it was told."""
    changes = set()
    for row in tx.deliveries.of(CHANGED, str(found.incident)):
        edge, is_scan, day = row.slot.partition("@")
        if is_scan and edge in _EDGES:
            changes.add((_day(datetime.fromisoformat(day)), _EDGES[Edge(edge)]))
    return changes


def _ending(found: Break, told: set[tuple[date, str]]) -> set[tuple[date, str]]:
    """The end of what was told nowhere, or of one member of an incident."""
    if found.closed_on is None or found.ended not in _ENDS:
        return set()
    words = _ENDS[found.ended]
    known = any(words == each for _, each in told)
    return set() if known else {(_day(found.closed_on), words)}


def _local(at: datetime, zone: str) -> date:
    return at.astimezone(ZoneInfo(zone)).date()


def _day(at: date) -> date:
    return date(at.year, at.month, at.day)
