"""Listeners of the forms about a break, and of the shortcut that reports one."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient

from commands.blocks import as_text
from commands.deps import Deps
from commands.form_requests import request_of_form
from commands.place import place_of
from commands.verbs.break_deeds import break_numbered, change_break
from commands.verbs.break_reports import open_report_form
from commands.views.break_forms import read_event, refuse_other_days
from commands.views.window import window_view
from funnel.errors import BadForm, NotAllowed

Payload = Mapping[str, Any]


def handle_break_event(
    ack: Ack, body: Payload, view: Payload, context: BoltContext, deps: Deps
) -> None:
    """Notes the event and closes the break as explained; the answer takes the form's place."""
    number, event = int(view["private_metadata"]), read_event(view)
    request = request_of_form(body, view, context, deps, verb="break")
    with deps.store.read(request.workspace) as tx:
        found = break_numbered(tx, number, place_of(tx, request, deps))
    refuse_other_days(event, found)
    said = change_break(request, deps, number=number, verb="event", words=event.title, event=event)
    ack(response_action="update", view=window_view(as_text(said)))


def handle_break_snooze(
    ack: Ack, body: Payload, view: Payload, context: BoltContext, deps: Deps
) -> None:
    """Quiet until the day of the form."""
    until = view["state"]["values"]["until"]["value"]["selected_date"]
    if not until:
        raise BadForm({"until": "Choose the day on which it should be new again."})
    request, number = (
        request_of_form(body, view, context, deps, verb="break"),
        int(view["private_metadata"]),
    )
    try:
        said = change_break(request, deps, number=number, verb="snooze", words=until)
    except NotAllowed as refusal:
        raise BadForm({"until": str(refusal)}) from refusal
    ack(response_action="update", view=window_view(as_text(said)))


def handle_report_shortcut(
    ack: Ack, body: Payload, client: WebClient, context: BoltContext, deps: Deps
) -> None:
    """ "Report a break" on a message: its words stand in the form, with its link. They are not
    stored unless the form is sent."""
    message = body.get("message") or {}
    channel = (body.get("channel") or {}).get("id", "")
    link = f"https://slack.com/archives/{channel}/p{message.get('ts', '').replace('.', '')}"
    request = request_of_form(body, {"id": ""}, context, deps, verb="break")
    form = open_report_form(str(message.get("text", "")).strip(), request, deps, link=link)
    client.views_open(trigger_id=body["trigger_id"], view=form.sealed())
    ack()
