"""The bot is added to a channel: what it says there, once, and what can be pressed."""

from datetime import UTC, date, datetime, timedelta

import pytest

from playground.directory import Channel
from playground.person import Person
from playground.workspace import BOT_USER, TEAM
from tests.bot.history import record, shop
from tests.bot.office import Office

NOW = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)  # 07:30 in Berlin


@pytest.fixture
def launch(office: Office) -> Channel:
    """A channel without the bot, which is connected."""
    office.slack.workspace.clock.set(NOW)
    channel = office.slack.workspace.add_channel("launch", bot=False)
    office.connects(zone="Europe/Berlin")
    return channel


@pytest.fixture
def ana(office: Office, launch: Channel) -> Person:
    return office.slack.person("ana", channel=launch.label, tz="Europe/Berlin")


def greetings(office: Office, channel: Channel) -> list[str]:
    return [one.text for one in office.posted(channel.id) if one.metadata]


def test_it_says_what_it_does_and_what_comes_next(
    office: Office, ana: Person, launch: Channel
) -> None:
    ana.types("/invite @Funnelbot")
    ana.sees("Hello, I am Funnelbot. There are no numbers yet.", "Log one number")
    ana.clicks("Set up the digest")
    ana.sees_modal("Digest")
    ana.submits()
    ana.sees_modal("09:00")
    assert len(greetings(office, launch)) == 1
    assert office.slack.workspace.problems == []


def test_a_workspace_with_numbers_is_offered_its_status(office: Office, ana: Person) -> None:
    history = shop(date(2026, 9, 1), date(2026, 11, 19))
    record(office.store, TEAM, history, at=NOW - timedelta(hours=1))
    ana.types("/invite @Funnelbot")
    ana.sees("metrics have numbers; this channel has no digest yet.")
    ana.clicks("Status")
    ana.sees("Against usual", only_to=ana)


def test_coming_back_offers_to_resume_the_digest(
    office: Office, ana: Person, launch: Channel
) -> None:
    office.slack.workspace.join(launch, BOT_USER)
    ana.types("/funnel digest")
    ana.submits()
    ana.sees("This channel gets a digest")
    ana.closes()
    ana.types("/funnel digest pause")
    ana.sees("paused")
    office.slack.workspace.leave(launch, BOT_USER)
    ana.types("/invite @Funnelbot")
    ana.sees("I am back. The digest of this channel was paused while I was away.")
    ana.clicks("Resume")
    ana.sees("09:00")


def test_other_peoples_joins_are_their_own_business(
    office: Office, ana: Person, launch: Channel
) -> None:
    office.slack.workspace.join(launch, BOT_USER)
    office.slack.person("ben", channel="#growth")
    ana.types("/invite ben")
    ana.types("/funnel help")
    ana.sees("No numbers yet", only_to=ana)
    assert greetings(office, launch) == []
