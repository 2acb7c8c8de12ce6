"""What is asked of a goal at the edges: each answered with a sentence that helps."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot.goal_report import report
from commands.verbs.goal_form import Sender, set_goal
from funnel.catalogue import load
from funnel.errors import BadGoal
from funnel.goals import WINDOW_DAYS
from funnel.model import Segment
from funnel.pursuit import GoalKind
from tests.commands.conftest import ANA, LAST_DAY, TEAM, Desk
from tests.commands.test_goal_form import letters, opens, sent

TODAY = date(2026, 11, 20)


def days(count: int, value: float) -> dict[date, float]:
    return {LAST_DAY - timedelta(days=back): value for back in range(count)}


def said(desk: Desk, sentence: str) -> str:
    return " ".join(letters(opens(desk, f"goal new {sentence}")).values())


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("increase orders by 10% by 22 November 2026", "Under 2 weeks is short: a later date?"),
        ("increase orders by 10% by 30 November 2029", "Over 15 months is long"),
        ("increase orders by 10% by 20 November 2026", "is no day ahead"),
        ("increase orders to 90 by 31 January 2027", "Type a target above that"),
        ("increase orders to 50 by 31 January 2027", "Type a target above that"),
        ("reduce orders by 10% by 31 January 2027", "For Orders higher is better"),
        ("reduce bounce rate by 5 points by 31 March 2027", "Bounce Rate has no numbers yet"),
        ("increase orders of Product Q by 9% by 31 March 2027", "no numbers for product=Product Q"),
        ("keep cart abandonment rate below 120% by 31 March 2027", "above what"),
    ],
)
def test_each_edge_has_its_sentence(new_desk: Desk, sentence: str, words: str) -> None:
    new_desk.records("orders", days(600, 1.25))
    new_desk.records("cart_abandonment_rate", days(90, 70.0), numerator=70.0, denominator=100.0)
    whole = "" if " of " in sentence else " for the whole shop"
    assert words in said(new_desk, sentence + whole)


def test_a_day_that_is_over_is_refused_under_its_field(desk: Desk) -> None:
    view = sent(
        opens(desk, "goal new increase orders of the whole shop by 10% by 31 January 2027"),
        objective="Grow",
        deadline="2026-11-01",
    )
    with pytest.raises(BadGoal) as refused:
        set_goal(view, Sender(TEAM, ANA, desk.now), desk.deps)
    assert refused.value.fields["deadline"].startswith("Sun 1 Nov 2026 is not in the future")


def test_one_data_point_is_too_little_and_says_what_to_do(new_desk: Desk) -> None:
    new_desk.records("orders", days(1, 100.0))
    words = said(new_desk, "increase orders of the whole shop by 10% by 31 January 2027")
    assert "none that give a baseline" in words


def test_a_constant_history_gets_a_chance_and_no_nonsense(new_desk: Desk) -> None:
    new_desk.records("orders", days(800, 100.0))
    words = said(new_desk, "increase orders of the whole shop by 5% by 31 January 2027 with mails")
    assert "Chance now" in words
    assert "nan" not in words


def test_numbers_that_stopped_are_said_before_a_goal_is_set_on_them(new_desk: Desk) -> None:
    gone = {LAST_DAY - timedelta(days=60 + back): 100.0 for back in range(400)}
    new_desk.records("orders", gone)
    words = said(new_desk, "increase orders of the whole shop by 5% by 31 January 2027")
    assert "Its numbers end on Sun 20 Sep" in words


def test_keep_below_is_a_bound_and_not_a_target(desk: Desk) -> None:
    sentence = "keep cart abandonment of the whole shop below 73% until 31 March 2027"
    view = sent(opens(desk, f"goal new {sentence}"), objective="Checkout", action="reminders")
    set_goal(view, Sender(TEAM, ANA, desk.now), desk.deps)
    with desk.store.read(TEAM) as tx:
        (goal,) = tx.goals.all()
    assert (goal.plan.kind, goal.target, goal.side.value) == (GoalKind.STAY, 73.0, "down")
    assert goal.title == "Cart Abandonment Rate stays below 73.0% until 31 Mar 2027"
    assert "scheduled" in desk.reads("goal 1")


def test_a_bound_is_held_against_the_weeks_it_speaks_of(new_desk: Desk) -> None:
    """Not against the 28 days that a level starts from: 100 a day are 700 a week."""
    new_desk.records("orders", days(120, 100.0))
    words = said(new_desk, "keep orders of the whole shop above 650 until 31 March 2027")
    held = "The last complete one had 700; 12 of the last 12 were above."
    assert f"Each week above 650. {held}" in words
    words = said(new_desk, "keep orders of the whole shop above 701 until 31 March 2027")
    assert "0 of the last 12 were above" in words


def test_the_source_documents_sentence_ends_as_a_live_goal_on_product_x(new_desk: Desk) -> None:
    """Its window is the first quarter, from 1 January, and its start the same dates a year ago."""
    for segment in (Segment(), Segment("product", "X")):
        new_desk.records("sales_revenue", days(700, 2000.0), segment=segment)
    sentence = (
        "Increase sales of Product X by 15% by the end of the first quarter through email "
        "marketing campaigns"
    )
    view = opens(new_desk, f"goal new {sentence}")
    assert "Sales Revenue or Orders" in letters(view)["S"]
    done: dict[str, Any] = sent(view, metric="sales_revenue", objective="Grow the core range")
    set_goal(done, Sender(TEAM, ANA, new_desk.now), new_desk.deps)
    with new_desk.store.read(TEAM) as tx:
        (goal,) = tx.goals.all()
        (stated,) = tx.goal_history.stated(1)
    assert goal.segment == Segment("product", "X")
    assert (goal.start, goal.deadline) == (date(2027, 1, 1), date(2027, 3, 31))
    assert (goal.baseline_first, goal.baseline_last) == (date(2026, 1, 1), date(2026, 3, 31))
    assert goal.target == pytest.approx(90 * 2000 * 1.15)
    assert goal.action == "email marketing campaigns"
    assert 0 < stated.chance < 1
    assert goal.window_days == WINDOW_DAYS


def test_the_chance_falls_with_the_target_and_is_the_same_for_both_ways_to_say_it(
    desk: Desk,
) -> None:
    def chance(aim: str) -> float:
        sentence = f"increase sessions of the whole shop {aim} by 31 January 2027"
        told = report(desk.store, TEAM, sentence, load(), desk.now)
        found: float = told["outlook"]["chance"]
        return found

    asked = [chance(f"by {percent}%") for percent in (2, 5, 10, 20)]
    assert asked == sorted(asked, reverse=True)
    told = report(
        desk.store,
        TEAM,
        "increase sessions of the whole shop by 5% by 31 January 2027",
        load(),
        desk.now,
    )
    assert chance(f"to {told['target']:.0f}") == pytest.approx(asked[1], abs=1e-3)
