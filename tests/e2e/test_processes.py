"""The bot as a process: killed, stopped, started over HTTP, watched by its log."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path

import pytest

from funnel.model import (
    DeliveryState,
)
from funnel.schedules import Schedule
from playground.control import DroppedBefore, Slow
from playground.delivery import HttpDelivery
from playground.demo.bot_process import PROXIES, BotFailed, BotProcess
from playground.transcript import Kind
from playground.workspace import TEAM
from tests.bot.history import record, shop
from tests.bot.office import Office

MORNING = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
WORDS = "zanzibar salary rises"
# The demo's child process leaves its pipes and its log to the garbage collector.
pytestmark = [
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def has_a_digest(office: Office) -> str:
    """A channel whose digest is due at 08:00 UTC, and the numbers for it."""
    channel = office.slack.workspace.add_channel("growth").id
    owner = office.slack.person("ana", channel="#growth").user.id
    with office.store.write(TEAM) as tx:
        tx.schedules.add(Schedule(0, channel, "UTC", owner=owner, created_at=MORNING))
    history = shop(date(2026, 6, 1), date(2026, 11, 19))
    record(office.store, TEAM, history, at=MORNING - timedelta(hours=1))
    return channel


def wait_until(office: Office, holds: Callable[[], bool], *, seconds: float = 10) -> None:
    """Looks again whenever something happens in Slack, and at least each 20 ms."""
    pause = threading.Event()
    for _ in range(int(seconds / 0.02)):
        if holds():
            return
        pause.wait(0.02)
    raise AssertionError(office.slack.workspace.transcript.tail())


def states(office: Office) -> dict[DeliveryState, int]:
    with office.store.read(TEAM) as tx:
        counted: dict[DeliveryState, int] = tx.deliveries.counts()
    return counted


@pytest.fixture
def due(office: Office) -> tuple[BotProcess, str]:
    """A bot whose digest has just come due, and its channel."""
    office.slack.workspace.clock.set(MORNING)
    channel = has_a_digest(office)
    bot = BotProcess(office.slack, office.folder, {})
    bot.start()
    office.slack.workspace.clock.set(MORNING + timedelta(hours=1, minutes=31))
    bot.move_clock()
    return bot, channel


def started_again(office: Office, bot: BotProcess) -> None:
    """At once, and once more after a minute: then a doubt may be settled."""
    bot.start()
    bot.tick()
    office.later(seconds=61)
    bot.move_clock()
    bot.tick()
    bot.stop()
    assert DeliveryState.SENDING not in states(office)
    assert office.slack.workspace.problems == []


def test_killed_while_its_message_was_on_the_wire(
    office: Office, due: tuple[BotProcess, str]
) -> None:
    bot, channel = due
    office.slack.workspace.faults.add(Slow(0.5), "chat.postMessage")
    tick = threading.Thread(target=ticks_to_its_end, args=(bot,))
    tick.start()
    wait_until(office, lambda: not office.slack.workspace.faults._orders)  # it is being posted
    bot.kill()
    tick.join(10)
    assert DeliveryState.SENDING in states(office)
    calls = office.slack.workspace.transcript.exchanges
    wait_until(office, lambda: bool(calls(Kind.API, name="chat.postMessage")), seconds=2)
    started_again(office, bot)
    assert len(office.posted(channel)) == 1


def test_killed_after_its_message_was_lost(office: Office, due: tuple[BotProcess, str]) -> None:
    bot, channel = due
    office.slack.workspace.faults.add(DroppedBefore(), "chat.postMessage")
    bot.tick()
    bot.kill()
    assert office.posted(channel) == []
    started_again(office, bot)
    assert len(office.posted(channel)) == 1


def ticks_to_its_end(bot: BotProcess) -> None:
    with pytest.raises(BotFailed):
        bot.tick()


@contextmanager
def running(office: Office, *words: str, **variables: str) -> Iterator[subprocess.Popen[str]]:
    """`funnelbot run` as an operator starts it, in real time."""
    kept = {k: v for k, v in os.environ.items() if k not in PROXIES}  # noqa: TID251
    workspace = office.slack.workspace
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "bot", "run", *words],
        env=kept
        | {
            "SLACK_BOT_TOKEN": workspace.bot_token,
            "SLACK_APP_TOKEN": workspace.app_token,
            "SLACK_SIGNING_SECRET": "secret",
            "SLACK_API_URL": office.slack.api_url,
            "FUNNELBOT_DATABASE_URL": f"sqlite:///{office.folder / 'funnelbot.sqlite'}",
            **variables,
        },
        cwd=office.folder,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def test_sigterm_ends_within_seconds_and_leaves_nothing_on_the_wire(office: Office) -> None:
    workspace = office.slack.workspace
    channel = workspace.add_channel("growth").id
    with running(office) as process:
        assert office.slack.socket_mode.wait_for_link(seconds=20)
        ana = office.slack.person("ana", channel="#growth")
        ana.types("/funnel digest")
        ana.sees_modal("Digest")
        ana.submits()
        ana.sees_modal("09:00")
        workspace.faults.add(Slow(0.3), "chat.postMessage", times=9)
        ana.closes()
        for _ in range(6):
            ana.types("/funnel digest send now")
            ana.sees(only_to=ana)
        wait_until(office, lambda: DeliveryState.SENDING in states(office))
        process.send_signal(signal.SIGTERM)
        assert process.wait(8) == 0
    assert DeliveryState.SENDING not in states(office)
    assert (
        len([one for one in office.posted(channel) if one.metadata])
        == (states(office)[DeliveryState.SENT])
    )
    assert workspace.problems == []


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
    return port


def test_over_http_a_conversation_and_a_stop(office: Office) -> None:
    port = free_port()
    with running(office, "--http", FUNNELBOT_PORT=str(port)) as process:
        wait_until(office, lambda: healthy(port), seconds=20)
        office.slack.delivery = HttpDelivery(f"http://127.0.0.1:{port}/slack/events", "secret")
        ana = office.slack.person("ana", channel="#growth")
        ana.types("/funnel log sessions 41280 --sure")
        ana.sees("Recorded sessions", only_to=ana)
        ana.clicks("Undo")
        ana.sees("sessions", only_to=ana)
        ana.types("@funnelbot status")
        ana.sees("No numbers yet")
        process.send_signal(signal.SIGTERM)
        assert process.wait(8) == 0
    assert office.slack.workspace.problems == []


def healthy(port: int) -> bool:
    line = HTTPConnection("127.0.0.1", port, timeout=1)
    try:
        line.request("GET", "/healthz")
        return line.getresponse().status == 200
    except OSError:
        return False
    finally:
        line.close()


def test_the_log_of_a_conversation_holds_neither_words_nor_tokens(
    office: Office, tmp_path: Path
) -> None:
    bot = BotProcess(office.slack, tmp_path, {})
    bot.start()
    ana = office.slack.person("ana", channel="#growth")
    ana.types(f"/funnel {WORDS}")
    ana.sees("I do not understand", only_to=ana)
    ana.types("/funnel log sessions 41280 --sure")
    ana.sees("Recorded", only_to=ana)
    ana.types(f"/funnel goal new {WORDS}")
    ana.sees_modal("New goal")
    ana.closes()
    ana.types(f"@funnelbot {WORDS}")
    ana.sees("I do not understand")
    ana.dm(WORDS)
    ana.sees("I do not understand")
    bot.tick()
    bot.stop()
    logged = (tmp_path / "bot.log").read_text()
    assert logged.count("event='request_refused'") == 3
    assert f"user='{ana.user.id}'" in logged
    workspace = office.slack.workspace
    for secret in (workspace.bot_token, workspace.app_token, "zanzibar", "salary", "41280"):
        assert secret not in logged
    assert not re.search(r"/response/\w+", logged)
    assert workspace.problems == []
