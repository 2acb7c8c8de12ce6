"""What Slack shows, asked from a terminal: the same words, as text or as JSON."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from commands.blocks import Block, Message, as_text, unescape
from commands.place import Place
from commands.verbs.break_list import listed_breaks
from commands.verbs.status import status_facts
from commands.verbs.why import message_of
from commands.views.break_list import breaks_message
from commands.views.help import empty_message
from commands.views.status import status_message
from commands.why_facts import why_facts
from funnel.catalogue import load
from funnel.catalogue.entries import Metric
from storage.store import Store, Tx

Answer = tuple[object, Message]
DRESSING = frozenset({"style", "steps", "command", "asked_at", "chart", "asked", "others"})
"""Fields that say how a message is drawn, not what is true."""


def ask(
    store: Store,
    workspace: str,
    verb: str,
    words: str,
    *,
    as_of: date | None,
    now: datetime,
    json: bool,
) -> str:
    """The facts as JSON, or the message as plain text. Raises what the verb raises."""
    with store.read(workspace) as tx:
        own = tx.metrics.all()
        settings = tx.workspace.get()
        at = now if as_of is None else _evening(as_of, settings.zone)
        place = Place(settings, load().with_metrics(own), at)
        facts, message = _VERBS[verb](tx, words, place)
    return as_json(facts) if json else as_plain(message)


def as_json(facts: object) -> str:
    return json.dumps(_plain(facts), indent=2, ensure_ascii=False)


def as_plain(message: Message) -> str:
    """The message's lines, without marks for bold."""
    lines = [_words(block) for block in as_text(message).blocks]
    return unescape("\n".join(line for line in lines if line).replace("*", ""))


def _status(tx: Tx, words: str, place: Place) -> Answer:
    found = status_facts(tx, words, place)
    if found is None:
        return {"rows": []}, empty_message()
    return found[0], status_message(found[0])


def _breaks(tx: Tx, words: str, place: Place) -> Answer:
    listing = listed_breaks(tx, words, place)
    known = [one.found for one in listing.entries]
    reports = [one.report for one in listing.reports]
    return {"breaks": known, "reports": reports}, breaks_message(listing, style=place.style)


def _why(tx: Tx, words: str, place: Place) -> Answer:
    facts = why_facts(tx, words, place)
    return facts, message_of(facts)


_VERBS: dict[str, Callable[[Tx, str, Place], Answer]] = {
    "status": _status,
    "breaks": _breaks,
    "why": _why,
}


def _evening(day: date, zone: str) -> datetime:
    """When the day is just over."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=ZoneInfo(zone))


def _plain(value: object) -> object:
    """Dataclasses as objects, a metric as its key, dates as ISO 8601."""
    match value:
        case Metric():
            return value.key
        case Enum():
            return value.value
        case date() | time():
            return value.isoformat()
        case Mapping():
            return {str(key): _plain(one) for key, one in value.items()}
        case str() | int() | float() | None:
            return value
        case Sequence() | frozenset():
            return [_plain(one) for one in value]
        case _ if is_dataclass(value):
            shown = [one.name for one in fields(value) if one.name not in DRESSING]
            return {name: _plain(getattr(value, name)) for name in shown}
        case _:
            return str(value)


def _words(block: Block) -> str:
    texts = [block.get("text"), *block.get("elements", ()), *block.get("fields", ())]
    return "\n".join(
        str(one["text"])
        for one in texts
        if isinstance(one, dict) and isinstance(one.get("text"), str)
    )
