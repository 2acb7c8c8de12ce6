"""Whether a known break fits, and what the numbers say for and against it."""

from datetime import date

from funnel.catalogue import load
from funnel.hypotheses import Course, likeliest, metrics_behind
from funnel.model import Break, Shape, Side

CATALOGUE = load()
CARTS = next(one for one in CATALOGUE.breaks if one.key == "untargeted_carts")
DAY = date(2026, 11, 4)


def a_break(metric: str, side: Side) -> Break:
    return Break(
        1,
        metric,
        side,
        Shape.SHIFT,
        onset=DAY,
        onset_low=DAY,
        onset_high=DAY,
        opened_on=DAY,
        last_on=DAY,
        observed=76.4,
        expected=71.2,
        low=69.0,
        high=73.3,
        score=5.0,
    )


ABANDONED = a_break("cart_abandonment_rate", Side.UP)


def test_abandoned_carts_fit_while_as_many_carts_begin() -> None:
    fits = likeliest(ABANDONED, [CARTS], {"cart_starts": Course.FLAT})
    assert fits is not None
    assert [one.symptom.metric for one in fits.speaks_for] == ["cart_abandonment_rate"]
    assert fits.speaks_for[0].contrast is Course.FLAT
    assert fits.against == ()


def test_a_contrast_that_moved_too_refutes_it() -> None:
    assert likeliest(ABANDONED, [CARTS], {"cart_starts": Course.DOWN}) is None


def test_symptoms_that_go_the_other_way_speak_against_it_until_it_no_longer_fits() -> None:
    some = likeliest(ABANDONED, [CARTS], {"sales_conversion_rate": Course.UP})
    assert some is not None
    assert [one.symptom.metric for one in some.against] == ["sales_conversion_rate"]
    more = {"sales_conversion_rate": Course.UP, "goal_conversion_rate": Course.UP}
    assert likeliest(ABANDONED, [CARTS], more) is None


def test_symptoms_that_stay_away_say_nothing() -> None:
    quiet = {"sales_conversion_rate": Course.FLAT, "goal_conversion_rate": Course.FLAT}
    found = likeliest(ABANDONED, [CARTS], quiet)
    assert found is not None
    assert found.against == ()


def test_a_break_to_the_other_side_is_no_symptom() -> None:
    assert likeliest(a_break("cart_abandonment_rate", Side.DOWN), [CARTS], {}) is None


def test_each_metric_behind_a_hypothesis_is_read_once() -> None:
    keys = metrics_behind(CARTS)
    assert len(keys) == len(set(keys))
    assert {"cart_abandonment_rate", "cart_starts"} <= set(keys)
