"""Which breaks are one incident, which of them leads, and how the whole stands."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from funnel.catalogue import load
from funnel.incidents import Incident, Sign, edge_of, home_of, incidents_of, told_breaks
from funnel.life import Edge
from funnel.model import Break, BreakEnd, Condition, Money, Segment
from tests.breaks import a_break

CATALOGUE = load()
DAY = date(2026, 11, 4)
MOBILE = Segment("device", "mobile")


def sign(key: str, opened: int, low: int, high: int, source: str = "shop.csv") -> Sign:
    """Days after 4 November."""
    at = [DAY + timedelta(days=days) for days in (opened, low, high)]
    return Sign(CATALOGUE.metric(key), at[0], at[1], at[2], source)


def member(number: int, metric: str = "orders", *, incident: int = 1, cost: float = 0.0) -> Break:
    money = Money(cost, cost / 2, 2 * cost) if cost else None
    last = DAY + timedelta(days=9)
    return a_break(metric, DAY, number=number, incident=incident, last_on=last, money=money)


@pytest.mark.parametrize(
    ("later", "together"),
    [
        (sign("first_response_time", 3, 2, 3), True),  # three days later, of the same file
        (sign("first_response_time", 3, 2, 3, source="help desk"), False),
        (sign("first_response_time", 9, 0, 9), False),  # another stage
        (sign("cart_abandonment_rate", 9, -1, 9), True),  # its stage, and it may have begun then
        (sign("cart_abandonment_rate", 9, 5, 9), False),  # it began later
        (sign("cart_abandonment_rate", 29, -1, 29), False),  # another month
        (sign("sales_conversion_rate", 9, -1, 9, source="analytics"), True),  # an identity
    ],
)
def test_what_belongs_together(later: Sign, together: bool) -> None:
    first = sign("orders", 0, -2, 0)
    found = home_of(later, [[first]], CATALOGUE.identities)
    assert (found == 0) is together


def test_the_newest_of_several_takes_it() -> None:
    both = [[sign("orders", 0, -2, 0)], [sign("orders", 20, 0, 20)]]
    assert home_of(sign("orders", 21, 0, 21), both, CATALOGUE.identities) == 1


def test_the_costliest_leads_and_a_little_more_does_not_take_the_lead_from_it() -> None:
    first, near = member(1, cost=1_000), member(2, "sessions", cost=1_400)
    assert Incident((first, near)).lead == first
    far = replace(near, money=Money(1_600, 1_000, 2_000))
    assert Incident((first, far)).lead == far


def test_a_segment_leads_only_where_no_whole_shop_is_broken() -> None:
    whole, part = member(1, cost=100), replace(member(2, cost=900), segment=MOBILE)
    assert Incident((whole, part)).lead == whole
    over = replace(whole, condition=Condition.CLOSED, ended=BreakEnd.RECOVERED)
    assert Incident((over, part)).lead == part


def test_people_see_one_break_under_the_number_of_the_first() -> None:
    first, dear, alone = member(1), member(2, "sessions", cost=50), member(3, incident=3)
    told = told_breaks([alone, dear, first])
    assert [(one.number, one.metric) for one in told] == [(1, "sessions"), (3, "orders")]


def test_the_whole_recovers_when_the_last_of_them_does() -> None:
    one, other = member(1), member(2, "sessions")
    (before,) = incidents_of([one, other])
    half = Incident((replace(one, condition=Condition.RECOVERING), other))
    assert edge_of(before, half) is Edge.UPDATED
    both = Incident(tuple(replace(each, condition=Condition.RECOVERING) for each in (one, other)))
    assert edge_of(half, both) is Edge.RECOVERING
    ended = [
        replace(each, condition=Condition.CLOSED, ended=BreakEnd.RECOVERED) for each in (one, other)
    ]
    assert edge_of(both, Incident(tuple(ended))) is Edge.RECOVERED
    assert edge_of(Incident(tuple(ended)), before) is Edge.RELAPSED


def test_growth_is_told_once_a_week_whoever_grows() -> None:
    one, other = member(1), member(2, "sessions")
    grown = Incident((replace(one, worsened_on=one.last_on), other))
    assert edge_of(Incident((one, other)), grown, grew=True) is Edge.WORSENED
    lately = replace(other, worsened_on=one.last_on - timedelta(days=3))
    assert edge_of(Incident((one, lately)), grown, grew=True) is Edge.UPDATED


def test_one_that_comes_later_is_said_to_have_joined() -> None:
    before, after = Incident((member(1),)), Incident((member(1), member(2, "sessions")))
    assert edge_of(None, before) is Edge.OPENED
    assert edge_of(before, after, joined=True) is Edge.JOINED
