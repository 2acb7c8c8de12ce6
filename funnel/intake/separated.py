"""CSV, TSV and their relatives as a table: encoding and separator found, rows in chunks."""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from funnel.errors import BadFile
from funnel.intake.encodings import NAMES, SAMPLE_BYTES, find_encoding, not_readable
from funnel.intake.tables import CHUNK_ROWS, MOST_COLUMNS, Table, check_header, empty_file

if TYPE_CHECKING:
    import pandas as pd

QUOTES = "Put values that hold the separator in quotes."
_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_LOOKED_AT = 30  # lines


@dataclass(frozen=True, slots=True)
class _Form:
    """`skipped` lines stand before the header."""

    encoding: str
    separator: str
    skipped: int


def open_separated(file: BinaryIO) -> Table:
    """Raises BadFile for an empty file and for what is no text."""
    encoding = find_encoding(file)
    lines, is_whole = _first_lines(file, encoding)
    skipped = next((at for at, line in enumerate(lines) if not _is_preamble(line)), None)
    if skipped is None:
        raise empty_file()
    body = [line for line in lines[skipped : skipped + _LOOKED_AT] if line.strip()]
    separator = _separator(body)
    fields = _fields(body[0], separator)
    if not is_whole and len(lines) == 1:
        raise BadFile(f"The file has over {len(fields):,} columns.", f"At most {MOST_COLUMNS}.")
    form = _Form(encoding, separator, skipped)
    shown = NAMES.get(encoding.replace("-sig", "").replace("utf-8", "utf_8"), encoding.upper())
    taken_for = f"text in {shown}, separated by {_SEPARATORS[separator]}"
    return Table(check_header(fields), taken_for, lambda: _chunks(file, form))


def _first_lines(file: BinaryIO, encoding: str) -> tuple[list[str], bool]:
    """Lines of the beginning, and whether that is the whole file."""
    sample = file.read(SAMPLE_BYTES)
    is_whole = not file.read(1)
    file.seek(0)
    text = sample.decode(encoding, errors="replace" if not is_whole else "strict")
    if "\0" in text:
        raise not_readable()
    lines = text.splitlines()
    return (lines if is_whole or len(lines) == 1 else lines[:-1]), is_whole


def _is_preamble(line: str) -> bool:
    """Empty, a remark as analytics tools write above their tables, or Excel's own hint."""
    return not line.strip(" ,;\t") or line.startswith("#") or bool(re.match(r"sep=.$", line))


def _separator(lines: Sequence[str]) -> str:
    """The one that parts most lines into the same number of fields as the header."""

    def fitting(separator: str) -> tuple[int, int]:
        counts = [len(_fields(line, separator)) for line in lines]
        return (Counter(counts)[counts[0]] if counts[0] > 1 else 0, counts[0])

    return max(_SEPARATORS, key=fitting)


def _fields(line: str, separator: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=separator), [])
    except csv.Error:  # a field beyond 128 kB
        raise not_readable() from None


def _chunks(file: BinaryIO, form: _Form) -> Iterator["pd.DataFrame"]:
    import pandas as pd

    file.seek(0)
    header_line = form.skipped + 1
    try:
        reader = pd.read_csv(
            file,
            sep=form.separator,
            dtype=str,
            keep_default_na=False,
            skip_blank_lines=False,
            skipinitialspace=True,
            skiprows=form.skipped,
            chunksize=CHUNK_ROWS,
            encoding=form.encoding,
        )
        for chunk in reader:
            if not isinstance(chunk.index, pd.RangeIndex):  # pandas takes surplus fields for one
                words = f"Line {header_line + 1} has more fields than the header."
                raise BadFile(words, QUOTES)
            chunk.index += header_line + 1
            yield chunk.set_axis(range(chunk.shape[1]), axis=1).fillna("")
    except UnicodeError:
        raise not_readable() from None
    except pd.errors.ParserError as error:
        raise BadFile(_in_words(str(error), form.skipped), QUOTES) from None


def _in_words(error: str, skipped: int) -> str:
    if match := re.search(r"Expected (\d+) fields in line (\d+), saw (\d+)", error):
        del skipped  # pandas counts the lines that it skipped
        return f"Line {match[2]} has {match[3]} fields; the header has {match[1]}."
    return "A quote that opens is never closed."
