"""`/funnel digests deliveries`: the ledger of what the bot sent by itself, for admins."""

from datetime import timedelta

from commands.blocks import Message
from commands.deps import Deps
from commands.request import Request
from commands.views.deliveries import MOST_LINES, Ledger, deliveries_message
from funnel.errors import NotAllowed, Suggestion
from storage.store import Tx

LEDGER_WORDS = frozenset({"deliveries", "ledger", "sent"})
WINDOW = timedelta(days=7)


def show_deliveries(request: Request, deps: Deps) -> Message:
    """The last 7 days: counts, and each message that did not get through. Raises NotAllowed.

    What belongs to a private place is counted but not named, unless it is the asker's own.
    """
    person = deps.people.get(request.workspace, request.user)
    if not person.is_admin:
        raise NotAllowed(
            "Only admins see all deliveries.",
            "`/funnel digests` lists your own digests.",
            suggestions=(Suggestion("My digests", "digests"),),
        )
    since = request.now - WINDOW
    with deps.store.read(request.workspace) as tx:
        workspace = tx.workspace.get()
        ledger = Ledger(
            days=WINDOW.days,
            counts=tx.deliveries.counts(since),
            troubled=tx.deliveries.troubled(since, MOST_LINES + 1),
            hidden=_private_places(tx, request.user),
            paused=tuple(one for one in tx.schedules.all() if one.paused),
            stopped=workspace.stopped,
        )
    return deliveries_message(ledger, zone=workspace.zone)


def _private_places(tx: Tx, asker: str) -> frozenset[str]:
    digests = {one.channel for one in tx.schedules.all() if one.private and one.owner != asker}
    goals = {one.channel for one in tx.goals.all() if one.private and one.owner != asker}
    return frozenset(digests | goals)
