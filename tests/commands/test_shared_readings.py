"""Two channels of one morning: the second digest reuses what was read, and misses nothing new."""

from datetime import timedelta

from commands.place import Place
from commands.readings import known_metrics
from commands.shared_readings import SharedReadings
from funnel.catalogue import load
from funnel.status import Reading
from tests.commands.conftest import LAST_DAY, TEAM, Desk, carts_break


def reads(desk: Desk, shared: SharedReadings, *keys: str) -> dict[str, Reading]:
    """What a digest on these metrics is made of."""
    with desk.store.read(TEAM) as tx:
        place = Place(tx.workspace.get(), load(), desk.now)
        known = known_metrics(tx, place)
        return shared.of(tx, [known[key] for key in keys], place)


def test_the_same_channels_share_and_others_have_their_own(desk: Desk) -> None:
    shared = SharedReadings()
    first = reads(desk, shared, "orders", "sessions")
    assert reads(desk, shared, "sessions").keys() == {"sessions"}
    assert reads(desk, shared, "orders", "sessions") is first


def test_a_number_that_comes_in_between_is_in_the_second_digest(desk: Desk) -> None:
    shared = SharedReadings()
    before = reads(desk, shared, "orders")["orders"].series.values[-1]
    desk.asks(f"log orders 700 on {LAST_DAY.isoformat()} --sure")
    assert reads(desk, shared, "orders")["orders"].series.values[-1] == 700 != before


def test_a_break_that_opens_in_between_is_in_the_second_digest(desk: Desk) -> None:
    shared = SharedReadings()
    assert reads(desk, shared, "cart_abandonment_rate")["cart_abandonment_rate"].breaks == ()
    with desk.store.write(TEAM) as tx:
        opened = tx.breaks.add(carts_break())
    assert reads(desk, shared, "cart_abandonment_rate")["cart_abandonment_rate"].breaks == (opened,)


def test_the_next_minute_reads_anew(desk: Desk) -> None:
    shared = SharedReadings()
    first = reads(desk, shared, "orders")
    desk.now += timedelta(minutes=1)
    assert reads(desk, shared, "orders") is not first
