"""Native tables and charts drawn as words."""

from collections.abc import Callable, Iterable
from typing import Any

from commands.blocks.layout import section
from commands.blocks.shapes import Block
from commands.blocks.text import escape


def native_as_text(block: Block) -> Block:
    """The block itself, unless it is a table or chart: then a section that says the same."""
    draw = _DRAW.get(block["type"])
    return block if draw is None else section(block["block_id"], draw(block))


def _table(block: Block) -> str:
    header, *rows = block["rows"]
    title = f"*{escape(block['caption'])}*\n_{_joined(header)}_"
    return "\n".join([title, *(f"• {_joined(row)}" for row in rows)])


def _joined(cells: Iterable[dict[str, Any]]) -> str:
    return " · ".join(_words(cell) for cell in cells)


def _words(cell: dict[str, Any]) -> str:
    """mrkdwn; rich text is a section of words and channels."""
    if cell["type"] != "rich_text":
        return escape(cell["text"])
    parts = (part for section in cell["elements"] for part in section["elements"])
    return "".join(
        f"<#{part['channel_id']}>" if part["type"] == "channel" else escape(part["text"])
        for part in parts
    )


def _chart(block: Block) -> str:
    chart = block["chart"]
    if chart["type"] == "pie":
        lines = [f"• {escape(part['label'])}: {part['value']:g}" for part in chart["segments"]]
    else:
        lines = [f"• {_course(series)}" for series in chart["series"]]
    return "\n".join([f"*{escape(block['title'])}*", *lines])


def _course(series: dict[str, Any]) -> str:
    """First and last point, and how far it went in between."""
    points = series["data"]
    first, last = points[0], points[-1]
    low = min(points, key=lambda point: float(point["value"]))
    high = max(points, key=lambda point: float(point["value"]))
    return escape(
        f"{series['name']}: {first['value']:g} ({first['label']}) to {last['value']:g} "
        f"({last['label']}); lowest {low['value']:g} ({low['label']}), "
        f"highest {high['value']:g} ({high['label']})"
    )


_DRAW: dict[str, Callable[[Block], str]] = {"data_table": _table, "data_visualization": _chart}
