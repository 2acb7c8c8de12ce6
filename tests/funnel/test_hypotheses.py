"""Whether a known break fits, and what the numbers say for and against it."""

from collections.abc import Iterable

from funnel.catalogue import load
from funnel.hypotheses import Course, Hypothesis, metrics_behind
from funnel.symptoms import Pull, diagnosis

CATALOGUE = load()
CARTS = next(one for one in CATALOGUE.breaks if one.key == "untargeted_carts")
ABANDONED = {"cart_abandonment_rate": Course.UP, "cart_starts": Course.FLAT}
FALLEN = {"sales_conversion_rate": Course.DOWN, "sessions": Course.FLAT}


def fits(
    courses: dict[str, Course],
    *,
    about: Iterable[str] = ("cart_abandonment_rate",),
    answers: int = 0,
) -> Hypothesis | None:
    pulls = {key: Pull(course, 5.0) for key, course in courses.items()}
    said = {CARTS.key: answers}
    return diagnosis([CARTS], pulls, CATALOGUE.identities, about=about, answers=said)


def test_abandoned_carts_and_fewer_orders_of_as_many_carts_fit() -> None:
    found = fits({**ABANDONED, **FALLEN})
    assert found is not None
    seen = {one.symptom.metric: one for one in found.speaks_for}
    assert seen.keys() == {"cart_abandonment_rate", "sales_conversion_rate"}
    assert seen["cart_abandonment_rate"].contrast is Course.FLAT
    assert found.against == ()


def test_one_symptom_alone_is_a_break_and_no_diagnosis() -> None:
    assert fits(ABANDONED) is None


def test_a_contrast_that_moved_too_refutes_its_symptom() -> None:
    assert fits({**ABANDONED, **FALLEN, "cart_starts": Course.DOWN}) is None


def test_symptoms_that_go_the_other_way_speak_against_it_until_it_no_longer_fits() -> None:
    some = fits({**ABANDONED, **FALLEN, "goal_conversion_rate": Course.UP})
    assert some is not None
    assert [one.symptom.metric for one in some.against] == ["goal_conversion_rate"]
    assert fits({**ABANDONED, **FALLEN, "goal_conversion_rate": Course.UP}, answers=-1) is None


def test_symptoms_that_stay_away_say_nothing() -> None:
    found = fits({**ABANDONED, **FALLEN, "goal_conversion_rate": Course.FLAT})
    assert found is not None
    assert found.against == ()


def test_an_answer_of_people_counts_as_a_symptom() -> None:
    assert fits(ABANDONED, answers=1) is not None
    assert fits({**ABANDONED, **FALLEN}, answers=-2) is None


def test_a_break_elsewhere_gets_no_name_from_these_symptoms() -> None:
    assert fits({**ABANDONED, **FALLEN}, about=["first_response_time"]) is None
    assert fits({**ABANDONED, **FALLEN}, about=["cart_starts"]) is not None, "a contrast of it"


def test_all_metrics_behind_a_break_are_named_once() -> None:
    keys = metrics_behind(CARTS)
    assert len(keys) == len(set(keys))
    assert {"cart_abandonment_rate", "cart_starts"} <= set(keys)
