"""Owners of goals whose account is gone: noticed once a day, also where nobody writes to them."""

from dataclasses import replace
from datetime import datetime

import structlog
from slack_sdk import WebClient

from bot.goal_watch import ask_helpers
from bot.slack import Refused, call
from funnel.model import Goal
from funnel.periods import local_date
from storage.store import Store

log = structlog.get_logger()


def watch_owners(store: Store, workspace: str, client: WebClient, *, now: datetime) -> int:
    """Ask Slack once a day for each owner of an open goal; how many have left. Those who help
    with their goals, else the channel, are asked to take over, once for each owner."""
    with store.read(workspace) as tx:
        today = local_date(now, tx.workspace.get().zone)
        due = [goal for goal in tx.goals.all() if goal.owner and goal.watch.asked_on != today]
    if not due:
        return 0
    gone = [owner for owner in {goal.owner for goal in due} if _has_left(client, owner)]
    with store.write(workspace) as tx:
        for owner in gone:
            ask_helpers(tx, owner, now)
        for goal in due:
            stored: Goal | None = tx.goals.get(goal.number)
            if stored is not None:
                tx.goals.save(replace(stored, watch=replace(stored.watch, asked_on=today)))
    return len(gone)


def _has_left(client: WebClient, user: str) -> bool:
    """Deactivated, or unknown to Slack. While Slack does not answer nobody has left."""
    try:
        return bool(call(client, "users.info", {"user": user}, form=True)["user"].get("deleted"))
    except Refused as error:
        log.info("owner_unknown", user=user, code=error.code)
        return error.code == "user_not_found"
