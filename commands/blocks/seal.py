"""The last look at a finished payload: what slackblocks lets through although Slack refuses it.

Slack rejects the whole payload for one wrong field, and says nothing at all about a bad ack, so
the sender finds out here. Each check yields (JSON pointer, what is wrong).
"""

import json
import math
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

from commands.blocks.shapes import Block

MOST_TEXT = 40_000
MOST_SERIES = 6
MOST_CHARTS = 2
MOST_BLOCKS = {"message": 50, "modal": 100, "home": 100}
MOST_VIEW_BYTES = 250_000
MOST_METADATA = 3000
MOST_OPTIONS = 100
NATIVE = ("data_table", "table", "data_visualization")
JSON_TYPES = (str, int, float, dict, list)
TEXT_TYPES = ("mrkdwn", "plain_text", "raw_text")
ONLY_IN_VIEWS = ("rich_text_input", "file_input")
WITH_OPTIONS = ("static_select", "multi_static_select", "overflow", "checkboxes", "radio_buttons")

Problem = tuple[str, str]
Node = dict[str, Any]
Parts = list[tuple[str, Any]]
Nodes = list[tuple[str, Node]]


def seal(payload: dict[str, Any]) -> dict[str, Any]:
    """The payload itself. ValueError names the pointer of the first thing Slack would refuse."""
    surface = str(payload.get("type", "message"))
    blocks = payload.get("blocks", [])
    parts = list(_walk("", payload))
    nodes = [(pointer, part) for pointer, part in parts if isinstance(part, dict)]
    checks = (_values(parts), _texts(nodes), _ids(nodes, blocks), _elements(nodes))
    for pointer, words in chain(*checks, _whole(payload, surface, blocks, nodes)):
        raise ValueError(f"{pointer}: {words}")
    return payload


def _whole(payload: Node, surface: str, blocks: list[Block], nodes: Nodes) -> Iterator[Problem]:
    kinds = Counter(block["type"] for block in blocks)
    if len(blocks) > MOST_BLOCKS[surface]:
        yield "/blocks", f"{len(blocks)} blocks, at most {MOST_BLOCKS[surface]}"
    if surface == "message":
        yield from _message(payload, kinds, nodes)
    else:
        yield from _view(payload, kinds, nodes)


def _message(payload: Node, kinds: Counter[str], nodes: Nodes) -> Iterator[Problem]:
    text = payload.get("text", "")
    if not text.strip() or len(text) > MOST_TEXT:
        yield "/text", f"a message says 1 to {MOST_TEXT} characters, this has {len(text)}"
    if kinds["data_table"] + kinds["table"] > 1:
        yield "/blocks", "more than one table"
    if kinds["data_visualization"] > MOST_CHARTS:
        yield "/blocks", f"more than {MOST_CHARTS} charts"
    for pointer, node in nodes:
        if node.get("type") in ONLY_IN_VIEWS:
            yield pointer, f"a {node['type']} cannot stand in a message"


def _view(payload: Node, kinds: Counter[str], nodes: Nodes) -> Iterator[Problem]:
    for kind in NATIVE:
        if kinds[kind]:
            yield "/blocks", f"a {kind} cannot stand in a {payload['type']} view"
    if kinds["input"] and payload["type"] == "modal" and "submit" not in payload:
        yield "/submit", "a form with inputs needs a submit button"
    metadata = payload.get("private_metadata", "")
    if not isinstance(metadata, str) or len(metadata) > MOST_METADATA:
        yield "/private_metadata", f"a string of at most {MOST_METADATA} characters"
    if sum(1 for _, node in nodes if node.get("focus_on_load")) > 1:
        yield "/blocks", "more than one focus_on_load"
    if len(json.dumps(payload).encode()) > MOST_VIEW_BYTES:
        yield "", f"a view has at most {MOST_VIEW_BYTES} bytes"


def _values(parts: Parts) -> Iterator[Problem]:
    """JSON's own types only, no NaN or infinity, no nulls."""
    for pointer, value in parts:
        if isinstance(value, float) and not math.isfinite(value):
            yield pointer, f"{value} is no number for Slack"
        elif not isinstance(value, JSON_TYPES):
            yield pointer, f"{type(value).__name__} is no JSON value"


