"""What a file's rows were refused for: the first ones in full, all of them counted."""

from collections.abc import Sequence
from dataclasses import dataclass

SHOWN = 20
"""Refusals that are kept with their words."""
LONGEST_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Rejected:
    """One refusal; `row` is the line of the file, the header being line 1."""

    row: int
    field: str
    value: str
    reason: str


class Refusals:
    """Collects refusals while a file is read; memory stays small however bad the file is."""

    def __init__(self) -> None:
        self._kept: list[Rejected] = []
        self.count = 0

    def add(self, row: int, field: str, value: str, reason: str, *, rows: int = 1) -> None:
        """One refusal that stands for `rows` rows."""
        self.count += rows
        shown = value if len(value) <= LONGEST_SHOWN else f"{value[:LONGEST_SHOWN]}…"
        self._kept.append(Rejected(row, field, shown, reason))
        if len(self._kept) > 10 * SHOWN:
            self._kept = list(self.first)

    def count_more(self, rows: int) -> None:
        """Rows refused beyond those that were added with their words."""
        self.count += rows

    @property
    def first(self) -> Sequence[Rejected]:
        return sorted(self._kept, key=lambda each: each.row)[:SHOWN]
