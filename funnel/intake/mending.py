"""The refused rows of a file as a file: each as it was, with what is wrong, to be mended."""

import csv
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from funnel.intake.refusals import Rejected
from funnel.intake.tables import open_table

REASON = "what is wrong"
_RISKY = ("=", "+", "-", "@", "\t", "\r")


def write_refused(source: BinaryIO, refused: Iterable[Rejected], path: Path) -> int:
    """Writes CSV UTF-8 with the file's own header and a last column of reasons; how many rows.

    A row that was refused with many others for its metric's name stands for all of them.
    """
    reasons: dict[int, list[str]] = defaultdict(list)
    for one in refused:
        reasons[one.row].append(f"{one.field}: {one.reason}")
    table = open_table(source)
    written = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow([*map(neutral, table.header), REASON])
        for chunk in table.chunks():
            for line in chunk.index[chunk.index.isin(list(reasons))]:
                cells = chunk.loc[line].tolist()
                rows.writerow([*map(neutral, cells), neutral("; ".join(reasons[line]))])
                written += 1
    return written


def neutral(text: str) -> str:
    """Text that a spreadsheet would run as a formula gets a quote before it; numbers stay."""
    if not text.startswith(_RISKY):
        return text
    try:
        float(text)
    except ValueError:
        return f"'{text}"
    return text
