"""Breaks from numbers to messages: history is silent, news has a root, its life edits that root."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from threading import Barrier

import pytest

from bot.grounds import ground_of
from bot.runtime import Runtime
from bot.scans import ScanReport, scan
from bot.tellings import EVIDENCE, OPENED
from bot.thresholds import is_noisy, thresholds
from funnel.alarm import Alarm
from funnel.catalogue import load
from funnel.catalogue.entries import Direction
from funnel.model import (
    TOTAL,
    BreakEnd,
    Condition,
    DeliveryState,
    Grain,
    Snapshot,
)
from funnel.schedules import Schedule
from playground.control import DroppedAfter
from playground.messages import Message
from playground.workspace import TEAM
from tests.bot.history import carts, days, record
from tests.bot.office import Office

CATALOGUE = load()
FIRST, CALM = date(2026, 1, 5), date(2026, 9, 30)
LEAK = 78.0


class Shop:
    """Carts with a history, two channels that are told, and mornings on which numbers come."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.bot: Runtime = office.hires()
        self.growth = office.slack.workspace.add_channel("growth").id
        self.sales = office.slack.workspace.add_channel("sales").id
        self.support = office.slack.workspace.add_channel("support").id
        self.day = CALM
        with office.store.write(TEAM) as tx:
            for channel, stages in (
                (self.growth, ()),
                (self.sales, ("decision",)),
                (self.support, ("awareness",)),
            ):
                tx.schedules.add(
                    Schedule(
                        0, channel, "UTC", stages=stages, owner="UANA", created_at=self.morning
                    )
                )
        self.records(carts(days(FIRST, CALM)))
        self.first = self.scans()

    @property
    def morning(self) -> datetime:
        """Six days later: carts are mature after that long."""
        lag = CATALOGUE.metric("cart_abandonment_rate").maturity_lag_days
        return datetime(self.day.year, self.day.month, self.day.day, 6, tzinfo=UTC) + timedelta(
            days=lag + 1
        )

    def scans(self) -> ScanReport:
        """The tick of that morning; digests are left to other tests."""
        self.office.slack.workspace.clock.set(self.morning)
        report = scan(self.office.store, TEAM, CATALOGUE, now=self.morning)
        self.bot.workers.courier.run()
        return report

    def lives(self, *shares: float) -> list[ScanReport]:
        """One more day for each share of abandoned carts, scanned each morning."""
        reports = []
        for share in shares:
            self.day += timedelta(days=1)
            self.records(carts([self.day], share=share))
            reports.append(self.scans())
        return reports

    def leaks(self, until: int = 12) -> int:
        """Days until the leak is told."""
        for day in range(1, until):
            if self.lives(LEAK)[0].opened:
                return day
        raise AssertionError("the leak was never seen")

    def roots(self, channel: str) -> list[Message]:
        return [one for one in self.office.posted(channel) if one.thread_ts is None]

    def thread(self, channel: str) -> list[Message]:
        return [one for one in self.office.posted(channel) if one.thread_ts is not None]

    def records(self, rows: list[Snapshot]) -> None:
        record(self.office.store, TEAM, rows, at=self.morning)


@pytest.fixture
def shop(office: Office) -> Shop:
    return Shop(office)


def test_a_first_scan_stores_history_and_posts_nothing(office: Office) -> None:
    leaking = days(date(2026, 6, 1), date(2026, 7, 31))
    record(
        office.store,
        TEAM,
        carts(days(FIRST, date(2026, 5, 31)))
        + carts(leaking, share=LEAK)
        + carts(days(date(2026, 8, 1), CALM)),
        at=datetime(2026, 10, 9, 5, tzinfo=UTC),
    )
    report = scan(office.store, TEAM, CATALOGUE, now=datetime(2026, 10, 9, 6, tzinfo=UTC))
    assert report.judged == 1
    assert report.opened == ()
    assert report.historic
    assert all(one.historic for one in report.historic)
    with office.store.read(TEAM) as tx:
        assert tx.deliveries.latest(9) == ()


