"""Columns of text -> numbers, days and segments; each different text is read once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

import numpy as np
from babel.numbers import get_decimal_symbol
from numpy.typing import NDArray

from funnel.errors import BadNumber, BadSegment, FunnelError
from funnel.intake.people import check_segment
from funnel.intake.staged import Mask
from funnel.intake.unfolding import SEGMENT_MARK
from funnel.model import TOTAL, Floats, Segment
from funnel.numbers import parse_number

if TYPE_CHECKING:
    import pandas as pd

LONGEST_CELL = 500

_WHOLE_SHOP = frozenset({"", "all", "total"})
_Read = TypeVar("_Read")


@dataclass(frozen=True, slots=True, eq=False)
class Labels(Generic[_Read]):
    """`codes` point into `found`, -1 where a text was refused; `faults` gives the reasons."""

    codes: NDArray[np.int64]
    found: list[_Read]
    faults: dict[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class Numbers:
    """NaN where a cell is empty or bad; `said` marks values that carry their own unit."""

    values: Floats
    said: Mask
    bad: Mask
    faults: dict[str, str]


def read_labels(column: "pd.Series[str]", read: Callable[[str], _Read]) -> Labels[_Read]:
    """Each different text, stripped, through `read`; a FunnelError's message is the reason of its
    refusal. To strip every cell of a file costs more than all the rest."""
    import pandas as pd

    codes, texts = pd.factorize(column)
    found: list[_Read] = []
    faults: dict[str, str] = {}
    places = np.full(len(texts), -1, np.int64)
    for at, text in enumerate(texts):
        try:
            found.append(_checked_length(text.strip(), read))
            places[at] = len(found) - 1
        except FunnelError as refused:
            faults[text] = refused.message
    return Labels(places[codes], found, faults)


def read_numbers(column: "pd.Series[str]", *, style: str, required: bool) -> Numbers:
    """Plain numbers at once; the rest (1.234,50, 71 %, 4h 12m) as people's numbers are read."""
    import pandas as pd

    empty = (column == "").to_numpy(bool)
    plain = column if get_decimal_symbol(style) == "." else column.where(~_separated(column), "")
    values = pd.to_numeric(plain, errors="coerce").to_numpy(np.float64, copy=True)
    said = np.zeros(len(column), bool)
    infinite = np.isinf(values)
    bad = infinite | (empty if required else np.zeros(len(column), bool))
    faults = dict.fromkeys(column[infinite].unique(), "no finite number")
    if required:
        faults[""] = "is empty"
    left = np.flatnonzero(np.isnan(values) & ~empty)
    if len(left):
        labels = read_labels(column.iloc[left], lambda text: _typed_number(text, style))
        known = labels.codes >= 0
        read = np.array([*labels.found, (np.nan, False)], dtype=np.float64)[labels.codes]
        values[left], said[left], bad[left] = read[:, 0], read[:, 1] == 1, ~known
        faults |= labels.faults
    values[bad] = np.nan
    return Numbers(values, said, bad, faults)


def read_segment(text: str) -> Segment:
    """ "country=DE", or dimension and value with SEGMENT_MARK between; "all" is the whole shop."""
    mark = SEGMENT_MARK if SEGMENT_MARK in text else "="
    dimension, _, value = (part.strip() for part in text.partition(mark))
    dimension = dimension.casefold()
    if dimension in _WHOLE_SHOP and value.casefold() in _WHOLE_SHOP:
        return TOTAL
    if not dimension or not value:
        raise BadSegment("a segment needs dimension and value, such as country=DE")
    if "=" in dimension:
        raise BadSegment("a dimension has no = in its name")
    return check_segment(Segment(dimension, value))


def read_name(text: str) -> str:
    """The metric's name as the file has it."""
    if not text:
        raise BadNumber("is empty")
    return text


def _checked_length(text: str, read: Callable[[str], _Read]) -> _Read:
    if len(text) > LONGEST_CELL:
        raise BadNumber(f"longer than {LONGEST_CELL} characters")
    return read(text)


def _separated(column: "pd.Series[str]") -> "pd.Series[bool]":
    return column.str.contains(".", regex=False) | column.str.contains(",", regex=False)


def _typed_number(text: str, style: str) -> tuple[float, bool]:
    number = parse_number(text, style=style)
    if number.denominator is not None:
        raise BadNumber("counts belong into the columns numerator and denominator")
    return number.value, number.said_unit in ("percent", "seconds")
