"""Acks, late acks, retries, repeats and lost sockets, with a bot of a few lines."""

import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from playground.control import ServerError
from playground.delivery import HttpDelivery
from playground.entries import NotThere
from playground.server import LocalSlack
from playground.transcript import Kind
from playground.workspace import Workspace

Json = dict[str, Any]
Answer = Callable[[Json], Json | None]
BUTTON = {
    "type": "actions",
    "elements": [
        {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go on"}}
    ],
}
MODAL: Json = {
    "type": "modal",
    "callback_id": "goal",
    "title": {"type": "plain_text", "text": "Goal"},
    "submit": {"type": "plain_text", "text": "Save"},
    "notify_on_close": True,
    "blocks": [
        {
            "type": "input",
            "block_id": "note",
            "label": {"type": "plain_text", "text": "Note"},
            "element": {"type": "plain_text_input", "action_id": "v"},
        }
    ],
}


class Bot:
    """A websocket that answers each envelope with what `answer` gives, or not at all."""

    def __init__(self, socket: ClientConnection, answer: Answer) -> None:
        self.socket = socket
        self.answer = answer
        self.heard: list[Json] = []
        self.arrived = threading.Condition()
        self.thread = threading.Thread(target=self._listen)

    def _listen(self) -> None:
        try:
            for words in self.socket:
                frame = json.loads(words)
                with self.arrived:
                    self.heard.append(frame)
                    self.arrived.notify_all()
                ack = self.answer(frame) if "envelope_id" in frame else None
                if ack is not None:
                    self.socket.send(json.dumps({"envelope_id": frame["envelope_id"], **ack}))
        except ConnectionClosed:
            return

    def hears(self, kind: str) -> bool:
        """Whether a frame of this type comes within two seconds."""
        with self.arrived:
            return self.arrived.wait_for(lambda: kind in [f["type"] for f in self.heard], 2)

    def payloads(self) -> list[Json]:
        return [frame["payload"] for frame in self.heard if "payload" in frame]


@contextmanager
def bot(slack: LocalSlack, answer: Answer) -> Iterator[Bot]:
    url = WebClient(base_url=slack.api_url).apps_connections_open(
        app_token=slack.workspace.app_token
    )["url"]
    with connect(url, close_timeout=0.2, proxy=None) as socket:
        running = Bot(socket, answer)
        running.thread.start()
        assert slack.socket_mode.wait_for_link()
        yield running
    running.thread.join(5)


def acks(payload: Json | None = None) -> Answer:
    return lambda _: {} if payload is None else {"payload": payload}


def test_an_ack_that_comes_too_late_is_not_shown(slack: LocalSlack, client: WebClient) -> None:
    """The one test that waits Slack's true three seconds."""
    late = threading.Event()

    def answer(_: Json) -> Json:
        in_time = late.is_set()
        late.wait(10)
        return {"payload": {"text": "in time" if in_time else "too late"}}

    with bot(slack, answer) as running:
        ana = slack.person("ana")
        ana.types("/funnel status")
        ana.sees("/funnel failed", "operation_timeout", only_to=ana)
        with pytest.raises(SlackApiError, match="expired_trigger_id"):
            client.views_open(trigger_id=running.payloads()[0]["trigger_id"], view=MODAL)
        late.set()
        ana.types("/funnel status")
        assert slack.socket_mode.late_acks == 1
        assert [message.text for message in ana.messages()] == ["in time"]
    slow, quick = slack.workspace.transcript.exchanges(Kind.COMMAND)
    assert quick.ms < 1_000
    assert 3_000 <= slow.ms < 4_000


def test_nobody_there(slack: LocalSlack) -> None:
    ana = slack.person("ana")
    ana.types("/funnel")
    ana.sees("/funnel failed", "dispatch_failed", only_to=ana)
    ana.types("/goal")
    ana.sees("/goal is not a valid command.")


def test_words_of_an_ack(slack: LocalSlack) -> None:
    ana, ben = slack.person("ana"), slack.person("ben")
    with bot(slack, acks({"text": "For all", "response_type": "in_channel"})) as running:
        ana.types("/funnel log carts > 5 for @ben in #general")
        assert ben.sees("For all").only_to is None
        ben.sees("/funnel log carts")
    [payload] = running.payloads()
    assert payload["text"] == (
        f"log carts &gt; 5 for <@{ben.user.id}> in <#{ana.channel.id}|general>"
    )


def test_an_ack_that_slack_cannot_show(slack: LocalSlack) -> None:
    ana = slack.person("ana")
    with bot(slack, acks({"text": "a", "blocks": [{"type": "sparkles"}]})):
        ana.types("/funnel")
        ana.sees("invalid_command_response", only_to=ana)
    assert "sparkles" in slack.workspace.problems[0]


def test_events_are_repeated_until_acked() -> None:
    workspace = Workspace(ack_seconds=0.05)
    with LocalSlack(workspace) as slack:
        done = threading.Event()

        def third_time(frame: Json) -> Json | None:
            if frame["retry_attempt"] < 2:
                return None
            done.set()
            return {}

        ana = slack.person("ana")
        with bot(slack, third_time) as running:
            ana.dm("status")
            assert done.wait(5)
        frames = [frame for frame in running.heard if frame["type"] == "events_api"]
        assert [frame["retry_attempt"] for frame in frames] == [0, 1, 2]
        assert [frame["retry_reason"] for frame in frames] == ["", "timeout", "timeout"]
        assert len({frame["payload"]["event_id"] for frame in frames}) == 1
        assert frames[0]["payload"]["event"]["channel_type"] == "im"


def test_a_doubled_envelope_has_the_same_trigger(slack: LocalSlack) -> None:
    slack.workspace.faults.double_envelopes()
    second = threading.Event()

    def answer(_: Json) -> Json:
        if len(running.payloads()) == 2:
            second.set()
        return {"payload": {"text": "once"}}

    with bot(slack, answer) as running:
        ana = slack.person("ana")
        ana.types("/funnel")
        assert second.wait(5)
        assert len(ana.messages()) == 1
    first, again = running.payloads()
    assert first["trigger_id"] == again["trigger_id"]
    assert len({frame.get("envelope_id") for frame in running.heard}) == 3


def test_lost_and_refreshed_sockets(slack: LocalSlack) -> None:
    with bot(slack, acks()) as running:
        slack.socket_mode.lose()
        running.thread.join(5)
        assert not running.thread.is_alive()
    with bot(slack, acks()) as running:
        slack.socket_mode.disconnect("warning")
        ana = slack.person("ana")
        ana.types("/funnel")
        ana.sees("dispatch_failed")
        assert running.payloads() == []
        assert running.hears("disconnect")


def test_one_of_several_links_gets_each_payload(slack: LocalSlack) -> None:
    ana = slack.person("ana")
    with bot(slack, acks()) as first, bot(slack, acks()) as second:
        for _ in range(4):
            ana.types("/funnel")
    assert (len(first.payloads()), len(second.payloads())) == (2, 2)


def test_a_command_url_adds_five_times(slack: LocalSlack) -> None:
    ana = slack.person("ana", channel=slack.workspace.add_channel("ops", bot=False).name)
    with bot(slack, acks({"text": "Working on it"})) as running:
        ana.types("/funnel import")
    respond = WebhookClient(running.payloads()[0]["response_url"])
    for number in range(5):
        assert respond.send(text=f"Part {number}", replace_original=True).body == "ok"
    ana.sees("Working on it", only_to=ana)
    ana.sees("Part 4", only_to=ana)
    used = respond.send(text="Part 5")
    assert (used.status_code, json.loads(used.body)["error"]) == (404, "used_url")


def test_a_response_url_dies_after_half_an_hour(slack: LocalSlack) -> None:
    ana = slack.person("ana")
    with bot(slack, acks()) as running:
        ana.types("/funnel")
    respond = WebhookClient(running.payloads()[0]["response_url"])
    slack.workspace.clock.advance(timedelta(minutes=29))
    assert respond.send(text="Still here", response_type="in_channel").status_code == 200
    slack.workspace.faults.add(ServerError(500), "response_url")
    assert respond.send(text="Broken").status_code == 500
    slack.workspace.clock.advance(timedelta(minutes=2))
    assert json.loads(respond.send(text="Gone").body)["error"] == "expired_url"
    refused = WebhookClient(running.payloads()[0]["response_url"]).send(text="")
    assert refused.status_code == 404


@pytest.mark.parametrize("ephemeral", [True, False])
def test_a_button_url_replaces_and_deletes(
    slack: LocalSlack, client: WebClient, ephemeral: bool
) -> None:
    ana = slack.person("ana")
    about: Json = {"channel": ana.channel.id, "text": "Ready", "blocks": [BUTTON]}
    if ephemeral:
        client.chat_postEphemeral(user=ana.user.id, **about)
    else:
        client.chat_postMessage(**about)
    with bot(slack, acks()) as running:
        ana.clicks("Go on")
    [payload] = running.payloads()
    assert payload["container"]["is_ephemeral"] is ephemeral
    assert ("message" in payload) is not ephemeral
    respond = WebhookClient(payload["response_url"])
    respond.send(text="Done", blocks=[], replace_original=True)
    assert [message.text for message in ana.messages()] == ["Done"]
    respond.send(delete_original=True)
    assert ana.messages() == []


def test_what_an_ack_can_do_with_a_form(slack: LocalSlack, client: WebClient) -> None:
    ana = slack.person("ana")
    acked: Json = {}

    def answer(frame: Json) -> Json:
        return {"payload": acked} if frame["accepts_response_payload"] else {}

    def reopen() -> None:
        trigger = slack.workspace.tickets.issue_trigger(ana.user.id)
        client.views_open(trigger_id=trigger, view=MODAL)
        ana.fills({"Note": "win-back mail"})

    with bot(slack, answer) as running:
        reopen()
        acked |= {"response_action": "errors", "errors": {"note": "Say more."}}
        ana.submits()
        assert ana.errors() == {"Note": "Say more."}
        acked |= {"errors": {"nowhere": "Say more."}}
        ana.submits()
        assert "" in ana.errors()
        assert "nowhere" in slack.workspace.problems[-1]
        acked |= {"response_action": "push", "view": {**MODAL, "callback_id": "more"}}
        ana.submits()
        assert ana.modal is not None
        assert ana.modal.body["callback_id"] == "more"
        ana.closes()
        assert running.payloads()[-1]["type"] == "view_closed"
        title = {"type": "plain_text", "text": "Saved"}
        acked |= {"response_action": "update", "view": {**MODAL, "title": title}}
        ana.submits()
        kept = ana.sees_modal("Saved").values["note"]["v"]["value"]
        assert kept == "win-back mail"
        acked |= {"response_action": "clear"}
        ana.submits()
        assert ana.modal is None


class Endpoint(BaseHTTPRequestHandler):
    """The bot's HTTP address: checks the signature, answers in JSON."""

    heard: list[tuple[str, Json]]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        stamp = self.headers["X-Slack-Request-Timestamp"]
        base = f"v0:{stamp}:".encode() + body
        signed = hmac.new(b"secret", base, hashlib.sha256).hexdigest()
        right = self.headers["X-Slack-Signature"] == f"v0={signed}"
        if "json" in self.headers["Content-Type"]:
            payload = json.loads(body)
        else:
            form = {key: held[0] for key, held in parse_qs(body.decode()).items()}
            payload = json.loads(form["payload"]) if "payload" in form else form
        self.heard.append((str(payload.get("command") or payload["type"]), payload))
        answer = json.dumps({"text": "By HTTP"}).encode()
        self.send_response(200 if right else 401)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: Any) -> None:
        """Silence: pytest shows what failed."""


