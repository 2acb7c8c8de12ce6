"""A true Bolt app over a true websocket: command, modal, buttons, Home, mentions."""

from collections.abc import Iterator
from typing import Any

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from playground.server import LocalSlack

VIEW = {
    "type": "modal",
    "callback_id": "goal",
    "title": {"type": "plain_text", "text": "New goal"},
    "submit": {"type": "plain_text", "text": "Set goal"},
    "blocks": [
        {
            "type": "input",
            "block_id": "target",
            "label": {"type": "plain_text", "text": "Target"},
            "element": {
                "type": "number_input",
                "action_id": "v",
                "is_decimal_allowed": True,
            },
        },
        {
            "type": "input",
            "block_id": "metric",
            "label": {"type": "plain_text", "text": "Metric"},
            "element": {"type": "external_select", "action_id": "metric"},
        },
    ],
}
BUTTONS = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "*Carts* are usual"}},
    {
        "type": "actions",
        "elements": [
            {
                "type": "button",
                "action_id": "share",
                "text": {"type": "plain_text", "text": "Share in channel"},
            }
        ],
    },
]
OPTION = {"text": {"type": "plain_text", "text": "Carts"}, "value": "carts"}


def funnel(ack: Any, command: Any, client: WebClient) -> None:
    if command["text"] == "goal":
        client.views_open(trigger_id=command["trigger_id"], view=VIEW)
        ack()
    else:
        ack(text="Carts are usual", blocks=BUTTONS)


def share(ack: Any, body: Any, respond: Any) -> None:
    ack()
    if "response_url" in body:
        respond(text="Ana shared: carts are usual", response_type="in_channel")


def metric(ack: Any) -> None:
    ack(options=[OPTION])


def goal(ack: Any, view: Any) -> None:
    typed = view["state"]["values"]["target"]["v"]["value"]
    if typed == "712":
        ack(response_action="errors", errors={"target": "At most 100."})
    else:
        ack()


def mention(event: Any, say: Any) -> None:
    say(text="Here I am", thread_ts=event["ts"])


def home(event: Any, client: WebClient) -> None:
    client.views_publish(user_id=event["user"], view={"type": "home", "blocks": BUTTONS})


def register(app: App) -> None:
    """Listeners as plain functions, in one list."""
    app.command("/funnel")(funnel)
    app.action("share")(share)
    app.options("metric")(metric)
    app.view("goal")(goal)
    app.event("app_mention")(mention)
    app.event("app_home_opened")(home)


@pytest.fixture
def bot(slack: LocalSlack) -> Iterator[App]:
    app = App(
        client=WebClient(slack.workspace.bot_token, base_url=slack.api_url),
        token_verification_enabled=True,
        process_before_response=True,
    )
    register(app)
    handler = SocketModeHandler(app, slack.workspace.app_token, concurrency=4, ping_interval=2)
    handler.connect()  # type: ignore[no-untyped-call]
    assert slack.socket_mode.wait_for_link()
    yield app
    # The SDK's close waits for its reader, up to ping_interval + 1 s; a broken link frees it.
    handler.client.auto_reconnect_enabled = False
    slack.socket_mode.lose()
    handler.close()  # type: ignore[no-untyped-call]


@pytest.mark.usefixtures("bot")
def test_a_conversation_from_command_to_home(slack: LocalSlack) -> None:
    ana = slack.person("ana", channel="#growth")
    ben = slack.person("ben", channel="#growth")

    ana.types("/funnel status")
    ana.sees("Carts", only_to=ana)
    assert ben.messages() == []
    ana.clicks("Share in channel")
    assert ben.sees("Ana shared").only_to is None

    ana.types("/funnel goal")
    ana.sees_modal("Target")
    ana.submits()
    assert ana.errors()["Target"] == "Please complete this required field."
    ana.fills({"Target": "712", "Metric": "Carts"})
    ana.submits()
    assert ana.errors() == {"Target": "At most 100."}
    ana.fills({"target": "15"})
    ana.submits()
    assert ana.modal is None

    ana.types("@funnelbot status")
    answer = ben.sees("Here I am")
    assert answer.thread_ts is not None

    ana.opens_home()
    ana.sees_home("Carts")
    ana.clicks(action_id="share")
    assert slack.workspace.problems == []
