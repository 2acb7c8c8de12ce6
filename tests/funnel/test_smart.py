"""The five letters on good and weak goals."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from funnel.catalogue import load
from funnel.catalogue.examples import DOCUMENT_GOAL, WEAK_GOALS, WeakGoal
from funnel.goals import GoalDraft, Ground, Place, accept, draft_from, settle
from funnel.model import Segment, Series, Side
from funnel.sentence import understand
from funnel.smart import findings, judge
from funnel.smart_case import Case, Verdict

TODAY = date(2026, 11, 21)
CATALOGUE = load()
ANA = Place("U0ANA00", datetime(2026, 11, 21, tzinfo=UTC))
LATER = {"A2", "T2"}
"""Rules of later versions: forecast and review cadence."""

ANSWERED = {"A4"}
"""The form answers it before anybody is asked: who asks, owns."""


def case(text: str, series: Series | None = None, **answers: object) -> Case:
    said = understand(text, CATALOGUE, today=TODAY)
    draft = replace(draft_from(said, owner="U0ANA00"), **answers)  # type: ignore[arg-type]
    return case_of(draft, series, text)


def case_of(draft: GoalDraft, series: Series | None, text: str = "") -> Case:
    ground = None
    if draft.metric:
        metric = CATALOGUE.metric(draft.metric)
        through = TODAY - timedelta(days=1 + metric.maturity_lag_days)
        ground = Ground(metric, series or days(draft.metric, []), TODAY, through)
    settled = settle(draft, ground, today=TODAY)
    said = understand(text, CATALOGUE, today=TODAY)
    return Case(draft, settled, CATALOGUE, "funnel", ground, said)


def days(metric: str, values: list[float]) -> Series:
    count = len(values)
    starts = np.arange(np.datetime64(TODAY) - count, np.datetime64(TODAY))
    array = np.array(values, dtype=float)
    return Series(metric, starts, array, array * 5, np.full(count, 500.0))


def letters(about: Case) -> dict[str, Verdict]:
    return {verdict.letter: verdict for verdict in judge(about)}


def open_rules(about: Case) -> set[str]:
    return {finding.rule for finding in findings(about) if finding.ok is False}


@pytest.mark.parametrize("weak", [*WEAK_GOALS, DOCUMENT_GOAL], ids=lambda weak: weak.text[:30])
def test_weak_sentences_fail_the_rules_that_the_catalogue_names(weak: WeakGoal) -> None:
    about = case(weak.text)
    series = None
    if about.draft.metric in ("bounce_rate", "net_promoter_score"):  # judged against numbers
        series = days(about.draft.metric, [40.0] * 300)
    found = open_rules(case(weak.text, series)) | open_rules(about)
    expected = set(weak.fails) - LATER - ANSWERED
    if about.draft.deadline:  # a year that was not said is the next one, shown and not asked
        expected -= {"T1"}
    assert expected <= found


def test_a_complete_goal_has_five_clear_letters() -> None:
    stepped = [74.0] * 250 + [71.5] * 150
    about = case(
        "cut cart abandonment of the whole shop by 2 points by 28 February 2027 with reminders",
        days("cart_abandonment_rate", stepped),
        objective="Checkout",
    )
    said = letters(about)
    assert {letter: verdict.ok for letter, verdict in said.items()} == dict.fromkeys("SMART", True)
    assert "−2.0 points" in said["M"].words
    assert "windows of this length changed that much" in said["A"].words
    assert "99 days" in said["T"].words
    assert "Thu 4 Mar 2027" in said["T"].words
    known = {rule.id for rule in CATALOGUE.smart_rules}
    assert {rule for verdict in said.values() for rule in verdict.rules} <= known


def test_a_change_never_seen_before_is_said_and_not_refused() -> None:
    flat = [72 + np.sin(day) for day in range(400)]
    about = case(
        "cut cart abandonment of the whole shop by 20 points by 28 February 2027 with reminders",
        days("cart_abandonment_rate", flat),
        objective="Checkout",
    )
    assert "None of the last 30 windows" in letters(about)["A"].words
    assert about.settled.problems == ()


def test_a_change_inside_the_noise_is_asked_about() -> None:
    loud = [72 + 5 * np.sin(day / 25) for day in range(400)]
    about = case(
        "cut cart abandonment of the whole shop by 0.5 points by 28 February 2027 with reminders",
        days("cart_abandonment_rate", loud),
        objective="Checkout",
    )
    assert "M6" in open_rules(about)
    assert "points anyway" in letters(about)["A"].words


def test_a_second_goal_on_the_same_thing_is_pointed_out() -> None:
    numbers = days("cart_abandonment_rate", [72 + np.sin(day) for day in range(400)])
    text = "cut cart abandonment of the whole shop by 2 points by 28 February 2027 with reminders"
    about = case(text, numbers, objective="Checkout")
    first = replace(accept(about.draft, about.ground, today=TODAY, place=ANA), number=3)
    same = letters(replace(about, others=(first,)))["R"]
    assert "Goal 3 is already about this" in same.words
    opposite = replace(first, side=Side.UP)
    assert "wants the opposite" in letters(replace(about, others=(opposite,)))["R"].words
    elsewhere = replace(first, segment=Segment("device", "mobile"))
    assert "Goal 3" not in letters(replace(about, others=(elsewhere,)))["R"].words


def test_short_slow_and_misplaced_goals_get_a_question() -> None:
    slow = case("raise customer retention rate by 2 points by 1 December 2026")
    assert {"R3", "T3"} <= open_rules(slow)
    misplaced = case("cut cart abandonment by 2 points by 1 March 2027; stage awareness")
    assert "belongs to Decision, not Awareness" in letters(misplaced)["R"].words
    far = case("raise orders by 10% by 31 December 2029")
    assert "Over 15 months" in letters(far)["T"].words


def test_an_empty_form_asks_and_judges_nothing_red() -> None:
    said = letters(case_of(GoalDraft(owner="U0ANA00"), None))
    assert said["S"].words.startswith("Which metric?")
    assert said["T"].words == "By when? Choose a date."
    assert all("\n" not in verdict.words for verdict in said.values())
