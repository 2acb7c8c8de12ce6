"""A token that Slack refuses stops the workspace; one that works again is noticed and told."""

from dataclasses import replace
from datetime import datetime

import structlog

from bot.owners import TOKEN_BACK
from bot.slack import RecordingClient, Refused, call
from storage.store import Store, Tx

log = structlog.get_logger()


def revive(store: Store, workspace: str, client: RecordingClient, *, now: datetime) -> bool:
    """Asks Slack whether the token of a stopped workspace works again; whether it does."""
    with store.read(workspace) as tx:
        if not tx.workspace.get().stopped:
            return False
    try:
        call(client, "auth.test", {})
    except Refused:
        return False
    with store.write(workspace) as tx:
        lift_stop(tx, now)
    log.info("workspace_resumed", workspace=workspace)
    return True


def lift_stop(tx: Tx, now: datetime) -> None:
    """Sending goes on, and everybody who owns a digest hears that it had stopped."""
    known = tx.workspace.get()
    if not known.stopped:
        return
    tx.workspace.save(replace(known, stopped=""))
    owners = {schedule.owner for schedule in tx.schedules.all() if schedule.owner}
    for owner in sorted(owners):
        tx.deliveries.plan(
            kind=TOKEN_BACK, subject=known.stopped, channel=owner, slot=now.isoformat(), at=now
        )
