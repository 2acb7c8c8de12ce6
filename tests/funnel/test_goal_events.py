"""Known events in a goal's chance: past ones are no news, coming ones are expected to do as such
ones did."""

from datetime import date, timedelta

import pytest

from funnel.events import Event, EventKind, EventMove
from funnel.goals import Ground, Outlook, Question, known_events, look_ahead, restart_of
from funnel.model import Measure, Series, Side
from tests.funnel.days import MONDAY, metric, orders

ORDERS = metric("orders")
DAY = timedelta(days=1)
DAYS = 400
TODAY = MONDAY + DAYS * DAY
THROUGH = TODAY - DAY
SALES = (150, 220, 290)
"""First days of three sales of a week, which doubled the orders."""


def campaign(first: int, *, number: int = 1, side: Side = Side.UP, days: int = 7) -> Event:
    begin = MONDAY + first * DAY
    moves = (EventMove("orders", side),)
    last = begin + (days - 1) * DAY
    return Event(number, EventKind.CAMPAIGN, "Sale", begin, last, moves)


def shop(*, boosted: tuple[int, ...] = SALES, by: float = 2.0) -> Series:
    inside = {first + turn for first in boosted for turn in range(7)}
    return orders(DAYS, effect=lambda day: by if day in inside else 1.0)


def standing(series: Series, *events: Event) -> Ground:
    known = known_events(events, ORDERS, series, through=THROUGH)
    since = restart_of(events, ORDERS, through=THROUGH)
    return Ground(ORDERS, series, TODAY, THROUGH, known=known, since=since)


def four_weeks(ground: Ground) -> Outlook:
    """The orders of the four weeks from today on."""
    asked = Question(1.0, Side.UP, TODAY, TODAY + 27 * DAY, Measure.CUMULATIVE)
    found = look_ahead(asked, ground)
    assert found is not None
    return found


def expected(ground: Ground) -> float:
    return four_weeks(ground).expected or 0.0


def band(ground: Ground) -> float:
    found = four_weeks(ground)
    return (found.high or 0.0) - (found.low or 0.0)


def test_a_coming_sale_is_expected_to_do_what_three_sales_did() -> None:
    """A little less than twice the orders, for three sales are no proof."""
    past = [campaign(first, number=at) for at, first in enumerate(SALES, start=1)]
    coming = campaign(DAYS + 7, number=4)
    whole = standing(shop(), *past, coming)
    factor = whole.known[-1].factor
    assert factor is not None
    assert 1.6 < factor < 2.0
    plain = expected(standing(shop(), *past))
    assert expected(whole) == pytest.approx(plain * (1 + (factor - 1) / 4), rel=0.02)


def test_a_first_sale_counts_as_ordinary_days_and_makes_the_range_wider() -> None:
    series = shop(boosted=())
    known, plain = standing(series, campaign(DAYS + 7)), standing(series)
    assert known.known[0].factor is None
    assert expected(known) == pytest.approx(expected(plain), rel=0.005)
    assert band(known) > 1.5 * band(plain)


def test_a_sale_that_just_ended_is_not_taken_for_the_new_level() -> None:
    ended = shop(boosted=(DAYS - 7,))
    assert expected(standing(ended)) > 1.05 * 28 * 800
    known = standing(ended, campaign(DAYS - 7))
    assert expected(known) == pytest.approx(28 * 800, rel=0.03)


def test_other_metrics_other_directions_and_undone_events_teach_nothing() -> None:
    past = campaign(SALES[0])
    moves = (EventMove("sessions", Side.UP),)
    elsewhere = Event(2, EventKind.CAMPAIGN, "Ads", past.first, past.last, moves)
    outage = campaign(DAYS + 3, number=3, side=Side.DOWN)
    ground = standing(shop(), past, elsewhere, outage)
    assert [one.event.number for one in ground.known] == [1, 3]
    assert ground.known[-1].factor is None


def test_a_change_that_was_made_for_the_goal_stays_in_its_numbers() -> None:
    begin = MONDAY + 300 * DAY
    moves = (EventMove("orders", Side.UP),)
    made = Event(1, EventKind.ADJUSTMENT, "New mails", begin, begin, moves)
    assert standing(shop(), made).known == ()


def test_before_a_tracking_change_numbers_counted_otherwise() -> None:
    """Half of the orders were lost until day 300; what is expected knows only the rest."""
    series = orders(DAYS, effect=lambda day: 0.5 if day < 300 else 1.0)
    when: date = MONDAY + 300 * DAY
    changed = Event(1, EventKind.TRACKING_CHANGE, "Server-side tag", when, when)
    ground = standing(series, changed)
    assert len(ground.told) == 100
    assert expected(ground) == pytest.approx(28 * 800, rel=0.03)
