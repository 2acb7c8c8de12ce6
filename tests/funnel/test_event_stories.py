"""What an event explains: the movement of its days, nothing that goes on or is elsewhere."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from funnel.catalogue import load
from funnel.events import Event, EventKind, EventMove, past_with, without_explained
from funnel.fullness import fullness
from funnel.grids import on_grid
from funnel.model import Series, Side
from funnel.replay import Change, replay_journey
from funnel.season import WHOLE_PAST
from tests.funnel.days import MONDAY, orders, series

CATALOGUE = load()
METRIC = CATALOGUE.metric("orders")
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


def after(level: float, *, days: int, during: float = 1.6) -> Callable[[int], float]:
    """A long event of some days, and the level that orders have after it."""

    def effect(number: int) -> float:
        return during if D <= number < D + days else level if number >= D + days else 1.0

    return effect


@pytest.mark.parametrize("days", [14, 28, 40])
def test_a_drop_after_a_long_event_stands_against_the_level_before_it(days: int) -> None:
    noted = event(D, D + days - 1, UP, DOWN, kind=EventKind.CAMPAIGN)
    found = opened(after(0.6, days=days), noted)
    assert day(D + days) <= found[0] <= day(D + days + 4)


@pytest.mark.parametrize("moves", [(UP, DOWN), (UP,)])
@pytest.mark.parametrize("days", [14, 28, 40])
def test_the_end_of_a_long_campaign_is_no_drop(days: int, moves: tuple[EventMove, ...]) -> None:
    assert opened(after(1.0, days=days), event(D, D + days - 1, *moves)) == []


def test_a_day_in_its_events_is_no_lost_day_and_a_series_without_any_has_nothing_to_skip() -> None:
    whole, gone = orders(DAYS), event(D, D + 13, DOWN)
    full = fullness(
        on_grid([without_explained(whole, [gone], METRIC)], [past_with([gone], "orders")])
    )
    lost = fullness(on_grid([without_explained(whole, [gone], METRIC)]))
    assert full[0, D + 16] == 1.0 > lost[0, D + 16]
    assert on_grid([whole], [WHOLE_PAST]).gone is None


def opened(effect: Callable[[int], float], *events: Event) -> list[date]:
    journey = {"orders": orders(DAYS + 40, effect=effect, seed=6)}
    told = replay_journey(journey, CATALOGUE, budget=STRICT, events=events)
    return [one.on for one in told if one.change is Change.OPENED and one.on >= day(D)]
