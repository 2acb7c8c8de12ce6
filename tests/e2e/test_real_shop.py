"""A true shop's Christmas, played day by day: closed days, a part day, and nothing said twice."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from playground.demo.scene import ZONE, Scene
from playground.demo.source import file_source
from playground.messages import Message

# The demo's child process leaves its pipes and its log to the garbage collector.
pytestmark = [
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture
def file(shared_data: Path) -> Path:
    """A UK gift wholesaler, December 2009 to 9 December 2011; closed on Saturdays."""
    path = shared_data / "data" / "online_retail_daily.csv"
    if not path.is_file():
        pytest.skip("online_retail_daily.csv is not here")
    return path


def played(file: Path, folder: Path, *, first: date, last: date) -> Iterator[Scene]:
    """The scene on the evening of the last day; the digest is set up on the first morning."""
    source = replace(file_source(file), today=last)
    scene = Scene(source, folder, as_json=True)
    scene.open(days=(last - first).days + 1)
    ana = scene.people["ana"]
    ana.types("/funnel digest")
    ana.sees_modal("Digest")
    ana.submits()
    ana.sees_modal("09:00")
    scene.player.play_to(scene.evening)
    yield scene
    scene.close()


def said(scene: Scene) -> list[Message]:
    """All that the ledger sent, to the channel and to people."""
    workspace = scene.slack.workspace
    with workspace.pulse.reading():
        held = [
            one
            for channel in workspace.channels()
            for one in workspace.messages.channel(channel.id)
        ]
    return [one for one in held if one.from_app and one.metadata]


def local_day(message: Message) -> date:
    return datetime.fromtimestamp(float(message.ts), ZoneInfo(ZONE)).date()


@pytest.fixture
def christmas(file: Path, tmp_path: Path) -> Iterator[Scene]:
    yield from played(file, tmp_path, first=date(2010, 12, 22), last=date(2011, 1, 6))


@pytest.fixture
def last_days(file: Path, tmp_path: Path) -> Iterator[Scene]:
    yield from played(file, tmp_path, first=date(2011, 12, 2), last=date(2011, 12, 9))


def test_christmas_is_told_to_the_importer_once_and_warns_nobody(christmas: Scene) -> None:
    """The shop was shut from 24 December to 3 January, which looks like a feed that stopped."""
    ana = christmas.people["ana"]
    channel = christmas.slack.workspace.find_channel("#growth")
    assert channel is not None
    digests = Counter(
        local_day(one) for one in said(christmas) if one.channel == channel.id and not one.thread_ts
    )
    first = date(2010, 12, 22)
    due = [first + timedelta(days=n) for n in range(16)]
    assert {day: digests[day] for day in due} == dict.fromkeys(due, 1), texts(christmas)
    told = [one.text for one in said(christmas) if one.channel == f"D{ana.user.id[1:]}"]
    assert ["stopped" in text for text in told] == [True, False], texts(christmas)
    assert "Thu 23 Dec" in told[0]
    assert "are back" in told[1]
    assert [one.text for one in said(christmas) if "worse than usual" in one.text] == []
    assert christmas.slack.workspace.problems == []


def test_the_part_day_of_the_export_warns_nobody(last_days: Scene) -> None:
    warnings = [one for one in said(last_days) if "worse than usual" in one.text]
    part = [one.text for one in warnings if "9 Dec" in one.text]
    assert part == []
    late = [one.text for one in said(last_days) if "stopped" in one.text]
    assert late == []
    assert last_days.slack.workspace.problems == []


def texts(scene: Scene) -> str:
    return json.dumps([(local_day(one).isoformat(), one.text) for one in said(scene)], indent=1)
