"""Who is who: asked from Slack once a day, kept while Slack does not answer."""

import pytest

from bot.people import People
from bot.record import Recorder
from bot.slack import RecordingClient
from funnel.model import Person
from playground.control import DroppedBefore, RateLimited, ServerError
from playground.transcript import Kind
from playground.workspace import TEAM
from tests.bot.office import Office


@pytest.fixture
def people(office: Office) -> People:
    workspace = office.slack.workspace
    client = RecordingClient(workspace.bot_token, office.slack.api_url, Recorder(None))
    return People(office.store, client, workspace.clock.now, frozenset({"UBOSS"}))


def asked(office: Office) -> int:
    return len(office.slack.workspace.transcript.exchanges(Kind.API, name="users.info"))


def test_somebody_is_asked_for_once_a_day(office: Office, people: People) -> None:
    ana = office.slack.person("ana", tz="Asia/Kolkata").user
    for _ in range(3):
        found = people.get(TEAM, ana.id)
        assert (found.zone, found.is_admin, found.is_guest) == ("Asia/Kolkata", False, False)
        office.later(hours=7)
    assert asked(office) == 1
    office.slack.workspace.change_user(ana, tz="Europe/Berlin", is_admin=True)
    office.later(hours=4)
    found = people.get(TEAM, ana.id)
    assert (found.zone, found.is_admin) == ("Europe/Berlin", True)
    assert asked(office) == 2


@pytest.mark.parametrize(
    ("about", "is_admin", "is_guest"),
    [
        ({"is_admin": True}, True, False),
        ({"is_owner": True}, True, False),
        ({"is_restricted": True}, False, True),
        ({}, False, False),
    ],
    ids=str,
)
def test_rights_are_slacks(
    office: Office, people: People, about: dict[str, bool], is_admin: bool, is_guest: bool
) -> None:
    user = office.slack.person("kim", **about).user
    found = people.get(TEAM, user.id)
    assert (found.is_admin, found.is_guest) == (is_admin, is_guest)


@pytest.mark.parametrize("fault", [ServerError(503), DroppedBefore(), RateLimited(60)], ids=str)
def test_while_slack_is_down_the_last_word_counts(
    office: Office, people: People, fault: object
) -> None:
    ana = office.slack.person("ana", is_restricted=True, tz="Asia/Kolkata").user
    people.get(TEAM, ana.id)
    office.later(days=3)
    office.slack.workspace.faults.add(fault, "users.info")  # type: ignore[arg-type]
    found = people.get(TEAM, ana.id)
    assert (found.zone, found.is_guest) == ("Asia/Kolkata", True)
    assert people.get(TEAM, ana.id).fetched_at > found.fetched_at, "asked again the next time"


def test_a_stranger_while_slack_is_down_has_the_reporting_zone_and_no_rights(
    office: Office, people: People
) -> None:
    office.slack.workspace.faults.add(ServerError(503), "users.info")
    found = people.get(TEAM, "UNOBODY")
    assert (found.zone, found.is_admin, found.is_guest) == ("UTC", False, False)
    with office.store.read(TEAM) as tx:
        assert tx.people.get("UNOBODY") is None


def test_the_operators_admins_stay_admins_whatever_slack_does(
    office: Office, people: People
) -> None:
    boss = Person("UBOSS", "boss", "UTC", False, False, office.slack.workspace.clock.now())
    with office.store.write(TEAM) as tx:
        tx.people.save(boss)
    assert people.get(TEAM, "UBOSS").is_admin
    office.later(days=2)  # Slack knows no such user
    assert people.get(TEAM, "UBOSS").is_admin
    with office.store.read(TEAM) as tx:
        stored = tx.people.get("UBOSS")
    assert stored is not None
    assert not stored.is_admin, "the list of settings decides, not a row"


def test_a_channels_creator_is_asked_of_slack(office: Office, people: People) -> None:
    workspace = office.slack.workspace
    ana = office.slack.person("ana", channel="#growth", tz="Asia/Kolkata")
    found = people.creator(ana.channel.id)
    assert found is not None
    assert (found.id, found.name, found.zone) == (ana.user.id, "ana", "Asia/Kolkata")
    workspace.change_user(ana.user, deleted=True)
    assert people.creator(ana.channel.id) is None, "nobody lives by the clock of who left"
    assert people.creator(workspace.add_channel("made-by-a-bot").id) is None


def test_without_the_scope_the_creator_is_nobody(office: Office, people: People) -> None:
    ana = office.slack.person("ana", channel="#growth")
    workspace = office.slack.workspace
    workspace.scopes = workspace.scopes - {"channels:read", "groups:read"}
    assert people.creator(ana.channel.id) is None
