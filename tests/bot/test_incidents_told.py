"""Several metrics break at once: one message a channel, one life, and one deed for all of them."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.runtime import Runtime
from bot.scans import ScanReport, scan
from bot.tellings import OPENED
from commands.place import Place
from commands.verbs.break_list import listed_breaks
from funnel.catalogue import load
from funnel.incidents import Incident, incidents_of
from funnel.model import BreakEnd
from funnel.schedules import Schedule
from playground.messages import Message
from playground.workspace import TEAM
from tests.bot.history import days, quiet, record
from tests.bot.office import Office

CATALOGUE = load()
FIRST, CALM = date(2026, 1, 5), date(2026, 9, 30)
LEVELS = {
    "sessions": 40_000.0,
    "cart_starts": 3_000.0,
    "orders": 900.0,
    "sales_revenue": 48_000.0,
    "form_conversions": 400.0,
}


class Shop:
    """Five counts, a channel of all stages and one of Awareness; a scan each morning."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.bot: Runtime = office.hires()
        self.growth = office.slack.workspace.add_channel("growth").id
        self.ads = office.slack.workspace.add_channel("ads").id
        with office.store.write(TEAM) as tx:
            for channel, stages in ((self.growth, ()), (self.ads, ("awareness",))):
                tx.schedules.add(
                    Schedule(0, channel, "UTC", stages=stages, owner="UANA", created_at=NOW)
                )
        self.day = CALM
        self.records({}, since=FIRST)
        self.scans()

    @property
    def morning(self) -> datetime:
        """Orders are mature after two days."""
        day = self.day + timedelta(days=3)
        return datetime(day.year, day.month, day.day, 6, tzinfo=UTC)

    def records(self, shares: dict[str, float], *, since: date | None = None) -> None:
        """Each metric's usual day, or a share of it."""
        span = days(since or self.day, self.day)
        rows = [
            row
            for metric, level in LEVELS.items()
            for row in quiet(metric, span, level=level * shares.get(metric, 1.0))
        ]
        record(self.office.store, TEAM, rows, at=self.morning)

    def scans(self) -> ScanReport:
        self.office.slack.workspace.clock.set(self.morning)
        report = scan(self.office.store, TEAM, CATALOGUE, now=self.morning)
        self.bot.workers.courier.run()
        return report

    def lives(self, number: int, **shares: float) -> None:
        for _ in range(number):
            self.day += timedelta(days=1)
            self.records(shares)
            self.scans()

    def roots(self, channel: str) -> list[Message]:
        return [one for one in self.office.posted(channel) if one.thread_ts is None]

    def lines(self, channel: str) -> list[str]:
        posted = self.office.posted(channel)
        return [one.text for one in posted if one.thread_ts is not None][1:]


NOW = datetime(2026, 9, 1, tzinfo=UTC)
LATER = datetime(2026, 10, 3, 6, tzinfo=UTC)


@pytest.fixture
def shop(office: Office) -> Shop:
    return Shop(office)


def test_five_metrics_fall_on_one_day_and_each_channel_has_one_message(shop: Shop) -> None:
    shop.lives(9, **dict.fromkeys(LEVELS, 0.6))
    [growth], [ads] = shop.roots(shop.growth), shop.roots(shop.ads)
    with shop.office.store.read(TEAM) as tx:
        [incident] = incidents_of(tx.breaks.open())
    assert {one.metric for one in incident.members} >= LEVELS.keys()
    costs = [one.money.amount for one in incident.members if one.money is not None]
    assert incident.lead.money is not None
    assert incident.lead.money.amount >= max(costs) / 1.5
    assert growth.text.startswith(CATALOGUE.metric(incident.lead.metric).name.capitalize()[:5])
    assert ads.text.startswith("Sessions are worse than usual"), "it hears of its own first"


def test_recovery_is_said_once_for_all_of_them(shop: Shop) -> None:
    shop.lives(4, **dict.fromkeys(LEVELS, 0.6))
    shop.lives(9)
    [root] = shop.roots(shop.growth)
    assert root.text.startswith("Recovered")
    lines = shop.lines(shop.growth)
    assert len([line for line in lines if line.startswith("Recovered")]) == 1
    assert len([line for line in lines if line.startswith("Recovering")]) == 1


