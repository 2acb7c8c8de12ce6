"""What a file's rows were refused for: each bad field in words, up to a bound, all rows counted."""

from collections.abc import Sequence
from dataclasses import dataclass

SHOWN = 20
"""Refusals that are shown with their words in a message."""
MOST_KEPT = 100_000
LONGEST_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Rejected:
    """One refusal; `row` is the line of the file, the header being line 1."""

    row: int
    field: str
    value: str
    reason: str


class Refusals:
    """Collects refusals while a file is read; memory stays bounded however bad the file is."""

    def __init__(self) -> None:
        self._kept: list[Rejected] = []
        self.count = 0

    @property
    def room(self) -> int:
        """How many more are kept with their words."""
        return MOST_KEPT - len(self._kept)

    def add(self, row: int, field: str, value: str, reason: str, *, rows: int = 1) -> None:
        """One refusal that stands for `rows` rows; 0 for a further field of a refused row."""
        self.count += rows
        if self.room > 0:
            shown = value if len(value) <= LONGEST_SHOWN else f"{value[:LONGEST_SHOWN]}…"
            self._kept.append(Rejected(row, field, shown, reason))

    def count_more(self, rows: int) -> None:
        """Rows refused beyond those that were added with their words."""
        self.count += rows

    @property
    def all(self) -> Sequence[Rejected]:
        """Those with words, in the order of the file."""
        return sorted(self._kept, key=lambda each: each.row)
