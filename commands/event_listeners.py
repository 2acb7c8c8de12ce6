"""Listeners of events that are no commands: the form, and the shortcut on a message."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient

from commands.blocks import as_text
from commands.deps import Deps
from commands.installation import workspace_of
from commands.parse import clean
from commands.request import Origin, Request
from commands.verbs.event_form import open_event_form, save_event
from commands.views.window import window_view

Payload = Mapping[str, Any]


def handle_event_form(
    ack: Ack, body: Payload, view: Payload, context: BoltContext, deps: Deps
) -> None:
    """Save. What is wrong becomes words under the fields, and the form stays as it is."""
    request = _request(body, context, deps, view=view["id"])
    said = save_event(view, request, deps)
    ack(response_action="update", view=window_view(as_text(said)))


def handle_event_shortcut(
    ack: Ack, body: Payload, client: WebClient, context: BoltContext, deps: Deps
) -> None:
    """ "Note an event" on a message: its first line becomes the title. The text is not stored
    unless the form is saved."""
    message = body.get("message") or {}
    first_line = clean(str(message.get("text", "")).strip().partition("\n")[0])
    channel = (body.get("channel") or {}).get("id", "")
    link = f"https://slack.com/archives/{channel}/p{message.get('ts', '').replace('.', '')}"
    form = open_event_form(first_line, _request(body, context, deps), deps, link=link)
    client.views_open(trigger_id=body["trigger_id"], view=form.sealed())
    ack()


def _request(body: Payload, context: BoltContext, deps: Deps, *, view: str = "") -> Request:
    return Request(
        workspace=workspace_of(context),
        user=body["user"]["id"],
        channel=(body.get("channel") or {}).get("id", ""),
        origin=Origin.BUTTON if view else Origin.SHORTCUT,
        verb="event",
        args="",
        now=deps.clock(),
        text="event",
        view=view,
        key=body.get("trigger_id", ""),
    )
