"""Data that stopped: its importer hears once, and once more when it is back."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.holes import watch_holes
from bot.runtime import Runtime
from bot.watch import BACK, STOPPED, watch_data
from funnel.catalogue import load
from funnel.events import Event, EventKind
from funnel.model import Segment, Snapshot
from playground.person import Person
from playground.workspace import TEAM
from tests.bot.history import carts, days, quiet, record
from tests.bot.office import Office

FIRST, LAST = date(2026, 8, 1), date(2026, 11, 17)  # a Tuesday
CATALOGUE = load()
SATURDAY, SUNDAY = 5, 6


class Feed:
    """A source, its importer, and the days that go by."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.runtime: Runtime = office.hires()
        self.ana: Person = office.slack.person("ana")

    def has(self, rows: list[Snapshot], *, source: str = "shop.csv", at: datetime) -> None:
        author = self.ana.user.id
        record(self.office.store, TEAM, rows, at=at, source=source, author=author)

    def passes(self, first: datetime, last: datetime, each: timedelta) -> None:
        """Ticks of the whole bot's watching and sending."""
        while first <= last:
            self.office.slack.workspace.clock.set(first)
            watch_data(self.office.store, TEAM, CATALOGUE, now=first)
            watch_holes(self.office.store, TEAM, CATALOGUE, now=first)
            self.runtime.workers.courier.run()
            first += each

    def heard(self) -> list[str]:
        return [message.text for message in self.office.posted(f"D{self.ana.user.id[1:]}")]


@pytest.fixture
def feed(office: Office) -> Feed:
    return Feed(office)


def at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def after(days_later: int) -> date:
    return LAST + timedelta(days=days_later)


HOURS = timedelta(hours=3)


def test_a_feed_that_stops_is_told_once_and_once_when_it_is_back(feed: Feed) -> None:
    feed.has(quiet("orders", days(FIRST, LAST)), at=at(after(1), 6))
    # Wednesday is over on Thursday 00:00; due at 12:00; a day of patience: Friday 12:00.
    feed.passes(at(after(1), 6), at(after(3), 11), HOURS)
    assert feed.heard() == []
    feed.passes(at(after(3), 12), at(after(9), 9), HOURS)
    [stopped] = feed.heard()
    assert "shop.csv stopped" in stopped
    assert "Tue 17 Nov" in stopped
    feed.has(quiet("orders", days(after(1), after(8))), at=at(after(9), 10))
    feed.passes(at(after(9), 10), at(after(11), 9), HOURS)
    assert feed.heard()[0] == stopped
    [back] = feed.heard()[1:]
    assert "shop.csv are back" in back
    assert "Wed 18 Nov" in back


def test_a_second_gap_is_a_second_message(feed: Feed) -> None:
    feed.has(quiet("orders", days(FIRST, LAST)), at=at(after(1), 6))
    feed.passes(at(after(3), 12), at(after(4), 9), HOURS)
    feed.has(quiet("orders", days(after(1), after(4))), at=at(after(5), 6))
    feed.passes(at(after(5), 6), at(after(9), 9), HOURS)
    assert [("stopped" in one, "back" in one) for one in feed.heard()] == [
        (True, False),
        (False, True),
        (True, False),
    ]


def test_numbers_that_mature_late_may_come_late(feed: Feed) -> None:
    """Sessions may still change for two days: they are due when those are over."""
    feed.has(quiet("sessions", days(FIRST, LAST)), at=at(after(1), 6))
    feed.passes(at(after(1), 6), at(after(4), 23), HOURS)
    assert feed.heard() == []
    feed.passes(at(after(5), 0), at(after(6), 9), HOURS)
    assert len(feed.heard()) == 1


def test_two_closed_weeks_leave_a_feed_regular(feed: Feed) -> None:
    shut = set(days(date(2026, 10, 1), date(2026, 10, 14)))
    feed.has(quiet("orders", [d for d in days(FIRST, LAST) if d not in shut]), at=at(after(1), 6))
    feed.passes(at(after(3), 12), at(after(4), 9), HOURS)
    assert len(feed.heard()) == 1


def test_a_shop_that_is_closed_on_saturdays_is_never_late_on_them(feed: Feed) -> None:
    open_days = days(FIRST, date(2026, 11, 20), closed=frozenset({SATURDAY, SUNDAY}))
    feed.has(quiet("orders", open_days), at=at(date(2026, 11, 21), 6))
    feed.passes(at(date(2026, 11, 21), 6), at(date(2026, 11, 24), 9), HOURS)
    assert feed.heard() == []
    feed.passes(at(date(2026, 11, 24), 9), at(date(2026, 11, 26), 9), HOURS)
    [stopped] = feed.heard()
    assert "Fri 20 Nov" in stopped


def test_one_open_saturday_makes_no_habit(feed: Feed) -> None:
    on = [*days(FIRST, LAST, closed=frozenset({SATURDAY})), date(2026, 10, 31)]
    feed.has(quiet("orders", sorted(on)), at=at(after(1), 6))
    feed.passes(at(after(3), 12), at(after(4), 9), HOURS)
    assert len(feed.heard()) == 1


