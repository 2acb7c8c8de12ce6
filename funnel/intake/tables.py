"""A file as a table of text: its header, its rows in chunks, and what it was taken for."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from funnel.errors import BadFile

if TYPE_CHECKING:
    import pandas as pd

MOST_COLUMNS = 500
MOST_BYTES = 500 * 1024 * 1024
CHUNK_ROWS = 50_000


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """`chunks()` gives the rows as text without leading blanks, columns numbered from 0, the index
    being the line of the file; it can be asked again. `taken_for` says what the file is."""

    header: tuple[str, ...]
    taken_for: str
    chunks: Callable[[], Iterator["pd.DataFrame"]]


def open_table(file: BinaryIO) -> Table:
    """A workbook or separated text; the file must be seekable and stay open.

    Raises BadFile for everything else, and for a file past the limits of size and columns.
    """
    from funnel.intake.separated import open_separated
    from funnel.intake.workbooks import open_workbook

    size = file.seek(0, 2)
    file.seek(0)
    start = file.read(16)
    file.seek(0)
    if size > MOST_BYTES:
        raise BadFile(
            f"The file has {size / 1e6:,.0f} MB; at most {MOST_BYTES / 1e6:,.0f} are read.",
            "Split it and import the parts.",
        )
    if start.startswith(b"PK\x03\x04"):
        return open_workbook(file)
    for mark, kind in _NO_TABLES.items():
        if start.lstrip().lower().startswith(mark):
            raise BadFile(f"This is {kind}.", "Save it as CSV UTF-8 or as .xlsx, then import that.")
    return open_separated(file)


_NO_TABLES = {
    b"\xd0\xcf\x11\xe0": "an Excel file of the old kind (.xls)",
    b"%pdf": "a PDF file",
    b"\x1f\x8b": "a compressed file",
    b"\x89png": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"<!doctype": "a web page",
    b"<html": "a web page",
    b"{\\rtf": "a text document",
    b"sqlite format": "a database",
}


def check_header(header: Sequence[str]) -> tuple[str, ...]:
    """Stripped names. Raises BadFile when there are none or too many."""
    names = tuple(" ".join(name.split()) for name in header)
    if len(names) > MOST_COLUMNS:
        raise BadFile(f"The file has {len(names):,} columns.", f"At most {MOST_COLUMNS} are read.")
    if not any(names):
        raise empty_file()
    return names


def empty_file() -> BadFile:
    return BadFile("The file is empty.", "Its first line names the columns: date, metric, value.")
