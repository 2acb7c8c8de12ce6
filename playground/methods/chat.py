"""chat.*: posting, editing, deleting, ephemeral answers, permalinks."""

import math
import re
from collections.abc import Mapping
from typing import Any

from playground.blockkit import Surface, check_blocks
from playground.blockkit.payloads import MOST_TEXT
from playground.directory import Channel
from playground.messages import Message
from playground.methods.call import Call, Method, Refusal, method, wrong_blocks
from playground.workspace import BOT_USER, TEAM_DOMAIN, Workspace

Json = dict[str, Any]
MOST_UPDATED_TEXT = 4_000
_CONTENT = "text blocks attachments thread_ts parse link_names username icon_url icon_emoji"
_POST = "reply_broadcast unfurl_links unfurl_media mrkdwn metadata markdown_text"


def destination(call: Call) -> Channel:
    """The channel or the DM behind a user id, if the bot may post there."""
    user = call.workspace.find_user(call.words("channel"))
    if user is not None and user.id == call.words("channel"):
        if user.is_bot:
            raise Refusal("cannot_dm_bot")
        if user.deleted:
            raise Refusal("user_disabled")
        return call.workspace.dm(user)
    channel = call.channel()
    if channel.is_archived:
        raise Refusal("is_archived")
    if BOT_USER not in channel.members and "chat:write.public" not in call.workspace.scopes:
        raise Refusal("not_in_channel")
    return channel


def content(call: Call, *, most: int = MOST_TEXT) -> Json:
    """Text, blocks and attachments, checked as Slack does."""
    text, blocks = call.words("text"), call.args.get("blocks") or []
    attachments = call.args.get("attachments") or []
    if len(text) > most:
        raise Refusal("msg_too_long")
    if problems := check_blocks(blocks, Surface.MESSAGE):
        raise wrong_blocks(problems)
    if not (text.strip() or blocks or attachments or call.args.get("markdown_text")):
        raise Refusal("no_text")
    return {"text": text, "blocks": blocks, "attachments": tuple(attachments)}


def metadata(call: Call) -> Json | None:
    """Message metadata; an empty object means none."""
    given = call.args.get("metadata")
    if not given:
        return None
    if not isinstance(given, dict) or set(given) != {"event_type", "event_payload"}:
        raise Refusal("invalid_metadata_format")
    if not re.fullmatch(r"[\w.-]{1,255}", str(given["event_type"])):
        raise Refusal("invalid_metadata_format")
    payload = given["event_payload"]
    if not isinstance(payload, dict) or not _storable(payload):
        raise Refusal("invalid_metadata_schema")
    return given


def _storable(value: Any) -> bool:
    """Strings, finite numbers, booleans, objects and arrays of these; no null."""
    match value:
        case list():
            return all(map(_storable, value))
        case dict():
            return all(map(_storable, value.values()))
        case float():
            return math.isfinite(value)
        case _:
            return isinstance(value, str | int)


def thread_of(call: Call, channel: Channel) -> str | None:
    ts = call.words("thread_ts")
    if not ts:
        return None
    with call.workspace.pulse.reading():
        parent = call.workspace.messages.find(channel.id, ts)
    if parent is None or parent.only_to is not None:
        raise Refusal("thread_not_found")
    return parent.thread_ts or parent.ts


def _post_message(call: Call) -> Json:
    channel = destination(call)
    message = call.workspace.post(
        channel,
        user=BOT_USER,
        from_app=True,
        thread_ts=thread_of(call, channel),
        metadata=metadata(call),
        **content(call),
    )
    return _answer(call.workspace, message)


def _answer(workspace: Workspace, message: Message) -> Json:
    with workspace.pulse.reading():
        shown = workspace.message_json(message)
    return {"channel": message.channel, "ts": message.ts, "message": shown}


def own_message(call: Call, *, otherwise: str) -> Message:
    """The bot's own lasting message that `channel` and `ts` name."""
    channel = call.channel()
    call.need("ts")
    with call.workspace.pulse.reading():
        message = call.workspace.messages.find(channel.id, call.words("ts"))
    if message is None or message.only_to is not None:
        raise Refusal("message_not_found")
    if not message.from_app:
        raise Refusal(otherwise)
    return message


def _update(call: Call) -> Json:
    message = own_message(call, otherwise="cant_update_message")
    new = content(call, most=MOST_UPDATED_TEXT)
    changes = {key: value for key, value in new.items() if key in call.args}
    if "metadata" in call.args:
        changes["metadata"] = metadata(call)
    edited = call.workspace.edit(message, **changes)
    return {**_answer(call.workspace, edited), "text": edited.text}


def _delete(call: Call) -> Json:
    message = own_message(call, otherwise="cant_delete_message")
    call.workspace.delete(message)
    return {"channel": message.channel, "ts": message.ts}


def _post_ephemeral(call: Call) -> Json:
    call.need("user")
    channel = destination(call)
    if call.words("user") not in channel.members:
        raise Refusal("user_not_in_channel")
    message = call.workspace.post(
        channel,
        user=BOT_USER,
        from_app=True,
        only_to=call.words("user"),
        thread_ts=thread_of(call, channel),
        **content(call),
    )
    return {"message_ts": message.ts}


def permalink(message: Message) -> str:
    number = message.ts.replace(".", "")
    return f"https://{TEAM_DOMAIN}.slack.com/archives/{message.channel}/p{number}"


def _get_permalink(call: Call) -> Json:
    channel = call.channel()
    with call.workspace.pulse.reading():
        message = call.workspace.messages.find(channel.id, call.words("message_ts"))
    if message is None:
        raise Refusal("message_not_found")
    return {"channel": channel.id, "permalink": permalink(message)}


METHODS: Mapping[str, Method] = {
    "chat.postMessage": method(_post_message, f"channel {_CONTENT} {_POST}", scope="chat:write"),
    "chat.update": method(
        _update,
        f"channel ts {_CONTENT} metadata reply_broadcast file_ids markdown_text",
        scope="chat:write",
    ),
    "chat.delete": method(_delete, "channel ts", scope="chat:write"),
    "chat.postEphemeral": method(
        _post_ephemeral, f"channel user {_CONTENT} markdown_text", scope="chat:write"
    ),
    "chat.getPermalink": method(_get_permalink, "channel message_ts"),
}
