"""Reading a file of numbers: one pass over the text, one over its columns, nothing stored."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from funnel.catalogue import Catalogue
from funnel.errors import BadFile, UnclearFile
from funnel.intake.assembly import assemble
from funnel.intake.dates import DateOrder, OrderSeen, look_at_order
from funnel.intake.hours import are_hours
from funnel.intake.layout import Layout, Shape, find_layout
from funnel.intake.options import ImportOptions
from funnel.intake.refusals import Refusals
from funnel.intake.result import Intake
from funnel.intake.staging import Reading, Stage
from funnel.intake.styles import STYLE_OF, DecimalSign, StyleSeen, look_at_style
from funnel.intake.tables import Table, open_table
from funnel.intake.unfolding import unfold, words_only

if TYPE_CHECKING:
    import pandas as pd

LOOKED_AT = 5_000  # different cells of a column that show how its dates or numbers are written
_SAMPLES = {DecimalSign.POINT: "1,234.5", DecimalSign.COMMA: "1.234,5"}
_ORDERS = {DateOrder.DAY_FIRST: "31/12/2026", DateOrder.MONTH_FIRST: "12/31/2026"}


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the first chunk shows of a file."""

    layout: Layout
    order: DateOrder | None
    sign: DecimalSign
    hourly: bool
    words: tuple[str, ...]


def read_table(
    source: Path | BinaryIO, *, catalogue: Catalogue, options: ImportOptions, today: date
) -> Intake:
    """Reads CSV, TSV or XLSX: one value a line (date, metric, value; numerator, denominator and a
    segment may follow), one column a metric, or one column a date.

    `source` as a file must be seekable. Values come out in the metric's unit. Memory does not
    grow with the file but for 12 bytes a row of its largest metric. Raises BadFile for a file that
    cannot be read as a whole, UnclearFile where people have to say what is meant; single rows are
    refused in the Intake, and the caller decides what becomes of the rest.
    """
    refusals = Refusals()
    with ExitStack() as stack:
        file = stack.enter_context(source.open("rb")) if isinstance(source, Path) else source
        table = open_table(file)
        chunks = table.chunks()
        first = next(chunks, None)
        if first is None:
            raise BadFile("The file has a header but no rows.", "Put one value on each line.")
        seen = _look(first, table, options)
        reading = Reading(
            today,
            STYLE_OF[seen.sign],
            seen.order,
            by_column=seen.layout.shape is not Shape.LONG,
            zone=options.zone,
            hourly=seen.hourly,
        )
        stage = Stage(reading, refusals)
        for chunk in chain([first], chunks):
            for part in unfold(chunk, seen.layout):
                stage.take(part)
    if stage.rows == 0:
        raise BadFile("The file has a header but no rows.", "Put one value on each line.")
    done = assemble(stage, catalogue, options, refusals)
    return Intake(
        (table.taken_for, *seen.words),
        tuple(done.created),
        tuple(done.notes),
        tuple(refusals.all),
        refusals.count,
        tuple(done.parts),
        stage.segments,
        done.spool,
    )


def _look(first: "pd.DataFrame", table: Table, options: ImportOptions) -> _Seen:
    layout, remarks = _without_remarks(first, find_layout(table.header, options.dimensions))
    words = [layout.words()]
    if remarks:
        words.append(f"left out, since they hold words: {', '.join(remarks)}")
    rows = list(_some(unfold(first, layout)))
    dates = look_at_order(_different(rows, ("date",)))
    order = options.dates or dates.order
    if order is not None and (dates.day_first or dates.month_first or dates.unclear):
        words.append(f"dates as in {_ORDERS[order]}, {order.replace('-', ' ')}")
    _refuse_unclear(dates, order)
    hourly = are_hours(_different(rows, ("date",)))
    if hourly:
        words.append(f"hours on the clock of {options.zone}")
    style = look_at_style(_different(rows, ("value", "numerator", "denominator")))
    sign = options.numbers or style.sign(options.style)
    words += _number_words(style, sign)
    return _Seen(layout, order, sign, hourly, tuple(words))


def _without_remarks(first: "pd.DataFrame", layout: Layout) -> tuple[Layout, list[str]]:
    left_out = words_only(first, layout)
    melted = {place: name for place, name in layout.melted.items() if place not in left_out}
    if layout.melted and not melted:
        raise BadFile("No column of the file holds numbers.", "Add one column for each metric.")
    return replace(layout, melted=melted), [layout.melted[place][:40] for place in left_out]


def _some(parts: Iterable["pd.DataFrame"]) -> Iterator["pd.DataFrame"]:
    for part in parts:
        yield part.iloc[:LOOKED_AT]


def _different(rows: Iterable["pd.DataFrame"], fields: Iterable[str]) -> Iterator[str]:
    for part in rows:
        for name in fields:
            if name in part:
                yield from part[name].unique().tolist()


def _refuse_unclear(dates: OrderSeen, order: DateOrder | None) -> None:
    """Only where no date tells: where they contradict each other, the unclear rows are refused."""
    if order is None and dates.unclear and not dates.day_first:
        raise UnclearFile(
            "dates",
            f"Dates such as {dates.unclear} can be meant with the day or the month first.",
            "Add --dates day-first (3/4 is 3 April) or --dates month-first (3/4 is 4 March).",
        )


def _number_words(style: StyleSeen, sign: DecimalSign) -> list[str]:
    if not (style.point or style.comma or style.unclear):
        return []
    words = [f"numbers as in {_SAMPLES[sign]}"]
    if style.unclear and style.point == style.comma:
        group = style.unclear.replace(".", "").replace(",", "")
        is_decimal = ("." if sign is DecimalSign.POINT else ",") in style.unclear
        read = style.unclear.replace(",", ".") if is_decimal else f"{int(group):,}"
        words.append(f'"{style.unclear}" was read as {read}')
    return words
