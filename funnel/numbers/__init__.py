"""The only arithmetic of units: numbers as people type and read them, and sums over sums."""

from funnel.numbers.checking import check_value, find_fault
from funnel.numbers.formatting import format_change, format_range, format_value
from funnel.numbers.parsing import ParsedNumber, parse_number
from funnel.numbers.rolling import RolledUp, add_up, periods_of, roll_up, roll_up_each

__all__ = [
    "ParsedNumber",
    "RolledUp",
    "add_up",
    "check_value",
    "find_fault",
    "format_change",
    "format_range",
    "format_value",
    "parse_number",
    "periods_of",
    "roll_up",
    "roll_up_each",
]
