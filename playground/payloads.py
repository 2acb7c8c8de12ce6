"""Bodies of what Slack sends to a bot: commands, interactions, events."""

import secrets
from typing import Any

from playground.directory import Channel, User
from playground.messages import Message
from playground.views import View
from playground.workspace import APP, BOT_USER, TEAM, TEAM_DOMAIN, Workspace

Json = dict[str, Any]
TOKEN = "verification-token"


def command(workspace: Workspace, user: User, *, channel: Channel, name: str, text: str) -> Json:
    return {
        "token": TOKEN,
        "team_id": TEAM,
        "team_domain": TEAM_DOMAIN,
        "channel_id": channel.id,
        "channel_name": channel.command_name,
        "user_id": user.id,
        "user_name": user.name,
        "command": name,
        "text": text,
        "api_app_id": APP,
        "is_enterprise_install": "false",
        "response_url": response_url(workspace, user, channel=channel),
        "trigger_id": trigger(workspace, user, channel=channel.id),
    }


def response_url(
    workspace: Workspace, user: User, *, channel: Channel, message: Message | None = None
) -> str:
    with workspace.pulse.reading():
        key = workspace.tickets.issue_url(
            channel.id,
            user.id,
            now=workspace.clock.now(),
            message_ts=message.ts if message else None,
        )
    return f"{workspace.files.server}/response/{key}"


def trigger(workspace: Workspace, user: User, *, channel: str | None = None) -> str:
    with workspace.pulse.reading():
        return workspace.tickets.issue_trigger(user.id, channel)


def _stamp(workspace: Workspace) -> str:
    return f"{workspace.clock.now().timestamp():.6f}"


def interaction(kind: str, user: User) -> Json:
    """What all interactive payloads share."""
    return {
        "type": kind,
        "team": {"id": TEAM, "domain": TEAM_DOMAIN},
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": TEAM},
        "api_app_id": APP,
        "token": TOKEN,
        "is_enterprise_install": False,
        "enterprise": None,
    }


def _where_message(workspace: Workspace, user: User, message: Message) -> Json:
    """Place of an interaction with a message; an ephemeral message is not sent along."""
    channel = workspace.find_channel(message.channel)
    if channel is None:
        raise LookupError(f"the channel of message {message.ts} is gone")
    ephemeral = message.only_to is not None
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": ephemeral,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    where: Json = {
        "container": container,
        "channel": {"id": channel.id, "name": channel.command_name},
        "trigger_id": trigger(workspace, user, channel=channel.id),
        "response_url": response_url(workspace, user, channel=channel, message=message),
    }
    if not ephemeral:
        with workspace.pulse.reading():
            where["message"] = workspace.message_json(message)
    return where


def _where_view(workspace: Workspace, user: User, view: View) -> Json:
    return {
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": trigger(workspace, user),
        "view": workspace.view_json(view),
    }


def block_actions(
    workspace: Workspace, user: User, *, where: Message | View, values: Json, action: Json
) -> Json:
    match where:
        case View():
            place = _where_view(workspace, user, where)
        case Message():
            place = _where_message(workspace, user, where)
    stamped = {**action, "action_ts": _stamp(workspace)}
    shared = interaction("block_actions", user)
    return {**shared, **place, "state": {"values": values}, "actions": [stamped]}


def block_suggestion(user: User, workspace: Workspace, *, view: View, field: Json) -> Json:
    """`field` names block_id, action_id and the typed value."""
    place = _where_view(workspace, user, view)
    place.pop("trigger_id")
    return {**interaction("block_suggestion", user), **place, **field}


def view_submission(workspace: Workspace, user: User, *, view: View) -> Json:
    return {
        **interaction("view_submission", user),
        "trigger_id": trigger(workspace, user),
        "view": workspace.view_json(view),
        "response_urls": _urls_of_fields(workspace, user, view),
    }


def _urls_of_fields(workspace: Workspace, user: User, view: View) -> list[Json]:
    """A response URL for each picker of an input block that asks for one."""
    urls = []
    for block in view.blocks:
        element = block.get("element", {})
        if not element.get("response_url_enabled"):
            continue
        held = view.values[block["block_id"]][element["action_id"]]
        picked = held.get("selected_conversation") or held.get("selected_channel")
        channel = workspace.find_channel(picked or "")
        if channel is not None:
            urls.append(
                {
                    "response_url": response_url(workspace, user, channel=channel),
                    "channel_id": channel.id,
                    "block_id": block["block_id"],
                    "action_id": element["action_id"],
                }
            )
    return urls


def view_closed(workspace: Workspace, user: User, *, view: View, is_cleared: bool) -> Json:
    return {
        **interaction("view_closed", user),
        "view": workspace.view_json(view),
        "is_cleared": is_cleared,
        "response_urls": [],
    }


def shortcut(workspace: Workspace, user: User, *, callback_id: str) -> Json:
    return {
        **interaction("shortcut", user),
        "callback_id": callback_id,
        "action_ts": _stamp(workspace),
        "trigger_id": trigger(workspace, user),
    }


def message_shortcut(
    workspace: Workspace, user: User, *, callback_id: str, message: Message
) -> Json:
    place = _where_message(workspace, user, message)
    place.pop("container")
    return {
        **interaction("message_action", user),
        **place,
        "callback_id": callback_id,
        "message_ts": message.ts,
        "action_ts": _stamp(workspace),
    }


def event(workspace: Workspace, inner: Json) -> Json:
    """The envelope of the Events API around one event."""
    now = workspace.clock.now()
    authorization = {
        "enterprise_id": None,
        "team_id": TEAM,
        "user_id": BOT_USER,
        "is_bot": True,
        "is_enterprise_install": False,
    }
    return {
        "token": TOKEN,
        "team_id": TEAM,
        "api_app_id": APP,
        "event": {**inner, "event_ts": inner.get("event_ts", f"{now.timestamp():.6f}")},
        "type": "event_callback",
        "event_id": f"Ev{secrets.token_hex(8)}",
        "event_time": int(now.timestamp()),
        "authorizations": [authorization],
        "authed_users": [BOT_USER],
        "is_ext_shared_channel": False,
        "event_context": f"1-{inner['type']}-{TEAM}",
    }


def member_joined(workspace: Workspace, inviter: User, channel: Channel, *, who: str) -> Json:
    """Somebody was added to a channel that the bot is in; by now that may be the bot."""
    inner = {
        "type": "member_joined_channel",
        "user": who,
        "channel": channel.id,
        "channel_type": "G" if channel.is_private else "C",
        "inviter": inviter.id,
    }
    return event(workspace, inner)


def message_event(workspace: Workspace, message: Message, *, kind: str) -> Json:
    """`kind` is app_mention or message; the latter says what sort of channel it is in."""
    with workspace.pulse.reading():
        shown = workspace.message_json(message)
    inner: Json = {
        **shown,
        "type": kind,
        "client_msg_id": f"{message.ts}-{message.user}",
        "channel": message.channel,
        "event_ts": message.ts,
    }
    if message.files:
        inner |= {"subtype": "file_share", "upload": False, "display_as_bot": False}
    channel = workspace.find_channel(message.channel)
    if kind == "message" and channel is not None:
        names = {"channels": "channel", "groups": "group", "im": "im"}
        inner["channel_type"] = names[channel.kind]
    return event(workspace, inner)
