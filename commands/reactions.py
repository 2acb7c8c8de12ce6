"""Notices that people do something with a digest: press its buttons, ask in its thread."""

from datetime import datetime

from commands.deps import Deps
from commands.verbs.digest_rights import DIGEST, NOW
from funnel.schedules import Reaction, ReactionKind


def note_reaction(
    workspace: str,
    user: str,
    *,
    channel: str,
    ts: str,
    kind: ReactionKind,
    now: datetime,
    deps: Deps,
) -> None:
    """`ts` is of the message that was pressed, or begins the thread; other messages than digests
    count for nothing."""
    with deps.store.read(workspace) as tx:
        row = tx.deliveries.at(channel, ts) if ts else None
    if row is None or row.kind not in (DIGEST, NOW):
        return
    with deps.store.write(workspace) as tx:
        tx.reactions.add(Reaction(int(row.subject), row.slot, user, kind, now))
