"""A local Slack with a bot that tests write themselves, and clients that talk to it."""

from collections.abc import Iterator

import pytest
from slack_sdk import WebClient

from playground.server import LocalSlack
from tests.closing import Closing


@pytest.fixture
def slack(closing: Closing) -> Iterator[LocalSlack]:
    running = LocalSlack()
    running.start()
    yield running
    closing(running.stop)


@pytest.fixture
def client(slack: LocalSlack) -> WebClient:
    """The bot's Web API client; it repeats nothing by itself."""
    return WebClient(slack.workspace.bot_token, base_url=slack.api_url, retry_handlers=[])
