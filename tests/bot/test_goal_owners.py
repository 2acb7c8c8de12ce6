"""An owner who left is noticed, and the goal finds somebody who looks after it."""

from dataclasses import replace

import pytest

from bot.goal_owners import watch_owners
from bot.goal_watch import ORPHANED
from bot.record import Recorder
from bot.slack import RecordingClient
from playground.person import Person
from playground.transcript import Kind
from playground.workspace import TEAM
from tests.bot.office import Office
from tests.bot.test_goal_watch import goal

__all__ = ["goal"]  # a fixture


@pytest.fixture
def client(office: Office) -> RecordingClient:
    return RecordingClient(office.slack.workspace.bot_token, office.slack.api_url, Recorder(None))


def asked(office: Office) -> int:
    return len(office.slack.workspace.transcript.exchanges(Kind.API, name="users.info"))


def looks(office: Office, client: RecordingClient) -> int:
    return watch_owners(office.store, TEAM, client, now=office.slack.workspace.clock.now())


def orphaned(office: Office) -> list[str]:
    with office.store.read(TEAM) as tx:
        return [row.channel for row in tx.deliveries.of(ORPHANED, "1")]


@pytest.fixture
def ana(office: Office, goal: object) -> Person:
    """Owns a goal that Ben helps with, and one that nobody else does."""
    ana, ben = office.slack.person("ana"), office.slack.person("ben")
    with office.store.write(TEAM) as tx:
        mine = replace(goal, owner=ana.user.id, contributors=(ben.user.id,))  # type: ignore[type-var]
        tx.goals.add(mine, origin="v1")
    return ana


def test_slack_is_asked_once_a_day_and_an_active_owner_keeps_her_goal(
    office: Office, client: RecordingClient, ana: Person
) -> None:
    del ana
    assert [looks(office, client) for _ in range(3)] == [0, 0, 0]
    assert asked(office) == 1
    office.later(hours=25)
    assert looks(office, client) == 0
    assert asked(office) == 2
    assert orphaned(office) == []


def test_contributors_of_a_deactivated_owner_are_asked_once(
    office: Office, client: RecordingClient, ana: Person
) -> None:
    office.slack.workspace.change_user(ana.user, deleted=True)
    assert looks(office, client) == 1
    office.later(hours=25)
    assert looks(office, client) == 1
    [ben] = orphaned(office)
    assert ben != ana.user.id


def test_without_contributors_the_channel_is_asked(
    office: Office, client: RecordingClient, ana: Person
) -> None:
    with office.store.write(TEAM) as tx:
        stored = tx.goals.get(1)
        assert stored is not None
        tx.goals.save(replace(stored, contributors=()))
    office.slack.workspace.change_user(ana.user, deleted=True)
    looks(office, client)
    assert orphaned(office) == ["C1"]