def _texts(nodes: Nodes) -> Iterator[Problem]:
    for pointer, node in nodes:
        is_text = node.get("type") in TEXT_TYPES
        if is_text and not str(node.get("text", "")).strip():
            yield f"{pointer}/text", "empty text"


def _ids(nodes: Nodes, blocks: list[Block]) -> Iterator[Problem]:
    """Block ids once a payload, action ids once a block."""
    used = Counter(
        (pointer.split("/")[2], node["action_id"])
        for pointer, node in nodes
        if "action_id" in node and pointer.startswith("/blocks/")
    )
    seen: set[str] = set()
    for index, block in enumerate(blocks):
        block_id = block.get("block_id", "")
        if not block_id or block_id in seen:
            yield f"/blocks/{index}/block_id", f"missing or used twice: {block_id!r}"
        seen.add(block_id)
        for (place, action), times in used.items():
            if times > 1 and place == str(index):
                yield f"/blocks/{index}", f"action_id {action!r} used {times} times"


def _elements(nodes: Nodes) -> Iterator[Problem]:
    for pointer, node in nodes:
        kind = str(node.get("type", ""))
        check = _BY_TYPE.get(kind)
        if check is not None:
            yield from ((f"{pointer}{inner}", words) for inner, words in check(node))
        if kind in WITH_OPTIONS:
            yield from ((f"{pointer}{inner}", words) for inner, words in _options(node))


def _actions(node: Node) -> Iterator[Problem]:
    if not node["elements"]:
        yield "/elements", "an actions block needs an element"


def _section(node: Node) -> Iterator[Problem]:
    if node.get("accessory", {}).get("type") in ONLY_IN_VIEWS:
        yield "/accessory", "no accessory of a section"


def _options(node: Node) -> Iterator[Problem]:
    options = node.get("options", [])
    if not 1 <= len(options) <= MOST_OPTIONS:
        yield "/options", f"1 to {MOST_OPTIONS} options, this has {len(options)}"
    if any(not option.get("value", "").strip() for option in options):
        yield "/options", "an option without a value"
    chosen = [node["initial_option"]] if "initial_option" in node else node.get("initial_options")
    if any(option not in options for option in chosen or ()):
        yield "/initial_option", "not among the options"


def _chart(node: Node) -> Iterator[Problem]:
    series = node["chart"].get("series", [])
    if len(series) > MOST_SERIES:
        yield "/chart/series", f"at most {MOST_SERIES} series"
    for part in node["chart"].get("segments", []):
        if part["value"] <= 0:
            yield "/chart/segments", "a slice must be above zero"


def _number_input(node: Node) -> Iterator[Problem]:
    try:
        first = _number(node, "initial_value")
        low, high = _number(node, "min_value"), _number(node, "max_value")
    except (TypeError, ValueError):
        yield "/initial_value", "numbers of a number_input are strings of digits"
        return
    if first is not None and not (
        (low is None or low <= first) and (high is None or first <= high)
    ):
        yield "/initial_value", "outside min_value and max_value"


def _number(node: Node, key: str) -> float | None:
    if key not in node:
        return None
    if not isinstance(node[key], str):
        raise TypeError(key)
    return float(node[key])


def _text_input(node: Node) -> Iterator[Problem]:
    if len(node.get("initial_value", "")) > node.get("max_length", MOST_METADATA):
        yield "/initial_value", "longer than max_length"


def _walk(pointer: str, whole: Any) -> Iterator[tuple[str, Any]]:
    """Everything in a payload with its JSON pointer, outer before inner, in written order."""
    waiting = [(pointer, whole)]
    while waiting:
        at, value = waiting.pop()
        yield at, value
        if isinstance(value, dict):
            waiting += [(f"{at}/{key}", inner) for key, inner in reversed(value.items())]
        elif isinstance(value, list):
            waiting += [(f"{at}/{index}", value[index]) for index in range(len(value) - 1, -1, -1)]


_BY_TYPE: dict[str, Callable[[Node], Iterator[Problem]]] = {
    "actions": _actions,
    "section": _section,
    "data_visualization": _chart,
    "number_input": _number_input,
    "plain_text_input": _text_input,
}
