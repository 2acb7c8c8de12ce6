"""What a channel is warned about: its form, who may change what, and the replay of a year."""

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest

from commands.blocks import Modal
from commands.request import Origin, Request
from commands.verbs.warnings import replay_year, save_warnings
from funnel.alarm import Alarm
from funnel.errors import BadForm, NotAllowed, UnknownNumber
from funnel.events import Event, EventKind, EventMove
from funnel.model import Side
from funnel.schedules import Schedule
from playground.render import flatten
from tests.commands.conftest import ADMIN, ANA, BEN, LAST_DAY, NOW, TEAM, Desk, accepted
from tests.commands.forms import filled

SELECTS = ("budget", "least")


@pytest.fixture
def team(desk: Desk) -> Desk:
    """C1 gets Ana's digest."""
    with desk.store.write(TEAM) as tx:
        tx.schedules.add(Schedule(0, "C1", "Europe/Berlin", owner=ANA, created_at=NOW))
    return desk


def stored(desk: Desk) -> Schedule:
    with desk.store.read(TEAM) as tx:
        found = tx.schedules.of_channel("C1")
    assert found is not None
    return found


def by(user: str) -> Request:
    return Request(TEAM, user, "", Origin.BUTTON, "breaks", "", NOW, view="V1")


def answers(desk: Desk, user: str = ANA, **typed: Any) -> dict[str, Any]:
    """The form as it was opened, with some answers changed."""
    form = desk.asks("breaks settings", user)
    assert isinstance(form, Modal)
    view = filled(form, **{key: typed[key] for key in SELECTS if key in typed})
    values = view["state"]["values"]
    for block in form.view["blocks"]:
        if block["type"] != "input" or block["block_id"] in SELECTS:
            continue
        name, element = block["block_id"], block["element"]
        held = {"selected_time": element.get("initial_time")}
        if element["type"] == "checkboxes":
            chosen = element.get("initial_options", [])
            if name in typed:
                chosen = [{"value": value} for value in typed[name]]
            held = {"selected_options": chosen}
        elif name in typed:
            held = {"selected_time": typed[name]}
        values[name] = {"value": held}
    return view


def test_the_form_shows_what_the_channel_has(team: Desk) -> None:
    words = flatten(accepted(team.asks("breaks settings")))
    assert "1 a month" in words
    assert "metrics, those of its digest" in words
    assert "What would have happened" in words


def test_its_owner_sets_quiet_hours(team: Desk) -> None:
    view = answers(
        team, quiet_from="20:00", quiet_until="08:00", hears=["warnings", "segments", "stop"]
    )
    said = save_warnings(view, by(ANA), team.deps)
    assert "Quiet 20:00 to 08:00 and at weekends, Europe/Berlin" in flatten(accepted(said))
    assert stored(team).alarm == Alarm(1.0, time(20), time(8), weekends=False)
    with team.store.read(TEAM) as tx:
        assert tx.audit.latest(1)[0].action == "warnings_changed"


def test_only_admins_change_the_budget(team: Desk) -> None:
    with pytest.raises(BadForm) as refused:
        save_warnings(answers(team, budget="4"), by(ANA), team.deps)
    assert set(refused.value.fields) == {"budget"}
    save_warnings(answers(team, ADMIN, budget="4"), by(ADMIN), team.deps)
    assert stored(team).alarm.budget == 4


def test_a_channel_may_hear_only_of_what_costs_enough(team: Desk) -> None:
    said = save_warnings(answers(team, least="500", hears=["warnings"]), by(ANA), team.deps)
    assert "Only breaks that cost €500 a day or more." in flatten(accepted(said))
    alarm = stored(team).alarm
    assert (alarm.least, alarm.segments) == (500.0, False)


def test_an_event_of_the_year_is_no_warning_of_the_replay(team: Desk) -> None:
    def warned() -> list[str]:
        words = flatten(accepted(Modal(replay_year(answers(team), by(ANA), team.deps))))
        return [line for line in words.splitlines() if "art abandonment" in line]

    assert warned()
    with team.store.write(TEAM) as tx:
        moves = (
            EventMove("cart_abandonment_rate", Side.UP),
            EventMove("sales_conversion_rate", Side.DOWN),
            EventMove("orders", Side.DOWN),
        )
        outage = Event(0, EventKind.OUTAGE, "Slow", date(2026, 11, 4), LAST_DAY, moves)
        tx.events.add(outage, origin="test")
    assert not warned()


def test_half_of_the_quiet_hours_is_asked_for(team: Desk) -> None:
    for typed, field in (
        ({"quiet_from": "20:00"}, "quiet_until"),
        ({"quiet_until": "08:00"}, "quiet_from"),
        ({"quiet_from": "08:00", "quiet_until": "08:00"}, "quiet_until"),
    ):
        with pytest.raises(BadForm) as refused:
            save_warnings(answers(team, **typed), by(ANA), team.deps)
        assert set(refused.value.fields) == {field}
    assert stored(team).alarm == Alarm()


def test_a_channel_may_keep_break_points_in_its_digest_only(team: Desk) -> None:
    said = save_warnings(answers(team, hears=["weekends", "stop"]), by(ANA), team.deps)
    assert "break points stand in its digest" in said.text
    assert not stored(team).warnings


def test_strangers_and_channels_without_a_digest_are_told_so(team: Desk) -> None:
    with pytest.raises(NotAllowed):
        team.asks("breaks settings", BEN)
    with pytest.raises(UnknownNumber):
        team.asks("breaks settings", channel="C2")


def test_editing_the_digest_keeps_what_was_set_here(team: Desk) -> None:
    with team.store.write(TEAM) as tx:
        tx.schedules.save(replace(stored(team), alarm=Alarm(0.5)))
    assert "1 in two months" in flatten(accepted(team.asks("breaks settings")))


def test_the_replay_counts_the_warnings_of_a_year_for_each_budget(team: Desk) -> None:
    view = replay_year(answers(team), by(ANA), team.deps)
    words = flatten(accepted(Modal(view)))
    assert "Accepting 1 a month: " in words
    assert "in the last year" in words
    assert "1 in two months: " in words
    assert "2 a month: " in words
    with team.store.read(TEAM) as tx:
        assert tx.deliveries.latest(9) == ()


def test_without_numbers_there_is_nothing_to_replay(new_desk: Desk) -> None:
    with new_desk.store.write(TEAM) as tx:
        tx.schedules.add(Schedule(0, "C1", "Europe/Berlin", owner=ANA, created_at=NOW))
    view = replay_year(answers(new_desk), by(ANA), new_desk.deps)
    assert "nothing to replay yet" in flatten(accepted(Modal(view)))
