"""What inputs hold: initial values, ids that Slack invents, and state kept over an update."""

import copy
import secrets
from collections.abc import Iterator
from typing import Any

from playground.blockkit.whole import elements_of, walk

Json = dict[str, Any]

# element type -> (key of its initial value, key of its value in `state.values`, empty value)
HOLDS: dict[str, tuple[str, str, Any]] = {
    "plain_text_input": ("initial_value", "value", None),
    "number_input": ("initial_value", "value", None),
    "email_text_input": ("initial_value", "value", None),
    "url_text_input": ("initial_value", "value", None),
    "rich_text_input": ("initial_value", "rich_text_value", None),
    "datepicker": ("initial_date", "selected_date", None),
    "timepicker": ("initial_time", "selected_time", None),
    "datetimepicker": ("initial_date_time", "selected_date_time", None),
    "static_select": ("initial_option", "selected_option", None),
    "external_select": ("initial_option", "selected_option", None),
    "radio_buttons": ("initial_option", "selected_option", None),
    "multi_static_select": ("initial_options", "selected_options", []),
    "multi_external_select": ("initial_options", "selected_options", []),
    "checkboxes": ("initial_options", "selected_options", []),
    "users_select": ("initial_user", "selected_user", None),
    "channels_select": ("initial_channel", "selected_channel", None),
    "conversations_select": ("initial_conversation", "selected_conversation", None),
    "multi_users_select": ("initial_users", "selected_users", []),
    "multi_channels_select": ("initial_channels", "selected_channels", []),
    "multi_conversations_select": ("initial_conversations", "selected_conversations", []),
    "file_input": ("", "files", []),
}


def with_ids(blocks: list[Json]) -> list[Json]:
    """A copy in which each block and each interactive element has an id, as Slack returns it."""
    named = copy.deepcopy(blocks)
    for _, block in walk(named):
        block.setdefault("block_id", secrets.token_urlsafe(4))
        for _, element in elements_of(block):
            if element["type"] != "image":
                element.setdefault("action_id", secrets.token_urlsafe(4))
    return named


def fields(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Each (block, element) that has a value in the state."""
    for _, block in walk(blocks):
        for _, element in elements_of(block):
            if element["type"] in HOLDS:
                yield block, element


def first_state(blocks: list[Json], *, conversation: str | None = None) -> Json:
    """`state.values` as a freshly opened surface has it."""
    values: Json = {}
    for block, element in fields(blocks):
        initial, key, empty = HOLDS[element["type"]]
        held = element.get(initial, empty)
        if held is None and element.get("default_to_current_conversation"):
            held = conversation
        shown = {"type": element["type"], key: copy.deepcopy(held)}
        values.setdefault(block["block_id"], {})[element["action_id"]] = shown
    return values


def kept_state(blocks: list[Json], typed: Json) -> Json:
    """The state after an update: what was typed stays where block_id and action_id are the same."""
    values = first_state(blocks)
    for block, element in fields(blocks):
        old = typed.get(block["block_id"], {}).get(element["action_id"])
        if old is not None and old["type"] == element["type"]:
            values[block["block_id"]][element["action_id"]] = old
    return values
