"""A message or view as text in a terminal that a newcomer can read."""

import re
import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from playground.charts import draw_chart
from playground.state import HOLDS
from playground.tables import draw_table

Json = Mapping[str, Any]
_LINKS = (
    (re.compile(r"<!date\^[^|>]*\|([^>]*)>"), r"\1"),
    (re.compile(r"<https?://[^|>]*\|([^>]*)>"), r"\1"),
    (re.compile(r"<(https?://[^>]*)>"), r"\1"),
    (re.compile(r"<[@#!][^|>]*\|([^>]*)>"), r"\1"),
    (re.compile(r"<([@#!][^>]*)>"), r"\1"),
)
_MARKS = re.compile(r"(?<![\w*_~`])([*_~`])(?=\S)(.+?)(?<=\S)\1(?![\w*_~`])")


def draw(shown: Json, *, width: int = 80) -> str:
    """`shown` is a message or view body; blocks are drawn, else the text."""
    lines: list[str] = []
    if "title" in shown and shown.get("type") == "modal":
        lines += [f"┌ {shown['title']['text']} " + "─" * max(0, width - 30)]
    for block in shown.get("blocks") or ():
        lines += draw_block(block, width=width, values=_values(shown))
    if not shown.get("blocks"):
        lines += _wrapped(plain(str(shown.get("text", ""))), width)
    lines += [f"[file: {each['name']}]" for each in shown.get("files", ())]
    ends = [f"[{shown[key]['text']}]" for key in ("close", "submit") if shown.get(key)]
    return "\n".join([*lines, *([" ".join(ends)] if ends else [])])


def _values(shown: Json) -> Json:
    held: Json = shown.get("state", {}).get("values", {})
    return held


def plain(mrkdwn: str) -> str:
    """mrkdwn without its marks: links as their words, entities as characters."""
    for pattern, words in _LINKS:
        mrkdwn = pattern.sub(words, mrkdwn)
    mrkdwn = _MARKS.sub(r"\2", mrkdwn)
    return mrkdwn.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _wrapped(text: str, width: int, indent: str = "") -> list[str]:
    lines = []
    for line in text.splitlines() or [""]:
        lines += textwrap.wrap(line, width, initial_indent=indent, subsequent_indent=indent) or [""]
    return lines


def text_of(text: Json) -> str:
    """The words of a text object as a reader sees them."""
    words = str(text.get("text", ""))
    return plain(words) if text.get("type") == "mrkdwn" else words


def draw_block(block: Json, *, width: int, values: Json) -> list[str]:
    match block.get("type"):
        case "section":
            return _section(block, width, values)
        case "header":
            title = text_of(block["text"])
            return [title, "=" * min(width, len(title))]
        case "divider":
            return ["─" * width]
        case "context":
            words = " · ".join(
                text_of(each) or str(each.get("alt_text", "")) for each in block["elements"]
            )
            return _wrapped(words, width, "  ")
        case "actions":
            drawn = " ".join(draw_element(each, values, block) for each in block["elements"])
            return _wrapped(drawn, width)
        case "input":
            return _input(block, width, values)
        case _:
            return _other(block, width, values)


def _section(block: Json, width: int, values: Json) -> list[str]:
    lines = _wrapped(text_of(block["text"]), width) if "text" in block else []
    for field in block.get("fields", ()):
        lines += _wrapped(text_of(field), width, "  ")
    if "accessory" in block:
        lines.append(draw_element(block["accessory"], values, block))
    return lines


def _input(block: Json, width: int, values: Json) -> list[str]:
    label = text_of(block["label"])
    optional = " (optional)" if block.get("optional") else ""
    drawn = draw_element(block["element"], values, block)
    hint = _wrapped(text_of(block["hint"]), width, "  ") if "hint" in block else []
    return [f"{label}{optional}: {drawn}", *hint]


def _other(block: Json, width: int, values: Json) -> list[str]:
    match block.get("type"):
        case "data_visualization":
            return draw_chart(block, width=width)
        case "data_table" | "table":
            return draw_table(block, width=width)
        case "rich_text":
            return _wrapped("\n".join(_rich(block["elements"])), width)
        case "image":
            return [f"[picture: {block.get('alt_text', '')}]"]
        case "container":
            return [
                text_of(block.get("title", {})),
                *(
                    line
                    for child in block["child_blocks"]
                    for line in draw_block(child, width=width, values=values)
                ),
            ]
        case _:
            text = block.get("text", "")
            return _wrapped(text_of(text) if isinstance(text, dict) else plain(str(text)), width)


def _rich(parts: list[Json]) -> Iterator[str]:
    for part in parts:
        if part["type"] == "rich_text_list":
            yield from (f"• {line}" for item in part["elements"] for line in _rich([item]))
        else:
            yield "".join(map(_run, part["elements"]))


def _run(element: Json) -> str:
    keys = ("text", "url", "name", "user_id", "channel_id", "range", "fallback", "value")
    return str(next((element[key] for key in keys if element.get(key)), ""))


def draw_element(element: Json, values: Json, block: Json) -> str:
    """A button as [Text], a menu as [⋯ A · B], an input as [what it holds], choices
    in sight as (•) A ( ) B."""
    kind = str(element["type"])
    if kind in ("button", "workflow_button", "icon_button"):
        return f"[{text_of(element['text'])}]"
    if kind == "overflow":
        return f"[⋯ {' · '.join(text_of(each['text']) for each in element['options'])}]"
    if kind == "image":
        return f"[picture: {element.get('alt_text', '')}]"
    state = values.get(str(block.get("block_id")), {}).get(element.get("action_id"))
    held = held_words(element, state)
    if kind == "radio_buttons":
        names = [text_of(each["text"]) for each in element["options"]]
        return " ".join(f"({'•' if name == held else ' '}) {name}" for name in names)
    arrow = " ▾" if kind.endswith("select") else ""
    return f"[{held or text_of(element.get('placeholder', {}))}{arrow}]"


def held_words(element: Json, state: Json | None) -> str:
    """What an input holds, in words: its state, else its initial value."""
    initial, key, _ = HOLDS.get(str(element["type"]), ("", "", None))
    held = state.get(key) if state is not None else element.get(initial)
    match held:
        case None:
            return ""
        case {"text": {"text": str(words)}}:
            return words
        case {"elements": list(parts)}:
            return " ".join(_rich(parts))
        case list():
            return ", ".join(_item_words(item) for item in held)
        case _:
            return str(held)


def _item_words(item: Any) -> str:
    match item:
        case {"text": {"text": str(words)}} | {"name": str(words)}:
            return words
        case _:
            return str(item)
