"""The goal form's own listeners: it is redrawn while it is filled in, kept, or set."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from commands.deps import Deps
from commands.ids import Callback
from commands.verbs.goal_form import (
    Sender,
    advised,
    open_more,
    save_draft,
    set_goal,
    take_more,
)

Payload = Mapping[str, Any]
LATE = "hash_conflict"


def handle_goal_field(
    ack: Ack, body: Payload, client: WebClient, context: BoltContext, deps: Deps
) -> None:
    """An answer changed. The metric select is also in other forms, which have no advice."""
    view = body["view"]
    if view["callback_id"] == Callback.GOAL:
        redraw(client, view, advised(view, _sender(body, context, deps), deps))
    ack()


def handle_goal_draft(
    ack: Ack, body: Payload, client: WebClient, context: BoltContext, deps: Deps
) -> None:
    """Save as draft."""
    redraw(client, body["view"], save_draft(body["view"], _sender(body, context, deps), deps))
    ack()


def handle_goal_more(
    ack: Ack, body: Payload, client: WebClient, context: BoltContext, deps: Deps
) -> None:
    """More…: the second view is pushed on top of the form."""
    view = open_more(body["view"], _sender(body, context, deps), deps)
    client.views_push(trigger_id=body["trigger_id"], view=view)
    ack()


def handle_goal_more_form(
    ack: Ack, body: Payload, view: Payload, client: WebClient, context: BoltContext, deps: Deps
) -> None:
    """Done: the second view goes away, and the form below it is drawn with its answers."""
    first = take_more(view, _sender(body, context, deps), deps)
    client.views_update(view_id=view["root_view_id"], view=first)
    ack()


def handle_goal_form(
    ack: Ack, body: Payload, view: Payload, context: BoltContext, deps: Deps
) -> None:
    """Set goal. BadGoal becomes the words under the fields, and the form stays as it is."""
    saved = set_goal(view, _sender(body, context, deps), deps)
    ack(response_action="update", view=saved)


def redraw(client: WebClient, shown: Payload, view: dict[str, Any]) -> None:
    """A hash that is no longer the view's means that a newer redraw has come first."""
    try:
        client.views_update(view_id=shown["id"], hash=shown["hash"], view=view)
    except SlackApiError as refusal:
        if refusal.response.get("error") != LATE:
            raise


def _sender(body: Payload, context: BoltContext, deps: Deps) -> Sender:
    installed_at = context.enterprise_id if context.is_enterprise_install else context.team_id
    return Sender(installed_at or "", body["user"]["id"], deps.clock())
