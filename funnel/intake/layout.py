"""How a table is laid out: one value a line, one column a metric, or one column a day."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from funnel.catalogue.words import fold
from funnel.errors import BadFile
from funnel.intake.dates import is_dated
from funnel.intake.tables import MOST_COLUMNS

DIMENSIONS = (
    "visitor", "channel", "sales_channel", "device", "product", "country", "customer_type",
)  # fmt: skip
_NAMES: Mapping[str, tuple[str, ...]] = {
    "date": (
        "date",
        "day",
        "period",
        "week",
        "month",
        "datetime",
        "timestamp",
        "datum",
        "tag",
        "fecha",
        "ds",
    ),
    "metric": ("metric", "metric name", "kpi", "measure", "kennzahl", "indicator"),
    "value": ("value", "wert", "amount", "result", "valor"),
    "numerator": ("numerator", "zähler"),
    "denominator": ("denominator", "nenner"),
    "segment_name": ("segment name", "dimension"),
    "segment_value": ("segment value",),
    "segment": ("segment",),
}
_FIELDS = {fold(name): field for field, names in _NAMES.items() for name in names}
_LONG_ONLY = ("value", "numerator", "denominator", "segment_name", "segment_value", "segment")
_NEEDED = ("date", "metric", "value")


class Shape(StrEnum):
    """What a column stands for in a table."""

    LONG = "one value a line"
    WIDE = "one column a metric"
    CROSSED = "one column a date"


@dataclass(frozen=True, slots=True)
class Layout:
    """`columns` gives the position of each known field, `melted` those of the metrics or dates
    with their names; `dimension` is the column, named after its dimension, that holds segments;
    `unknown` columns of a long table are left out."""

    shape: Shape
    columns: Mapping[str, int]
    melted: Mapping[int, str]
    dimension: tuple[str, int] | None = None
    unknown: tuple[str, ...] = ()

    def words(self) -> str:
        """ "one column a metric: sessions, orders"."""
        if self.shape is Shape.LONG:
            by = f", by {self.dimension[0]}" if self.dimension else ""
            left = f"; left out: {listed(self.unknown)}" if self.unknown else ""
            return f"{self.shape}: {', '.join(self.columns)}{by}{left}"
        names = list(self.melted.values())
        more = f" and {len(names) - 6} more" if len(names) > 6 else ""
        by = f", by {self.dimension[0]}" if self.dimension else ""
        return f"{self.shape}: {', '.join(name[:40] for name in names[:6])}{more}{by}"


def find_layout(header: Sequence[str], dimensions: Sequence[str] = ()) -> Layout:
    """Columns named as one of `dimensions` hold segments, as those of the built-in ones do.
    Raises BadFile, naming the columns found and needed."""
    known = {place: _FIELDS[fold(name)] for place, name in enumerate(header) if _is_field(name)}
    fields = set(known.values())
    if {"date", "metric", "value"} <= fields:
        return _long(header, known, (*DIMENSIONS, *dimensions))
    dated = {place: name for place, name in enumerate(header) if is_dated(name)}
    if len(dated) >= 2 and "date" not in fields:
        return _crossed(header, dated)
    if "date" in fields and "metric" not in fields and "value" not in fields:
        return _wide(header, (*DIMENSIONS, *dimensions))
    missing = [name for name in _NEEDED if name not in fields]
    raise BadFile(
        f"The file has no column {listed(missing)}; it has {listed(header)}.",
        "Needed are date, metric, value on each line, or a date and one column for each metric.",
    )


def _is_field(name: str) -> bool:
    return fold(name) in _FIELDS


def _refuse_doubles(names: Sequence[str]) -> None:
    double = next((name for name, times in Counter(names).items() if times > 1), None)
    if double is not None:
        raise BadFile(f"The file has two columns {double[:40]}.", "Rename or remove one.")


def _long(header: Sequence[str], known: Mapping[int, str], dimensions: Sequence[str]) -> Layout:
    """Where no field holds the segment, a column named after a dimension does."""
    _refuse_doubles(list(known.values()))
    has_segment = any(field.startswith("segment") for field in known.values())
    parted = {} if has_segment else _parted(header, dimensions)
    dimension = next(((name, place) for place, name in parted.items()), None)
    unknown = tuple(
        name for place, name in enumerate(header) if place not in known and place not in parted
    )
    columns = {field: place for place, field in known.items()}
    return Layout(Shape.LONG, columns, {}, dimension, unknown)


def _parted(header: Sequence[str], dimensions: Sequence[str]) -> dict[int, str]:
    """The one column that parts the rows, with the key of its dimension. Raises BadFile."""
    names = {place: fold(name).replace(" ", "_") for place, name in enumerate(header)}
    parted = {place: name for place, name in names.items() if name in dimensions}
    if len(parted) > 1:
        raise BadFile(
            f"The file parts its rows by {listed(list(parted.values()))}; a segment has one.",
            "Leave one of these columns, and import the file once for each.",
        )
    return parted


def _wide(header: Sequence[str], dimensions: Sequence[str]) -> Layout:
    at = next(place for place, name in enumerate(header) if _FIELDS.get(fold(name)) == "date")
    parted = _parted(header, dimensions)
    columns: dict[str, int] = {"date": at}
    for place, name in enumerate(header):
        if _FIELDS.get(fold(name)) == "segment":
            columns["segment"] = place
    melted = {
        place: name
        for place, name in enumerate(header)
        if name and place not in columns.values() and place not in parted
    }
    _refuse_doubles(list(melted.values()))
    if not melted:
        raise BadFile("The file has a date but no numbers.", "Add one column for each metric.")
    dimension = next(((name, place) for place, name in parted.items()), None)
    return Layout(Shape.WIDE, columns, melted, dimension)


def _crossed(header: Sequence[str], dated: Mapping[int, str]) -> Layout:
    _refuse_doubles(list(dated.values()))
    fields = {_FIELDS.get(fold(name)): place for place, name in enumerate(header)}
    first = next((place for place in range(len(header)) if place not in dated), None)
    at = fields.get("metric", first)
    if at is None:
        raise BadFile("The file names no metrics.", "Put their names into the first column.")
    columns = {"metric": at}
    if "segment" in fields:
        columns["segment"] = fields["segment"]
    return Layout(Shape.CROSSED, columns, dict(dated))


def listed(names: Sequence[str]) -> str:
    shown = ", ".join(name.strip()[:40] or "(no name)" for name in names[:12])
    return shown if len(names) <= 12 else f"{shown} and {min(len(names), MOST_COLUMNS) - 12} more"
