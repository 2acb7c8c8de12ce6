"""The checks that callers use: blocks, a whole message, a whole view."""

import json
from collections.abc import Iterator
from typing import Any

from playground.blockkit.layout import BLOCKS
from playground.blockkit.objects import plain
from playground.blockkit.rules import (
    Anything,
    Flag,
    Json,
    Object,
    Problem,
    Rule,
    String,
    Typed,
    typed,
)
from playground.blockkit.surfaces import Surface
from playground.blockkit.whole import check_together, walk

MOST_TEXT = 40_000
MOST_VIEW_BYTES = 250_000
_BLOCK = Typed(BLOCKS)
_MESSAGE_KEYS = frozenset(
    {
        "channel",
        "text",
        "blocks",
        "attachments",
        "markdown_text",
        "thread_ts",
        "reply_broadcast",
        "metadata",
        "mrkdwn",
        "parse",
        "link_names",
        "unfurl_links",
        "unfurl_media",
        "username",
        "icon_url",
        "icon_emoji",
        "response_type",
        "replace_original",
        "delete_original",
        "user",
        "ts",
    }
)
_SHARED: dict[str, Rule] = {
    "blocks": Anything(),
    "private_metadata": String(3000, 0),
    "callback_id": String(255, 0),
    "external_id": String(255, 0),
}
_MODAL: dict[str, Rule] = {
    **_SHARED,
    "title": plain(24),
    "submit": plain(24),
    "close": plain(24),
    "clear_on_close": Flag(),
    "notify_on_close": Flag(),
    "submit_disabled": Flag(),
}
_VIEWS = {
    Surface.MODAL: typed({"modal": Object(_MODAL, ("title", "blocks"))}),
    Surface.HOME: typed({"home": Object(_SHARED, ("blocks",))}),
}


def check_blocks(blocks: Any, surface: Surface) -> list[Problem]:
    """What Slack refuses in an array of blocks on this surface; empty when it would take it."""
    if not isinstance(blocks, list):
        return [Problem("/blocks", "must be an array")]
    problems = [
        problem
        for place, block in enumerate(blocks)
        for problem in _BLOCK.problems(block, f"/blocks/{place}")
    ]
    return problems or list(check_together(blocks, surface))


def check_message(payload: Json) -> list[Problem]:
    """What Slack refuses in a message body (post, ack of a command, response_url)."""
    problems = [
        Problem(f"/{key}", f"unexpected field: {key}")
        for key in payload
        if key not in _MESSAGE_KEYS
    ]
    return (
        problems + list(_text(payload)) + check_blocks(payload.get("blocks", []), Surface.MESSAGE)
    )


def _text(payload: Json) -> Iterator[Problem]:
    text = payload.get("text", "")
    if not isinstance(text, str):
        yield Problem("/text", "must be a string")
    elif len(text) > MOST_TEXT:
        yield Problem("/text", f"must be less than {MOST_TEXT + 1} characters")
    elif not text.strip() and not _has_content(payload):
        yield Problem("/text", "no_text: a message needs text or blocks")


def _has_content(payload: Json) -> bool:
    wanted = ("blocks", "attachments", "markdown_text", "delete_original")
    return any(payload.get(key) for key in wanted)


def check_view(view: Any, kind: Surface | str) -> list[Problem]:
    """What Slack refuses in a modal or Home view; `kind` is the surface it is meant for."""
    surface = Surface(kind)
    problems = list(_VIEWS[surface].problems(view, ""))
    if problems:
        return problems
    problems = check_blocks(view["blocks"], surface)
    if problems:
        return problems
    return list(_whole_view(view))


def _whole_view(view: Json) -> Iterator[Problem]:
    asks = any(block["type"] == "input" for _, block in walk(view["blocks"]))
    if view["type"] == "modal" and asks and "submit" not in view:
        yield Problem("/submit", "submit is required when the view has input blocks")
    if len(json.dumps(view).encode()) > MOST_VIEW_BYTES:
        yield Problem("", "view_too_large")
