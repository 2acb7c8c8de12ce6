"""What an event explains: the movement of its days, nothing that goes on or is elsewhere."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from funnel.catalogue import load
from funnel.events import Event, EventKind, EventMove
from funnel.model import Series, Side
from funnel.replay import Change, replay_journey
from tests.funnel.days import MONDAY, orders, series

CATALOGUE = load()
DAYS, D = 250, 200
STRICT = 0.2  # false warnings a month: what is told here is meant


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def event(first: int, last: int, *moves: EventMove, kind: EventKind = EventKind.OUTAGE) -> Event:
    return Event(1, kind, "noted", day(first), day(last), moves)


DOWN, UP = EventMove("orders", Side.DOWN), EventMove("orders", Side.UP)


def warned(effect: Callable[[int], float], *events: Event, **more: Series) -> list[date]:
    """Days of warnings from a week before the story to three weeks after its beginning."""
    journey = {"orders": orders(DAYS, effect=effect), **more}
    told = replay_journey(journey, CATALOGUE, budget=STRICT, events=events)
    opened = [one.on for one in told if one.change is Change.OPENED]
    return [on for on in opened if day(D - 7) <= on <= day(D + 21)]


def outage(number: int) -> float:
    return 0.3 if number == D else 1.0


def outage_that_goes_on(number: int) -> float:
    return 0.3 if number == D else 0.6 if number > D else 1.0


def test_a_checkout_outage_explains_the_drop_of_its_day() -> None:
    assert warned(outage) == [day(D)]
    assert warned(outage, event(D, D, DOWN)) == []


def test_it_does_not_explain_the_drop_that_goes_on() -> None:
    [told] = warned(outage_that_goes_on, event(D, D, DOWN))
    assert day(D) < told <= day(D + 4)


def promotion(number: int) -> float:
    """Three days of many orders, and four after them that have them already."""
    return 1.6 if D <= number < D + 3 else 0.6 if D + 3 <= number < D + 7 else 1.0


def test_a_promotion_explains_the_dip_that_follows_it() -> None:
    noted = event(D, D + 6, UP, DOWN, kind=EventKind.CAMPAIGN)
    assert warned(promotion)
    assert warned(promotion, noted) == []


@pytest.mark.parametrize(
    "effect",
    [
        lambda number: promotion(number) if number < D + 7 else 0.6,  # the dip that stays
        lambda number: 0.6 if number >= D - 5 else promotion(number),  # one that began before it
    ],
)
def test_and_no_other_dip(effect: Callable[[int], float]) -> None:
    noted = event(D, D + 6, UP, DOWN, kind=EventKind.CAMPAIGN)
    assert warned(effect, noted)


def test_nor_a_dip_of_another_metric() -> None:
    flat = 500.0 + 8.0 * (orders(DAYS, seed=9).values - 800.0) / 100.0
    flat[D + 3 :] *= 0.6
    noted = event(D, D + 6, UP, DOWN, kind=EventKind.CAMPAIGN)
    assert warned(promotion, noted, visitors=series("visitors", flat))
