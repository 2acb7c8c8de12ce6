"""Ana lives with her goal on a local Slack: more answers, check-in, notes, path, hand-over, end."""

from dataclasses import replace
from datetime import timedelta

import pytest

from commands.goal_news import ANNOUNCED
from funnel.events import EventKind
from funnel.model import DeliveryState, Goal, GoalOutcome, GoalState
from funnel.pursuit import CheckIns, Entry, EntryKind, FlatSpot, PathRow
from playground.person import Person
from playground.workspace import TEAM as LOCAL
from tests.commands.conftest import LAST_DAY
from tests.commands.test_goal_conversation import Team, team

__all__ = ["team"]  # a fixture

SET = "/funnel goal new increase orders of the whole shop by 5% by 31 March 2027 with mails"


def the_goal(team: Team) -> Goal:
    with team.store.read(LOCAL) as tx:
        found = tx.goals.get(1)
    assert found is not None
    return found


def history(team: Team, kind: EntryKind) -> tuple[Entry, ...]:
    with team.store.read(LOCAL) as tx:
        return tx.goal_history.of(1, (kind,))


@pytest.fixture
def ana(team: Team) -> Person:
    """In #growth, with a goal of hers that is set."""
    ana = team.slack.person("ana", channel="#growth")
    ana.types(SET)
    ana.sees_modal("Set goal")
    ana.fills({"Part of which objective?": "Grow"})
    ana.clicks("More…")
    ana.sees_modal("More about this goal")
    ana.fills({"Check-in": "Monthly", "On": "Friday", "Goals that are part of this one": "sum"})
    ana.submits()
    ana.sees_modal("Set goal", "Check-in monthly on Friday")
    ana.submits()
    ana.sees_modal("Goal 1 is set")
    ana.closes()
    return ana


def test_the_second_view_keeps_what_the_first_one_holds(team: Team, ana: Person) -> None:
    del ana
    goal = the_goal(team)
    assert (goal.plan.check_ins, goal.plan.weekday) == (CheckIns.MONTHLY, 4)
    assert (goal.objective, goal.action) == ("Grow", "mails")
    assert team.slack.workspace.problems == []


def test_a_check_in_and_a_note_stand_on_the_goal(team: Team, ana: Person) -> None:
    ana.types("/funnel goal 1 check-in")
    ana.sees_modal("How sure are you")
    ana.fills({"How sure are you to reach it?": "3", "What moved, what is next?": "Mail is out"})
    ana.submits()
    ana.sees_modal("Checked in on goal 1")
    ana.closes()
    ana.types("/funnel goal 1 note prices went up <b>")
    ana.sees("Noted on goal 1")
    ana.types("/funnel goal 1")
    ana.sees('"Mail is out", confidence 3 of 5')
    ana.types("/funnel goal 1 history")
    ana.sees("noted: prices went up")
    (said,) = history(team, EntryKind.CHECK_IN)
    assert (said.confidence, said.text) == (3, "Mail is out")
    assert team.slack.workspace.problems == []


def test_what_was_changed_for_it_is_an_event_with_its_numbers(team: Team, ana: Person) -> None:
    ana.types("/funnel goal 1 check-in")
    ana.sees_modal("What did you change for it?")
    said = {"How sure are you to reach it?": "4", "What moved, what is next?": "Guides"}
    ana.fills(said | {"What did you change for it?": "Gift guides by mail"})
    ana.submits()
    ana.sees_modal('"Gift guides by mail" is event #1 of today.')
    ana.closes()
    ana.types("/funnel goal 1")
    ana.sees("Gift guides by mail (event #1). Too early to compare")
    with team.store.write(LOCAL) as tx:
        (event,) = tx.events.all()
        tx.events.save(replace(event, first=LAST_DAY - timedelta(days=9), last=LAST_DAY))
    assert (event.kind, event.goal, event.metrics) == (EventKind.ADJUSTMENT, 1, ("orders",))
    ana.types("/funnel goal 1")
    ana.sees("1,000 in the 10 days since, 1,000 in the same weekdays before")
    assert team.slack.workspace.problems == []


