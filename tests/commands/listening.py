"""The true listeners on a true websocket, for conversations with a desk's store."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bot.errors import answer
from commands import register
from funnel.model import RecordingKind, Snapshot
from playground.server import LocalSlack
from playground.workspace import TEAM
from storage.store import Store
from tests.closing import Closing
from tests.commands.conftest import LAST_DAY, Desk


@dataclass(frozen=True, slots=True)
class Team:
    """A local Slack whose bot is linked, and its record."""

    slack: LocalSlack
    store: Store


def record_days(desk: Desk, metric: str, value: float, *, days: int) -> None:
    """The same value on each of the last days."""
    on = [LAST_DAY - timedelta(days=back) for back in range(days)]
    with desk.store.write(TEAM) as tx:
        tx.snapshots.record(
            [[Snapshot(metric, day, value) for day in on]],
            kind=RecordingKind.IMPORT,
            source="shop.csv",
            author="",
            at=desk.now - timedelta(hours=3),
        )


@contextmanager
def listening(
    desk: Desk, closing: Closing, handler_type: type[SocketModeHandler] = SocketModeHandler
) -> Iterator[LocalSlack]:
    """A Slack whose bot is linked; both are closed while the next test runs."""
    slack = LocalSlack()
    slack.start()
    app = App(
        client=WebClient(slack.workspace.bot_token, base_url=slack.api_url),
        token_verification_enabled=True,
        process_before_response=True,
    )
    app.error(lambda error, body, context: answer(error, body, context))
    register(app, desk.deps)
    handler = handler_type(app, slack.workspace.app_token, concurrency=4, ping_interval=2)
    handler.connect()  # type: ignore[no-untyped-call]
    assert slack.socket_mode.wait_for_link()
    yield slack

    def end() -> None:
        # The SDK's close waits for its reader, up to ping_interval + 1 s; a broken link frees it.
        handler.client.auto_reconnect_enabled = False
        slack.socket_mode.lose()
        handler.close()  # type: ignore[no-untyped-call]
        slack.stop()

    closing(end)
