"""A metric that came by the hour alone: judged against the same hour of the same weekday."""

from datetime import datetime, timedelta

from funnel.model import Grain
from tests.commands.conftest import Desk

NEWEST = datetime(2026, 11, 17, 23)  # noqa: DTZ001 - on the wall of the reporting zone


def test_hours_stand_in_status_and_on_the_page_of_the_metric(new_desk: Desk) -> None:
    hours = [NEWEST - timedelta(hours=back) for back in range(24 * 70)]
    new_desk.records("sessions", {at: 900.0 + 10 * at.hour for at in hours}, grain=Grain.HOUR)
    status = new_desk.reads("status sessions")
    assert "1,130 on Tue 17 Nov 23:00" in status
    assert "Usual is the median of the last 8 Tuesdays at 23:00" in status
    page = new_desk.reads("metric sessions")
    assert "17 Nov 23:00" in page
    assert f"Last 7 days: {7 * 24 * 1015:,}" in page
    new_desk.records("sessions", {NEWEST.replace(hour=8): 0.0}, grain=Grain.HOUR)
    assert ": 47,740" in new_desk.reads("metric sessions 16 Nov to 17 Nov")
