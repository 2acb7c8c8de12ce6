"""Whose numbers are played: the demo shop, or any long CSV file, day by day."""

import csv
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from playground.shop import HEADER, NOTICE, Shop, simulate

SEED = 7
SHOP_DAYS = 480
DAYS_TO_COME = 400
SHOP_TODAY = date(2026, 11, 20)
EXPORTED = time(12)  # a file's last day is taken to be the day of its export: not over yet
DATE_NAMES = ("date", "day", "period")


class Source(Protocol):
    """`history` is what was there before the first played day; `arrived` what came in since."""

    @property
    def name(self) -> str: ...
    @property
    def notice(self) -> str: ...
    @property
    def today(self) -> date: ...
    def history(self, before: datetime, zone: ZoneInfo) -> list[str]: ...
    def arrived(self, after: datetime, until: datetime, zone: ZoneInfo) -> list[str]: ...
    def arrivals(self, day: date) -> tuple[time, ...]: ...


@dataclass(frozen=True, slots=True)
class ShopSource:
    """The simulated shop."""

    shop: Shop
    today: date
    name: str = "demo shop"
    notice: str = NOTICE

    def history(self, before: datetime, zone: ZoneInfo) -> list[str]:
        first = datetime.combine(self.shop.start, time(), zone)
        return self.arrived(first, before, zone)

    def arrived(self, after: datetime, until: datetime, zone: ZoneInfo) -> list[str]:
        rows = self.shop.arrivals(after=after, until=until, zone=zone)
        return [HEADER + "\n", *(row.line() for row in rows)] if rows else []

    def arrivals(self, _: date) -> tuple[time, ...]:
        return (time(5, 30),)


@dataclass(frozen=True, slots=True)
class FileSource:
    """A long CSV file: the rows of a day arrive on the next morning at 05:30, those of the
    file's last day at noon of that day, since an export is taken before its day is over."""

    name: str
    header: str
    days: dict[date, list[str]]
    today: date
    notice: str = ""

    def history(self, before: datetime, zone: ZoneInfo) -> list[str]:
        return self._lines(day for day in self.days if arrival(day, self.today, zone) <= before)

    def arrived(self, after: datetime, until: datetime, zone: ZoneInfo) -> list[str]:
        return self._lines(
            day for day in self.days if after < arrival(day, self.today, zone) <= until
        )

    def arrivals(self, day: date) -> tuple[time, ...]:
        return (time(5, 30), EXPORTED) if day == self.today else (time(5, 30),)

    def _lines(self, days: Iterable[date]) -> list[str]:
        lines = [line for day in sorted(days) for line in self.days[day]]
        return [self.header, *lines] if lines else []


def arrival(day: date, last: date, zone: ZoneInfo) -> datetime:
    """When the rows of a day come in."""
    if day == last:
        return datetime.combine(day, EXPORTED, zone)
    return datetime.combine(day + timedelta(days=1), time(5, 30), zone)


@dataclass(frozen=True, slots=True)
class EmptySource:
    """No numbers at all: a workspace on its first day."""

    name: str = "empty workspace"
    notice: str = ""
    today: date = SHOP_TODAY

    def history(self, _before: datetime, _zone: ZoneInfo) -> list[str]:
        return []

    def arrived(self, _after: datetime, _until: datetime, _zone: ZoneInfo) -> list[str]:
        return []

    def arrivals(self, _day: date) -> tuple[time, ...]:
        return ()


def demo_shop(seed: int = SEED) -> ShopSource:
    """480 days up to its today, and as many after it as anybody will play."""
    start = SHOP_TODAY - timedelta(days=SHOP_DAYS)
    days = SHOP_DAYS + DAYS_TO_COME
    return ShopSource(simulate(seed, start=start, days=days, breaks_before=SHOP_TODAY), SHOP_TODAY)


def file_source(path: Path) -> FileSource:
    """Split a file by its date column. Raises ValueError with a sentence for an unusable file;
    rows without a readable date stay with the first day, where the import names them."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        header = file.readline()
        lines = file.readlines()
    names = [name.strip().lower() for name in next(csv.reader([header]), [])]
    place = next((names.index(name) for name in DATE_NAMES if name in names), None)
    if place is None:
        raise ValueError(f"{path.name} has no column called date; its columns are {names}.")
    days: dict[date, list[str]] = defaultdict(list)
    unread = []
    for line in lines:
        try:
            days[date.fromisoformat(next(csv.reader([line]))[place].strip()[:10])].append(line)
        except (ValueError, IndexError, StopIteration):
            unread.append(line)
    if not days:
        raise ValueError(f"{path.name} has no row with a date like 2026-11-19.")
    days[min(days)] += unread
    return FileSource(path.name, header, dict(days), max(days))
