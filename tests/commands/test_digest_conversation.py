"""A team sets up its digest and closes a break on a local Slack, membership and errors included."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from funnel.model import BreakEnd
from playground.workspace import BOT_USER
from playground.workspace import TEAM as LOCAL
from tests.closing import Closing
from tests.commands.conftest import Desk, carts_break
from tests.commands.listening import Team, listening, record_days


@pytest.fixture
def team(new_desk: Desk, closing: Closing) -> Iterator[Team]:
    """60 days of sessions, one open break, and the true listeners on a true websocket."""
    record_days(new_desk, "sessions", 40_000.0, days=60)
    with new_desk.store.write(LOCAL) as tx:
        tx.breaks.add(replace(carts_break(), metric="sessions", observed=31_000.0))
    with listening(new_desk, closing) as slack:
        yield Team(slack, new_desk.store)


def test_a_channel_without_the_bot_keeps_the_form_open_until_it_is_invited(team: Team) -> None:
    workspace = team.slack.workspace
    growth = workspace.add_channel("growth", is_private=True, bot=False)
    ana = team.slack.person("ana", channel="#growth")
    ana.types("/funnel digest")
    ana.sees_modal("Digest", "Saving posts a confirmation into the channel")
    ana.fills({"Time zone": "Europe/Berlin"})
    ana.submits()
    assert "/invite @Funnelbot" in ana.errors()["Channel"]
    with team.store.read(LOCAL) as tx:
        assert tx.schedules.all() == ()

    workspace.join(growth, BOT_USER)
    ana.submits()
    ana.sees_modal("Digest saved", "Next: Sat 21 Nov 09:00, Sun 22 Nov 09:00, Europe/Berlin.")
    ana.sees("This channel gets a digest every day at 09:00.")
    with team.store.read(LOCAL) as tx:
        (stored,) = tx.schedules.all()
    assert stored.zone == "Europe/Berlin"


def test_an_event_closes_a_break_from_its_menu(team: Team) -> None:
    ana = team.slack.person("ana", channel="#growth")
    ana.types("/funnel break 1")
    ana.sees("Sessions are worse than usual", only_to=ana)
    ana.picks("It was an event…")
    ana.fills({"What happened?": "Server move on 4 Nov"})
    ana.submits()
    ana.sees_modal("Closed as an event", "Server move on 4 Nov")
    with team.store.read(LOCAL) as tx:
        found = tx.breaks.get(1)
    assert found is not None
    assert found.ended is BreakEnd.EVENT
