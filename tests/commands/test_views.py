"""Errors, sharing and Home as words."""

from datetime import date, time

import pytest

from commands.blocks import Message
from commands.home import home_of
from commands.metric_options import matching_metrics
from commands.request import Origin
from commands.router import Asker, request_for
from commands.views.errors import error_message, trouble_message
from commands.views.opener import opener_message
from commands.views.shared import shared_message
from funnel.catalogue import load
from funnel.errors import NotAllowed, Suggestion, UnknownMetric
from funnel.schedules import Schedule
from playground.blockkit import check_view
from playground.render import flatten
from tests.commands.conftest import ANA, BEN, GUEST, NOW, TEAM, Desk, accepted
from tests.commands.test_status_verb import a_goal


def home_words(desk: Desk, user: str) -> str:
    asker = Asker(TEAM, user, "", Origin.HOME, desk.now)
    view = home_of(request_for(asker, verb="home", args="", text=""), desk.deps).sealed()
    assert check_view(view, "home") == []
    return flatten(view)


def test_an_error_is_its_sentence_its_hint_and_a_button_for_each_guess() -> None:
    error = UnknownMetric(
        'I know no metric "<!channel>".',
        "All names: `/funnel metrics`.",
        suggestions=tuple(Suggestion(f"Name {n}", f"metric n{n}") for n in range(5)),
    )
    payload = accepted(error_message(error))
    words = flatten(payload)
    assert "&lt;!channel&gt;" in words
    assert "`/funnel metrics`" in words
    assert "Name 2" in words
    assert "Name 3" not in words


def test_trouble_names_its_reference_and_nothing_else() -> None:
    words = flatten(accepted(trouble_message("7F3A9C")))
    assert "Reference 7F3A9C" in words
    assert "busy" not in words
    assert "in a minute" in flatten(accepted(trouble_message("7F3A9C", busy=True)))


def test_a_form_without_a_trigger_is_a_button() -> None:
    message = opener_message("New goal", "goal new")
    accepted(message)
    assert message.blocks[1]["elements"][0]["value"] == "goal new"
    accepted(opener_message("New goal", "goal new " + "increase sales " * 300))


def test_what_is_shared_says_by_whom_and_loses_its_share_button(desk: Desk) -> None:
    answer = desk.asks("status")
    assert isinstance(answer, Message)
    shared = shared_message(answer, user=ANA, as_of=NOW, zone="Europe/Berlin")
    words = flatten(accepted(shared))
    assert f"Shared by <@{ANA}>, as asked on Fri 20 Nov 10:12 Europe/Berlin." in words
    assert "Share in channel" not in words
    assert shared.public


def test_home_shows_ones_goals_digests_and_what_waits(broken_desk: Desk) -> None:
    with broken_desk.store.write(TEAM) as tx:
        tx.goals.add(a_goal(private=True, channel="D1", owner=ANA), origin="v1")
        tx.schedules.add(Schedule(0, "C1", "Europe/Berlin", at=time(9), owner=BEN))
        tx.schedules.add(Schedule(0, "C2", "Europe/Berlin", owner=BEN, private=True))
    words = home_words(broken_desk, ANA)
    assert "Decision is worse than usual since about 4 Nov" in words
    assert "Break #1: cart abandonment rate is worse than usual" in words
    assert "Carts under 68% · ● off track · 1% chance · 41 days left · check-in Mon 23 Nov" in words
    assert "<#C1> · every day at 09:00, Europe/Berlin" in words
    assert "<#C2>" not in words
    assert "Carts under 68%" not in home_words(broken_desk, BEN)


def test_home_of_an_empty_workspace_says_how_to_begin(new_desk: Desk) -> None:
    words = home_words(new_desk, ANA)
    assert "No numbers yet." in words
    assert "Log a number" in words


def test_guests_have_no_home(desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        home_words(desk, GUEST)


def test_late_numbers_wait_for_whoever_logs_them(new_desk: Desk) -> None:
    for day in range(1, 15):
        new_desk.asks(f"log orders {800 + day} {date(2026, 11, day)}")
    assert "Orders: numbers stopped since 15 Nov." in home_words(new_desk, ANA)
    assert "Orders: numbers" not in home_words(new_desk, BEN)


def test_the_metric_select_finds_names_aliases_and_typos() -> None:
    catalogue = load()
    keys = [m.key for m in matching_metrics("abandon", catalogue, held=frozenset())]
    assert keys[0] == "cart_abandonment_rate"
    near = [m.key for m in matching_metrics("abandonement", catalogue, held=frozenset())]
    assert "cart_abandonment_rate" in near
    held = matching_metrics("", catalogue, held=frozenset({"orders"}))
    assert held[0].key == "orders"
    assert len(held) == 53
