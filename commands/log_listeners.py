"""Listeners of the forms that numbers are typed into."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient

from commands.blocks import Modal, as_text
from commands.deps import Deps
from commands.form_requests import request_of_form
from commands.verbs.log_stage import record_stage, redraw_stage_form
from commands.views.window import window_view

Payload = Mapping[str, Any]


def handle_stage_form(
    ack: Ack, body: Payload, view: Payload, context: BoltContext, deps: Deps
) -> None:
    """Records all numbers of the form, or asks about some; either takes the form's place."""
    result = record_stage(
        view, request_of_form(body, body["view"], context, deps, verb="log"), deps
    )
    shown = result if isinstance(result, Modal) else Modal(window_view(as_text(result)))
    ack(response_action="update", view=shown.sealed())


def handle_stage_day(
    ack: Ack, body: Payload, client: WebClient, context: BoltContext, deps: Deps
) -> None:
    """Another day: the hints follow, what was typed stays."""
    view = body["view"]
    drawn = redraw_stage_form(
        view, request_of_form(body, body["view"], context, deps, verb="log"), deps
    )
    client.views_update(view_id=view["id"], hash=view["hash"], view=drawn.sealed())
    ack()
