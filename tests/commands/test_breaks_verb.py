"""Break points in Slack: the list, the evidence, the root message, and what people do."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from slack_bolt import Ack, BoltContext

from commands.blocks import Message, Modal
from commands.break_facts import facts
from commands.break_listeners import handle_break_event, handle_break_snooze
from commands.views.break_words import verdict
from commands.views.breaks import evidence_message, root_message, thread_line
from funnel.catalogue import load
from funnel.errors import BadForm, NotAllowed, UnknownCommand, UnknownNumber
from funnel.events import EventKind, EventMove
from funnel.life import Edge
from funnel.model import (
    Attention,
    Break,
    BreakEnd,
    Condition,
    Delivery,
    DeliveryState,
    Money,
    Person,
    Side,
)
from playground.render import flatten
from tests.commands.conftest import (
    ANA,
    BEN,
    GUEST,
    LAST_DAY,
    NOW,
    TEAM,
    Desk,
    accepted,
    carts_break,
)
from tests.commands.forms import filled

MONEY = Money(2300, 1400, 3100, orders=41)


@pytest.fixture
def shop(desk: Desk) -> Desk:
    """A history whose carts leak; the break is open, and its root message stands in C1."""
    with desk.store.write(TEAM) as tx:
        tx.people.save(Person(ANA, "Ana", "Europe/Berlin", False, False, NOW))
        tx.breaks.add(replace(carts_break(), money=MONEY, changed_at=NOW - timedelta(hours=2)))
        tx.deliveries.plan(kind="break_opened", subject="1", channel="C1", slot="root", at=NOW)
        row = tx.deliveries.claim("test", now=NOW, lease=timedelta(minutes=1))
        assert row is not None
        tx.deliveries.finish(row, DeliveryState.SENT, ts="1.1", covered_until=NOW)
    return desk


def stored(desk: Desk, number: int = 1) -> Break:
    with desk.store.read(TEAM) as tx:
        found = tx.breaks.get(number)
    assert found is not None
    return found


def edits(desk: Desk) -> list[Delivery]:
    with desk.store.read(TEAM) as tx:
        return list(tx.deliveries.of("break_changed", "1"))


def deeds(desk: Desk) -> list[str]:
    with desk.store.read(TEAM) as tx:
        return [deed.action for deed in tx.audit.latest(10)]


def root(desk: Desk, **parts: object) -> Message:
    with desk.store.read(TEAM) as tx:
        found = replace(stored(desk), **parts)  # type: ignore[arg-type]
        message = root_message(facts(tx, found, load(), desk.now))
    accepted(message)
    return message


def test_nothing_is_open(desk: Desk) -> None:
    assert "No break points are open." in desk.reads("breaks")
    assert "No past break points yet." in desk.reads("breaks history")


def test_open_breaks_are_listed_by_money(shop: Desk) -> None:
    with shop.store.write(TEAM) as tx:
        tx.breaks.add(replace(carts_break(), metric="orders", money=Money(9000, 5000, 9900)))
    answer = shop.asks("breaks")
    assert isinstance(answer, Message)
    assert answer.text == "2 break points are open, about €11,300 a day."
    words = flatten(accepted(answer))
    assert words.index("Orders") < words.index("Cart abandonment rate")
    assert "Cost a day" in words
    assert "€2,300" in words


def test_the_root_message_says_what_since_when_how_much_and_what_to_try(shop: Desk) -> None:
    message = root(shop)
    assert message.text == (
        "Cart abandonment rate is worse than usual: 76.4% on Thu 19 Nov, usual 71.2% "
        "(range 69.0–73.3%)."
    )
    words = flatten(accepted(message))
    assert "Since about 4 Nov, likely 2–6 Nov · Decision · new" in words
    assert "Costs about €2,300 a day (€1,400–3,100): 41 lost orders a day" in words
    assert "abandoned carts from messaging that ignores segments" in words
    assert "Try: " in words
    for label in ("Acknowledge", "Evidence", "Snooze…", "It was an event…", "Noise"):
        assert label in words


def test_the_first_line_changes_through_the_life_of_a_break(shop: Desk) -> None:
    recovering = root(shop, condition=Condition.RECOVERING, observed=72.0, inside=2)
    assert recovering.text.startswith("Recovering: cart abandonment rate 72.0% on Thu 19 Nov")
    assert "inside the usual range for 2 days" in recovering.text
    over = {"condition": Condition.CLOSED, "closed_on": LAST_DAY}
    recovered = root(shop, **over, ended=BreakEnd.RECOVERED, inside=5)
    # 16 days since 4 Nov, five of them back inside: 11 × €2,300.
    assert recovered.text == (
        "Recovered: cart abandonment rate was open 5–19 Nov, about €25,300 in all."
    )
    normal = root(shop, **over, ended=BreakEnd.NEW_NORMAL)
    assert normal.text == (
        "New normal since about 4 Nov: cart abandonment rate stays at 76.4%, it was 71.2%."
    )
    assert "Acknowledge" not in flatten(accepted(normal))


def test_a_break_without_money_and_without_a_known_cause_says_less(shop: Desk) -> None:
    message = root(shop, metric="visitors", money=None, incident=9)
    words = flatten(accepted(message))
    assert "Costs" not in words
    assert "No known break fits." in words


def test_the_evidence_has_a_chart_around_the_onset_and_whom_to_ask(shop: Desk) -> None:
    words = shop.reads("break 1")
    assert "26 Oct–14 Nov" in words
    assert "How sure: 3.1 times as far from usual as the usual range reaches." in words
    assert "Usual is the median of the last 8 Thursdays." in words
    assert "What belongs together" in words
    assert "What numbers cannot show" in words
    assert "Ask: " in words


def test_evidence_of_a_break_whose_numbers_are_gone(new_desk: Desk) -> None:
    with new_desk.store.write(TEAM) as tx:
        tx.breaks.add(carts_break())
    assert "76.4%" in new_desk.reads("break 1")


def test_acknowledging_edits_the_root_and_wakes_the_sender(shop: Desk) -> None:
    said = shop.reads("break 1 acknowledge")
    assert "acknowledged by Ana" in said
    assert "Undo" in said
    found = stored(shop)
    assert (found.attention, found.attention_by) == (Attention.ACKNOWLEDGED, ANA)
    (edit,) = edits(shop)
    assert (edit.channel, edit.slot) == ("C1", f"acknowledge-{NOW.isoformat()}")
    assert shop.woken == ["woken"]
    assert deeds(shop) == ["break_acknowledged"]
    assert "acknowledged by Ana" in flatten(accepted(root(shop)))


def test_a_second_press_changes_nothing(shop: Desk) -> None:
    shop.asks("break 1 acknowledge")
    assert "Nothing changed." in shop.reads("break 1 acknowledge", BEN)
    assert stored(shop).attention_by == ANA
    assert len(edits(shop)) == 1
    assert shop.woken == ["woken"]


def test_a_snooze_says_until_when_and_ends_within_a_week(shop: Desk) -> None:
    assert "snoozed until Mon 23 Nov 09:12 UTC by Ana" in shop.reads("break 1 snooze 3d")
    assert stored(shop).snoozed_until == NOW + timedelta(days=3)
    with pytest.raises(NotAllowed, match="1 to 7 days"):
        shop.asks("break 1 snooze 30d")
    with pytest.raises(NotAllowed, match="1 to 7 days"):
        shop.asks("break 1 snooze until easter")


def test_a_snooze_until_a_day_ends_when_it_begins(shop: Desk) -> None:
    assert "snoozed until Tue 24 Nov 00:00 UTC by Ana" in shop.reads("break 1 snooze until 24 Nov")
    shop.asks("break 1 reopen")
    form = shop.asks("break 1 snooze")
    assert isinstance(form, Modal)
    sent(shop, handle_break_snooze, filled(form))
    assert stored(shop).snoozed_until == datetime(2026, 11, 23, tzinfo=UTC)
    for day in (None, "2026-12-24", "2026-11-20"):
        with pytest.raises(BadForm) as refused:
            sent(shop, handle_break_snooze, filled(form) | state_of(until=day))
        assert set(refused.value.fields) == {"until"}


def test_useful_is_counted_and_says_nothing_in_the_channel(shop: Desk) -> None:
    assert "was useful" in shop.reads("break 1 useful", BEN)
    assert stored(shop).useful_by == BEN
    assert edits(shop) == []
    assert deeds(shop) == ["break_called_useful"]


def test_noise_closes_and_can_be_undone_for_a_week(shop: Desk) -> None:
    assert "Closed as noise by Ana" in shop.reads("break 1 noise")
    assert stored(shop).ended is BreakEnd.NOISE
    assert "No break points are open." in shop.reads("breaks")
    shop.now = NOW + timedelta(days=6)
    assert "open again" in shop.reads("break 1 reopen", BEN)
    found = stored(shop)
    assert (found.condition, found.attention, found.ended) == (
        Condition.OPEN,
        Attention.NEW,
        None,
    )
    assert deeds(shop) == ["break_reopened", "break_called_noise"]
    assert len(edits(shop)) == 2


def test_after_a_week_noise_stays_noise(shop: Desk) -> None:
    shop.asks("break 1 noise")
    shop.now = NOW + timedelta(days=8)
    with pytest.raises(NotAllowed, match="more than 7 days ago"):
        shop.asks("break 1 reopen")
    assert "Reopen" not in flatten(accepted(root(shop)))


def test_what_the_numbers_closed_is_not_reopened_by_hand(shop: Desk) -> None:
    with shop.store.write(TEAM) as tx:
        over = replace(
            stored(shop), condition=Condition.CLOSED, ended=BreakEnd.RECOVERED, closed_on=LAST_DAY
        )
        tx.breaks.save(over)
    with pytest.raises(NotAllowed, match="closed by its numbers"):
        shop.asks("break 1 reopen")
    with pytest.raises(NotAllowed, match="is over"):
        shop.asks("break 1 noise")


def test_an_event_is_asked_for_and_its_words_stand_in_the_root(shop: Desk) -> None:
    form = shop.asks("break 1 event")
    assert isinstance(form, Modal)
    sent(shop, handle_break_event, filled(form, title="delivery <!channel> price up"))
    found = stored(shop)
    assert found.ended is BreakEnd.EVENT
    assert root(shop).text == (
        "Closed as an event by Ana: cart abandonment rate, delivery &lt;!channel&gt; price up."
    )
    with pytest.raises(BadForm):
        sent(shop, handle_break_event, filled(form, title="  "))


def test_what_explains_a_break_is_noted_as_an_event_and_undone_with_it(shop: Desk) -> None:
    """So the numbers of its days stop warning, and what goes on after them does not."""
    form = shop.asks("break 1 event")
    assert isinstance(form, Modal)
    before = stored(shop)
    first = before.onset.isoformat()
    view = filled(form, title="Checkout was down", kind="outage", first=first, last=first)
    sent(shop, handle_break_event, view)
    with shop.store.read(TEAM) as tx:
        (event,) = tx.events.all()
    assert (event.kind, event.first, event.last) == (EventKind.OUTAGE, before.onset, before.onset)
    assert event.moves == (EventMove("cart_abandonment_rate", Side.UP),)
    assert event.author == ANA
    shop.asks("break 1 reopen")
    with shop.store.read(TEAM) as tx:
        assert tx.events.all() == ()


def test_an_event_of_other_days_explains_nothing(shop: Desk) -> None:
    form = shop.asks("break 1 event")
    assert isinstance(form, Modal)
    view = filled(form, title="Sale", first="2026-01-02", last="2026-01-03")
    with pytest.raises(BadForm) as refused:
        sent(shop, handle_break_event, view)
    assert "The break lies on" in refused.value.fields["first"]
    assert stored(shop).condition is Condition.OPEN


def test_an_event_may_be_typed_with_its_words(shop: Desk) -> None:
    assert "price change on 3 Nov" in shop.reads("break 1 event price change on 3 Nov")


def test_a_thread_line_for_each_change(shop: Desk) -> None:
    with shop.store.read(TEAM) as tx:
        known = facts(tx, stored(shop), load(), NOW)
    grew = thread_line(known, Edge.WORSENED)
    assert grew.text.startswith("Grew: Cart abandonment rate is worse than usual")
    assert "about €2,300 a day" in grew.text
    assert thread_line(known, Edge.RECOVERED).text == verdict(known)
    taken = replace(stored(shop), attention=Attention.ACKNOWLEDGED)
    by_hand = thread_line(replace(known, found=taken, who="Ana"), None)
    assert by_hand.text == "Break #1, cart abandonment rate: acknowledged by Ana."
    for message in (grew, by_hand, evidence_message(known)):
        accepted(message)


def test_a_guest_neither_sees_nor_decides(shop: Desk) -> None:
    for words in ("breaks", "break 1", "break 1 noise"):
        with pytest.raises(NotAllowed, match="full members"):
            shop.asks(words, GUEST)
    assert stored(shop).condition is Condition.OPEN


def test_words_that_mean_nothing_say_what_to_type(shop: Desk) -> None:
    with pytest.raises(UnknownNumber, match="no break #99"):
        shop.asks("break 99")
    with pytest.raises(UnknownNumber, match="Which break"):
        shop.asks("break")
    with pytest.raises(UnknownCommand, match="acknowledge, snooze, event, noise, useful, reopen"):
        shop.asks("break 1 explode")


def sent(desk: Desk, handle: Callable[..., None], view: dict[str, Any]) -> None:
    """The form comes back as Slack sends it, and an answer takes its place."""
    ack = Ack()  # type: ignore[no-untyped-call]
    handle(ack, {"user": {"id": ANA}}, view, BoltContext({"team_id": TEAM}), desk.deps)
    assert ack.response is not None


def state_of(**days: str | None) -> dict[str, Any]:
    values = {name: {"value": {"selected_date": day}} for name, day in days.items()}
    return {"state": {"values": values}}
