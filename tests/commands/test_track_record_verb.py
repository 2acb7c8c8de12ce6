"""What came of the chances that a team was told: too little to tell at first, a verdict later."""

from dataclasses import replace
from datetime import timedelta

from funnel.forecast import METHOD
from funnel.model import Goal, GoalOutcome
from funnel.pursuit import Moment, Stated
from funnel.track_record import REPLAYED
from tests.commands.conftest import ADMIN, TEAM, Desk
from tests.commands.test_goal_list import CARTS, SESSIONS


def ended(desk: Desk, goal: Goal, outcome: GoalOutcome, chances: list[float], name: str) -> None:
    """A goal that is over, with what was stated of it when it went live and on its way."""
    over = replace(goal, outcome=outcome, closed_at=desk.now, private=True, channel="D9")
    with desk.store.write(TEAM) as tx:
        number = tx.goals.add(over, origin=name).number
        for turn, (moment, chance) in enumerate(zip(Moment, chances, strict=False)):
            day = goal.start + timedelta(days=20 * turn)
            state = "on_track" if chance >= 0.5 else "off_track"
            tx.goal_history.state(Stated(number, moment, day, chance, state, METHOD))


def test_without_a_judged_goal_the_replay_stands_in_and_says_so(desk: Desk) -> None:
    said = desk.reads("track-record")
    assert "No goal with a stated chance has been judged yet" in said
    assert "Until then, a replay stands in: on 7,812 questions about 186 real series" in said
    assert "None of your goals is in it." in said
    assert REPLAYED.method == METHOD  # a new method needs its own figure


def test_few_goals_are_counted_and_their_private_names_are_not_shown(desk: Desk) -> None:
    ended(desk, CARTS, GoalOutcome.REACHED, [0.6, 0.8], "a")
    ended(desk, SESSIONS, GoalOutcome.MISSED, [0.5, 0.2, 0.1], "b")
    ended(desk, SESSIONS, GoalOutcome.DROPPED, [0.5], "c")
    said = desk.reads("track-record", ADMIN)
    assert "Too little to tell: Brier 0.100 over 2 goals" in said
    assert "It needs at least 18 goals more" in said
    assert "reach down: 1 goal, 100% reached" in said
    assert "total: 1 goal, 0% reached" in said
    assert "Reached, of goals once called on track: 1 of 2; off track: 0 of 1." in said
    assert "a replay stands in" in said
    assert CARTS.title not in said


def test_answers_to_warnings_are_counted(broken_desk: Desk) -> None:
    assert "Warnings: 1 told; nobody has called one useful" in broken_desk.reads("track-record")
    broken_desk.asks("break 1 useful")
    assert "1 told, of which 1 useful." in broken_desk.reads("track-record")
    broken_desk.asks("break 1 noise")
    assert "1 told, of which 1 noise." in broken_desk.reads("track-record")


def test_enough_goals_are_judged_by_themselves(desk: Desk) -> None:
    for turn in range(24):
        came_true = turn % 2 == 0
        outcome = GoalOutcome.REACHED if came_true else GoalOutcome.MISSED
        ended(desk, CARTS, outcome, [0.9, 0.95] if came_true else [0.2, 0.1], str(turn))
    said = desk.reads("track-record")
    assert "The stated chances tell more than the share of goals that are reached" in said
    assert "over 24 goals, skill +0.9" in said
    assert "a replay stands in" not in said
