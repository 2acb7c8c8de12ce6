"""What a delivery is on the wire: the words of each kind, or why there are none."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.slack import Refused
from commands.blocks import Message
from funnel.model import Delivery
from storage.store import Tx


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What to put on the wire for one delivery.

    `edits` (ts, message) is done before the post: an edit may be repeated without harm.
    `message` None means that the edit is all. `follow_up` is the kind of a message about the same
    subject and slot that is planned once this one is sent, "" for none.
    """

    message: Message | None
    thread_ts: str = ""
    broadcast: bool = False
    edits: tuple[str, Message] | None = None
    follow_up: str = ""


@dataclass(frozen=True, slots=True)
class Wait:
    """Not now: try again at `until`."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Skip:
    """There is nothing to say."""

    why: str


Render = Callable[[Tx, Delivery, datetime], Outgoing | Wait | Skip]
"""Made from what is stored right then, so what is sent last is the newest version."""

TellOwner = Callable[[Tx, Delivery, Refused, datetime], None]
"""Plans what people hear about a delivery that will not be made."""
