"""Replaying a saved transcript: what people did in it is done again, in the same order."""

import re
from collections.abc import Iterator
from typing import Any

from playground.page.asked import Asked, BadDeed
from playground.page.deeds import DEEDS
from playground.page.stage import Stage, StageRefused
from playground.widgets import fillable, pressable
from playground.workspace import Workspace

Json = dict[str, Any]
MOST = 500


def replay(stage: Stage, transcript: list[Json]) -> Json:
    """How many deeds were done, and in words which could not be done here.

    People and channels are found by their ids and names of then, messages and views by the
    newest one that has the same element, since stamps and view ids are others now.
    """
    done, skipped = 0, []
    for exchange in transcript[-MOST:]:
        try:
            for name, body in _deeds(stage.slack.workspace, exchange):
                DEEDS[name](Asked(stage, body))
                done += 1
        except (StageRefused, BadDeed) as problem:
            skipped.append(f"{exchange['kind']} {exchange['name']}: {problem}")
    return {"done": done, "skipped": skipped}


def _deeds(workspace: Workspace, exchange: Json) -> Iterator[tuple[str, Json]]:
    """One deed, or none where the bot or Slack began the exchange."""
    asked = exchange["asked"]
    match exchange["kind"]:
        case "command":
            place = {"as": asked["user_id"], "channel": asked["channel_id"]}
            yield "say", {**place, "text": exchange["name"]}
        case "event" if asked["event"]["type"] in ("message", "app_mention"):
            yield "say", _said(workspace, asked["event"])
        case "event" if asked["event"]["type"] == "app_home_opened":
            yield "open_home", {"as": asked["event"]["user"]}
        case "shortcut" if asked["type"] == "shortcut":
            who = {"as": asked["user"]["id"]}
            yield "shortcut", {**who, "callback_id": asked["callback_id"]}
        case "action":
            yield "act", _pressed(workspace, asked)
        case "view_submission":
            yield "submit", _of_view(workspace, asked)
        case "view_closed":
            yield "close", _of_view(workspace, asked)


def _said(workspace: Workspace, event: Json) -> Json:
    """Mentions as they were typed, with the names of now; threads are other ones today."""

    def named(found: "re.Match[str]") -> str:
        user = workspace.find_user(found[1])
        return f"@{user.name}" if user else found[0]

    text = re.sub(r"<@(\w+)>", named, event["text"])
    for sign, escaped in (("<", "&lt;"), (">", "&gt;"), ("&", "&amp;")):
        text = text.replace(escaped, sign)
    return {"as": event["user"], "channel": event["channel"], "text": text}


def _of_view(workspace: Workspace, asked: Json) -> Json:
    user = asked["user"]["id"]
    with workspace.pulse.reading():
        stack = workspace.views.stack(user)
    wanted = asked["view"]["callback_id"]
    if not stack or stack[-1].body.get("callback_id", "") != wanted:
        raise StageRefused(f"the view {wanted} is not open")
    return {"as": user, "view": stack[-1].id, "values": asked["view"]["state"]["values"]}


def _pressed(workspace: Workspace, asked: Json) -> Json:
    action, user = asked["actions"][0], asked["user"]["id"]
    element = {"block_id": action["block_id"], "action_id": action["action_id"]}
    picked = (action.get("selected_option") or {}).get("value")
    more = {**element, "values": asked["state"]["values"], "value": picked}
    if asked["container"]["type"] == "view" and asked["view"]["type"] == "modal":
        return {**_of_view(workspace, asked), **more}
    if asked["container"]["type"] == "view":
        with workspace.pulse.reading():
            home = workspace.views.home(user)
        return {"as": user, "view": home.id if home else "", **more}
    for message in reversed(workspace.visible_to(user)):
        if _has(list(message.blocks), element):
            return {"as": user, "channel": message.channel, "ts": message.ts, **more}
    raise StageRefused("there is no message with this element")


def _has(blocks: list[Json], wanted: Json) -> bool:
    return any(
        wanted["block_id"] == widget.block["block_id"]
        and wanted["action_id"] == widget.element.get("action_id")
        for widget in (*pressable(blocks), *fillable(blocks))
    )
