"""Chunks of the long form -> staged records: every cell read, rows that cannot be read refused."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from funnel.columns import GRAINS
from funnel.errors import BadFile
from funnel.intake.cells import Numbers, read_labels, read_name, read_numbers, read_segment
from funnel.intake.dates import DateOrder, read_period
from funnel.intake.refusals import Refusals
from funnel.intake.spool import SLICE_ROWS, Records, Spool
from funnel.intake.staged import STAGED, Mask, Staged
from funnel.intake.unfolding import SEGMENT_MARK
from funnel.model import TOTAL, Grain, Segment

if TYPE_CHECKING:
    import pandas as pd

_Key = TypeVar("_Key")

MOST_ROWS = 10_000_000
MOST_NAMES = 500
MOST_SEGMENTS = 100_000
_EPOCH = date(1970, 1, 1)
_EPOCH_HOUR, _HOUR = datetime(1970, 1, 1), timedelta(hours=1)  # noqa: DTZ001 - on the wall
_NUMBER_COLUMNS = ("value", "numerator", "denominator")


@dataclass(frozen=True, slots=True)
class Reading:
    """How the cells of a file are read; `by_column`: a number's fault is told by its metric's
    name, which is the column that it stands in. `hourly`: midnight is an hour, not a day; times
    are those of `zone` where they do not say another."""

    today: date
    style: str
    order: DateOrder | None
    by_column: bool
    zone: str = "UTC"
    hourly: bool = False


@dataclass(slots=True, eq=False)
class Stage:
    """Takes a file chunk by chunk; names and segments get the same code in every chunk. The rows
    wait in a spool, sorted by name within each chunk."""

    reading: Reading
    refusals: Refusals
    _names: dict[str, int] = field(default_factory=dict)
    _segments: dict[Segment, int] = field(default_factory=lambda: {TOTAL: 0})
    _spool: Spool = field(default_factory=lambda: Spool(STAGED))
    _runs: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    rows: int = 0

    def take(self, chunk: "pd.DataFrame") -> None:
        """Reads a chunk whose index is the line of the file. Raises BadFile past the limits."""
        chunk = chunk[(chunk != "").any(axis=1)]
        self.rows += len(chunk)
        if self.rows > MOST_ROWS:
            raise BadFile(
                f"The file has more than {MOST_ROWS:,} numbers.", "Split it and import the parts."
            )
        if len(chunk):
            self._keep(*self._read(chunk))

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._names)

    @property
    def segments(self) -> tuple[Segment, ...]:
        return tuple(self._segments)

    def parts(self, name: str) -> Iterator[Staged]:
        """The readable rows of a name, in the order of the file, a bounded number at a time."""
        segments = self.segments
        held: list[Records] = []
        for first, stop in self._runs.get(self._names[name], ()):
            for records in self._spool.slices(first, stop):
                held.append(records)
                if sum(map(len, held)) >= SLICE_ROWS:
                    yield Staged(np.concatenate(held), segments)
                    held = []
        if held:
            yield Staged(np.concatenate(held), segments)

    def _keep(self, names: NDArray[np.int32], records: Records) -> None:
        order = np.argsort(names, kind="stable")
        start = len(self._spool)
        self._spool.append(records[order])
        codes, counts = np.unique(names, return_counts=True)
        for code, count in zip(codes.tolist(), counts.tolist(), strict=True):
            self._runs.setdefault(code, []).append((start, start + count))
            start += count

    def _read(self, chunk: "pd.DataFrame") -> tuple[NDArray[np.int32], Records]:
        refuse = _Refuser(chunk, self.refusals, by_column=self.reading.by_column)
        periods = read_labels(chunk["date"], self._period)
        refuse.rows("date", periods.codes < 0, lambda text: periods.faults[text])
        names = read_labels(chunk["metric"], read_name)
        refuse.rows("metric", names.codes < 0, lambda text: names.faults[text])
        field_name, said_segments = _segment_column(chunk)
        segments = read_labels(said_segments, read_segment)
        refuse.column(field_name, said_segments, segments.codes < 0, segments.faults)
        records = np.empty(len(chunk), STAGED)
        records["line"] = chunk.index.to_numpy()
        records["segment"] = _shared_codes(segments.codes, segments.found, self._segments)
        grains, starts = zip(*periods.found, (0, 0), strict=True)
        records["grain"] = np.array(grains, np.uint8)[periods.codes]
        records["start"] = np.array(starts, np.int32)[periods.codes]
        for name in _NUMBER_COLUMNS:
            numbers = self._numbers(chunk, name, refuse)
            records[name] = numbers.values
            if name == "value":
                records["said"] = numbers.said
        codes = _shared_codes(names.codes, names.found, self._names)
        self._check_limits()
        return codes[refuse.kept], records[refuse.kept]

    def _period(self, text: str) -> tuple[int, int]:
        asked = self.reading
        grain, start = read_period(
            text, today=asked.today, order=asked.order, zone=asked.zone, hourly=asked.hourly
        )
        if isinstance(start, datetime):
            return _GRAIN_CODES[grain], (start - _EPOCH_HOUR) // _HOUR
        return _GRAIN_CODES[grain], (start - _EPOCH).days

    def _numbers(self, chunk: "pd.DataFrame", name: str, refuse: "_Refuser") -> Numbers:
        if name not in chunk:
            nothing = np.zeros(len(chunk), bool)
            return Numbers(np.full(len(chunk), np.nan), nothing, nothing, {})
        numbers = read_numbers(chunk[name], style=self.reading.style, required=name == "value")
        refuse.rows(name, numbers.bad, lambda text: numbers.faults[text])
        return numbers

    def _check_limits(self) -> None:
        if len(self._names) > MOST_NAMES:
            raise BadFile(
                f"The column metric holds more than {MOST_NAMES} different names.",
                "It names what was measured, such as orders.",
            )
        if len(self._segments) > MOST_SEGMENTS:
            raise BadFile(
                f"The file has more than {MOST_SEGMENTS:,} different segments.",
                "Segments are groups such as country=DE; import fewer of them.",
            )


_GRAIN_CODES: dict[Grain, int] = {grain: code for code, grain in enumerate(GRAINS)}


class _Refuser:
    """Notes every bad field; a row counts once, however many of its fields are bad."""

    def __init__(self, chunk: "pd.DataFrame", refusals: Refusals, *, by_column: bool) -> None:
        self._chunk = chunk
        self._refusals = refusals
        self._by_column = by_column
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
        positions = np.flatnonzero(bad)
        kept = max(0, self._refusals.room)
        for at in positions[:kept].tolist():
            text, line = texts.iloc[at], int(self._chunk.index[at])
            label = field_name
            if self._by_column and field_name == "value":
                label = self._chunk["metric"].iloc[at]
            said = text if show else ""
            self._refusals.add(line, label, said, reason(text), rows=int(self.kept[at]))
        self._refusals.count_more(int(self.kept[positions[kept:]].sum()))
        self.kept &= ~bad


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
