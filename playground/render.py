"""All words of a message or view in reading order, for matching in tests."""

from collections.abc import Iterator, Mapping
from typing import Any

from playground.drawing import draw

__all__ = ["draw", "flatten"]

Json = Mapping[str, Any]
_WORDS = frozenset(
    {"text", "title", "alt_text", "caption", "name", "label", "categories", "x_label", "y_label"}
)
_SKIPPED = frozenset(
    {
        "type", "block_id", "action_id", "value", "url", "image_url", "metadata", "ts", "style",
        "private_metadata", "callback_id", "external_id", "state", "initial_option",
        "initial_options", "trigger_actions_on", "confirm", "slack_file",
    }
)  # fmt: skip


def flatten(payload: Json) -> str:
    """Text, then each block's words, one a line; table cells of a row are joined by a bar."""
    return "\n".join(_words(payload))


def _words(held: Any) -> Iterator[str]:
    match held:
        case dict():
            yield from _of_object(held)
        case list() | tuple():
            for inside in held:
                yield from _words(inside)


def _of_object(held: dict[str, Any]) -> Iterator[str]:
    kind = str(held.get("type"))
    if kind == "emoji":
        yield f":{held['name']}:"
    elif kind == "channel":
        yield f"<#{held['channel_id']}>"
    elif kind.startswith("rich_text_") and "elements" in held:
        yield _run_together(held["elements"])
    else:
        for key, inside in held.items():
            if key == "rows":
                yield from (_row(cells) for cells in inside)
            elif key not in _SKIPPED:
                yield from _at(key, inside)


def _row(cells: list[Any]) -> str:
    return " | ".join(" ".join(_words(cell)) for cell in cells)


def _run_together(parts: list[Any]) -> str:
    """Rich text runs belong together without a break; list items each get a line."""
    drawn = []
    for part in parts:
        inner = "".join(_words(part))
        drawn.append(f"{inner}\n" if str(part.get("type")).startswith("rich_text_") else inner)
    return "".join(drawn)


def _at(key: str, inside: Any) -> Iterator[str]:
    if isinstance(inside, str):
        if key in _WORDS or key.startswith("initial_"):
            yield inside
    elif key in _WORDS and isinstance(inside, list) and all(isinstance(s, str) for s in inside):
        yield from inside
    else:
        yield from _words(inside)