def test_a_break_of_a_neutral_metric_is_one_row_of_history_however_long_it_lasts(
    office: Office,
) -> None:
    """Each morning once made another row of it, since history was always added, never kept up."""
    metric = replace(CATALOGUE.metric("orders"), key="loads", direction=Direction.NEUTRAL)
    with office.store.write(TEAM) as tx:
        tx.metrics.save(replace(metric, name="Loads", aliases=(), custom=True))
    told = datetime(2026, 10, 3, 6, tzinfo=UTC)
    calm = [Snapshot("loads", day, 800.0 + 9 * (day.toordinal() % 5)) for day in days(FIRST, CALM)]
    record(office.store, TEAM, calm, at=told)
    scan(office.store, TEAM, CATALOGUE, now=told)
    for later in range(1, 13):
        day, morning = CALM + timedelta(days=later), told + timedelta(days=later)
        fallen = Snapshot("loads", day, 300.0 + day.toordinal() % 5)
        record(office.store, TEAM, [fallen], at=morning)
        scan(office.store, TEAM, CATALOGUE, now=morning)
    with office.store.read(TEAM) as tx:
        rows = tx.breaks.of_series("loads", TOTAL, Grain.DAY)
    assert len({one.opened_on for one in rows}) == len(rows) > 0
    assert all(one.historic for one in rows)


def test_the_same_numbers_are_judged_once(shop: Shop) -> None:
    assert shop.first.judged == 1
    assert shop.scans().judged == 0


def test_quiet_days_are_quiet(shop: Shop) -> None:
    reports = shop.lives(*[71.2] * 10)
    assert [report.judged for report in reports] == [1] * 10
    assert shop.roots(shop.growth) == []


def test_a_new_break_is_told_in_each_channel_that_it_concerns(shop: Shop) -> None:
    assert shop.leaks() <= 5
    for channel in (shop.growth, shop.sales):
        [root] = shop.roots(channel)
        assert "worse than usual" in root.text
        [evidence] = shop.thread(channel)
        assert evidence.thread_ts == root.ts
    assert shop.office.posted(shop.support) == [], "its stages are others"


def test_recovery_edits_the_root_and_adds_a_line(shop: Shop) -> None:
    shop.leaks()
    [opened] = shop.roots(shop.growth)
    shop.lives(*[71.2] * 8)
    [root] = shop.roots(shop.growth)
    assert root.ts == opened.ts
    assert root.edited is not None
    assert root.text != opened.text
    assert "ecover" in root.text
    lines = [one.text for one in shop.thread(shop.growth)][1:]
    assert len(lines) == len(set(lines)) >= 2
    with shop.office.store.read(TEAM) as tx:
        [found] = [one for one in tx.breaks.history(9) if not one.historic]
    assert found.condition is Condition.CLOSED


def test_a_restart_in_between_doubles_nothing(shop: Shop) -> None:
    shop.leaks()
    shop.bot = shop.office.hires()
    assert shop.scans().judged == 0
    shop.lives(*[71.2] * 3)
    shop.bot = shop.office.hires()
    shop.scans()
    assert len(shop.roots(shop.growth)) == 1
    lines = [one.text for one in shop.thread(shop.growth)]
    assert len(lines) == len(set(lines))


def test_a_crash_between_root_and_evidence_loses_neither(shop: Shop) -> None:
    shop.office.slack.workspace.faults.add(DroppedAfter(), "chat.postMessage", channel=shop.growth)
    shop.leaks()
    for _ in range(4):
        shop.office.later(minutes=16)
        shop.bot.workers.courier.run()
    [root] = shop.roots(shop.growth)
    [evidence] = shop.thread(shop.growth)
    assert evidence.thread_ts == root.ts


