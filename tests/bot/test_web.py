"""HTTP mode on a true port: what is refused before anything is parsed, and what comes after."""

import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
import uvicorn

from bot.runtime import Runtime
from bot.web import BODY_LIMIT, make_web
from playground.delivery import HttpDelivery
from playground.transcript import Kind
from playground.workspace import TEAM
from tests.bot.office import Office

SECRET = "secret"
FORM = "application/x-www-form-urlencoded"


@dataclass
class Line:
    """What anybody on the network may send to the bot."""

    url: str

    def sends(
        self,
        body: bytes,
        *,
        kind: str = "application/json",
        secret: str = SECRET,
        stamp: str = "",
        path: str = "/slack/events",
        **headers: str,
    ) -> tuple[int, str]:
        stamp = stamp or str(int(time.time()))  # noqa: TID251 - signatures follow real time
        signed = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256)
        return self.calls(
            "POST",
            path,
            body,
            {
                "Content-Type": kind,
                "X-Slack-Request-Timestamp": stamp,
                "X-Slack-Signature": f"v0={signed.hexdigest()}",
                **headers,
            },
        )

    def calls(
        self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> tuple[int, str]:
        line = HTTPConnection(urlsplit(self.url).netloc, timeout=10)
        try:
            line.request(method, path, body, headers or {})
            answer = line.getresponse()
            return answer.status, answer.read().decode()
        finally:
            line.close()


@pytest.fixture
def runtime(office: Office) -> Runtime:
    return office.hires()


@pytest.fixture
def order() -> list[str]:
    """What happened one after the other: "answered" is noted when an answer has been written."""
    return []


def noting(app: Any, order: list[str]) -> Any:
    async def noted(scope: Any, receive: Any, send: Any) -> None:
        async def write(message: Any) -> None:
            await send(message)
            if message["type"] == "http.response.body" and not message.get("more_body"):
                order.append("answered")

        await app(scope, receive, write)

    return noted


@pytest.fixture
def line(runtime: Runtime, order: list[str]) -> Iterator[Line]:
    """The application on a free port."""
    app = noting(make_web(runtime), order)
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None, access_log=False)
    server = uvicorn.Server(config)
    open_ = threading.Event()
    startup = server.startup

    async def announced(*arguments: Any, **named: Any) -> None:
        await startup(*arguments, **named)
        open_.set()

    server.startup = announced  # type: ignore[method-assign]
    thread = threading.Thread(target=server.run)
    thread.start()
    assert open_.wait(10)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield Line(f"http://127.0.0.1:{port}")
    server.should_exit = True
    thread.join(10)


CHALLENGE = json.dumps({"type": "url_verification", "challenge": "3eZbrw1a"}).encode()


def test_slack_verifies_the_address(line: Line) -> None:
    status, body = line.sends(CHALLENGE)
    assert (status, "3eZbrw1a" in body) == (200, True)


def test_who_does_not_know_the_secret_gets_nothing(line: Line) -> None:
    assert line.sends(CHALLENGE, secret="guess")[0] == 401
    assert line.calls("POST", "/slack/events", CHALLENGE)[0] == 401
    stamp = str(int(time.time()))  # noqa: TID251
    unsigned = {"X-Slack-Request-Timestamp": stamp, "Content-Type": "application/json"}
    assert line.calls("POST", "/slack/events", CHALLENGE, unsigned)[0] == 401


@pytest.mark.parametrize("age", [302, 86_400, -310])
def test_an_old_request_is_not_replayed(line: Line, age: int) -> None:
    stamp = str(int(time.time()) - age)  # noqa: TID251
    assert line.sends(CHALLENGE, stamp=stamp)[0] == 401


@pytest.mark.parametrize("stamp", ["yesterday", "1e9", "", "٣"])
def test_a_timestamp_that_is_no_number(line: Line, stamp: str) -> None:
    headers = {"X-Slack-Request-Timestamp": stamp.encode(), "X-Slack-Signature": b"v0=00"}
    assert line.calls("POST", "/slack/events", CHALLENGE, headers)[0] == 401  # type: ignore[arg-type]


