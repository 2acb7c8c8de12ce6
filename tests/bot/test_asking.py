"""What an operator's script reads: the facts of a message as JSON, the message as plain text."""

import json
from datetime import date, timedelta
from typing import Any

import pytest

from bot.asking import ask
from funnel.errors import NoComparison
from funnel.model import RecordingKind
from storage.store import Store
from tests.commands.conftest import LAST_DAY, NOW, carts_break
from tests.commands.test_why_verb import journey_rows

TEAM = "T1"


@pytest.fixture
def shop(store: Store) -> Store:
    with store.write(TEAM) as tx:
        tx.snapshots.record(
            [list(journey_rows())],
            kind=RecordingKind.IMPORT,
            source="shop.csv",
            author="",
            at=NOW - timedelta(hours=3),
        )
        tx.breaks.add(carts_break())
    return store


def asked(store: Store, verb: str, words: str = "", *, as_of: date | None = None) -> Any:
    return json.loads(ask(store, TEAM, verb, words, as_of=as_of, now=NOW, json=True))


def test_why_as_json_adds_up_to_the_cent(shop: Store) -> None:
    split = asked(shop, "why", "revenue")["explanation"]["split"]
    parts = sum(one["amount"] for one in split["effects"])
    assert round(100 * parts) == round(100 * split["gap"])
    assert split["windows"]["now"][0] == "2026-11-04"


def test_the_text_is_what_slack_says(shop: Store) -> None:
    words = ask(shop, TEAM, "why", "revenue", as_of=None, now=NOW, json=False)
    assert words.startswith("Sales revenue was €")
    assert "Carts → orders" in words


def test_as_of_a_day_knows_nothing_later(shop: Store) -> None:
    day = LAST_DAY - timedelta(days=30)
    rows = asked(shop, "status", "sessions", as_of=day)["rows"]
    assert rows[0]["status"]["last"] <= day.isoformat()


def test_open_breaks_are_listed_with_their_dates(shop: Store) -> None:
    [found] = asked(shop, "breaks")["breaks"]
    assert (found["metric"], found["onset"]) == ("cart_abandonment_rate", "2026-11-04")


def test_a_workspace_without_numbers_says_so(store: Store) -> None:
    assert asked(store, "status") == {"rows": []}
    with pytest.raises(NoComparison, match="no numbers yet"):
        asked(store, "why")
