"""A metric's course as a native chart, and what the chart leaves out."""

from collections.abc import Sequence
from datetime import date

from commands.blocks import Block, context, escape, line_chart
from commands.course import Course
from commands.ids import Block as Id
from commands.views.verdict import title
from funnel.catalogue.entries import Metric
from funnel.events import Event
from funnel.model import Grain
from funnel.periods import format_day, format_span

MOST_NAMED = 5


def course_blocks(metric: Metric, course: Course) -> list[Block]:
    """The chart; under it the days without a number, which are never drawn as zero."""
    span = format_span(course.first, course.last)
    by = "" if course.grain in (Grain.DAY, Grain.HOUR) else f" by {course.grain}"
    heading = f"{title(metric)}{by}, {span}{_onset(course)}"
    chart = line_chart(Id.CHART, heading, course.marked, course.lines, course.unit)
    notes = [_event(letter, event) for letter, event in course.events]
    if course.missing:
        notes.append(f"No number for {_named(course.missing)}.")
    return [chart, context("below_chart", *notes)] if notes else [chart]


def _onset(course: Course) -> str:
    """ ", onset 3 Nov"; what finds no room in a title is marked on the axis all the same."""
    return "" if course.onset is None else f", onset {course.onset.day} {course.onset:%b}"


def _event(letter: str, event: Event) -> str:
    """ "A: campaign Black Friday, 20–27 Nov, event #3"."""
    kind = event.kind.replace("_", " ")
    return f"{letter}: {kind} {escape(event.title)}, {span_of(event)}, event #{event.number}."


def span_of(event: Event) -> str:
    """Its days: "20–27 Nov", "Fri 20 Nov"."""
    if event.first == event.last:
        return format_day(event.first)
    return format_span(event.first, event.last)


def _named(days: Sequence[date]) -> str:
    shown = ", ".join(format_day(day) for day in days[:MOST_NAMED])
    more = len(days) - MOST_NAMED
    return shown if more <= 0 else f"{shown} and {more} more days"
