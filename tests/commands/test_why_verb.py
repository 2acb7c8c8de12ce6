"""What people read when they ask where a change came from."""

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import pytest

from commands.blocks import Message
from funnel.errors import BadDate, BadSegment, NoComparison, UnknownMetric, UnknownNumber
from funnel.events import Event, EventKind
from funnel.model import Floats, RecordingKind, Segment, Snapshot
from tests.commands.conftest import DAYS, LAST_DAY, NOW, TEAM, Desk, carts_break
from tests.commands.test_status_verb import blocks_of


def buttons_of(message: Message) -> dict[str, str]:
    return {
        element["text"]["text"]: element["value"]
        for row in blocks_of(message, "actions")
        for element in row["elements"]  # type: ignore[attr-defined]
        if element["type"] == "button"
    }


def journey_rows() -> Iterator[Snapshot]:
    """Sessions to revenue by device; since 4 November mobile carts are left more often."""
    noise = np.random.default_rng(11)
    for back in range(DAYS):
        day = LAST_DAY - timedelta(days=back)
        total = np.zeros(4)
        for device, size, kept in (("mobile", 24_000, 0.25), ("desktop", 16_000, 0.35)):
            broken = device == "mobile" and day >= carts_break().onset
            sessions = round(size * noise.normal(1, 0.02))
            carts = round(sessions * 0.07 * noise.normal(1, 0.01))
            orders = round(carts * kept * (0.75 if broken else 1.0) * noise.normal(1, 0.01))
            revenue = round(orders * 60.0 * noise.normal(1, 0.02), 2)
            amounts = np.array([sessions, carts, orders, revenue])
            total += amounts
            yield from _rows(day, amounts, Segment("device", device))
        yield from _rows(day, total, Segment())


def _rows(day: date, amounts: Floats, segment: Segment) -> list[Snapshot]:
    keys = ("sessions", "cart_starts", "orders", "sales_revenue")
    rows = [
        Snapshot(key, day, float(value), segment=segment)
        for key, value in zip(keys, amounts, strict=True)
    ]
    _, carts, orders, revenue = amounts.tolist()
    left = carts - orders
    ratios = (
        ("cart_abandonment_rate", 100, left, carts),
        ("average_order_value", 1, revenue, orders),
    )
    return rows + [
        Snapshot(key, day, scale * above / below, above, below, segment)
        for key, scale, above, below in ratios
    ]


@pytest.fixture
def shop(new_desk: Desk) -> Desk:
    """A journey of its own by device, with the carts' break open."""
    with new_desk.store.write(TEAM) as tx:
        tx.snapshots.record(
            [list(journey_rows())],
            kind=RecordingKind.IMPORT,
            source="shop.csv",
            author="",
            at=NOW - timedelta(hours=3),
        )
        tx.breaks.add(carts_break())
    return new_desk


def asked(desk: Desk, text: str) -> Message:
    message = desk.asks(text)
    assert isinstance(message, Message)
    return message


def test_revenue_is_split_over_the_steps_since_the_break_began(shop: Desk) -> None:
    message = asked(shop, "why revenue")
    assert message.text.startswith("Sales revenue was €")
    assert "Fewer carts became orders" in message.text
    assert not message.public
    words = shop.reads("why revenue")
    assert "Compared with the mean of 2 earlier stretches" in words
    assert "before break #1 began" in words
    assert "By device, mobile carries all of it" in words
    assert [len(blocks_of(message, kind)) for kind in ("data_table", "data_visualization")] == [
        1,
        1,
    ]


def test_the_parts_that_are_shown_add_up_to_the_whole_that_is_shown(shop: Desk) -> None:
    for command in ("why revenue", "why orders last week vs the week before", "why revenue Tue"):
        [table] = blocks_of(asked(shop, command), "data_table")
        effects = [row[2]["value"] for row in table["rows"][1:]]  # type: ignore[index]
        assert round(sum(effects[:-1]), 2) == round(effects[-1], 2)


def test_a_button_leads_into_the_part_and_back(shop: Desk) -> None:
    inside = buttons_of(asked(shop, "why revenue"))["Look into carts → orders"]
    assert inside == "why revenue part=orders by device"
    words = shop.reads(inside)
    assert "Device | Share | Rate | Effect | Likely range" in words
    assert "it is how they behaved, not who came" in words
    assert buttons_of(asked(shop, inside))["All parts"] == "why revenue"


def test_a_rate_is_told_by_segments_and_in_money(shop: Desk) -> None:
    words = shop.reads("why cart abandonment")
    assert "Cart abandonment rate was" in words
    assert "How they behaved: +" in words
    assert "orders, about €" in words
    assert "A reference, not a target." in words


def test_one_segment_is_explained_by_itself(shop: Desk) -> None:
    assert "Sales revenue of mobile (device)" in shop.reads("why revenue device=mobile")


def test_a_break_and_its_evidence_tell_the_same_place(shop: Desk) -> None:
    place = "by device, mobile carries all of it"
    assert place in shop.reads("break 1")
    assert place.capitalize() in shop.reads("why break 1")
    assert buttons_of(asked(shop, "break 1"))["Why"] == "why break 1"


def test_status_and_metric_pages_have_the_button(shop: Desk) -> None:
    assert buttons_of(asked(shop, "status"))["Why"] == "why break 1"
    assert buttons_of(asked(shop, "metric sessions"))["Why"] == "why sessions"


def test_without_a_name_it_explains_the_worst_open_break(shop: Desk) -> None:
    assert "Cart abandonment rate was" in shop.reads("why")


def test_an_event_is_the_window_and_stands_beside_it_without_being_blamed(shop: Desk) -> None:
    release = Event(0, EventKind.OTHER, "Checkout 4.2", date(2026, 11, 4), date(2026, 11, 5))
    with shop.store.write(TEAM) as tx:
        tx.events.add(release, origin="typed")
    words = shop.reads("why revenue since event 1")
    assert 'before "Checkout 4.2" began' in words
    assert 'Around the beginning: "Checkout 4.2" (4–5 Nov)' in words
    assert "Together in time is no proof." in words
    assert "in 4–5 Nov" in shop.reads("why revenue during event 1")
    with pytest.raises(UnknownNumber, match="no event #9"):
        shop.asks("why revenue since event 9")


def test_a_workspace_without_carts_is_told_so(new_desk: Desk) -> None:
    rows = [row for row in journey_rows() if not row.metric.startswith("cart")]
    with new_desk.store.write(TEAM) as tx:
        tx.snapshots.record([rows], kind=RecordingKind.IMPORT, source="shop.csv", author="", at=NOW)
    words = new_desk.reads("why revenue last week")
    assert "Sessions → orders" in words
    assert "No numbers for carts: the steps around them are one part." in words


@pytest.mark.parametrize(
    ("command", "error", "says"),
    [
        ("why fnord", UnknownMetric, "fnord"),
        ("why break 99", UnknownNumber, "99"),
        ("why revenue by country", BadSegment, "device"),
        ("why revenue by moon", BadSegment, "moon"),
        ("why revenue vs blue", BadDate, "blue"),
        ("why revenue 19 Nov to 4 Nov", BadDate, "earlier day first"),
        ("why net promoter score", NoComparison, "no numbers"),
        ("why revenue 2019", NoComparison, "period"),
    ],
)
def test_what_is_not_understood_says_what_to_type(
    shop: Desk, command: str, error: type[Exception], says: str
) -> None:
    with pytest.raises(error, match=says):
        shop.asks(command)
