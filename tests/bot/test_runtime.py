"""The running bot: it starts, is told to stop in the middle of its work, and stops."""

import time

import pytest

from bot.app import utc_now
from funnel.model import (
    DeliveryState,
    Workspace,
)
from funnel.schedules import Schedule
from playground.workspace import TEAM
from tests.bot.office import Office


def test_a_stop_in_the_middle_of_many_messages_waits_for_one(office: Office) -> None:
    """One message a second a channel: twelve would take nine seconds."""
    channel = office.slack.workspace.add_channel("growth").id
    runtime = office.hires()
    office.built.clear()
    with office.store.write(TEAM) as tx:
        schedule = tx.schedules.add(Schedule(0, channel, "UTC", owner="UANA"))
        for number in range(12):
            tx.deliveries.plan(
                kind="digest_now",
                subject=str(schedule.number),
                channel=channel,
                slot=str(number),
                at=utc_now(),
            )
    runtime.start()
    scheduler = runtime._scheduler
    assert scheduler is not None
    scheduler.modify_job("tick", next_run_time=utc_now())  # not in a minute
    assert office.slack.workspace.pulse.wait_for(lambda: office.posted(channel), seconds=10)
    began = time.monotonic()
    runtime.stop()
    assert time.monotonic() - began < 4
    with office.store.read(TEAM) as tx:
        counted = tx.deliveries.counts()
    assert DeliveryState.SENDING not in counted
    assert counted[DeliveryState.SENT] == len(office.posted(channel)) < 12


def test_work_that_comes_while_stopping_is_left(office: Office) -> None:
    runtime = office.hires()
    office.built.clear()
    runtime.start()
    runtime.stop()
    ran: list[str] = []
    runtime.workers.start(lambda: ran.append("too late"))
    assert ran == []


@pytest.mark.parametrize(
    ("stored", "zone"),
    [(None, "Asia/Kolkata"), (Workspace(TEAM, zone="Europe/Berlin"), "Europe/Berlin")],
    ids=["first start", "later start"],
)
def test_the_style_of_the_settings_is_for_the_first_start(
    office: Office, stored: Workspace | None, zone: str
) -> None:
    if stored is not None:
        with office.store.write(TEAM) as tx:
            tx.workspace.save(stored)
    office.hires(zone="Asia/Kolkata")
    with office.store.read(TEAM) as tx:
        assert tx.workspace.get().zone == zone