def test_words_in_its_thread_are_a_note_and_commands_stay_commands(team: Team, ana: Person) -> None:
    ana.types("Our goal of the quarter")
    root = ana.messages()[-1]
    with team.store.write(LOCAL) as tx:
        (row,) = tx.deliveries.of(ANNOUNCED, "1")
        claimed = tx.deliveries.claim("me", now=row.planned_at, lease=timedelta(minutes=1))
        assert claimed is not None
        tx.deliveries.finish(claimed, DeliveryState.SENT, ts=root.ts)
    ana.types("@Funnelbot the mail goes out on Thursday", thread=root)
    ana.types("@Funnelbot goal 1", thread=root)
    found = team.slack.workspace.pulse.wait_for(lambda: history(team, EntryKind.NOTE), seconds=3)
    assert found is not None
    (note,) = found
    assert note.text == "the mail goes out on Thursday"


def test_a_message_becomes_a_note_of_the_goal_that_is_chosen(team: Team, ana: Person) -> None:
    ben = team.slack.person("ben", channel="#growth")
    ben.types("Supplier is late until Friday")
    said = ana.sees("Supplier is late")
    ana.message_shortcut("add_to_goal", said)
    ana.sees_modal("Add to goal", "Supplier is late until Friday")
    ana.fills({"Goal": f"1 · {the_goal(team).title}"[:75]})
    ana.submits()
    ana.sees_modal("Noted on goal 1")
    (note,) = history(team, EntryKind.NOTE)
    assert (note.text, note.user) == ("Supplier is late until Friday", ana.user.id)
    assert team.slack.workspace.problems == []


def test_a_path_is_drawn_checked_and_its_softening_shown(team: Team, ana: Person) -> None:
    ana.types("/funnel goal 1 path")
    ana.sees_modal("Planned path", "It runs from")
    ana.fills({"Steps in between": "2026-12-15"})
    ana.submits()
    assert "needs two of date, value and rate" in ana.errors()["Steps in between"]
    ana.fills({"Steps in between": "2027-01-31 200\nflat 2026-12-24 2026-12-26 closed"})
    ana.submits()
    ana.sees_modal("is saved", "asks for less than before")
    ana.closes()
    plan = the_goal(team).plan
    assert [row.value for row in plan.rows] == [200.0]
    assert isinstance(plan.rows[0], PathRow)
    assert [spot.why for spot in plan.flats] == ["closed"]
    assert isinstance(plan.flats[0], FlatSpot)
    ana.types("/funnel goal 1")
    ana.sees("Made easier on")


def test_handed_over_paused_resumed_closed_and_opened_again(team: Team, ana: Person) -> None:
    ben = team.slack.person("ben", channel="#growth")
    ana.types(f"/funnel goal 1 hand over <@{ben.user.id}>")
    ana.sees("belongs to")
    goal = the_goal(team)
    assert (goal.owner, goal.contributors) == (ben.user.id, (ana.user.id,))
    ben.types("/funnel goal 1 pause")
    ben.sees("is paused")
    assert the_goal(team).state is GoalState.PAUSED
    ben.types("/funnel goal 1 resume")
    ben.sees("goes on")
    assert [spot.why for spot in the_goal(team).plan.flats] == ["paused"]
    ben.types("/funnel goal 1 close")
    ben.sees_modal("Close it as")
    ben.fills({"Close it as": "missed", "What would you do again, what not?": "Start earlier"})
    ben.submits()
    ben.sees_modal("is closed: missed")
    ben.closes()
    assert the_goal(team).outcome is GoalOutcome.MISSED
    ben.types("/funnel goal 1 reopen")
    ben.sees("is open again")
    again = the_goal(team)
    assert (again.closed_at, again.outcome) == (None, GoalOutcome.MISSED)
    assert team.slack.workspace.problems == []


def test_strangers_to_a_goal_may_note_but_not_change_it(team: Team, ana: Person) -> None:
    chloe = team.slack.person("chloe", channel="#growth")
    for words in ("edit", "pause", "close", "path", "check-in", "hand over", "take"):
        chloe.types(f"/funnel goal 1 {words}")
        chloe.sees("belongs to", "set a goal of your own")
    chloe.types("/funnel goal 1 note sounds good")
    chloe.sees("Noted on goal 1")
    with team.store.write(LOCAL) as tx:
        found = tx.goals.get(1)
        assert found is not None
        tx.goals.save(replace(found, contributors=(chloe.user.id,)))
    chloe.types("/funnel goal 1 take")
    chloe.sees("is yours now")
    assert the_goal(team).owner == chloe.user.id
    del ana
