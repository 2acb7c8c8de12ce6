"""A day that a few large orders carry: its revenue is told, with how many orders it came from."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from funnel.digest.findings import GoodNews, RecordNews
from funnel.status import MetricStatus, Reading, metric_status

REVENUE, ORDERS, ORDER_VALUE = "sales_revenue", "orders", "average_order_value"
LARGE = 2.0  # times the usual order value: no better basket, but another kind of order


def carried_by_few(
    found: Sequence[RecordNews | GoodNews], readings: Mapping[str, Reading]
) -> list[RecordNews | GoodNews]:
    """One news where order value and revenue are both good for the same reason: orders were not
    above usual, and what one brought was a multiple of it."""
    told = {one.row.metric.key: one for one in found}
    revenue, value = told.get(REVENUE), told.get(ORDER_VALUE)
    if revenue is None or value is None or ORDERS not in readings or revenue.row.last is None:
        return list(found)
    orders = _on(revenue.row.last, readings[ORDERS])
    if not _is_few(orders) or not _is_large(value.row) or value.row.last != revenue.row.last:
        return list(found)
    return [
        replace(one, few=orders) if one is revenue else one for one in found if one is not value
    ]


def _on(day: date, reading: Reading) -> MetricStatus:
    """Orders settle sooner than revenue does."""
    return metric_status(reading, span=(day, day))


def _is_few(orders: MetricStatus) -> bool:
    usual = orders.expected.value
    return orders.value is not None and usual is not None and orders.value <= usual


def _is_large(value: MetricStatus) -> bool:
    usual = value.expected.value
    return value.value is not None and usual is not None and value.value >= LARGE * usual
