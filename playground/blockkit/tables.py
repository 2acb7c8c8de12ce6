"""`data_table` and `table`: rows, cells and how many characters they may hold."""

from collections.abc import Iterator

from playground.blockkit.objects import BLOCK_ID
from playground.blockkit.rich_text import ELEMENTS
from playground.blockkit.rules import (
    Across,
    Choice,
    Flag,
    Items,
    Json,
    Number,
    Object,
    Problem,
    String,
    typed,
)

DATA_TABLE_CHARACTERS = 20_000
TABLE_CHARACTERS = 10_000
MOST_COLUMNS = 20
_CELL_TEXT = String(DATA_TABLE_CHARACTERS, blanks=True)

_CELL = typed(
    {
        "raw_text": Object({"text": _CELL_TEXT}, ("text",)),
        "raw_number": Object({"value": Number(), "text": _CELL_TEXT}, ("value", "text")),
        "rich_text": Object({"elements": ELEMENTS, "block_id": BLOCK_ID}, ("elements",)),
    }
)


def cell_text(cell: Json) -> str:
    """What a reader sees in a cell; rich text without its styles."""
    if "text" in cell:
        return str(cell["text"])
    inner = "".join(cell_text(part) for part in cell.get("elements", []))
    named = (str(cell[key]) for key in ("name", "user_id", "channel_id", "url") if cell.get(key))
    return inner or next(named, "")


def characters(block: Json) -> int:
    """Characters in all cells of a table."""
    return sum(len(cell_text(cell)) for row in block["rows"] for cell in row)


def _no_more_than(most: int) -> Across:
    def look(block: Json, at: str) -> Iterator[Problem]:
        if characters(block) > most:
            yield Problem(f"{at}/rows", f"no more than {most} characters in all cells")

    return look


def _rows_equally_long(block: Json, at: str) -> Iterator[Problem]:
    for place, row in enumerate(block["rows"]):
        if len(row) != len(block["rows"][0]):
            yield Problem(f"{at}/rows/{place}", "all rows must have the same number of cells")


def _plain_header(block: Json, at: str) -> Iterator[Problem]:
    for place, cell in enumerate(block["rows"][0]):
        if cell["type"] == "rich_text":
            yield Problem(f"{at}/rows/0/{place}/type", "rich_text is not allowed in the header")


def _row_header_exists(block: Json, at: str) -> Iterator[Problem]:
    if block.get("row_header_column_index", 0) >= len(block["rows"][0]):
        yield Problem(f"{at}/row_header_column_index", "there is no such column")


DATA_TABLE_BLOCK = Object(
    {
        "rows": Items(Items(_CELL, MOST_COLUMNS), 201, 2),
        "caption": String(),
        "page_size": Number(1, 100, whole=True),
        "row_header_column_index": Number(0, MOST_COLUMNS - 1, whole=True),
        "block_id": BLOCK_ID,
    },
    ("rows", "caption"),
    (_rows_equally_long, _plain_header, _row_header_exists, _no_more_than(DATA_TABLE_CHARACTERS)),
)


class _ColumnSetting:
    """A setting, or null for a column that keeps the default."""

    __slots__ = ()
    _rule = Object({"align": Choice(("left", "center", "right")), "is_wrapped": Flag()})

    def problems(self, value: object, at: str) -> Iterator[Problem]:
        if value is not None:
            yield from self._rule.problems(value, at)


TABLE_BLOCK = Object(
    {
        "rows": Items(Items(_CELL, MOST_COLUMNS), 100),
        "column_settings": Items(_ColumnSetting(), MOST_COLUMNS),
        "block_id": BLOCK_ID,
    },
    ("rows",),
    (_no_more_than(TABLE_CHARACTERS),),
)
