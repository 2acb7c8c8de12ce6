"""Days that ask nothing of a goal: holidays on which a shop stands still, outages."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from commands.goal_ground import ground_of_goal
from commands.place import Place
from commands.verbs.goal_form import Sender, set_goal
from funnel.goals import Ground, planned_path
from funnel.model import Goal
from funnel.pursuit import EntryKind
from playground.render import flatten
from tests.commands.conftest import ANA, BEN, LAST_DAY, TEAM, Desk
from tests.commands.test_event_verb import note
from tests.commands.test_goal_form import letters, opens, sent

SENTENCE = "increase orders of the whole shop by 5% by {} with gift guides"
CHRISTMAS = {date(2026, 12, 25), date(2026, 12, 26)}


def trades(desk: Desk, *, at_christmas: float) -> None:
    """Two years of 100 orders a day in Berlin, and what its 25 and 26 December brought."""
    days = [LAST_DAY - timedelta(days=back) for back in range(700)]
    still = {(one.month, one.day) for one in CHRISTMAS}
    orders = {day: at_christmas if (day.month, day.day) in still else 100.0 for day in days}
    desk.records("orders", orders)
    with desk.store.write(TEAM) as tx:
        tx.workspace.save(replace(tx.workspace.get(), zone="Europe/Berlin"))


def sets(desk: Desk, *, by: str = "31 January 2027", goal: str = "", view: str = "V1") -> str:
    """The words of the window after saving; `goal` edits that one instead."""
    opened = opens(desk, f"goal {goal} edit" if goal else f"goal new {SENTENCE.format(by)}")
    filled = sent(opened, view, objective="A strong winter", **({"deadline": by} if goal else {}))
    return flatten(set_goal(filled, Sender(TEAM, ANA, desk.now), desk.deps))


def the_goal(desk: Desk) -> Goal:
    with desk.store.read(TEAM) as tx:
        found = tx.goals.get(1)
    assert found is not None
    return found


def ground(desk: Desk) -> Ground:
    with desk.store.read(TEAM) as tx:
        place = Place(tx.workspace.get(), desk.deps.catalogue, desk.now)
        found = ground_of_goal(tx, the_goal(desk), place)
    assert found is not None
    return found


def flat_days(desk: Desk) -> set[date]:
    return {spot.first for spot in the_goal(desk).plan.flats}


def test_a_shop_that_stands_still_at_christmas_is_asked_for_nothing_then(new_desk: Desk) -> None:
    trades(new_desk, at_christmas=4.0)
    said = sets(new_desk)
    assert "Its path asks nothing on Fri 25 Dec (Christmas Day), Sat 26 Dec" in said
    assert flat_days(new_desk) == CHRISTMAS  # not New Year's Day, which brought as much as any
    assert "Fri 25 Dec (Christmas Day)" in new_desk.reads("goal 1")
    form = flatten(opens(new_desk, "goal 1 path"))
    assert "flat 2026-12-25 2026-12-25 Christmas Day" in form


def test_a_shop_that_sells_at_christmas_keeps_its_path(new_desk: Desk) -> None:
    trades(new_desk, at_christmas=140.0)
    assert "asks nothing" not in sets(new_desk)


def test_more_time_brings_its_holidays_and_keeps_what_was_struck_out(new_desk: Desk) -> None:
    trades(new_desk, at_christmas=0.0)
    sets(new_desk, by="20 December 2026")
    assert flat_days(new_desk) == set()
    sets(new_desk, by="2027-01-31", goal="1", view="V2")
    assert flat_days(new_desk) == CHRISTMAS
    with new_desk.store.write(TEAM) as tx:
        goal = the_goal(new_desk)
        tx.goals.save(replace(goal, plan=replace(goal.plan, flats=goal.plan.flats[:1])))
    sets(new_desk, by="2027-02-15", goal="1", view="V3")
    assert flat_days(new_desk) == {date(2026, 12, 25)}


def test_an_outage_softens_the_path_says_so_and_is_taken_back_with_it(new_desk: Desk) -> None:
    trades(new_desk, at_christmas=100.0)
    sets(new_desk)
    straight = planned_path(the_goal(new_desk), ground(new_desk))
    outage = {"kind": "outage", "title": "Checkout down", "first": "2026-12-01"}
    said = note(new_desk, BEN, last="2026-12-03", down=["orders"], **outage)
    assert "The path of goal 1 asks nothing on its days." in flatten(said.payload())
    (spot,) = the_goal(new_desk).plan.flats
    assert (spot.first, spot.last) == (date(2026, 12, 1), date(2026, 12, 3))
    assert spot.why == "#1 Checkout down"
    path = planned_path(the_goal(new_desk), ground(new_desk))
    assert path.at(spot.last) == path.at(date(2026, 11, 30)) < straight.at(spot.last)
    assert path.at(path.last) == straight.at(path.last)
    shown = new_desk.reads("goal 1")
    assert f"Made easier on Fri 20 Nov by <@{BEN}>" in shown
    assert "asks nothing on 1–3 Dec (#1 Checkout down)" in shown
    new_desk.asks("event 1 undo", BEN)
    assert the_goal(new_desk).plan.flats == ()
    with new_desk.store.read(TEAM) as tx:
        softer = [one.softer for one in tx.goal_history.of(1, (EntryKind.PATH,))]
    assert softer == [False, True]  # newest first


@pytest.mark.parametrize(
    ("kind", "moves"),
    [("campaign", {"up": ["orders"]}), ("outage", {"down": ["sessions"]}), ("campaign", {})],
)
def test_what_helps_or_is_about_something_else_excuses_nothing(
    new_desk: Desk, kind: str, moves: dict[str, list[str]]
) -> None:
    trades(new_desk, at_christmas=100.0)
    sets(new_desk)
    note(new_desk, kind=kind, title="Something", first="2026-12-01", **moves)
    assert the_goal(new_desk).plan.flats == ()


def test_a_sale_to_come_stands_on_the_goal_with_how_it_is_counted(new_desk: Desk) -> None:
    trades(new_desk, at_christmas=100.0)
    sets(new_desk)
    note(new_desk, kind="campaign", title="Cyber <week>", first="2026-11-30", up=["orders"])
    form = opens(new_desk, f"goal new {SENTENCE.format('31 January 2027')}")
    assert "It counts in event #1 Cyber &lt;week&gt;." in letters(form)["A"]
    shown = new_desk.reads("goal 1")
    assert "Counted in: event #1 Cyber &lt;week&gt; (Mon 30 Nov), as ordinary days" in shown
