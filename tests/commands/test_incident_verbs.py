"""Breaks that are one incident: listed once, shown with all that belongs to it, acted on as one."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from commands.blocks import Message
from commands.break_facts import facts
from commands.views.break_words import spread_line
from funnel.catalogue import load
from funnel.events import EventMove
from funnel.model import Attention, Break, BreakEnd, Condition, DeliveryState, Money, Side
from playground.render import flatten
from tests.commands.conftest import BEN, NOW, TEAM, Desk, accepted, carts_break


@pytest.fixture
def shop(desk: Desk) -> Desk:
    """Carts lead, orders and a third came with them; one more stands alone. C1 has the root."""
    carts = replace(carts_break(), money=Money(2300, 1400, 3100), changed_at=NOW)
    orders = replace(carts, metric="orders", side=Side.DOWN, observed=812, expected=890, incident=1)
    with desk.store.write(TEAM) as tx:
        tx.breaks.add(carts)
        tx.breaks.add(replace(orders, money=Money(2100, 1400, 3100)))
        tx.breaks.add(replace(orders, metric="sales_conversion_rate", observed=1.6, expected=2.1))
        tx.breaks.add(replace(carts, metric="sessions", money=Money(300, 100, 500)))
        tx.deliveries.plan(kind="break_opened", subject="1", channel="C1", slot="root", at=NOW)
        row = tx.deliveries.claim("test", now=NOW, lease=timedelta(minutes=1))
        assert row is not None
        tx.deliveries.finish(row, DeliveryState.SENT, ts="1.1", covered_until=NOW)
    return desk


def members(desk: Desk) -> tuple[Break, ...]:
    with desk.store.read(TEAM) as tx:
        return tx.breaks.of_incident(1)


def test_an_incident_is_one_line_of_the_list_with_its_members(shop: Desk) -> None:
    answer = shop.asks("breaks")
    assert isinstance(answer, Message)
    assert answer.text == "2 break points are open, about €2,600 a day."
    words = flatten(accepted(answer))
    assert "#1 Cart abandonment rate, with orders and 1 more" in words
    assert "#4 Sessions" in words
    assert "#2" not in words


def test_four_columns_fit_a_phone(shop: Desk) -> None:
    answer = shop.asks("breaks")
    [table] = [one for one in accepted(answer)["blocks"] if "table" in one["type"]]
    assert {len(row) for row in table["rows"]} == {4}


def test_the_evidence_names_what_broke_with_it(shop: Desk) -> None:
    words = shop.reads("break 1")
    assert "With it: orders 812 (usual 890) and sales conversion rate 1.60% (usual 2.10%)." in words


def test_the_life_of_a_member_is_its_own(shop: Desk) -> None:
    with shop.store.write(TEAM) as tx:
        tx.deliveries.plan(
            kind="break_changed", subject="1", channel="C1", slot="worsened@2026-11-18", at=NOW
        )
    assert "Wed 18 Nov: grew" in shop.reads("break 1")
    assert "grew" not in shop.reads("break 2")


def test_a_spread_names_the_newest_first(shop: Desk) -> None:
    with shop.store.read(TEAM) as tx:
        shown = facts(tx, members(shop)[0], load(), NOW)
    assert spread_line(shown).startswith("Break #1 spread. Sales conversion rate and orders")


def test_a_recovered_incident_was_open_until_the_last_of_it_was_over(shop: Desk) -> None:
    over = {"condition": Condition.CLOSED, "ended": BreakEnd.RECOVERED}
    with shop.store.write(TEAM) as tx:
        for later, one in enumerate(members(shop)):
            closed_on = date(2026, 11, 16 + later)
            tx.breaks.save(replace(one, opened_on=date(2026, 11, 6), closed_on=closed_on, **over))
    assert "Recovered: cart abandonment rate was open 6–18 Nov" in shop.reads("break 1")
    assert "6–17 Nov" in shop.reads("break 2")


def test_a_member_is_shown_under_its_own_number(shop: Desk) -> None:
    words = shop.reads("break 2")
    assert words.startswith("Evidence: Orders are worse than usual: 812")
    assert "part of break #1" in words
    assert "With it: cart abandonment rate" in words


@pytest.mark.parametrize("number", [1, 3])
def test_whoever_takes_one_takes_all(shop: Desk, number: int) -> None:
    assert "acknowledged" in shop.reads(f"break {number} acknowledge", BEN)
    assert {one.attention_by for one in members(shop)} == {BEN}
    with shop.store.read(TEAM) as tx:
        [edit] = tx.deliveries.of("break_changed", "1")
        alone = tx.breaks.get(4)
    assert edit.channel == "C1"
    assert alone is not None
    assert alone.attention is Attention.NEW
    shop.asks(f"break {number} reopen", BEN)
    assert {one.attention for one in members(shop)} == {Attention.NEW}


def test_one_event_explains_all_of_them_and_is_undone_with_them(shop: Desk) -> None:
    shop.asks("break 2 event outage: checkout was down")
    assert {one.ended for one in members(shop)} == {BreakEnd.EVENT}
    with shop.store.read(TEAM) as tx:
        [event] = tx.events.all()
    assert set(event.moves) == {
        EventMove("cart_abandonment_rate", Side.UP),
        EventMove("orders", Side.DOWN),
        EventMove("sales_conversion_rate", Side.DOWN),
    }
    shop.asks("break 1 reopen")
    assert {one.condition for one in members(shop)} == {Condition.OPEN}
    with shop.store.read(TEAM) as tx:
        assert not any(one.is_live for one in tx.events.all())


def test_a_member_that_recovered_stays_so_when_the_rest_is_called_noise(shop: Desk) -> None:
    over = {"condition": Condition.CLOSED, "ended": BreakEnd.RECOVERED, "closed_on": NOW.date()}
    with shop.store.write(TEAM) as tx:
        tx.breaks.save(replace(members(shop)[1], **over))
    shop.asks("break 1 noise")
    ends = [one.ended for one in members(shop)]
    assert ends == [BreakEnd.NOISE, BreakEnd.RECOVERED, BreakEnd.NOISE]


def test_status_calls_it_by_the_number_that_was_told(shop: Desk) -> None:
    words = shop.reads("status decision")
    assert "break #1" in words
    assert "break #2" not in words
    assert "break #3" not in words
