"""A metric's course as a native chart, and what the chart leaves out."""

from collections.abc import Sequence
from datetime import date

from commands.blocks import Block, context, line_chart
from commands.course import Course
from commands.ids import Block as Id
from commands.views.verdict import title
from funnel.catalogue.entries import Metric
from funnel.model import Grain
from funnel.periods import format_day, format_span

MOST_NAMED = 5


def course_blocks(metric: Metric, course: Course) -> list[Block]:
    """The chart; under it the days without a number, which are never drawn as zero."""
    span = format_span(course.first, course.last)
    by = "" if course.grain in (Grain.DAY, Grain.HOUR) else f" by {course.grain}"
    heading = f"{title(metric)}{by}, {span}"
    chart = line_chart(Id.CHART, heading, course.categories, course.lines, course.unit)
    if not course.missing:
        return [chart]
    return [chart, context("missing", f"No number for {_named(course.missing)}.")]


def _named(days: Sequence[date]) -> str:
    shown = ", ".join(format_day(day) for day in days[:MOST_NAMED])
    more = len(days) - MOST_NAMED
    return shown if more <= 0 else f"{shown} and {more} more days"
