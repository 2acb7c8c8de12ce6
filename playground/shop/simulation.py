"""The demo shop as a whole: its days, its CSV, and when its numbers arrive."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from playground.shop import attention, retention, service, visits
from playground.shop.day import Day
from playground.shop.plan import plan_breaks
from playground.shop.planted import Planted
from playground.shop.rows import HEADER, Row, Sheet

NOTICE = (
    "Simulated shop: its numbers are drawn by a seeded program, not measured in a real business."
)
ARRIVAL = time(5, 30)
LATE_DAYS = {  # mornings to wait; everything else is there on the next one
    "return_on_ad_spend": 2,
    "customer_reviews": 2,
    "average_review_rating": 2,
    "review_rate": 2,
    "customer_satisfaction_score": 3,
    "csat_average": 3,
    "net_promoter_score": 3,
}


@dataclass(frozen=True, slots=True)
class Shop:
    """A simulated shop over the days from `start`; `planted` are the breaks that fall into them.

    Each day is drawn from the seed and its own date alone, when it is asked for.
    """

    seed: int
    start: date
    days: int
    planted: tuple[Planted, ...]

    @property
    def dates(self) -> list[date]:
        """Every simulated day, oldest first."""
        return [self.start + timedelta(days=number) for number in range(self.days)]

    def rows(self, day: date) -> list[Row]:
        """All rows of a day, each metric and segment once. Raises ValueError outside the days."""
        if not 0 <= (day - self.start).days < self.days:
            last = self.start + timedelta(days=self.days - 1)
            raise ValueError(f"The demo shop has {self.start} to {last}, not {day}.")
        return _draw(Day(self.seed, day, self.planted))

    def csv(self, days: Iterable[date]) -> Iterator[str]:
        """A header, then the rows of the given days; each line ends with a line feed."""
        yield HEADER + "\n"
        for day in days:
            for row in self.rows(day):
                yield row.line()

    def arrivals(self, *, after: datetime, until: datetime, zone: ZoneInfo) -> list[Row]:
        """Rows that came in later than `after` and not later than `until` (aware instants)."""
        first = after.astimezone(zone).date() - timedelta(days=max(LATE_DAYS.values()))
        last = until.astimezone(zone).date()
        return [
            row
            for day in self.dates
            if first <= day < last
            for row in self.rows(day)
            if after < arrival(row, zone) <= until
        ]


def simulate(seed: int, *, start: date, days: int, breaks_before: date | None = None) -> Shop:
    """The demo shop of a seed (0 or more) over `days` days from `start`.

    The planted breaks are placed by days before `breaks_before`, by default the day after the
    last. With the same `breaks_before`, a longer simulation repeats the shorter one exactly.
    Raises ValueError for a negative seed or no days.
    """
    if seed < 0 or days < 1:
        raise ValueError("The demo shop needs a seed of 0 or more and at least 1 day.")
    end = start + timedelta(days=days)
    breaks = plan_breaks(breaks_before or end)
    last = end - timedelta(days=1)
    seen = tuple(planted for planted in breaks if planted.touches(start, last))
    return Shop(seed=seed, start=start, days=days, planted=seen)


def arrival(row: Row, zone: ZoneInfo) -> datetime:
    """When a row comes in: 05:30 local time on the next morning, for slow sources days later."""
    morning = row.date + timedelta(days=LATE_DAYS.get(row.metric, 1))
    return datetime.combine(morning, ARRIVAL, tzinfo=zone)


def _draw(day: Day) -> list[Row]:
    drawn = visits.draw_visits(day)
    sheet = Sheet(day.date)
    attention.note_reach(day, sheet)
    attention.note_social(day, sheet)
    attention.note_forms(day, drawn.all_sessions, sheet)
    attention.note_engagement(day, drawn.all_sessions, sheet)
    attention.note_content(day, drawn.all_sessions, sheet)
    attention.note_messages(day, sheet)
    visits.note_visits(drawn, sheet)
    visits.note_advertising(day, drawn, sheet)
    service.note_support(day, drawn.all_orders, sheet)
    service.note_opinions(day, drawn.all_orders, sheet)
    retention.note_retention(day, sheet)
    retention.note_loyalty(day, sheet)
    return sheet.rows
