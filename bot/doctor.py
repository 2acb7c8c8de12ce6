"""`funnelbot doctor`: what an operator has to know, each finding with what to do about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

from bot.settings import Settings
from bot.slack import RecordingClient, Refused, call
from funnel.errors import FunnelError
from funnel.model import DeliveryState

if TYPE_CHECKING:
    from storage.store import Store

WINDOW = timedelta(days=7)
LATE = timedelta(minutes=15)  # a message that waits longer than this, and not for a reason
MOST_NAMED = 5
NEEDED = ("commands", "chat:write", "users:read", "app_mentions:read", "im:history", "files:read")
OPTIONAL = {
    ("channels:history", "groups:history", "im:write"): "a digest in doubt is not sent "
    "again; its owner is told.",
    ("channels:read", "groups:read"): "a new digest takes the time zone of whoever sets it up, "
    "not of the channel's creator.",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """`good` is False where somebody has to do something."""

    good: bool
    words: str

    def line(self) -> str:
        return f"{'ok     ' if self.good else 'PROBLEM'} {self.words}"


def examine(settings: Settings, *, now: datetime) -> Iterator[Finding]:
    """Token, database, ledger, in that order; what cannot be reached hides what lies behind it."""
    yield from _token(settings)
    try:
        yield from _database(settings, now)
    except (SQLAlchemyError, FunnelError) as error:
        # The driver's words may hold the address, and the address a password.
        yield Finding(False, f"Database: cannot be used ({type(error).__name__}).")


def _token(settings: Settings) -> Iterator[Finding]:
    from bot.record import Recorder

    if settings.bot_token is None:
        yield Finding(False, "Slack: SLACK_BOT_TOKEN is not set.")
        return
    token = settings.bot_token.get_secret_value()
    client = RecordingClient(token, settings.slack_api_url, Recorder(None))
    try:
        facts = call(client, "auth.test", {})
    except Refused as error:
        yield Finding(False, f"Slack: the bot token is refused ({error.message} {error.hint})")
        return
    yield Finding(True, f"Slack: the bot token works in {facts.get('team')} ({facts['team_id']}).")
    yield from _scopes(client)


def _scopes(client: RecordingClient) -> Iterator[Finding]:
    """Slack names the token's scopes in a header of each answer."""
    answer = client.api_call("auth.test")
    granted = set(str(answer.headers.get("x-oauth-scopes", "")).replace(" ", "").split(","))
    missing = [scope for scope in NEEDED if scope not in granted]
    if missing:
        yield Finding(False, f"Slack: the token lacks {', '.join(missing)}. Install the app again.")
    else:
        yield Finding(True, "Slack: the token has every scope that is needed.")
    for scopes, what in OPTIONAL.items():
        absent = [scope for scope in scopes if scope not in granted]
        if absent:
            yield Finding(True, f"Slack: without {', '.join(absent)} {what}")


def _database(settings: Settings, now: datetime) -> Iterator[Finding]:
    from storage.engine import make_engine
    from storage.migrate import current, head
    from storage.store import Store

    engine = make_engine(settings.database_url.get_secret_value())
    try:
        at = current(engine)
        if at != head():
            todo = "Type: funnelbot migrate."
            yield Finding(False, f"Database: at schema {at or 'none'}, needs {head()}. {todo}")
            return
        yield Finding(True, f"Database: {engine.dialect.name} at schema {head()}.")
        store = Store(engine)
        for workspace in store.workspaces(stopped=True):
            yield from _workspace(store, workspace, now)
    finally:
        engine.dispose()


def _workspace(store: "Store", workspace: str, now: datetime) -> Iterator[Finding]:
    with store.read(workspace) as tx:
        stopped = tx.workspace.get().stopped
        counts = tx.deliveries.counts(now - WINDOW)
        troubled = tx.deliveries.troubled(now - WINDOW, MOST_NAMED)
        waiting = [one for one in tx.deliveries.unsettled() if not one.not_before]
        paused = [one for one in tx.schedules.all() if one.paused]
    if stopped:
        yield Finding(False, f"{workspace}: stopped, Slack refused the token ({stopped}).")
    tally = ", ".join(
        f"{counts[state]} {state.value}" for state in DeliveryState if state in counts
    )
    failed = counts.get(DeliveryState.FAILED, 0) + counts.get(DeliveryState.UNKNOWN, 0)
    yield Finding(not failed, f"{workspace}: in the last 7 days {tally or 'nothing planned'}.")
    for row in troubled:
        what = f"{row.kind} {row.subject} {row.slot}".strip()
        yield Finding(
            row.state in (DeliveryState.PLANNED, DeliveryState.SENDING),
            f"{workspace}: {what} for {row.channel} is {row.state.value} ({row.code}), "
            f"{row.attempt} tries.",
        )
    late = [one for one in waiting if now - one.planned_at > LATE]
    if late and not stopped:
        wait = "1 message waits" if len(late) == 1 else f"{len(late)} messages wait"
        yield Finding(False, f"{workspace}: {wait}. Is the bot running?")
    for one in paused:
        words = f"{workspace}: digest {one.number} in {one.channel} is paused ({one.paused})."
        yield Finding(True, words)
