"""Chunks of a file -> staged columns: every cell read, rows that cannot be read refused."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from funnel.errors import BadFile
from funnel.intake.cells import (
    SEGMENT_MARK,
    Numbers,
    read_day,
    read_labels,
    read_name,
    read_numbers,
    read_segment,
)
from funnel.intake.refusals import SHOWN, Refusals
from funnel.intake.staged import Mask, Staged, join
from funnel.model import TOTAL, Segment

if TYPE_CHECKING:
    import pandas as pd

_Key = TypeVar("_Key")

MOST_ROWS = 2_000_000
MOST_NAMES = 500


@dataclass(slots=True)
class Stage:
    """Takes a file chunk by chunk; names and segments get the same code in every chunk."""

    today: date
    style: str
    refusals: Refusals
    _names: dict[str, int] = field(default_factory=dict)
    _segments: dict[Segment, int] = field(default_factory=lambda: {TOTAL: 0})
    _parts: list[Staged] = field(default_factory=list)
    _rows: int = 0

    def take(self, chunk: "pd.DataFrame") -> None:
        """Reads a chunk whose index is the line of the file. Raises BadFile past the limits."""
        chunk = chunk[(chunk != "").any(axis=1)]
        self._rows += len(chunk)
        if self._rows > MOST_ROWS:
            raise BadFile(
                f"The file has more than {MOST_ROWS:,} rows.", "Split it and import the parts."
            )
        if len(chunk):
            self._parts.append(self._read(chunk))

    def staged(self) -> Staged:
        """All readable rows. Raises BadFile when the file had none at all."""
        if self._rows == 0:
            raise BadFile("The file has a header but no rows.", "Put one value on each line.")
        return join(self._parts, tuple(self._names), tuple(self._segments))

    def _read(self, chunk: "pd.DataFrame") -> Staged:
        refuse = _Refuser(chunk, self.refusals)
        days = read_labels(chunk["date"], lambda text: read_day(text, today=self.today))
        refuse.rows("date", days.codes < 0, lambda text: days.faults[text])
        names = read_labels(chunk["metric"], read_name)
        refuse.rows("metric", names.codes < 0, lambda text: names.faults[text])
        field_name, said_segments = _segment_column(chunk)
        segments = read_labels(said_segments, read_segment)
        refuse.column(field_name, said_segments, segments.codes < 0, segments.faults)
        value, top, bottom = (self._numbers(chunk, name, refuse) for name in _NUMBER_COLUMNS)
        staged = Staged(
            chunk.index.to_numpy(np.int64),
            _shared_codes(names.codes, names.found, self._names),
            _shared_codes(segments.codes, segments.found, self._segments),
            np.array([*days.found, None], "datetime64[D]")[days.codes],
            value.values,
            top.values,
            bottom.values,
            value.said,
        )
        if len(self._names) > MOST_NAMES:
            raise BadFile(
                f"The column metric holds more than {MOST_NAMES} different names.",
                "It names what was measured, such as orders.",
            )
        return staged.take(refuse.kept)

    def _numbers(self, chunk: "pd.DataFrame", name: str, refuse: "_Refuser") -> Numbers:
        if name not in chunk:
            nothing = np.zeros(len(chunk), bool)
            return Numbers(np.full(len(chunk), np.nan), nothing, nothing, {})
        numbers = read_numbers(chunk[name], style=self.style, required=name == "value")
        refuse.rows(name, numbers.bad, lambda text: numbers.faults[text])
        return numbers


_NUMBER_COLUMNS = ("value", "numerator", "denominator")


class _Refuser:
    """Refuses each row once, for the first of its fields that is bad."""

    def __init__(self, chunk: "pd.DataFrame", refusals: Refusals) -> None:
        self._chunk = chunk
        self._refusals = refusals
        self.kept: Mask = np.ones(len(chunk), bool)

    def rows(self, field_name: str, bad: Mask, reason: Callable[[str], str]) -> None:
        self._refuse(field_name, self._chunk[field_name], bad, reason)

    def column(
        self, field_name: str, texts: "pd.Series[str]", bad: Mask, faults: dict[str, str]
    ) -> None:
        """Segments: the value is not repeated, since it may be a person's."""
        self._refuse(field_name, texts, bad, lambda text: faults[text], show=False)

    def _refuse(
        self,
        field_name: str,
        texts: "pd.Series[str]",
        bad: Mask,
        reason: Callable[[str], str],
        *,
        show: bool = True,
    ) -> None:
        positions = np.flatnonzero(bad & self.kept)
        self.kept &= ~bad
        for at in positions[:SHOWN].tolist():
            text, line = texts.iloc[at], int(self._chunk.index[at])
            self._refusals.add(line, field_name, text if show else "", reason(text))
        self._refusals.count_more(max(0, len(positions) - SHOWN))


def _segment_column(chunk: "pd.DataFrame") -> tuple[str, "pd.Series[str]"]:
    if "segment_name" in chunk and "segment_value" in chunk:
        return "segment_value", chunk["segment_name"] + SEGMENT_MARK + chunk["segment_value"]
    if "segment" in chunk:
        return "segment", chunk["segment"]
    return "segment", chunk["date"].where(chunk["date"] == "", "")


def _shared_codes(
    codes: NDArray[np.int64], found: list[_Key], shared: dict[_Key, int]
) -> NDArray[np.int32]:
    places = [shared.setdefault(each, len(shared)) for each in found]
    return np.array([*places, -1], np.int32)[codes]
