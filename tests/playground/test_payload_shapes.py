"""Our payloads have the keys of those that Slack's own repositories recorded."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from playground import payloads
from playground.server import LocalSlack

Json = dict[str, Any]
# Enterprise Grid, Slack Connect and what a client adds to a message are not played here.
NOT_OURS = {"enterprise_id", "enterprise_name", "blocks", "client_msg_id", "event_context"}
FIELD = {
    "type": "input",
    "block_id": "b",
    "label": {"type": "plain_text", "text": "Label"},
    "element": {"type": "plain_text_input", "action_id": "a"},
}
VIEW = {
    "type": "modal",
    "title": {"type": "plain_text", "text": "My App"},
    "close": {"type": "plain_text", "text": "Cancel"},
    "submit": {"type": "plain_text", "text": "Submit"},
    "blocks": [FIELD],
}


def missing(recorded: Any, ours: Any, at: str = "") -> list[str]:
    """Pointers of keys that were recorded and are not in ours; `state` values are free."""
    if not isinstance(recorded, dict):
        return []
    if not isinstance(ours, dict):
        return [at]
    lacking = [f"{at}/{key}" for key in recorded.keys() - ours.keys() - NOT_OURS]
    for key in recorded.keys() & ours.keys() - {"values"}:
        lacking += missing(recorded[key], ours[key], f"{at}/{key}")
    return lacking


def built(slack: LocalSlack) -> dict[str, Callable[[], Json]]:
    """A payload of ours for each recorded file."""
    workspace = slack.workspace
    ana = slack.person("ana")
    user, channel = ana.user, ana.channel
    message = workspace.post(channel, user=user.id, text="<@U0BOT> Hi there!")
    button = {
        "action_id": "a",
        "block_id": "b",
        "text": {"type": "plain_text", "text": "Button"},
        "value": "x",
        "type": "button",
    }
    with workspace.pulse.changing("view", "test") as revision:
        view = workspace.views.open(user.id, VIEW, conversation=None, revision=revision)
    field = {"block_id": "b", "action_id": "a", "value": "search"}
    return {
        "slash_command.form": lambda: payloads.command(
            workspace, user, channel=channel, name="/funnel", text="Hi"
        ),
        "block_actions.message_button": lambda: payloads.block_actions(
            workspace, user, where=message, values={}, action=button
        ),
        "block_suggestion": lambda: payloads.block_suggestion(
            user, workspace, view=view, field=field
        ),
        "view_submission": lambda: payloads.view_submission(workspace, user, view=view),
        "view_closed": lambda: payloads.view_closed(workspace, user, view=view, is_cleared=False),
        "shortcut.global": lambda: payloads.shortcut(workspace, user, callback_id="x"),
        "shortcut.message": lambda: payloads.message_shortcut(
            workspace, user, callback_id="x", message=message
        ),
        "event.app_mention": lambda: payloads.message_event(workspace, message, kind="app_mention"),
        "event.message": lambda: payloads.message_event(workspace, message, kind="message"),
    }


NAMES = [
    "slash_command.form", "block_actions.message_button", "block_suggestion", "view_submission",
    "view_closed", "shortcut.global", "shortcut.message", "event.app_mention", "event.message",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_keys_of_the_recorded_payloads(slack: LocalSlack, shared_data: Path, name: str) -> None:
    recorded = json.loads((shared_data / f"payloads/bolt-python/{name}.json").read_text())
    assert missing(recorded, built(slack)[name]()) == []