def test_one_that_comes_back_alone_recovers_in_words_too(shop: Shop) -> None:
    """Its lead, orders, is over by then and stays so."""
    shop.lives(4, orders=0.3, cart_starts=0.7)
    shop.lives(6)
    shop.lives(2, cart_starts=0.6)
    shop.lives(7)
    [root] = shop.roots(shop.growth)
    assert root.text.startswith("Recovered")
    said = [line.partition(":")[0] for line in shop.lines(shop.growth)]
    assert said.count("Back again") == 1
    assert said.count("Recovered") == 2


def test_one_that_falls_later_joins_and_posts_nothing_new(shop: Shop) -> None:
    shop.lives(2, cart_starts=0.6)
    assert len(shop.roots(shop.growth)) == 1
    shop.lives(3, cart_starts=0.6, orders=0.6)
    [root] = shop.roots(shop.growth)
    assert any(" spread. " in line for line in shop.lines(shop.growth))
    assert root.edited is not None


def test_a_level_that_stays_for_a_month_is_one_message(shop: Shop) -> None:
    """Nothing is sent on the way; what was planned is looked at."""
    for _ in range(34):
        shop.day += timedelta(days=1)
        shop.records(dict.fromkeys(LEVELS, 0.6))
        scan(shop.office.store, TEAM, CATALOGUE, now=shop.morning)
    with shop.office.store.read(TEAM) as tx:
        rows = tx.deliveries.latest(500)
        past = [one for one in tx.breaks.history(50) if not one.historic]
    assert [row.channel for row in rows if row.kind == OPENED] == [shop.ads, shop.growth]
    assert len({one.incident for one in past}) == 1
    assert {one.ended for one in past} == {BreakEnd.NEW_NORMAL}


def test_the_history_of_a_first_import_is_incidents_too(office: Office) -> None:
    """A day in May and one in July on which three metrics fell together."""
    past = incidents_of(looked_back(office, ("sessions", "orders", "sales_revenue")).historic)
    in_may, in_july = (of_day(past, day) for day in FALLEN)
    assert {one.metric for one in in_may.members} == {"sessions", "orders", "sales_revenue"}
    assert {one.metric for one in in_july.members} == {"sessions", "orders", "sales_revenue"}
    with office.store.read(TEAM) as tx:
        place = Place(tx.workspace.get(), CATALOGUE, NOW)
        lines = {one.found.number: one for one in listed_breaks(tx, "history", place).entries}
        assert tx.deliveries.latest(5) == ()
    assert set(lines) == {one.number for one in past}, "one line each"
    line = lines[in_july.number]
    assert line.metric.key == in_july.lead.metric
    assert len(line.others) == 2


def test_history_that_comes_later_joins_what_was_found_before(office: Office) -> None:
    known = incidents_of(looked_back(office, ("orders", "sales_revenue")).historic)
    later = incidents_of(looked_back(office, ("cart_starts",)).historic)
    assert of_day(later, FALLEN[1]).number == of_day(known, FALLEN[1]).number


def test_history_never_joins_what_is_told(shop: Shop) -> None:
    shop.lives(4, orders=0.5)
    span = days(FIRST, shop.day)
    late = [
        row
        for day in span
        for row in quiet("wish_list_adds", [day], level=300 * (0.5 if day > CALM else 1.0))
    ]
    record(shop.office.store, TEAM, late, at=shop.morning)
    report = scan(shop.office.store, TEAM, CATALOGUE, now=shop.morning)
    assert report.historic
    with shop.office.store.read(TEAM) as tx:
        told = {one.incident for one in tx.breaks.open()}
    assert told.isdisjoint(one.incident for one in report.historic)


FALLEN = (date(2026, 5, 4), date(2026, 7, 6))


def looked_back(office: Office, metrics: Sequence[str]) -> ScanReport:
    """The first scan of metrics that fell to half on those days."""
    for metric in metrics:
        level = LEVELS[metric]
        rows = [
            row
            for day in days(FIRST, CALM)
            for row in quiet(metric, [day], level=level / 2 if day in FALLEN else level)
        ]
        record(office.store, TEAM, rows, at=LATER)
    return scan(office.store, TEAM, CATALOGUE, now=LATER)


def of_day(past: Iterable[Incident], day: date) -> Incident:
    """The one that opened then."""
    [found] = [each for each in past if each.members[0].opened_on == day]
    return found
