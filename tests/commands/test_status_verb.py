"""What people read when they ask how things stand."""

from dataclasses import replace
from datetime import date

import pytest

from commands.blocks import Message
from commands.ids import Action
from commands.request import Origin
from commands.views.errors import error_message
from funnel.errors import BadSegment, NotAllowed, UnknownCommand, UnknownMetric
from funnel.model import Goal, Measure, Side, TargetForm
from tests.commands.conftest import ADMIN, ANA, BEN, GUEST, LAST_DAY, TEAM, Desk, accepted


def blocks_of(message: object, kind: str) -> list[dict[str, object]]:
    assert isinstance(message, Message)
    return [block for block in message.payload()["blocks"] if block["type"] == kind]


def a_goal(*, private: bool, channel: str, owner: str = ANA) -> Goal:
    return Goal(
        number=0,
        title="Carts under 68%",
        metric="cart_abandonment_rate",
        measure=Measure.LEVEL,
        side=Side.DOWN,
        baseline=71.2,
        baseline_first=date(2026, 10, 1),
        baseline_last=date(2026, 10, 28),
        target=68.0,
        target_form=TargetForm.ABSOLUTE,
        target_amount=68.0,
        start=date(2026, 11, 1),
        deadline=date(2026, 12, 31),
        owner=owner,
        channel=channel,
        private=private,
    )


def test_the_journey_says_first_what_is_broken(broken_desk: Desk) -> None:
    message = broken_desk.asks("status")
    assert isinstance(message, Message)
    assert message.text.startswith("Decision is worse than usual since about 4 Nov")
    assert "Numbers to Thu 19 Nov" in message.text
    assert not message.public
    words = broken_desk.reads("status")
    row = "Decision · cart abandonment rate | 76.5% (Mon 16 Nov) | +5.4 points | ● break #1"
    assert row in words
    assert len(blocks_of(message, "data_table")) == 1
    [chart] = blocks_of(message, "data_visualization")
    assert str(chart["title"]).startswith("Cart abandonment rate")


def test_the_chart_holds_twenty_days_against_usual(broken_desk: Desk) -> None:
    [chart] = blocks_of(broken_desk.asks("status"), "data_visualization")
    series = chart["chart"]["series"]  # type: ignore[index]
    assert [one["name"] for one in series] == ["Actual", "Usual"]
    assert [len(one["data"]) for one in series] == [20, 20]


def test_a_stage_of_both_frameworks_names_its_own_and_offers_the_other(desk: Desk) -> None:
    words = desk.reads("status decision")
    assert "this is the sales funnel’s" in words
    assert "Customer journey: Decision and Conversion" in words
    assert "the sales funnel’s, the menu" not in desk.reads("status journey:decision")


def test_a_stage_or_metric_alone_is_a_question_too(desk: Desk) -> None:
    assert desk.reads("decision") == desk.reads("status decision")
    assert "Low" in desk.reads("cart abandonment")


def test_details_hold_range_goal_benchmark_and_freshness(desk: Desk) -> None:
    words = desk.reads("status decision details")
    assert "Usual range | Goal | Benchmark | Freshness" in words
    assert "ECDB 2023" in words
    assert "current" in words


def test_a_window_is_a_roll_up_against_the_same_days(broken_desk: Desk) -> None:
    words = broken_desk.reads("status last week")
    assert "Period: last week" in words
    assert "Awareness · sessions | 259,990" in words


def test_a_cut_has_a_row_for_each_segment(desk: Desk) -> None:
    words = desk.reads("status sessions by device")
    assert "Sessions · mobile | 23,782" in words
    assert "Sessions · desktop | 15,854" in words


def test_a_cut_nobody_logged_says_how_to(desk: Desk) -> None:
    assert "log one with product=…" in desk.reads("status sessions by product")
    with pytest.raises(BadSegment, match="colour"):
        desk.asks("status sessions by colour")


def test_a_stage_without_numbers_offers_to_log_one(desk: Desk) -> None:
    words = desk.reads("status post-purchase")
    assert "No complete numbers yet." in words
    assert "No numbers for" in words
    assert "Log" in words


def test_an_empty_workspace_is_told_how_to_begin(new_desk: Desk) -> None:
    for text in ("", "status", "status decision"):
        words = new_desk.reads(text)
        assert "No numbers yet. Three ways to begin:" in words
        assert "/funnel log sessions 41280" in words
        assert "Upload a file" in words


def test_few_numbers_are_called_learning(new_desk: Desk) -> None:
    new_desk.records("orders", {LAST_DAY: 812.0})
    assert "Too few numbers yet to say what is usual." in new_desk.reads("status")
    assert "◌ learning" in new_desk.reads("status action")


