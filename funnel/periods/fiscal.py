"""Quarters, halves and years, counted from the month in which the fiscal year starts."""

from datetime import date

from funnel.periods.calendar import MONTHS_IN, Span, Unit, shift_unit, unit_end
from funnel.periods.wording import MONTHS

_LETTER = {Unit.QUARTER: "Q", Unit.HALF: "H"}


def fiscal_year_start(year: int, start_month: int) -> date:
    """A fiscal year carries the number of the calendar year in which it ends."""
    return date(year, 1, 1) if start_month == 1 else date(year - 1, start_month, 1)


def fiscal_part(unit: Unit, number: int, year: int, start_month: int) -> Span:
    """The nth quarter or half of a fiscal year."""
    return unit_span(
        unit, shift_unit(unit, fiscal_year_start(year, start_month), number - 1), start_month
    )


def unit_span(unit: Unit, start: date, start_month: int) -> Span:
    """The unit that starts at `start`, with its full name: "Q1 2027", "March 2027"."""
    return Span(start, unit_end(unit, start), _name(unit, start, start_month))


def _name(unit: Unit, start: date, start_month: int) -> str:
    match unit:
        case Unit.DAY:
            return start.isoformat()
        case Unit.WEEK:
            year, week, _ = start.isocalendar()
            return f"week {week} of {year}"
        case Unit.MONTH:
            return f"{MONTHS[start.month - 1]} {start.year}"
        case _:
            return _fiscal_name(unit, start, start_month)


def _fiscal_name(unit: Unit, start: date, start_month: int) -> str:
    own_year = start_month == 1
    year = start.year if own_year or start.month < start_month else start.year + 1
    label = str(year) if own_year else f"FY{year}"
    if unit is Unit.YEAR:
        return label
    number = (start.month - start_month) % 12 // MONTHS_IN[unit] + 1
    return f"{_LETTER[unit]}{number} {label}"
