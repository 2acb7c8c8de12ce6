"""What becomes of a digest when its channel or its owner changes under it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.runtime import Runtime
from playground.directory import Channel
from playground.entries import NotThere
from playground.messages import Message
from playground.person import Person
from playground.render import flatten
from playground.workspace import BOT_USER, TEAM
from tests.bot.history import record, shop
from tests.bot.office import Office

SUNDAY_EVENING = datetime(2026, 11, 15, 18, tzinfo=UTC)


@pytest.fixture
def bot(office: Office) -> Iterator[Runtime]:
    """Connected, in a workspace with two months of numbers."""
    office.slack.workspace.clock.set(SUNDAY_EVENING)
    history = shop(date(2026, 9, 14), date(2026, 11, 14))
    record(office.store, TEAM, history, at=SUNDAY_EVENING - timedelta(hours=1))
    runtime = office.connects(zone="Europe/Berlin")
    yield runtime
    assert office.slack.workspace.problems == []


@pytest.fixture
def ana(office: Office, bot: Runtime) -> Person:
    del bot
    return office.slack.person("ana", channel="#growth", tz="Europe/Berlin")


@pytest.fixture
def ada(office: Office, bot: Runtime) -> Person:
    """An admin, elsewhere, whom the bot has met."""
    del bot
    ada = office.slack.person("ada", channel="#general", is_admin=True, tz="Europe/Berlin")
    ada.types("/funnel digests")
    ada.sees("No digests", only_to=ada)
    return ada


def sets_up(person: Person) -> None:
    person.types("/funnel digest")
    person.sees_modal("Digest")
    person.submits()
    person.sees_modal("09:00")
    person.closes()


def comes_to(office: Office, bot: Runtime, day: int) -> None:
    """Past the hours in which a digest waits for numbers, on that day of November."""
    office.slack.workspace.clock.set(datetime(2026, 11, day, 11, 30, tzinfo=UTC))
    bot.run_due()


def digests(office: Office, channel: Channel) -> list[Message]:
    return [one for one in office.posted(channel.id) if one.metadata]


def direct(office: Office, person: Person) -> list[Message]:
    """What that person was told of digests; the numbers of these stories stop as well."""
    told = office.posted(f"D{person.user.id[1:]}")
    return [one for one in told if "digest" in one.text]


def test_a_private_channel_gets_its_digest_and_is_named_to_nobody_else(
    office: Office, bot: Runtime, ana: Person, ada: Person
) -> None:
    secret = office.slack.workspace.add_channel("board", is_private=True)
    ana.goes("#board")
    sets_up(ana)
    comes_to(office, bot, 16)
    assert len(digests(office, secret)) == 1
    ada.types("/funnel digests")
    assert secret.id not in flatten(ada.sees("No digests", only_to=ada).body())
    ada.types("/funnel digests deliveries")
    ada.sees("The one message was delivered", only_to=ada)
    ana.goes("#growth")
    ana.types("/funnel digests")
    ana.sees(secret.id, only_to=ana)


def test_a_renamed_channel_keeps_its_digest(office: Office, bot: Runtime, ana: Person) -> None:
    sets_up(ana)
    comes_to(office, bot, 16)
    channel = office.slack.workspace.change_channel(ana.channel, name="growth-and-retention")
    comes_to(office, bot, 17)
    assert len(digests(office, channel)) == 2
    assert direct(office, ana) == []


def test_an_archived_channel_pauses_its_digest_until_resume_is_pressed(
    office: Office, bot: Runtime, ana: Person, ada: Person
) -> None:
    sets_up(ana)
    channel = office.slack.workspace.archive(ana.channel)
    for day in (16, 17):
        comes_to(office, bot, day)
    [told] = direct(office, ana)
    assert "Unarchive it" in flatten(told.body())
    assert digests(office, channel) == []
    ada.types("/funnel digests deliveries")
    seen = ada.sees("is_archived", "digest resume 1", only_to=ada)
    assert "did not get through" in seen.text
    office.slack.workspace.change_channel(channel, is_archived=False)
    ana.clicks("Resume", message=told)
    ana.sees("runs again")
    comes_to(office, bot, 18)
    assert len(digests(office, channel)) == 1, "one, which covers the days between"


def test_a_channel_that_others_share_is_not_offered(office: Office, ana: Person) -> None:
    office.slack.workspace.change_channel(
        office.slack.workspace.add_channel("with-agency"), is_ext_shared=True
    )
    ana.types("/funnel digest")
    ana.sees_modal("Digest")
    with pytest.raises(NotThere):
        ana.fills({"Channel": "#with-agency"})
    ana.closes()


def test_an_owner_who_left_keeps_the_digest_going_and_admins_hear_of_trouble(
    office: Office, bot: Runtime, ana: Person, ada: Person
) -> None:
    sets_up(ana)
    channel = ana.channel
    office.slack.workspace.change_user(ana.user, deleted=True)
    comes_to(office, bot, 16)
    assert len(digests(office, channel)) == 1
    office.slack.workspace.leave(channel, BOT_USER)
    comes_to(office, bot, 17)
    bot.run_due()
    assert direct(office, ana) == []
    [told] = direct(office, ada)
    assert "have paused it" in told.text
    office.slack.workspace.join(channel, BOT_USER)
    ada.clicks("Resume", message=told)
    ada.sees("runs again")
    comes_to(office, bot, 18)
    assert len(digests(office, channel)) == 2
