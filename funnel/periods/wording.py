"""How dates and spans are written: "Thu 19 Nov", "16–22 Nov", "28 Dec 2026–3 Jan 2027"."""

from datetime import date

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def format_day(day: date, *, today: date | None = None) -> str:
    """ "Thu 19 Nov"; the year follows when `today` is given and lies in another one."""
    text = f"{WEEKDAYS[day.weekday()][:3]} {_day_month(day)}"
    return text if today is None or today.year == day.year else f"{text} {day.year}"


def format_span(first: date, last: date, *, today: date | None = None) -> str:
    """ "16–22 Nov"; years where the ends differ in theirs or lie in another year than `today`."""
    if first == last:
        return format_day(first, today=today)
    if first.year != last.year:
        return f"{_day_month(first)} {first.year}–{_day_month(last)} {last.year}"
    same_month = first.month == last.month
    text = f"{first.day if same_month else _day_month(first)}–{_day_month(last)}"
    return text if today is None or today.year == last.year else f"{text} {last.year}"


def _day_month(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1][:3]}"
