"""XLSX as a table: the first sheet with rows, dates and percentages as their cells show them.

A workbook is a zip of XML: what it would expand to is bounded before anything is unpacked, and
its XML is read by defusedxml, which knows no entities.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO

from funnel.errors import BadFile
from funnel.intake.tables import CHUNK_ROWS, MOST_COLUMNS, Table, check_header

if TYPE_CHECKING:
    import pandas as pd

MOST_EXPANDED = 400 * 1024 * 1024
MOST_TIMES = 200  # an honest sheet of numbers shrinks to a tenth or so
MOST_PARTS = 1_000
MOST_EMPTY_ROWS = 1_000
# What openpyxl and the zip module raise over a part that is not what it should be; refused XML
# (defusedxml) is a ValueError, XML that does not parse a SyntaxError.
_STUMBLES = (
    ArithmeticError, AttributeError, EOFError, LookupError, NotImplementedError, OSError,
    RuntimeError, SyntaxError, TypeError, ValueError, struct.error, zipfile.BadZipFile, zlib.error,
)  # fmt: skip


def open_workbook(file: BinaryIO) -> Table:
    """Raises BadFile for a zip that is no workbook, is encrypted, or would expand too far."""
    _check_expansion(file)
    sheet, title, others = _first_sheet(file)
    header_at, header = sheet
    more = f"; {others} more {'sheet was' if others == 1 else 'sheets were'} not read"
    taken_for = f'an Excel workbook, sheet "{title[:40]}"{more if others else ""}'
    width = len(header)
    return Table(check_header(header), taken_for, lambda: _chunks(file, title, header_at, width))


def _check_expansion(file: BinaryIO) -> None:
    file.seek(0, 2)
    packed = max(file.tell(), 1)
    try:
        parts = zipfile.ZipFile(file).infolist()
    except _STUMBLES:
        raise _broken() from None
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise BadFile("This is a zip file, no workbook.", "Unpack it and import the file inside.")
    if any(part.flag_bits & 1 for part in parts):
        raise BadFile("The workbook has a password.", "Save it without one.")
    # A part that says less than it holds is cut there: the zip module reads no further.
    expanded = sum(part.file_size for part in parts)
    too_far = expanded > MOST_EXPANDED or (expanded > 10_000_000 and expanded > MOST_TIMES * packed)
    if too_far or len(parts) > MOST_PARTS:
        raise BadFile(
            f"The workbook would expand to {expanded / 1e6:,.0f} MB, which is no honest size.",
            "Save the sheet as CSV and import that.",
        )


def _open(file: BinaryIO) -> Any:
    from openpyxl import load_workbook

    try:
        return load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except _STUMBLES:
        raise _broken() from None


def _broken() -> BadFile:
    words = "Open it in Excel and save it again, or save the sheet as CSV."
    return BadFile("The workbook cannot be opened.", words)


def _first_sheet(file: BinaryIO) -> tuple[tuple[int, list[str]], str, int]:
    """(row number of the header, its names), the sheet's title, how many others there are."""
    book = _open(file)
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    for sheet in sheets:
        for number, cells in enumerate(_rows(sheet), 1):
            header = _trimmed([_text(cell) for cell in cells])
            if len(header) > 1:
                return (number, header), sheet.title, len(sheets) - 1
            if number > MOST_EMPTY_ROWS:
                break
    raise BadFile("The workbook has no sheet with a header and rows.", "Name the columns in row 1.")


def _trimmed(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _rows(sheet: Any) -> Iterator[Sequence[Any]]:
    sheet.reset_dimensions()  # what a sheet says of its own size may be anything
    try:
        yield from sheet.iter_rows(max_col=MOST_COLUMNS + 1)
    except _STUMBLES:
        raise _broken() from None


def _chunks(file: BinaryIO, title: str, header_at: int, width: int) -> Iterator["pd.DataFrame"]:
    import pandas as pd

    rows = _rows(_open(file)[title])
    line = header_at + 1
    for _ in range(header_at):
        next(rows, None)
    while cells := [[_text(cell) for cell in row] for row in islice(rows, CHUNK_ROWS)]:
        for offset, row in enumerate(cells):
            if any(row[width:]):
                raise BadFile(f"Row {line + offset} has more cells than the header.", "Name them.")
        texts = [[*row[:width], *[""] * (width - len(row))] for row in cells]
        yield pd.DataFrame(texts, index=range(line, line + len(texts)), dtype=str)
        line += len(texts)


def _text(cell: Any) -> str:
    """As a person would have typed it into a CSV file."""
    value = cell.value
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case datetime():
            shows_time = "h" in str(cell.number_format or "") or value.time() != time()
            return value.isoformat() if shows_time else value.date().isoformat()
        case date():
            return value.isoformat()
        case int() | float():
            return _number(value, str(cell.number_format or ""))
        case _:
            return " ".join(str(value).split())


def _number(value: float, number_format: str) -> str:
    if "%" in number_format:
        return f"{value * 100:.12g}%"
    return f"{value:.15g}"