def test_a_sparse_series_is_never_late(feed: Feed) -> None:
    every_third = days(FIRST, LAST)[::3]
    feed.has(quiet("orders", every_third, level=5), at=at(after(1), 6))
    feed.passes(at(after(1), 6), at(after(20), 9), timedelta(hours=12))
    assert feed.heard() == []


def test_the_metrics_of_one_source_share_one_message(feed: Feed) -> None:
    span = days(FIRST, LAST)
    feed.has(quiet("orders", span) + quiet("sessions", span) + carts(span), at=at(after(1), 6))
    feed.has(
        quiet("first_response_time", span, level=50), source="helpdesk.csv", at=at(after(1), 7)
    )
    feed.passes(at(after(3), 12), at(after(8), 9), HOURS)
    heard = feed.heard()
    assert len(heard) == 2
    assert len([one for one in heard if "shop.csv" in one]) == 1
    assert len([one for one in heard if "helpdesk.csv" in one]) == 1


def test_one_metric_of_a_source_that_stops_alone_is_told(feed: Feed) -> None:
    feed.has(quiet("sessions", days(FIRST, after(10))), at=at(after(11), 6))
    feed.has(quiet("orders", days(FIRST, LAST), level=800), at=at(after(1), 6))
    feed.passes(at(after(11), 6), at(after(11), 18), HOURS)
    assert len(feed.heard()) == 1


def test_numbers_of_nobody_bother_nobody(office: Office) -> None:
    record(office.store, TEAM, quiet("orders", days(FIRST, LAST)), at=at(after(1), 6))
    for later in range(2, 6):
        watch_data(office.store, TEAM, CATALOGUE, now=at(after(later), 13))
    with office.store.read(TEAM) as tx:
        assert tx.deliveries.latest(9) == ()


def test_two_ticks_at_once_plan_one_message(feed: Feed) -> None:
    feed.has(quiet("orders", days(FIRST, LAST)), at=at(after(1), 6))
    for _ in range(2):
        watch_data(feed.office.store, TEAM, CATALOGUE, now=at(after(4), 9))
    with feed.office.store.read(TEAM) as tx:
        assert len(tx.deliveries.of(STOPPED, "shop.csv")) == 1
        assert tx.deliveries.of(BACK, "shop.csv") == ()


def test_a_hole_is_told_once_and_once_when_it_is_filled(feed: Feed) -> None:
    lost = set(days(after(-5), after(-4)))
    feed.has(quiet("orders", [d for d in days(FIRST, LAST) if d not in lost]), at=at(after(1), 6))
    feed.passes(at(after(1), 6), at(after(2), 9), HOURS)
    [hole] = feed.heard()
    assert "shop.csv have a hole: Thu 12 Nov, Fri 13 Nov are missing." in hole
    feed.has(quiet("orders", lost), at=at(after(2), 10))
    feed.passes(at(after(2), 10), at(after(3), 9), HOURS)
    assert feed.heard()[1:] == ["The hole in shop.csv that began on Thu 12 Nov is filled."]


def test_what_a_stop_left_behind_is_not_told_again_as_a_hole(feed: Feed) -> None:
    feed.has(quiet("orders", days(FIRST, LAST)), at=at(after(1), 6))
    feed.passes(at(after(3), 12), at(after(5), 9), HOURS)
    feed.has(quiet("orders", days(after(4), after(4))), at=at(after(5), 10))
    feed.passes(at(after(5), 10), at(after(6), 11), HOURS)
    assert ["stopped" in one for one in feed.heard()] == [True, False]
    assert "are back" in feed.heard()[1]


def test_a_holiday_that_the_team_noted_is_no_hole(feed: Feed) -> None:
    shut = days(after(-5), after(-4))
    stocktaking = Event(0, EventKind.HOLIDAY, "Stocktaking", shut[0], shut[-1])
    with feed.office.store.write(TEAM) as tx:
        tx.events.add(stocktaking, origin="form 1")
    feed.has(quiet("orders", [d for d in days(FIRST, LAST) if d not in shut]), at=at(after(1), 6))
    feed.passes(at(after(1), 6), at(after(2), 9), HOURS)
    assert feed.heard() == []


def test_a_total_that_its_segments_make_is_not_late(feed: Feed) -> None:
    span = days(FIRST, after(6))
    mobile = [replace(one, segment=Segment("device", "mobile")) for one in quiet("orders", span)]
    desktop = [replace(one, segment=Segment("device", "desktop")) for one in mobile]
    total = [replace(one, value=2 * one.value) for one in quiet("orders", days(FIRST, LAST))]
    feed.has([*total, *mobile, *desktop], at=at(after(7), 6))
    feed.passes(at(after(7), 6), at(after(8), 9), HOURS)
    assert feed.heard() == []
    feed.passes(at(after(9), 12), at(after(10), 9), HOURS)
    [stopped] = feed.heard()
    assert "Mon 23 Nov" in stopped
