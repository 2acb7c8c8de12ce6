"""Reading a CSV file of numbers: one pass over the text, one over the columns, nothing stored."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from funnel.catalogue import Catalogue
from funnel.errors import BadFile
from funnel.intake.assembly import assemble
from funnel.intake.layout import Layout, find_layout, not_utf8
from funnel.intake.options import ImportOptions
from funnel.intake.refusals import Refusals
from funnel.intake.result import Intake
from funnel.intake.staging import Stage

if TYPE_CHECKING:
    import pandas as pd

CHUNK_ROWS = 50_000
QUOTES = "Put values that hold the separator in quotes."


def read_csv(
    source: Path | BinaryIO, *, catalogue: Catalogue, options: ImportOptions, today: date
) -> Intake:
    """Reads the long form, one value a line: date, metric, value; numerator, denominator and a
    segment may follow. Comma, semicolon or tab; UTF-8, with or without byte order mark.

    `source` as a file must be seekable. Values come out in the metric's unit. Memory is about
    50 bytes a row. Raises BadFile for a file that cannot be read as a whole; single rows are
    refused in the Intake, and the caller decides what becomes of the rest.
    """
    refusals = Refusals()
    stage = Stage(today, options.style, refusals)
    with ExitStack() as stack:
        file = stack.enter_context(source.open("rb")) if isinstance(source, Path) else source
        layout = find_layout(file)
        for chunk in _chunks(file, layout):
            stage.take(chunk)
    return assemble(stage.staged(), catalogue, options, refusals)


def _chunks(file: BinaryIO, layout: Layout) -> Iterator["pd.DataFrame"]:
    """The known columns as stripped text; the index is the line of the file."""
    import pandas as pd

    positions = list(layout.columns.values())
    try:
        reader = pd.read_csv(
            file,
            sep=layout.delimiter,
            dtype=str,
            keep_default_na=False,
            skip_blank_lines=False,
            chunksize=CHUNK_ROWS,
            encoding="utf-8-sig",
        )
        for chunk in reader:
            if not isinstance(chunk.index, pd.RangeIndex):  # pandas takes surplus fields for one
                raise BadFile("Line 2 has more fields than the header.", QUOTES)
            chunk.index += 2  # the header is line 1
            known = chunk.iloc[:, positions].set_axis(list(layout.columns), axis=1)
            yield known.fillna("").apply(lambda column: column.str.strip())
    except UnicodeDecodeError:
        raise not_utf8() from None
    except pd.errors.ParserError as error:
        raise BadFile(_in_words(str(error)), QUOTES) from None


def _in_words(error: str) -> str:
    if match := re.search(r"Expected (\d+) fields in line (\d+), saw (\d+)", error):
        return f"Line {match[2]} has {match[3]} fields; the header has {match[1]}."
    return "A quote that opens is never closed."
