"""What a channel's digest says on all kinds of days."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from funnel.model import (
    Person,
    RecordingKind,
    Snapshot,
)
from tests.commands.conftest import (
    BEN,
    LAST_DAY,
    NOW,
    TEAM,
    Desk,
)
from tests.commands.digest_team import HERE, breaks, fill, posted, team_of, words_of


@pytest.fixture
def team(new_desk: Desk) -> Desk:
    return team_of(new_desk)


def test_a_quiet_day_is_one_line_with_revenue(team: Desk) -> None:
    message = posted(team)
    words = words_of(message)
    assert message.text.startswith("All usual on Wed 18 Nov. Sales revenue €48,210, usual €")
    assert "(range " in words
    assert "Status" in words
    kinds = {block["type"] for block in message.blocks}
    assert kinds == {"section", "actions"}


def test_a_day_with_a_new_break(team: Desk) -> None:
    breaks(team, 1, told=NOW - timedelta(hours=2), attention_by=BEN, attention="acknowledged")
    message = posted(team)
    assert message.text == "Cart starts are worse: 2,600, usual 3,200; about €1,000 a day."
    assert len(message.text) <= 120
    words = words_of(message)
    assert "On Thu 19 Nov, since about 4 Nov. Break #1. Ben acknowledged it." in words
    assert "Wed 18 Nov · 3 of 4 stages have numbers · since Thu 10:12" in words
    assert "Awareness · sessions" in words
    assert "Open" in words
    kinds = [block["type"] for block in message.blocks]
    assert kinds.count("data_table") == 1
    assert kinds.count("data_visualization") == 1


def test_two_breaks_still_open_are_a_count_and_the_dearer_is_named(team: Desk) -> None:
    breaks(team, 2, told=NOW - timedelta(days=4))
    words = words_of(posted(team))
    assert "Nothing new on Wed 18 Nov; 2 breaks are still open." in words
    assert "Break #2: cart starts 2,600, usual 3,200; about €2,000 a day, since about" in words
    assert "Open breaks" in words


def test_since_is_exact_after_a_gap(team: Desk) -> None:
    breaks(team, 1, told=NOW - timedelta(days=4))
    gap = datetime(2026, 11, 10, 8, tzinfo=UTC)
    words = words_of(posted(team, since=gap))
    assert "Cart starts are worse" in words
    assert "since Tue 10 Nov 09:00" in words


def test_the_first_digest_tells_what_is_open(team: Desk) -> None:
    breaks(team, 1, told=NOW - timedelta(days=4))
    message = posted(team, since=None)
    assert message.text.startswith("Cart starts are worse")
    assert "since Thu" not in words_of(message)


def test_a_break_that_grew_by_numbers_that_came_late_is_told(team: Desk) -> None:
    breaks(team, 1, told=NOW - timedelta(days=9), worsened_on=date(2026, 11, 14))
    assert "Nothing new" in words_of(posted(team))
    with team.store.write(TEAM) as tx:
        tx.deliveries.plan(
            kind="break_changed",
            subject="1",
            channel="C1",
            slot="worsened@2026-11-14",
            at=NOW - timedelta(hours=2),
        )
    assert posted(team).text.startswith("Break #1 grew: cart starts 2,600")


def test_a_late_digest_says_when_it_was_due(team: Desk) -> None:
    breaks(team, 1, told=NOW - timedelta(hours=2))
    due = datetime(2026, 11, 20, 8, tzinfo=UTC)
    assert "late: was due 09:00" in words_of(posted(team, due_at=due))
    other_day = datetime(2026, 11, 18, 8, tzinfo=UTC)
    assert "late: was due Wed 18 Nov 09:00" in words_of(posted(team, due_at=other_day))


def test_numbers_that_are_missing_are_told_with_who_brought_them(new_desk: Desk) -> None:
    with new_desk.store.write(TEAM) as tx:
        tx.people.save(Person(BEN, "Ben", "UTC", False, False, NOW))
    fill(new_desk, last={"sessions": date(2026, 11, 14)})
    words = words_of(posted(new_desk))
    assert "Numbers stopped: sessions since Sun 15 Nov." in words
    assert "From shop.csv, Ben." in words
    assert "Log missing numbers" in words
    still = words_of(posted(new_desk, since=NOW - timedelta(minutes=5)))
    assert "Still missing: sessions since Sun 15 Nov. From shop.csv, Ben." in still


def test_a_metric_better_than_usual_is_a_line_behind_its_number(new_desk: Desk) -> None:
    fill(new_desk, newest_revenue=70_000.0)
    message = posted(new_desk)
    assert message.text.startswith("Sales revenue is better than usual: €70,000, usual €")


def test_a_simulated_shop_is_called_so(new_desk: Desk) -> None:
    rows = [Snapshot("sessions", LAST_DAY - timedelta(days=back), 40_000.0) for back in range(90)]
    with new_desk.store.write(TEAM) as tx:
        tx.snapshots.record(
            [rows], kind=RecordingKind.IMPORT, source="demo shop", author="", at=NOW
        )
    assert "Simulated shop." in words_of(posted(new_desk))


def test_a_workspace_without_numbers_is_told_how_to_begin(new_desk: Desk) -> None:
    assert "No complete numbers yet." in words_of(posted(new_desk))


def test_only_the_chosen_stages_stand_in_the_table(team: Desk) -> None:
    breaks(team, 1, told=NOW - timedelta(hours=2))
    schedule = replace(HERE, stages=("interest",))
    words = words_of(posted(team, schedule=schedule))
    assert "1 stage ·" in words
    assert "Awareness" not in words
    elsewhere = replace(HERE, stages=("awareness",))
    assert "Cart starts" not in words_of(posted(team, schedule=elsewhere))


# Setting one up
