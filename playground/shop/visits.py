"""From sessions to revenue, drawn cell by cell so that totals and segments add up exactly."""

from dataclasses import dataclass
from math import log1p

import numpy as np

from playground.shop.cells import (
    ABANDONMENT,
    CARTS,
    CELLS,
    MEMBERS,
    ORDER_VALUES,
    SEGMENTS,
    SHARES,
)
from playground.shop.day import Counts, Day, Floats
from playground.shop.rows import Sheet
from playground.shop.season import christmas, demand

SESSIONS_A_DAY = 39_600
CHRISTMAS_BUYING = 0.12  # how much more often a session starts a cart at the peak
ORDER_VARIATION = 0.70  # standard deviation / mean of a single order value
PAID = ("paid_search", "paid_social")
SPEND_A_PAID_SESSION = 0.34


@dataclass(frozen=True, slots=True)
class Visits:
    """What happened in each cell on a day, in the order of CELLS; money in cents."""

    sessions: Counts
    carts: Counts
    orders: Counts
    cents: Counts

    @property
    def all_sessions(self) -> int:
        return int(self.sessions.sum())

    @property
    def all_orders(self) -> int:
        return int(self.orders.sum())


def draw_visits(day: Day) -> Visits:
    """Sessions, carts, orders and revenue of a day; each step is a part of the one before."""
    level = SESSIONS_A_DAY * demand(day.date) * day.mood()
    sessions = day.counts("sessions", level * SHARES, spread=0.12)
    buying = 1 + CHRISTMAS_BUYING * christmas(day.date)
    starting = _rates(day, "add_to_cart_rate", CARTS * buying)
    leaving = _rates(day, "cart_abandonment_rate", ABANDONMENT)
    carts = day.parts("carts_created", sessions, starting)
    orders = day.parts("carts_purchased", carts, 1 - leaving)
    return Visits(sessions, carts, orders, _order_cents(day, orders))


def note_visits(visits: Visits, sheet: Sheet) -> None:
    """The commerce metrics: totals, then each segment of each dimension."""
    for segment, member in MEMBERS.items():
        sessions = int(visits.sessions @ member)
        carts = int(visits.carts @ member)
        orders = int(visits.orders @ member)
        revenue = int(visits.cents @ member) / 100
        sheet.amount("sessions", sessions, segment=segment)
        sheet.amount("cart_starts", carts, segment=segment)
        sheet.amount("orders", orders, segment=segment)
        sheet.amount("sales_revenue", revenue, segment=segment)
        sheet.ratio("add_to_cart_rate", carts, sessions, segment=segment)
        sheet.ratio("cart_abandonment_rate", carts - orders, carts, segment=segment)
        sheet.ratio("sales_conversion_rate", orders, sessions, segment=segment)
        sheet.ratio("average_order_value", revenue, orders, scale=1, segment=segment)


def note_advertising(day: Day, visits: Visits, sheet: Sheet) -> None:
    """Return on what was spent on the paid channels."""
    paid = sum(MEMBERS["channel", channel] for channel in PAID)
    clicks = int((visits.sessions * paid).sum())
    spend = day.total("ad_spend", clicks, SPEND_A_PAID_SESSION, variation=4)
    revenue = int((visits.cents * paid).sum()) / 100
    sheet.ratio("return_on_ad_spend", revenue, spend, scale=1)


def _rates(day: Day, metric: str, usual: Floats) -> Floats:
    rates = usual * day.factor(metric)
    for segment in SEGMENTS:
        change = day.factor(metric, segment) - 1
        rates *= 1 + change * MEMBERS[segment]
    return rates


def _order_cents(day: Day, orders: Counts) -> Counts:
    """Revenue of each cell: one lognormal value an order, rounded to the cent, then added."""
    shape = log1p(ORDER_VARIATION**2)
    means = np.log(ORDER_VALUES) - shape / 2
    values = day.stream("revenue").lognormal(np.repeat(means, orders), np.sqrt(shape))
    owner = np.repeat(np.arange(len(CELLS)), orders)
    cents = np.bincount(owner, weights=np.rint(values * 100), minlength=len(CELLS))
    return cents.astype(np.int64)
