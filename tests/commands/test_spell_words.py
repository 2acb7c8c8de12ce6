"""How unsteady days are worded, and where `/funnel metric` says it."""

from datetime import date, timedelta

import pytest

from commands.views.spell_words import since_about, spell_words, swing
from commands.views.style import Style
from funnel.catalogue import load
from funnel.dispersion import Spell
from tests.commands.conftest import NOW, TEAM, Desk

CATALOGUE, STYLE = load(), Style("en", "EUR", date(2026, 11, 20))
OPENED = date(2026, 11, 17)


def spell(now: float, before: float, *, relative: bool) -> Spell:
    return Spell(OPENED, date(2026, 11, 3), now=now, before=before, relative=relative)


@pytest.mark.parametrize(
    ("key", "found", "words"),
    [
        ("orders", spell(0.243, 0.09, relative=True), "24% off its usual value, 9% before"),
        (
            "cart_abandonment_rate",
            spell(3.14, 1.2, relative=False),
            "3.1 points off its usual value, 1.2 points before",
        ),
        ("sales_revenue", spell(4210.0, 990.5, relative=False), "€4,210 off its usual value"),
    ],
)
def test_a_distance_is_a_share_or_points_or_the_unit(key: str, found: Spell, words: str) -> None:
    assert words in spell_words(CATALOGUE.metric(key), found, STYLE)
    assert since_about(found) == "since about 3 Nov"


def test_many_swing_and_one_swings() -> None:
    assert swing(CATALOGUE.metric("orders")) == "orders swing"
    assert swing(CATALOGUE.metric("sales_revenue")).endswith(" swings")


def test_the_page_of_a_metric_says_since_when_it_is_unsteady(desk: Desk) -> None:
    with desk.store.write(TEAM) as tx:
        tx.spells.settle({"cart_abandonment_rate": spell(3.14, 1.2, relative=False)})
    words = desk.reads("metric cart_abandonment_rate")
    assert "Unsteady since about 3 Nov: a typical day is 3.1 points off its usual value" in words
    before = (NOW - timedelta(days=3)).date()
    assert "Unsteady" not in desk.reads(f"metric cart_abandonment_rate as known on {before}")
