"""Listeners of digests and breaks that are not commands: their forms, and time zones to choose."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from commands.blocks import Message, as_text
from commands.deps import Deps
from commands.request import Origin, Request
from commands.verbs.breaks import change_break
from commands.verbs.digest_form import CannotPost, Sender, save_digest
from commands.views.break_event import REASON
from commands.views.window import window_view
from commands.zones import matching_zones
from funnel.errors import BadForm

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

    sender = Sender(_workspace(context), body["user"]["id"], deps.clock())
    ack(response_action="update", view=save_digest(view, sender, deps, post=post))


def handle_zone_options(ack: Ack, body: Payload, context: BoltContext, deps: Deps) -> None:
    """`body["value"]` is what was typed so far."""
    own = deps.people.get(_workspace(context), body["user"]["id"]).zone
    zones = matching_zones(body.get("value", ""), own=own)
    ack(options=[{"text": {"type": "plain_text", "text": one}, "value": one} for one in zones])


def handle_break_event(
    ack: Ack, body: Payload, view: Payload, context: BoltContext, deps: Deps
) -> None:
    """Closes the break as explained; the answer takes the form's place."""
    reason = (view["state"]["values"][REASON]["value"]["value"] or "").strip()
    if not reason:
        raise BadForm({REASON: "Write what happened, such as: price change on 3 Nov."})
    number = int(view["private_metadata"])
    request = Request(
        workspace=_workspace(context),
        user=body["user"]["id"],
        channel="",
        origin=Origin.BUTTON,
        verb="break",
        args=f"{number} event {reason}",
        now=deps.clock(),
        view=view["id"],
    )
    said = change_break(request, deps, number=number, verb="event", words=reason)
    ack(response_action="update", view=window_view(as_text(said)))


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
