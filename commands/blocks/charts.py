"""Native tables and charts; only messages may have them."""

from collections.abc import Mapping, Sequence

import slackblocks

from commands.blocks.shapes import Block, Cell, ChannelCell, Number, rendered
from commands.blocks.text import shorten

MOST_ROWS_SHOWN = 25
NAME = 20
TITLE = 50

RawCell = slackblocks.RawText | slackblocks.RawNumber | slackblocks.RichTextBlock


def table(
    block_id: str, caption: str, header: Sequence[str], rows: Sequence[Sequence[Cell]]
) -> Block:
    """A data table that shows all rows up to 25 (Slack's own default hides those after five)."""
    cells = [[_cell(cell) for cell in row] for row in (header, *rows)]
    block = rendered(
        slackblocks.DataTableBlock(
            cells,
            caption=caption,
            page_size=max(1, min(len(rows), MOST_ROWS_SHOWN)),
            block_id=block_id,
        )
    )
    for row in block["rows"]:
        for cell in row:
            cell.pop("block_id", None)  # of rich text: slackblocks invents one
    return block


def line_chart(
    block_id: str,
    title: str,
    categories: Sequence[str],
    series: Mapping[str, Sequence[float]],
    y_label: str,
) -> Block:
    """Up to 20 categories; each series has one finite value for each of them."""
    chart = slackblocks.LineChart(_series(categories, series), _axis(categories, y_label=y_label))
    return _drawn(block_id, title, chart)


def bar_chart(
    block_id: str,
    title: str,
    categories: Sequence[str],
    series: Mapping[str, Sequence[float]],
    y_label: str,
) -> Block:
    """As `line_chart`; several series stand beside each other."""
    chart = slackblocks.BarChart(_series(categories, series), _axis(categories, y_label=y_label))
    return _drawn(block_id, title, chart)


def pie_chart(block_id: str, title: str, slices: Mapping[str, float]) -> Block:
    """Slices are above zero; the caller has put the small ones into `other`."""
    chart = slackblocks.PieChart(
        [slackblocks.ChartSegment(shorten(name, NAME), value) for name, value in slices.items()]
    )
    return _drawn(block_id, title, chart)


def _drawn(block_id: str, title: str, chart: slackblocks.Chart) -> Block:
    return rendered(
        slackblocks.DataVisualizationBlock(shorten(title, TITLE), chart, block_id=block_id)
    )


def _series(
    categories: Sequence[str], series: Mapping[str, Sequence[float]]
) -> list[slackblocks.DataSeries]:
    return [
        slackblocks.DataSeries(
            shorten(name, NAME),
            [
                slackblocks.DataPoint(label, value)
                for label, value in zip(categories, values, strict=True)
            ],
        )
        for name, values in series.items()
    ]


def _axis(categories: Sequence[str], *, y_label: str) -> slackblocks.AxisConfig:
    return slackblocks.AxisConfig(list(categories), y_label=shorten(y_label, TITLE) or None)


def _cell(cell: Cell) -> RawCell:
    if isinstance(cell, Number):
        return slackblocks.RawNumber(cell.value, cell.text)
    if isinstance(cell, ChannelCell):
        parts = [
            *([slackblocks.RichText(cell.before)] if cell.before else []),
            slackblocks.RichTextChannel(cell.channel),
            *([slackblocks.RichText(cell.after)] if cell.after else []),
        ]
        return slackblocks.RichTextBlock(slackblocks.RichTextSection(parts))
    return slackblocks.RawText(cell or "–")
