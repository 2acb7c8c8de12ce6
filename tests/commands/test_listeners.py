"""The listeners on a true websocket: where answers go, what opens, what only the presser sees."""

from collections.abc import Iterator

import pytest
from slack_bolt import BoltRequest
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.socket_mode.internals import build_headers, send_response
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from playground.server import LocalSlack
from tests.closing import Closing
from tests.commands.conftest import LAST_DAY, Desk
from tests.commands.listening import listening


class AnswersFirst(SocketModeHandler):
    """Writes the answer, then starts what the listener left in `after_ack`."""

    def handle(  # type: ignore[override]
        self, client: SocketModeClient, req: SocketModeRequest
    ) -> None:
        asked = BoltRequest(mode="socket_mode", body=req.payload, headers=build_headers(req))
        answered = self.app.dispatch(asked)
        send_response(client, req, answered, 0.0)
        if (after := asked.context.get("after_ack")) is not None:
            after()


@pytest.fixture
def team(new_desk: Desk, closing: Closing) -> Iterator[LocalSlack]:
    """A Slack where the bot listens; nothing is known yet."""
    with listening(new_desk, closing, AnswersFirst) as slack:
        yield slack
    assert slack.workspace.problems == []


def test_a_team_logs_asks_and_shares(team: LocalSlack) -> None:
    ana = team.person("ana", channel="#growth")
    ben = team.person("ben", channel="#growth")

    ana.types("/funnel log sessions 41280")
    ana.sees("Recorded sessions", "41,280", only_to=ana)
    ana.types("/funnel status")
    ana.sees("Awareness · sessions", "41,280", only_to=ana)
    assert ben.messages() == []

    ana.clicks("Details")
    ana.sees("Usual range", only_to=ana)
    ana.types("/funnel status")
    ana.sees("Awareness · sessions", only_to=ana)
    ana.clicks("Share in channel")
    shared = ben.sees("Shared by", "41,280")
    assert shared.only_to is None

    ana.types("/funnel log last")
    ana.sees("Sessions 41,280", only_to=ana)
    ana.clicks("Undo")
    ana.sees("Undone: sessions 41,280", only_to=ana)


def test_mentions_answer_in_the_thread_and_forms_come_by_a_button(team: LocalSlack) -> None:
    ana = team.person("ana", channel="#growth")
    ben = team.person("ben", channel="#growth")

    ana.types("@funnelbot log orders 80")
    answer = ben.sees("Recorded orders", "80")
    assert answer.thread_ts is not None

    ana.types("@funnelbot log")
    ana.sees("This needs a form")
    ana.clicks("Log a number")
    ana.sees_modal("Metric", "Value")


def test_a_direct_message_is_a_command_without_its_name(team: LocalSlack) -> None:
    ana = team.person("ana", channel="#growth")
    ana.dm("log orders 80")
    answer = ana.sees("Recorded orders", "80")
    assert answer.only_to is None


def test_the_form_finds_the_metric_and_records(team: LocalSlack) -> None:
    ana = team.person("ana", channel="#growth")
    ana.types("/funnel log")
    ana.sees_modal("Log a number")
    ana.fills({"Metric": "Orders", "Value": "80", "Day": LAST_DAY.isoformat()})
    ana.submits()
    assert ana.errors() == {}
    ana.sees_modal("Recorded orders")
    ana.clicks("Undo")
    ana.sees_modal("Undone: orders 80")


def test_home_shows_where_things_stand_and_opens_answers(team: LocalSlack) -> None:
    ana = team.person("ana", channel="#growth")
    ana.types("/funnel log sessions 41280")
    ana.sees("Recorded", only_to=ana)
    ana.opens_home()
    ana.sees_home("Too few numbers yet", "My goals", "Digests", "Waiting for you")
    ana.clicks("Status")
    ana.sees_modal("Awareness · sessions · 41,280")
