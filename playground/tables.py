"""A table block as aligned columns of text."""

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from playground.blockkit.tables import cell_text

Json = Mapping[str, Any]
_GAP = "  "


def columns_of(text: str) -> int:
    """Terminal columns: wide signs take two, combining ones none."""
    return sum(
        0 if unicodedata.combining(sign) else 1 + (unicodedata.east_asian_width(sign) in "WF")
        for sign in text
    )


def _padded(text: str, room: int, *, right: bool) -> str:
    blank = " " * (room - columns_of(text))
    return blank + text if right else text + blank


def _cut(text: str, room: int) -> str:
    if columns_of(text) <= room:
        return text
    kept = text
    while kept and columns_of(kept) > room - 1:
        kept = kept[:-1]
    return f"{kept}…"


def draw_table(block: Json, *, width: int) -> list[str]:
    """Header, rule, rows; columns of numbers stand right; what does not fit is cut with …"""
    rows = [[cell_text(cell).replace("\n", " ") for cell in row] for row in block["rows"]]
    wide = max(len(row) for row in rows)
    rows = [row + [""] * (wide - len(row)) for row in rows]
    rooms = _rooms(rows, width)
    numbers = _number_columns(block, wide)
    drawn = [_line(row, rooms, numbers) for row in rows]
    rule = _GAP.join("─" * room for room in rooms)
    caption = [str(block["caption"])] if block.get("caption") else []
    return [*caption, drawn[0], rule, *drawn[1:]]


def _line(row: Sequence[str], rooms: Sequence[int], numbers: Sequence[bool]) -> str:
    cells = (
        _padded(_cut(text, room), room, right=right)
        for text, room, right in zip(row, rooms, numbers, strict=True)
    )
    return _GAP.join(cells).rstrip()


def _rooms(rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """Room of each column; the widest ones give way until the line fits."""
    rooms = [max(columns_of(text) for text in column) for column in zip(*rows, strict=True)]
    spare = width - len(_GAP) * (len(rooms) - 1)
    while sum(rooms) > spare and max(rooms) > 4:
        rooms[rooms.index(max(rooms))] -= 1
    return rooms


def _number_columns(block: Json, wide: int) -> list[bool]:
    body = block["rows"][1:]
    return [
        bool(body) and all(len(row) > at and row[at]["type"] == "raw_number" for row in body)
        for at in range(wide)
    ]