def test_a_body_over_a_mebibyte_is_refused_before_it_is_parsed(line: Line) -> None:
    inside = b'{"type": "url_verification", "challenge": "'
    rest = b"x" * (BODY_LIMIT - len(inside) - 2) + b'"}'
    assert line.sends(inside + rest)[0] == 200
    assert line.sends(inside + b"x" + rest)[0] == 413
    assert line.calls("POST", "/slack/events", b"x" * (BODY_LIMIT + 1))[0] == 413


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"{", "application/json"),
        (b"[]", "application/json"),
        (b'"words"', "application/json"),
        (b"null", "application/json"),
        (b"payload=%7B", FORM),
        (b"payload=[]", FORM),
        (b"", "application/json"),
    ],
)
def test_what_does_not_parse_is_the_senders_fault(line: Line, body: bytes, kind: str) -> None:
    assert line.sends(body, kind=kind)[0] == 400


def test_bytes_that_are_no_text_are_nothing_of_slacks(line: Line) -> None:
    assert line.sends(b"\xff\xfe")[0] == 401


def test_other_paths_and_methods_do_not_exist(line: Line) -> None:
    assert line.calls("GET", "/slack/events")[0] == 405
    assert line.calls("GET", "/")[0] == 404
    assert line.calls("GET", "/docs")[0] == 404


def test_health(line: Line, office: Office) -> None:
    assert line.calls("GET", "/healthz") == (200, '{"status":"ok"}')
    with office.store.write(TEAM) as tx:
        tx.workspace.save(replace(tx.workspace.get(), stopped="token_revoked"))
    status, body = line.calls("GET", "/healthz")
    assert (status, "token_revoked" in body) == (503, True)


def test_a_conversation_over_http(line: Line, office: Office) -> None:
    office.slack.delivery = HttpDelivery(f"{line.url}/slack/events", SECRET)
    ana = office.slack.person("ana", channel="#growth")
    ana.types("/funnel statsu")
    ana.sees("statsu", only_to=ana)
    ana.clicks("status")
    ana.sees("No numbers yet", only_to=ana)
    ana.types("@funnelbot log sessions 41280 --sure")
    ana.sees("Recorded")
    ana.types("/funnel digest")
    ana.sees_modal("Digest")
    ana.submits()
    ana.sees_modal("09:00")
    assert office.slack.workspace.problems == []


def test_what_comes_after_the_ack_never_overtakes_it(line: Line, office: Office) -> None:
    """Each press is acknowledged before its answer reaches the response_url."""
    office.slack.delivery = HttpDelivery(f"{line.url}/slack/events", SECRET)
    ana = office.slack.person("ana", channel="#growth")
    ana.types("/funnel statsu")
    message = ana.sees("statsu", only_to=ana)
    for _ in range(30):
        ana.clicks("status", message=message)
        ana.sees("No numbers yet", only_to=ana)
    presses = office.slack.workspace.transcript.exchanges(Kind.ACTION)
    assert len(presses) == 30
    assert office.slack.workspace.problems == []


def test_work_after_the_ack_starts_when_the_answer_is_written(
    line: Line, runtime: Runtime, order: list[str]
) -> None:
    worked = threading.Semaphore(0)

    def later() -> None:
        order.append("worked")
        worked.release()

    @runtime.bolt.command("/later")
    def _(ack: Any, context: Any) -> None:
        context["after_ack"] = later
        ack("in a moment")

    body = urlencode({"command": "/later", "team_id": TEAM, "user_id": "U1", "text": ""}).encode()
    for _ in range(100):
        assert line.sends(body, kind=FORM) == (200, "in a moment")
        assert worked.acquire(timeout=5)
    assert order == ["answered", "worked"] * 100
