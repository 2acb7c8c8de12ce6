"""A bot beside a local Slack on one SQLite file each; no socket unless a test opens one."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import structlog
from pydantic import SecretStr

from bot.app import build
from bot.runtime import Runtime
from bot.settings import Settings
from bot.socket_mode import connect
from playground.messages import Message
from playground.server import LocalSlack
from storage.engine import make_engine
from storage.store import Store
from tests.closing import Closing


@pytest.fixture
def database(empty_database: Path, tmp_path: Path) -> Path:
    """An SQLite file of this test, at the newest schema."""
    path = tmp_path / "funnelbot.sqlite"
    shutil.copyfile(empty_database, path)
    return path


@pytest.fixture
def store(database: Path) -> Iterator[Store]:
    store = Store(make_engine(f"sqlite:///{database}"))
    yield store
    store.dispose()


@pytest.fixture(scope="session", autouse=True)
def plain_logs() -> Iterator[None]:
    """Lines as they are written in production: drawing a traceback in colours takes seconds."""
    before = structlog.get_config()
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.format_exc_info,
            structlog.processors.KeyValueRenderer(key_order=["event"]),
        ]
    )
    yield
    structlog.configure(**before)


@pytest.fixture
def slack(closing: Closing) -> Iterator[LocalSlack]:
    running = LocalSlack()
    running.start()
    yield running
    closing(running.stop)


@dataclass(slots=True)
class Office:
    """One Slack, one database, and bots that are built on them: the clock is the workspace's."""

    slack: LocalSlack
    store: Store
    folder: Path
    built: list[Runtime] = field(default_factory=list)

    def settings(self, **changes: Any) -> Settings:
        workspace = self.slack.workspace
        given = {
            "bot_token": SecretStr(workspace.bot_token),
            "app_token": SecretStr(workspace.app_token),
            "slack_api_url": self.slack.api_url,
            "signing_secret": SecretStr("secret"),
            **changes,
        }
        return Settings(_env_file=None, **given)

    def hires(self, **changes: Any) -> Runtime:
        """A bot; stopped when the test is over."""
        made = build(
            self.settings(**changes), clock=self.slack.workspace.clock.now, store=self.store
        )
        self.built.append(made)
        return made

    def connects(self, **changes: Any) -> Runtime:
        """A bot whose socket is known to Slack."""
        runtime = self.hires(**changes)
        connect(runtime)
        assert self.slack.socket_mode.wait_for_link()
        return runtime

    def later(self, **by: float) -> None:
        self.slack.workspace.clock.advance(timedelta(**by))

    def posted(self, channel: str) -> list[Message]:
        """What everybody in that channel (id) can read of the bot, oldest first."""
        workspace = self.slack.workspace
        with workspace.pulse.reading():
            held = workspace.messages.channel(channel)
        return [one for one in held if one.from_app and one.only_to is None]


@pytest.fixture
def office(slack: LocalSlack, store: Store, tmp_path: Path, closing: Closing) -> Iterator[Office]:
    office = Office(slack, store, tmp_path)
    yield office
    for runtime in office.built:
        closing(runtime.stop)
