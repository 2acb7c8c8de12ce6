"""The listener of forms that are saved, and whose answer takes their place."""

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


def handle_saved_form(
    ack: Ack, body: Payload, view: Payload, context: BoltContext, deps: Deps, save: Save, verb: str
) -> None:
    """What is wrong becomes words under the fields, and the form stays as it is. `verb` is the one
    that opened it."""
    request = request_of_form(body, view, context, deps, verb=verb)
    ack(response_action="update", view=window_view(as_text(save(view, request, deps))))