def test_a_root_that_was_deleted_is_posted_anew_with_the_next_change(shop: Shop) -> None:
    shop.leaks()
    [root] = shop.roots(shop.growth)
    shop.office.slack.workspace.delete(root)
    shop.lives(*[71.2] * 6)
    [again] = shop.roots(shop.growth)
    assert again.ts != root.ts
    assert "ecover" in again.text
    with shop.office.store.read(TEAM) as tx:
        states = {row.state for row in tx.deliveries.latest(50)}
    assert DeliveryState.SENDING not in states
    [other] = shop.roots(shop.sales)
    assert "ecover" in other.text


def test_two_that_scan_at_once_open_one_break(shop: Shop) -> None:
    for _ in range(12):
        shop.day += timedelta(days=1)
        shop.records(carts([shop.day], share=LEAK))
        together = Barrier(2)

        def look(together: Barrier = together) -> ScanReport:
            together.wait(5)
            return scan(shop.office.store, TEAM, CATALOGUE, now=shop.morning)

        with ThreadPoolExecutor(2) as pool:
            reports = [future.result() for future in [pool.submit(look) for _ in range(2)]]
        assert sum(report.judged for report in reports) == 1
    with shop.office.store.read(TEAM) as tx:
        [found] = [one for one in tx.breaks.open() if not one.historic]
        rows = {kind: len(tx.deliveries.of(kind, str(found.number))) for kind in (OPENED, EVIDENCE)}
    assert rows == {OPENED: 2, EVIDENCE: 2}


def test_a_break_that_nobody_takes_is_said_once_more_by_name(shop: Shop) -> None:
    shop.leaks()
    shop.lives(LEAK, LEAK)
    again = [one.text for one in shop.thread(shop.growth) if "Nobody has taken" in one.text]
    assert len(again) == 1
    assert "<@UANA>" in again[0]


def test_in_quiet_hours_a_warning_waits_until_the_channel_is_awake(office: Office) -> None:
    """The scan runs at 06:00; sales sleep until 09:00, growth does not."""
    shop = Shop(office)
    with office.store.write(TEAM) as tx:
        sales = tx.schedules.of_channel(shop.sales)
        assert sales is not None
        alarm = Alarm(quiet_from=time(20), quiet_until=time(9))
        tx.schedules.save(replace(sales, alarm=alarm))
    shop.leaks()
    assert len(shop.roots(shop.growth)) == 1
    assert shop.roots(shop.sales) == []
    office.later(hours=3, minutes=1)
    shop.bot.workers.courier.run()
    assert len(shop.roots(shop.sales)) == 1


def test_a_channel_with_a_small_budget_is_warned_about_fewer_breaks(office: Office) -> None:
    """What is told in several channels passes the strictest of them."""
    generous, strict = Shop(office), 0.02
    with office.store.write(TEAM) as tx:
        for schedule in tx.schedules.all():
            tx.schedules.save(replace(schedule, alarm=Alarm(budget=strict)))
    with office.store.read(TEAM) as tx:
        events, schedules = tx.events.all(), tx.schedules.all()
        [state] = tx.series.totals()
        ground = ground_of(tx, state, CATALOGUE, state.last, events)
    usual = [replace(one, alarm=Alarm()) for one in schedules]
    mixed = [replace(schedules[0], alarm=Alarm()), *schedules[1:]]
    now = generous.morning
    high = thresholds([ground], [ground], schedules, now)[ground.key]
    low = thresholds([ground], [ground], usual, now)[ground.key]
    assert high > low
    assert thresholds([ground], [ground], mixed, now)[ground.key] == high


def test_noise_raises_what_a_series_must_pass_and_useful_takes_that_back(shop: Shop) -> None:
    shop.leaks()
    with shop.office.store.read(TEAM) as tx:
        [found] = [one for one in tx.breaks.open() if not one.historic]
    noise = replace(found, condition=Condition.CLOSED, ended=BreakEnd.NOISE)
    later = replace(found, number=found.number + 1, useful_by="UANA")
    assert is_noisy([noise], shop.morning)
    assert not is_noisy([noise], shop.morning + timedelta(days=91))
    assert not is_noisy([noise, later], shop.morning)
    assert not is_noisy([found], shop.morning)