def test_a_private_goal_shows_only_where_it_was_made(desk: Desk) -> None:
    with desk.store.write(TEAM) as tx:
        tx.goals.add(a_goal(private=True, channel="C9"), origin="view1")
    ask = "status decision details"
    assert "68.0% by" not in desk.reads(ask, channel="C1")
    assert "68.0% by Thu 31 Dec" in desk.reads(ask, channel="C9")
    assert "68.0% by Thu 31 Dec" in desk.reads(ask, channel="D1", origin=Origin.DM)
    assert "68.0% by" not in desk.reads(ask, BEN, channel="D2", origin=Origin.DM)


def test_sharing_carries_the_request_and_its_instant(desk: Desk) -> None:
    [row] = blocks_of(desk.asks("status decision"), "actions")
    [share] = [one for one in row["elements"] if one["action_id"] == Action.SHARE]  # type: ignore[attr-defined]
    assert share["value"] == "2026-11-20T09:12:00+00:00 status decision"


def test_guests_get_one_polite_sentence_and_help(desk: Desk) -> None:
    for text in ("status", "log sessions 5", "metrics", "sessions"):
        with pytest.raises(NotAllowed, match="full members"):
            desk.asks(text, GUEST)
    assert "/funnel status" in desk.reads("help", GUEST)


def test_unknown_words_get_near_commands_and_metrics(desk: Desk) -> None:
    with pytest.raises(UnknownCommand) as refused:
        desk.asks("statsu decision")
    assert refused.value.suggestions[0].command == "status decision"
    with pytest.raises(UnknownCommand) as pasted:
        desk.asks("statsu " + "decision " * 400)
    accepted(error_message(pasted.value))
    with pytest.raises(UnknownMetric) as unknown:
        desk.asks("status cart abbandonnement ratio")
    assert any("Cart" in one.label for one in unknown.value.suggestions)


def test_metrics_lists_everything_once_with_its_freshness(desk: Desk) -> None:
    words = desk.reads("metrics")
    assert "5 of 53 metrics have numbers." in words  # conversion: orders by sessions
    assert "• Sessions · current" in words
    assert words.count("Net promoter score") == 1


def test_late_numbers_are_called_late(desk: Desk) -> None:
    later = replace(desk, now=desk.now.replace(day=26))
    assert "• Sessions · stopped since 20 Nov" in later.reads("metrics")
    assert "◌ stopped since 20 Nov" in later.reads("status")


def test_a_metric_page_tells_what_it_means_and_where_others_stand(broken_desk: Desk) -> None:
    words = broken_desk.reads("metric cart abandonment")
    assert words.startswith("Cart abandonment rate is worse than usual since about 4 Nov: 76.5%")
    for part in ("Actual", "Usual", "Low", "High", "Last 28 days: 73.", "Benchmark:", "Stage:"):
        assert part in words
    assert "may still change" in words


def test_ninety_days_come_as_weeks(desk: Desk) -> None:
    [chart] = blocks_of(desk.asks("metric sessions 90d by device"), "data_visualization")
    assert str(chart["title"]).startswith("Sessions by week")
    assert len(chart["chart"]["axis_config"]["categories"]) == 12  # type: ignore[index]


def test_missing_days_are_named_not_drawn(new_desk: Desk) -> None:
    days = [date(2026, 11, day) for day in range(1, 18) if day != 10]
    new_desk.records("orders", {day: 800.0 + day.day for day in days})
    words = new_desk.reads("metric orders")
    assert "No number for Tue 10 Nov." in words


def test_an_ambiguous_word_says_what_else_it_may_mean(desk: Desk) -> None:
    assert "Meant:" in desk.reads("status conversion rate")


def test_help_lists_the_verbs_and_own_metrics(desk: Desk) -> None:
    words = desk.reads("help")
    assert "4 metrics have numbers." in words
    for verb in ("status", "metric", "metrics", "log"):
        assert f"/funnel {verb}" in words
    assert "In threads" in words or "commands in threads" in words
    assert "log undo" in desk.reads("help log", ADMIN)


def test_no_help_on_what_does_not_exist(desk: Desk) -> None:
    with pytest.raises(UnknownCommand, match="no help on"):
        desk.asks("help dancing")


def test_a_first_number_shows_at_once_and_says_it_may_change(new_desk: Desk) -> None:
    new_desk.asks("log sessions 41280")
    words = new_desk.reads("status")
    assert "Awareness · sessions | 41,280 | – | ◌ learning, may still change" in words
    assert "1 of 31 metrics have them" in words