@pytest.fixture
def endpoint() -> Iterator[HTTPServer]:
    Endpoint.heard = []
    with HTTPServer(("127.0.0.1", 0), Endpoint) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join(5)


def test_the_same_payloads_by_signed_http(slack: LocalSlack, endpoint: HTTPServer) -> None:
    url = f"http://127.0.0.1:{endpoint.server_port}/slack/events"
    slack.delivery = HttpDelivery(url, "secret")
    ana = slack.person("ana")
    ana.types("/funnel status")
    ana.sees("By HTTP", only_to=ana)
    ana.shortcut("goal_new")
    ana.dm("status")
    events = slack.workspace.transcript.exchanges
    assert slack.workspace.pulse.wait_for(lambda: events(Kind.EVENT), seconds=2)
    slack.delivery = HttpDelivery(url, "wrong")
    ana.types("/funnel status")
    ana.sees("dispatch_failed")
    assert {name for name, _ in Endpoint.heard} == {"/funnel", "shortcut", "event_callback"}
    slack.delivery = HttpDelivery("http://127.0.0.1:9/", "secret")
    ana.types("/funnel status")
    ana.sees("dispatch_failed")


def test_stopping_does_not_wait_for_a_silent_bot() -> None:
    slack = LocalSlack()
    slack.start()
    with bot(slack, lambda _: None) as running:
        slack.person("ana").dm("status")
        assert running.hears("events_api")
        began = time.monotonic()
        slack.stop()
        assert time.monotonic() - began < 2


def test_menus_with_wrong_options_are_empty(slack: LocalSlack, client: WebClient) -> None:
    ana = slack.person("ana")
    menu = {**MODAL["blocks"][0], "element": {"type": "external_select", "action_id": "v"}}
    trigger = slack.workspace.tickets.issue_trigger(ana.user.id)
    client.views_open(trigger_id=trigger, view={**MODAL, "blocks": [menu]})
    wrong = {"options": [{"text": {"type": "mrkdwn", "text": "Carts"}, "value": "carts"}]}
    with bot(slack, acks(wrong)), pytest.raises(NotThere, match="There is: nothing"):
        ana.fills({"Note": "Carts"})
    assert "/options/0/text/type" in slack.workspace.problems[0]


def test_any_event_may_be_sent(slack: LocalSlack) -> None:
    with bot(slack, acks()) as running:
        slack.emits({"type": "app_uninstalled"})
        assert running.hears("events_api")
    assert running.payloads()[0]["event"]["type"] == "app_uninstalled"
