"""Planted journeys replayed: what would have been posted, since when, and which name it got."""

from datetime import timedelta

import pytest

from funnel.catalogue import load
from funnel.replay import NO_KNOWN_BREAK, Change, replay_journey
from tests.funnel.planted_journeys import journey

CATALOGUE = load()


@pytest.mark.parametrize("planted", ["untargeted_carts", "disconnected_service"])
def test_a_planted_break_is_told_dated_and_named(planted: str) -> None:
    shop = journey(1, planted)
    told = [
        line
        for line in replay_journey(shop.series, CATALOGUE)
        if 0 <= (line.on - shop.onset).days <= 35
    ]
    explained = max(told, key=lambda line: (line.change is Change.EXPLAINED, len(line.metrics)))
    opened = told[told.index(explained) - 1]
    assert (opened.change, explained.change) == (Change.OPENED, Change.EXPLAINED)
    assert explained.hypothesis == planted
    assert explained.onset_low - timedelta(days=1) <= shop.onset <= explained.onset_high


def test_a_journey_on_which_nothing_happens_fits_no_known_break() -> None:
    told = replay_journey(journey(3, "").series, CATALOGUE)
    assert {line.hypothesis for line in told} <= {NO_KNOWN_BREAK}


def test_nothing_is_said_of_a_journey_without_metrics() -> None:
    assert replay_journey({}, CATALOGUE) == []
