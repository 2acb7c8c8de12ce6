"""Listeners of the forms in which admins define metrics, benchmarks and dimensions."""

from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import Ack, BoltContext

from commands.blocks import Message, as_text
from commands.deps import Deps
from commands.form_requests import request_of_form
from commands.request import Request
from commands.views.window import window_view

Payload = Mapping[str, Any]
Save = Callable[[Payload, Request, Deps], Message]


def handle_definition(
    ack: Ack, body: Payload, view: Payload, context: BoltContext, deps: Deps, save: Save
) -> None:
    """Save. What is wrong becomes words under the fields, and the form stays as it is."""
    request = request_of_form(body, view, context, deps, verb="metrics")
    ack(response_action="update", view=window_view(as_text(save(view, request, deps))))
