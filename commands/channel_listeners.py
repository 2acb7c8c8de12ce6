"""The bot is added to a channel: Slack tells it where `channels:read` was granted."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import BoltContext

from commands.deps import Deps
from commands.installation import workspace_of

WELCOME = "welcome"


def handle_joined(
    event: Mapping[str, Any], body: Mapping[str, Any], context: BoltContext, deps: Deps
) -> None:
    """One greeting for each time that the bot itself is added; other people's joins are no
    business of ours."""
    if event["user"] not in (context.bot_user_id, deps.bot_user):
        return
    with deps.store.write(workspace_of(context)) as tx:
        tx.deliveries.plan(
            kind=WELCOME,
            subject=event["channel"],
            channel=event["channel"],
            slot=body["event_id"],  # a retried event has the same
            at=deps.clock(),
        )
    deps.wake()
