"""`funnelbot doctor`: what an operator reads when all is well, and when something needs them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.doctor import examine
from funnel.model import DeliveryState
from playground.control import Refused
from playground.workspace import TEAM
from storage.store import Store
from tests.bot.office import Office

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


def words(office: Office, database: Path, *, good: bool = True) -> list[str]:
    """What the doctor says of that database that is good, or that is not."""
    settings = office.settings(database_url=SecretStr(f"sqlite:///{database}"))
    return [one.words for one in examine(settings, now=NOW) if one.good is good]


@pytest.fixture
def known(office: Office, database: Path) -> Path:
    """A database in which the bot was started once."""
    office.hires()
    return database


def plan(store: Store, subject: str, *, ago: timedelta) -> None:
    with store.write(TEAM) as tx:
        tx.deliveries.plan(kind="note", subject=subject, channel="C1", slot="", at=NOW - ago)


def test_a_bot_without_trouble_is_well(office: Office, known: Path) -> None:
    plan(office.store, "1", ago=timedelta(minutes=1))
    assert words(office, known, good=False) == []
    said = "\n".join(words(office, known))
    assert "has every scope" in said
    assert "at schema" in said
    assert "in the last 7 days 1 planned" in said


def test_a_failed_message_and_one_that_nobody_sends_are_named(office: Office, known: Path) -> None:
    plan(office.store, "1", ago=timedelta(days=1))
    with office.store.write(TEAM) as tx:
        row = tx.deliveries.claim("test", now=NOW - timedelta(days=1), lease=timedelta(minutes=1))
        assert row is not None
        tx.deliveries.finish(row, DeliveryState.FAILED, code="is_archived")
    plan(office.store, "2", ago=timedelta(minutes=20))
    said = "\n".join(words(office, known, good=False))
    assert "1 failed" in said
    assert "note 1 for C1 is failed (is_archived)" in said
    assert "1 message waits. Is the bot running?" in said


def test_a_token_that_slack_refuses_hides_nothing_of_the_database(
    office: Office, known: Path
) -> None:
    office.slack.workspace.faults.add(Refused("token_revoked"), "auth.test")
    assert any("the bot token is refused" in one for one in words(office, known, good=False))
    assert any("at schema" in one for one in words(office, known))


def test_an_old_database_is_to_be_migrated(office: Office, tmp_path: Path) -> None:
    [said] = words(office, tmp_path / "new.sqlite", good=False)
    assert said.endswith("Type: funnelbot migrate.")
