"""A goal with parts: their values add up, or their shares of the way, or nothing is counted."""

from dataclasses import replace
from datetime import timedelta

import pytest

from funnel.goals import Progress, Together, add_up_children, is_circular
from funnel.model import Goal, GoalOutcome, GoalState, Measure
from funnel.pursuit import ChildRule, Plan
from tests.commands.conftest import LAST_DAY, TEAM, Desk
from tests.commands.test_goal_list import CARTS, SESSIONS

PARENT = replace(SESSIONS, title="Sessions of all", target=3_000_000.0)
WEEK = timedelta(days=7)


def part(share: float, current: float, *, weight: float = 1.0) -> tuple[Goal, Progress]:
    goal = replace(SESSIONS, target=100.0, plan=Plan(weight=weight))
    return goal, Progress(GoalState.ON_TRACK, 10, current=current, share=share)


def test_values_add_up_shares_are_weighed_or_nothing_is_counted() -> None:
    parts = [part(0.5, 50.0), part(0.8, 80.0, weight=3.0)]
    by = {rule: replace(PARENT, plan=Plan(rule=rule)) for rule in ChildRule}
    assert add_up_children(by[ChildRule.SUM], parts) == Together(130.0, 200.0)
    weighed = add_up_children(by[ChildRule.WEIGHTED], parts)
    assert weighed.share == pytest.approx((0.5 + 3 * 0.8) / 4)
    assert add_up_children(by[ChildRule.NONE], parts) == Together()
    assert add_up_children(by[ChildRule.SUM], []) == Together()


def test_no_goal_becomes_a_part_of_itself() -> None:
    parents = {1: 0, 2: 1, 3: 2}
    assert is_circular(1, 3, parents)  # 3 is a part of 2, which is a part of 1
    assert not is_circular(4, 3, parents)
    assert not is_circular(3, 1, parents)


def test_the_parent_shows_its_parts_and_what_they_come_to(desk: Desk) -> None:
    """A part that was closed as reached counts on; a dropped one does not."""
    begun = {"measure": Measure.CUMULATIVE, "start": LAST_DAY - 2 * WEEK, "parent": 1}
    with desk.store.write(TEAM) as tx:
        tx.goals.add(replace(PARENT, plan=Plan(rule=ChildRule.SUM)), origin="whole")
        open_one = replace(SESSIONS, title="By search", target=900_000.0, **begun)
        tx.goals.add(open_one, origin="search")
        over = {"closed_at": desk.now, "outcome": GoalOutcome.REACHED}
        tx.goals.add(replace(open_one, title="By mail", target=600_000.0, **over), origin="mail")
        over["outcome"] = GoalOutcome.DROPPED
        tx.goals.add(replace(open_one, title="By posters", **over), origin="posters")
    said = desk.reads("goal 1")
    assert "2 · By search:" in said
    assert "3 · By mail: ▲ reached" in said
    assert "By posters" not in said
    assert "their targets add up to 1,500,000 of 3,000,000" in said


@pytest.mark.parametrize("rule", ChildRule)
def test_parts_of_another_unit_are_never_added(desk: Desk, rule: ChildRule) -> None:
    with desk.store.write(TEAM) as tx:
        tx.goals.add(replace(PARENT, plan=Plan(rule=rule)), origin="whole")
        tx.goals.add(replace(CARTS, parent=1, start=LAST_DAY - WEEK), origin="carts")
    said = desk.reads("goal 1")
    assert "Its parts:" in said
    assert "add up to" not in said
    assert ("of the way, by weight" in said) is (rule is ChildRule.WEIGHTED)
