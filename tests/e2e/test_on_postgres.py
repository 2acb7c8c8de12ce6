"""The bot run whole on Postgres: a digest set up in Slack, posted once by two replicas."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from playground.workspace import TEAM
from storage.engine import make_engine
from storage.store import Store
from tests.bot.history import record, shop
from tests.bot.office import Office
from tests.postgres import Postgres


@pytest.fixture
def store(postgres: Postgres) -> Iterator[Store]:
    """In place of the SQLite file that offices have."""
    address = postgres.create()
    store = Store(make_engine(address))
    yield store
    store.dispose()
    postgres.drop(address)


def test_a_digest_comes_once_from_two_replicas(office: Office) -> None:
    evening = datetime(2026, 11, 15, 18, tzinfo=UTC)
    office.slack.workspace.clock.set(evening)
    history = shop(date(2026, 9, 14), date(2026, 11, 14))
    record(office.store, TEAM, history, at=evening - timedelta(hours=1))
    first = office.connects(zone="Europe/Berlin")
    second = office.hires(zone="Europe/Berlin")
    ana = office.slack.person("ana", channel="#growth", tz="Europe/Berlin")
    ana.types("/funnel status")
    ana.sees("Numbers to", only_to=ana)
    ana.types("/funnel digest")
    ana.sees_modal("Digest")
    ana.submits()
    ana.sees_modal("09:00")
    office.slack.workspace.clock.set(datetime(2026, 11, 16, 11, 30, tzinfo=UTC))
    for replica in (first, second, first):
        replica.run_due()
    assert len([one for one in office.posted(ana.channel.id) if one.metadata]) == 1
    assert office.slack.workspace.problems == []
    office.built.clear()  # stopped here, before their database is dropped
    for replica in (first, second):
        replica.stop()
