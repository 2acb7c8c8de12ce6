"""Listeners of digests that are not commands: their forms, and what they offer."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from commands.blocks import Message, as_text
from commands.deps import Deps
from commands.form_requests import request_of_form
from commands.goal_listeners import redraw
from commands.verbs.digest_acts import hand_over_by_form, pause_by_form
from commands.verbs.digest_form import CannotPost, Sender, preview, redrawn, save_digest
from commands.views.digest_owner import ENDLESS, OWNER, UNTIL
from commands.views.window import window_view
from commands.zones import matching_countries, matching_zones
from funnel.errors import BadDate, BadForm, NotAllowed
from funnel.periods.holidays import country_name, country_of

Payload = Mapping[str, Any]
OUTSIDE = frozenset({"not_in_channel", "channel_not_found"})
CLOSED = frozenset(
    {
        "is_archived",
        "restricted_action",
        "restricted_action_read_only_channel",
        "restricted_action_thread_only_channel",
        "restricted_action_non_threadable_channel",
    }
)


def handle_digest_form(
    ack: Ack, body: Payload, view: Payload, client: WebClient, context: BoltContext, deps: Deps
) -> None:
    """Save. What is wrong becomes words under the fields, and the form stays as it is."""

    def post(channel: str, message: Message) -> None:
        try:
            client.chat_postMessage(channel=channel, **message.payload())
        except SlackApiError as refusal:
            raise _words(refusal) from refusal

    sender = _sender(body, context, deps)
    ack(response_action="update", view=save_digest(view, sender, deps, post=post))


def handle_digest_field(
    ack: Ack, body: Payload, client: WebClient, context: BoltContext, deps: Deps
) -> None:
    """An answer changed that calls for other fields."""
    redraw(client, body["view"], redrawn(body["view"], _sender(body, context, deps), deps))
    ack()


def handle_digest_preview(
    ack: Ack, body: Payload, client: WebClient, context: BoltContext, deps: Deps
) -> None:
    """The digest as the form stands now, in a window over it."""
    view = preview(body["view"], _sender(body, context, deps), deps)
    client.views_push(trigger_id=body["trigger_id"], view=view)
    ack()


def handle_digest_pause(
    ack: Ack, body: Payload, view: Payload, context: BoltContext, deps: Deps
) -> None:
    """Pauses until the day of the form, or until somebody resumes it."""
    values = view["state"]["values"]
    is_endless = values[ENDLESS]["value"]["selected_option"]["value"] == ENDLESS
    day = values[UNTIL]["value"]["selected_date"]
    if not is_endless and not day:
        raise BadForm({UNTIL: "Choose the first day that gets a digest again."})
    until = None if is_endless else date.fromisoformat(day)
    request, number = (
        request_of_form(body, view, context, deps, verb="digest"),
        int(view["private_metadata"]),
    )
    try:
        said = pause_by_form(request, deps, number=number, until=until)
    except BadDate as refusal:
        raise BadForm({UNTIL: str(refusal)}) from refusal
    ack(response_action="update", view=window_view(as_text(said)))


def handle_digest_owner(
    ack: Ack, body: Payload, view: Payload, context: BoltContext, deps: Deps
) -> None:
    """Hands the digest over to the person of the form."""
    owner = view["state"]["values"][OWNER]["value"]["selected_user"]
    if not owner:
        raise BadForm({OWNER: "Choose who takes the digest over."})
    request, number = (
        request_of_form(body, view, context, deps, verb="digest"),
        int(view["private_metadata"]),
    )
    try:
        said = hand_over_by_form(request, deps, number=number, owner=owner)
    except NotAllowed as refusal:
        raise BadForm({OWNER: str(refusal)}) from refusal
    ack(response_action="update", view=window_view(as_text(said)))


def handle_zone_options(ack: Ack, body: Payload, context: BoltContext, deps: Deps) -> None:
    """`body["value"]` is what was typed so far."""
    own = deps.people.get(_workspace(context), body["user"]["id"]).zone
    zones = matching_zones(body.get("value", ""), own=own)
    ack(options=[_option(one, one) for one in zones])


def handle_country_options(ack: Ack, body: Payload, context: BoltContext, deps: Deps) -> None:
    """The country of the person's own zone comes first."""
    own = country_of(deps.people.get(_workspace(context), body["user"]["id"]).zone)
    codes = matching_countries(body.get("value", ""), own=own)
    ack(options=[_option(country_name(code), code) for code in codes])


def _sender(body: Payload, context: BoltContext, deps: Deps) -> Sender:
    return Sender(_workspace(context), body["user"]["id"], deps.clock())


def _option(label: str, value: str) -> dict[str, Any]:
    return {"text": {"type": "plain_text", "text": label}, "value": value}


def _words(refusal: SlackApiError) -> Exception:
    """What to type for a channel that keeps us out; other refusals stay what they are."""
    code = refusal.response.get("error", "")
    if code in OUTSIDE:
        return CannotPost(
            "I am not in that channel. Type /invite @Funnelbot there, then press Save again."
        )
    if code in CLOSED:
        return CannotPost("That channel takes no messages from me. Choose another one.")
    return refusal


def _workspace(context: BoltContext) -> str:
    installed_at = context.enterprise_id if context.is_enterprise_install else context.team_id
    return installed_at or ""
