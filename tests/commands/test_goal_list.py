"""The team looks at its goals: all of them, one with its path, private ones, closing one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from commands.blocks import Message
from commands.request import Origin
from commands.views.goal_posts import announcement
from commands.views.style import Style
from funnel.catalogue import load
from funnel.errors import NotAllowed, UnknownCommand, UnknownNumber
from funnel.model import Goal, Measure, Side, TargetForm
from playground.blockkit import check_message
from playground.render import flatten
from tests.commands.conftest import ANA, BEN, NOW, TEAM, Desk

CARTS = Goal(
    number=0,
    title="Cart Abandonment Rate to 68.0% by 31 Dec 2026",
    metric="cart_abandonment_rate",
    measure=Measure.LEVEL,
    side=Side.DOWN,
    baseline=71.2,
    baseline_first=date(2026, 9, 3),
    baseline_last=date(2026, 9, 30),
    target=68.0,
    target_form=TargetForm.ABSOLUTE,
    target_amount=68.0,
    start=date(2026, 10, 1),
    deadline=date(2026, 12, 31),
    owner=ANA,
    channel="C1",
    private=False,
    action="reminders <by segment>",
    objective="A checkout without surprises",
    stage="decision",
    created_at=NOW,
    created_by=ANA,
)
SESSIONS = replace(
    CARTS,
    title="Sessions to 3,000,000 by 31 Dec 2026",
    metric="sessions",
    measure=Measure.CUMULATIVE,
    side=Side.UP,
    baseline=2_900_000.0,
    target=3_000_000.0,
    owner=BEN,
    created_by=BEN,
    stage="awareness",
)


@pytest.fixture
def adds(desk: Desk) -> Callable[..., Goal]:
    def add(goal: Goal, origin: str = "") -> Goal:
        with desk.store.write(TEAM) as tx:
            return tx.goals.add(goal, origin=origin or goal.title)

    return add


def test_nothing_yet_teaches_with_a_sentence_that_works_here(desk: Desk) -> None:
    said = desk.reads("goals")
    assert "No goals yet" in said
    assert "increase orders by 10% by the end of next quarter" in said


def test_one_goal_says_where_it_stands_and_what_each_week_has_to_bring(
    desk: Desk, adds: Callable[..., Goal]
) -> None:
    adds(CARTS)
    said = desk.reads("goal 1")
    assert "off track" in said
    assert "further from its target than at the start" in said
    assert "Needed: −" in said
    assert "points a week" in said
    assert "41 days left, to Thu 31 Dec 2026" in said
    assert "reminders &lt;by segment&gt;" in said
    assert "Actual" in said
    assert "Path" in said


def test_a_total_says_how_many_days_it_is_ahead(desk: Desk, adds: Callable[..., Goal]) -> None:
    adds(SESSIONS)
    said = desk.reads("goal 1")
    assert ", 7 days ahead" in said
    assert "a week" in said


def test_the_list_shows_the_worst_first_and_can_be_narrowed(
    desk: Desk, adds: Callable[..., Goal]
) -> None:
    adds(SESSIONS)
    adds(CARTS)
    adds(replace(CARTS, title="Later", start=date(2026, 12, 1)))
    said = desk.reads("goals")
    assert said.index("2 · Cart") < said.index("3 · Later")
    assert said.startswith("3 goals: 1 off track")
    assert "Sessions" not in desk.reads("goals mine")
    assert "Sessions" in desk.reads(f"goals <@{BEN}|ben>")
    assert "Cart" in desk.reads("goals decision")
    assert "Sessions" not in desk.reads("goals decision")
    assert "No goals for retention" in desk.reads("goals retention")
    with pytest.raises(UnknownCommand, match="which goals"):
        desk.asks("goals purple")


def test_a_private_goal_shows_in_its_channel_and_to_its_owner_alone(
    desk: Desk, adds: Callable[..., Goal]
) -> None:
    adds(SESSIONS)
    adds(replace(CARTS, private=True, channel="G5"))
    assert "Cart" in desk.reads("goal 2", BEN, channel="G5", private=True)
    assert "Cart" in desk.reads("goal 2", ANA, channel="D1", origin=Origin.DM, private=True)
    hidden: list[dict[str, Any]] = [
        {"user": ANA, "channel": "C1"},
        {"user": BEN, "channel": "D2", "origin": Origin.DM, "private": True},
        {"user": ANA, "channel": "G6", "private": True},
    ]
    for where in hidden:
        with pytest.raises(UnknownNumber) as unknown:
            desk.asks("goal 2", **where)
        with pytest.raises(UnknownNumber) as absent:
            desk.asks("goal 7", **where)
        assert str(unknown.value).replace("2", "7", 1) == str(absent.value)
        said = desk.reads("goals", **where)
        assert "Cart" not in said
        assert said.startswith("1 goal:")


def test_an_unknown_number_says_what_exists(desk: Desk, adds: Callable[..., Goal]) -> None:
    with pytest.raises(UnknownNumber, match="goal new"):
        desk.asks("goal 99999999999999999999")
    adds(CARTS)
    with pytest.raises(UnknownNumber, match="Open here: 1"):
        desk.asks("goal 12")
    with pytest.raises(UnknownCommand, match="no goal number"):
        desk.asks("goal carts")


def test_closing_before_the_deadline_without_the_target_met_is_a_drop(
    desk: Desk, adds: Callable[..., Goal]
) -> None:
    adds(CARTS)
    with pytest.raises(NotAllowed, match="belongs to"):
        desk.asks("goal 1 close", BEN)
    assert "Close it as" in desk.reads("goal 1 close")
    assert "closed: dropped" in desk.reads("goal 1 drop")
    assert "closed already: dropped" in desk.reads("goal 1 close")
    assert "Set a new one" in desk.reads("goal 1 edit")
    assert "No goals yet" in desk.reads("goals")
    assert "1 closed goal: 1 dropped" in desk.reads("goals closed")
    with desk.store.read(TEAM) as tx:
        closed = tx.goals.get(1)
        deeds = [deed.action for deed in tx.audit.latest(5)]
    assert closed is not None
    assert closed.closed_at == NOW
    assert deeds.count("goal_closed") == 1


def test_after_deadline_and_lag_the_outcome_is_judged(
    desk: Desk, adds: Callable[..., Goal]
) -> None:
    adds(replace(CARTS, deadline=date(2026, 11, 10), target=75.0))
    assert "reached" in desk.reads("goal 1")
    assert "By its numbers the goal is reached" in desk.reads("goal 1 close")


def test_stopped_numbers_make_a_goal_wait_and_blame_nobody(
    desk: Desk, adds: Callable[..., Goal]
) -> None:
    adds(CARTS)
    desk.now = NOW + timedelta(days=10)
    assert "waiting for data" in desk.reads("goal 1")


def test_the_announcement_is_a_message_that_slack_takes() -> None:
    style = Style("en", "EUR", NOW.date())
    metric = load().metric(CARTS.metric)
    message = announcement(replace(CARTS, number=7), metric=metric, style=style)
    assert isinstance(message, Message)
    assert check_message(message.payload()) == []
    said = flatten(message.payload())
    assert "New goal: Cart Abandonment Rate to 68.0%" in said
    assert "From 71.2% to 68.0%" in said
    assert "by Thu 31 Dec 2026" in said
