"""Chunks of a table in any layout -> chunks of the long form: date, metric, value and the rest."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from funnel.intake.layout import Layout, Shape
from funnel.intake.tables import CHUNK_ROWS

if TYPE_CHECKING:
    import pandas as pd

SEGMENT_MARK = "\x1f"
"""Stands between dimension and value where a file has them in two columns."""


def unfold(chunk: "pd.DataFrame", layout: Layout) -> Iterator["pd.DataFrame"]:
    """Columns named after the fields; the index stays the line. Cells of a wide table that are
    empty are absent numbers, no errors."""
    if layout.shape is Shape.LONG:
        known = chunk[list(layout.columns.values())].set_axis(list(layout.columns), axis=1)
        if layout.dimension is not None:
            dimension, at = layout.dimension
            known["segment"] = _segments(chunk[at], dimension)
        yield known
        return
    together = max(1, CHUNK_ROWS // max(1, len(chunk)))
    places = list(layout.melted)
    for start in range(0, len(places), together):
        yield _melted(chunk, layout, places[start : start + together])


def _melted(chunk: "pd.DataFrame", layout: Layout, places: Sequence[int]) -> "pd.DataFrame":
    import pandas as pd

    parts = []
    for place in places:
        filled = chunk[chunk[place] != ""]
        name = layout.melted[place]
        fields = {field: filled[at] for field, at in layout.columns.items()}
        fields["date" if layout.shape is Shape.CROSSED else "metric"] = pd.Series(
            name, index=filled.index, dtype="str"
        )
        fields["value"] = filled[place]
        if layout.dimension is not None:
            dimension, at = layout.dimension
            fields["segment"] = _segments(filled[at], dimension)
        parts.append(pd.DataFrame(fields))
    return pd.concat(parts)


def _segments(column: "pd.Series[str]", dimension: str) -> "pd.Series[str]":
    whole_shop = column.str.casefold().isin(["", "all", "total"])
    return (f"{dimension}{SEGMENT_MARK}" + column).where(~whole_shop, "")


def words_only(chunk: "pd.DataFrame", layout: Layout) -> list[int]:
    """Columns of a wide table whose cells hold words and no digit: remarks, not numbers."""
    if layout.shape is not Shape.WIDE:
        return []
    return [
        place
        for place in layout.melted
        if (filled := chunk[place][chunk[place] != ""]).size
        and not filled.str.contains(r"\d", regex=True).any()
        and not filled.str.fullmatch(r"(?i)nan|inf|-inf|n/?a|null|-").any()
    ]
