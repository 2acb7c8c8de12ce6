"""Names come from files and forms: one that looks like a mention or a link stays inert words."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from commands.home import home_of
from commands.request import Origin
from commands.router import Asker, request_for
from commands.views.errors import error_message
from commands.views.goal_posts import announcement
from commands.views.style import Style
from funnel.catalogue.entries import Direction, Metric, Unit
from funnel.errors import FunnelError
from funnel.intake import Sample, created_metric
from funnel.model import RecordingKind, Segment, Snapshot
from tests.commands.conftest import ANA, LAST_DAY, NOW, TEAM, Desk, accepted, carts_break
from tests.storage.entities import GOAL

EVIL = "<!channel> <https://evil.example|click> & *bold*"
ALIVE = ("<!channel>", "<https://evil.example")


def mrkdwn_of(held: Any, key: str = "") -> Iterator[str]:
    """Every string that Slack would read as mrkdwn: top-level texts and mrkdwn objects."""
    match held:
        case {"type": "mrkdwn", "text": str(words)}:
            yield words
        case {"type": "plain_text" | "raw_text" | "raw_number"}:
            return
        case dict():
            for name, inside in held.items():
                if name == "text" and isinstance(inside, str):
                    yield inside
                else:
                    yield from mrkdwn_of(inside, name)
        case list():
            for inside in held:
                yield from mrkdwn_of(inside, key)


def alive_in(payload: dict[str, Any]) -> list[str]:
    """Texts that would mention, link or command."""
    return [words for words in mrkdwn_of(payload) if any(alive in words for alive in ALIVE)]


@pytest.fixture
def evil(desk: Desk) -> Metric:
    """A metric, a segment, a source, a goal and a break whose names are an attack."""
    none = np.full(2, np.nan)
    sample = Sample(np.array([500.0, 506.0]), none, none)
    metric = replace(
        created_metric("evil", sample, direction=Direction.HIGHER_IS_BETTER),
        name=EVIL,
        stages=(("funnel", "action"),),
    )
    days = [LAST_DAY - timedelta(days=back) for back in range(120)]
    rows = [Snapshot(metric.key, day, 500.0 + day.weekday()) for day in days]
    rows += [replace(row, segment=Segment("channel", EVIL)) for row in rows]
    with desk.store.write(TEAM) as tx:
        tx.metrics.save(metric)
        tx.snapshots.record(
            [rows], kind=RecordingKind.IMPORT, source=EVIL, author=ANA, at=NOW - timedelta(days=1)
        )
        tx.goals.add(
            replace(
                GOAL, title=EVIL, metric=metric.key, object=EVIL, action=EVIL, objective=EVIL,
                private=False, owner=ANA, segment=Segment(), start=date(2026, 10, 1),
                deadline=date(2026, 12, 31), outcome=None, closed_at=None,
            ),
            origin="V1",
        )  # fmt: skip
        tx.breaks.add(replace(carts_break(), metric=metric.key))
    return metric


@pytest.mark.parametrize(
    "words",
    [
        "help", "status", "status action", "status evil", "metric evil", "metric evil by channel",
        "metrics", "log evil 501", "log evil 501 --sure", "log evil 9000", "log last", "goals",
        "goal 1", "goal 1 edit", "breaks", "break 1", "break 1 acknowledge", "digest preview",
        "digests", f"log {EVIL} 5", EVIL, f"goal new increase {EVIL} by 5%", f"metric {EVIL}x",
        f"log evil 5 channel={EVIL}", "status evil by channel",
    ],
)  # fmt: skip
@pytest.mark.usefixtures("evil")
def test_an_answer_never_carries_a_live_mention(desk: Desk, words: str) -> None:
    try:
        result = desk.asks(words)
    except FunnelError as refusal:
        result = error_message(refusal)
    assert alive_in(accepted(result)) == []


def test_home_and_the_announcement_are_inert_too(desk: Desk, evil: Metric) -> None:
    asker = Asker(TEAM, ANA, "", Origin.HOME, desk.now, private=True)
    home = home_of(request_for(asker, verb="home", args="", text=""), desk.deps)
    assert alive_in(accepted(home)) == []
    goal = replace(GOAL, title=EVIL, object=EVIL, action=EVIL, objective=EVIL, metric=evil.key)
    said = announcement(goal, metric=evil, style=Style("en", "EUR", LAST_DAY))
    assert alive_in(accepted(said)) == []


def test_the_created_metric_is_a_count(evil: Metric) -> None:
    assert evil.unit is Unit.COUNT
