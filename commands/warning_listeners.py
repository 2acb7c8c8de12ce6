"""The listener of the replay of the last year, in the form of a channel's warnings."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient

from commands.blocks import Modal
from commands.deps import Deps
from commands.form_requests import request_of_form
from commands.request import Request
from commands.verbs.warnings import count_watched, replay_year
from commands.views.warnings_replay import replaying_view

Payload = Mapping[str, Any]


def handle_warnings_replay(
    ack: Ack, body: Payload, client: WebClient, context: BoltContext, deps: Deps
) -> None:
    """A window over the form says at once that it goes on; the result takes its place."""
    request = request_of_form(body, body["view"], context, deps, verb="breaks")
    progress = Modal(replaying_view(count_watched(body["view"], request, deps))).sealed()
    opened = client.views_push(trigger_id=body["trigger_id"], view=progress)
    ack()
    context["after_ack"] = partial(
        _show_replay, client, opened["view"]["id"], body["view"], request, deps
    )


def _show_replay(
    client: WebClient, window: str, form: Payload, request: Request, deps: Deps
) -> None:
    client.views_update(view_id=window, view=Modal(replay_year(form, request, deps)).sealed())
