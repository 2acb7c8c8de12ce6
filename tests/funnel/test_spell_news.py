"""Unsteady days in a digest: told once, below breaks, and not of what is broken."""

from dataclasses import replace
from datetime import timedelta

from funnel.digest import BreakNews, SpellNews
from funnel.dispersion import Spell
from tests.funnel.digested import LAST, a_break, digest, kinds

SPELL = Spell(LAST, LAST - timedelta(days=14), now=0.24, before=0.09, relative=True)


def test_days_that_have_become_unsteady_are_told_once_below_breaks() -> None:
    found = digest(
        spells={"sessions": SPELL}, breaks=(a_break(metric="sales_revenue", opened_on=LAST),)
    )
    assert kinds(found) == [BreakNews, SpellNews]
    assert digest(spells={"sessions": SPELL}).chart == "sessions"
    older = replace(SPELL, opened=LAST - timedelta(days=1))
    assert digest(spells={"sessions": older}).quiet
    assert not digest(spells={"sessions": older}, since=None).quiet, "a first digest tells a week"
    oldest = replace(SPELL, opened=LAST - timedelta(days=20))
    assert digest(spells={"sessions": oldest}, since=None).quiet


def test_a_metric_that_is_broken_is_not_called_unsteady_too() -> None:
    found = digest(spells={"sessions": SPELL}, breaks=(a_break(opened_on=LAST),))
    assert kinds(found) == [BreakNews]
