"""Ana fills in the goal form on a local Slack: the advice follows, errors stand under fields."""

from collections.abc import Iterator

import pytest

from playground.workspace import TEAM as LOCAL
from tests.closing import Closing
from tests.commands.conftest import Desk
from tests.commands.listening import Team, listening, record_days


@pytest.fixture
def team(new_desk: Desk, closing: Closing) -> Iterator[Team]:
    """400 days of 100 orders, and the true listeners on a true websocket."""
    record_days(new_desk, "orders", 100.0, days=400)
    with listening(new_desk, closing) as slack:
        yield Team(slack, new_desk.store)


def test_from_a_sentence_to_a_goal_that_is_set(team: Team) -> None:
    ana = team.slack.person("ana", channel="#growth")
    ana.types("/funnel goal new Increase sales of Product X by 15% by the end of the first quarter")
    ana.sees_modal("Sales Revenue or Orders (choose one)", "Which metric")

    ana.fills({"Metric": "Orders"})  # one of the two that are in sight
    ana.sees_modal("Orders has no numbers for product=Product X")
    ana.fills({"For": "whole shop", "Part of which objective?": "Grow the core range"})
    ana.sees_modal("From 9,000 (1 Jan–31 Mar 2026) to 10,350 (+15%)")

    ana.fills({"Target": "a lot"})
    ana.submits()
    assert "is no number" in ana.errors()["Target"]

    ana.fills({"Target": "5"})
    ana.sees_modal("to 9,450 (+5%)")
    ana.submits()
    ana.sees_modal("Goal 1 is set", "This channel is told now")
    with team.store.read(LOCAL) as tx:
        (goal,) = tx.goals.all()
        assert len(tx.deliveries.of("goal_announced", "1")) == 1
    assert goal.target == pytest.approx(9450)
    assert team.slack.workspace.problems == []


def test_none_of_the_meant_metrics_opens_the_list_of_all(team: Team) -> None:
    ana = team.slack.person("ana", channel="#growth")
    ana.types("/funnel goal new Increase sales of the whole shop by 5% by 31 March 2027")
    ana.sees_modal("Sales Revenue or Orders (choose one)")
    ana.fills({"Metric": "Another metric…"})
    ana.sees_modal("Type a part of its name")
    ana.fills({"Metric": "Average Order Value"})
    ana.sees_modal("Average Order Value has no numbers yet")
    assert team.slack.workspace.problems == []


def test_a_draft_is_saved_with_one_button_and_continued(team: Team) -> None:
    ana = team.slack.person("ana", channel="#growth")
    ana.types("/funnel goal new increase orders by 5%")
    ana.sees_modal("Set goal", "By when?")
    ana.clicks("Save as draft")
    ana.sees_modal("Saved as draft 1")
    ana.closes()
    ana.types("/funnel goal new")
    ana.sees("You left a draft", only_to=ana)
    ana.clicks("Continue your draft")
    ana.sees_modal("New goal", "By when?")
    assert team.slack.workspace.problems == []
