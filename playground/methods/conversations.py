"""conversations.*: what the bot may read of channels, their history and their members."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from playground.directory import Channel
from playground.messages import Message
from playground.methods.call import Call, Method, Refusal, method, wrong_arguments
from playground.workspace import BOT_USER

Json = dict[str, Any]
_PAGE = "cursor limit oldest latest inclusive include_all_metadata"
MOST_A_PAGE = 999


def _readable(call: Call) -> Channel:
    channel = call.channel("history")
    if BOT_USER not in channel.members:
        raise Refusal("not_in_channel")
    return channel


def _instant(call: Call, name: str) -> Decimal | None:
    words = call.words(name)
    if words in ("", "now"):
        return None
    try:
        return Decimal(words)
    except InvalidOperation as problem:
        raise Refusal(f"invalid_ts_{name}") from problem


def _within(call: Call, messages: list[Message]) -> list[Message]:
    oldest, latest = _instant(call, "oldest"), _instant(call, "latest")
    inclusive = call.flag("inclusive")

    def fits(message: Message) -> bool:
        ts = Decimal(message.ts)
        if ts in (oldest, latest):
            return inclusive
        return (oldest is None or ts > oldest) and (latest is None or ts < latest)

    return [message for message in messages if fits(message)]


def _page(call: Call, messages: list[Message]) -> Json:
    limit = call.number("limit", 100) or 100
    if limit > MOST_A_PAGE:
        raise Refusal("invalid_limit")
    cursor = call.words("cursor")
    if cursor and not cursor.startswith("next_ts:"):
        raise Refusal("invalid_cursor")
    start = next(
        (place for place, m in enumerate(messages) if m.ts == cursor.removeprefix("next_ts:")), 0
    )
    shown, rest = messages[start : start + limit], messages[start + limit :]
    full = call.flag("include_all_metadata")
    return {
        "messages": [call.workspace.message_json(m, full_metadata=full) for m in shown],
        "has_more": bool(rest),
        "response_metadata": {"next_cursor": f"next_ts:{rest[0].ts}" if rest else ""},
    }


def _history(call: Call) -> Json:
    channel = _readable(call)
    with call.workspace.pulse.reading():
        lasting = [
            message
            for message in call.workspace.messages.channel(channel.id)
            if message.only_to is None and message.thread_ts in (None, message.ts)
        ]
        return _page(call, _within(call, lasting)[::-1])


def _replies(call: Call) -> Json:
    channel = _readable(call)
    call.need("ts")
    with call.workspace.pulse.reading():
        book = call.workspace.messages
        parent = book.find(channel.id, call.words("ts"))
        if parent is None:
            raise Refusal("thread_not_found")
        return _page(call, [parent, *_within(call, book.replies(channel.id, parent.ts))])


def _info(call: Call) -> Json:
    channel = call.channel("read")
    return {"channel": channel.as_json(bot=BOT_USER, created=0)}


def _members(call: Call) -> Json:
    channel = call.channel("read")
    return {"members": sorted(channel.members), "response_metadata": {"next_cursor": ""}}


def _open(call: Call) -> Json:
    users = [user for user in call.words("users").split(",") if user]
    if len(users) != 1:
        raise wrong_arguments("the local Slack opens a DM with exactly one person")
    user = call.workspace.find_user(users[0])
    if user is None or user.id != users[0]:
        raise Refusal("user_not_found")
    return {"channel": {"id": call.workspace.dm(user).id}}


METHODS: Mapping[str, Method] = {
    "conversations.history": method(_history, f"channel {_PAGE}"),
    "conversations.replies": method(_replies, f"channel ts {_PAGE}"),
    "conversations.info": method(_info, "channel include_locale include_num_members"),
    "conversations.members": method(_members, "channel cursor limit"),
    "conversations.open": method(
        _open, "users channel return_im prevent_creation", scope="im:write"
    ),
}
