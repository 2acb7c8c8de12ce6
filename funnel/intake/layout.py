"""How a file is laid out: its delimiter, its columns, and whether they are the ones needed."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

from funnel.errors import BadFile

NEEDED = ("date", "metric", "value")
OPTIONAL = ("numerator", "denominator", "segment_name", "segment_value", "segment")
MOST_COLUMNS = 50
_SAMPLE_BYTES = 65_536
_DELIMITERS = ",;\t"


@dataclass(frozen=True, slots=True)
class Layout:
    """`columns` gives the position of each known column."""

    delimiter: str
    columns: dict[str, int]


def find_layout(file: BinaryIO) -> Layout:
    """Reads the header and rewinds. Raises BadFile, naming the columns found and needed."""
    header = _header(file)
    delimiter = max(_DELIMITERS, key=header.count)
    found = next(csv.reader([header], delimiter=delimiter))
    names = [name.strip().casefold() for name in found]
    if len(names) > MOST_COLUMNS:
        raise BadFile(f"The file has {len(names)} columns.", f"At most {MOST_COLUMNS} are read.")
    known = [name for name in names if name in (*NEEDED, *OPTIONAL)]
    missing = [name for name in NEEDED if name not in known]
    if missing:
        raise BadFile(
            f"The file has no column {_listed(missing)}; it has {_listed(found)}.",
            f"Needed are {_listed(NEEDED)}; {_listed(OPTIONAL)} may follow.",
        )
    if len(set(known)) < len(known):
        double = next(name for name in known if known.count(name) > 1)
        raise BadFile(f"The file has two columns {double}.", "Rename or remove one.")
    return Layout(delimiter, {name: names.index(name) for name in known})


def _header(file: BinaryIO) -> str:
    file.seek(0)
    start = file.read(_SAMPLE_BYTES)
    file.seek(0)
    if start.startswith(b"PK\x03\x04"):
        raise BadFile("This is an Excel file.", "Save it as CSV UTF-8, then import that.")
    line = start.splitlines()[0] if start.strip() else b""
    try:
        text = line.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise not_utf8() from None
    if not text.strip():
        raise BadFile("The file is empty.", f"Its first line names {_listed(NEEDED)}.")
    return text


def not_utf8() -> BadFile:
    return BadFile("The file is not UTF-8 text.", "Save it as CSV UTF-8, then import that.")


def _listed(names: Sequence[str]) -> str:
    return ", ".join(name.strip()[:40] or "(no name)" for name in names)
