"""Goals as people say them: what is understood of a sentence, and what is left to ask."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnel.catalogue import load
from funnel.catalogue.examples import DOCUMENT_GOAL, GOOD_GOALS, WEAK_GOALS, GoodGoal
from funnel.model import TOTAL, Segment, Side, TargetForm
from funnel.numbers import parse_number
from funnel.periods import Calendar
from funnel.sentence import Understood, segment_of, understand

TODAY = date(2026, 11, 21)
CATALOGUE = load()
SIDES = {"increase": Side.UP, "decrease": Side.DOWN}
FORMS = {"relative_percent": TargetForm.RELATIVE, "percentage_points": TargetForm.POINTS}


def read(text: str) -> Understood:
    return understand(text, CATALOGUE, today=TODAY)


@pytest.mark.parametrize(
    ("said", "start", "deadline"),
    [
        ("by the end of Q1 FY27", "2026-10-01", "2026-12-31"),
        ("by the end of the fiscal year", "2026-10-01", "2027-09-30"),
        ("in Q3 FY2027", "2027-04-01", "2027-06-30"),
        ("by end of FY28", "2027-10-01", "2028-09-30"),
    ],
)
def test_quarters_of_a_sentence_are_the_companys(said: str, start: str, deadline: str) -> None:
    calendar = Calendar(fiscal_month=10)
    text = f"Increase orders by 15 % {said}"
    found = understand(text, CATALOGUE, today=TODAY, calendar=calendar)
    assert (found.start, found.deadline) == (
        date.fromisoformat(start),
        date.fromisoformat(deadline),
    )
    assert (found.metric, found.change) == ("orders", "15")


@pytest.mark.parametrize("good", GOOD_GOALS, ids=lambda good: good.facts.metric)
def test_a_complete_sentence_is_understood_to_its_last_fact(good: GoodGoal) -> None:
    said, facts = read(good.text), good.facts
    metric = CATALOGUE.metric(facts.metric)
    assert said.metric == facts.metric
    assert segment_of(said.object) == (
        TOTAL if facts.object == "all" else Segment(*facts.object.split("="))
    )
    assert said.deadline == facts.deadline
    assert parse_number(said.target, unit=metric.unit).value == facts.target_value
    assert said.form == FORMS.get(facts.target_expression)
    assert said.stage == facts.stage.partition(".")[2]
    assert said.owner
    assert said.objective
    assert said.action
    assert said.side in (None, SIDES[facts.direction])


def test_the_documents_own_example_asks_revenue_or_orders() -> None:
    said = read(DOCUMENT_GOAL.text)
    assert said.metric == ""
    assert said.choices == ("sales_revenue", "orders")
    assert said.object == "Product X"
    assert (said.side, said.change, said.form) == (Side.UP, "15", TargetForm.RELATIVE)
    assert (said.start, said.deadline) == (date(2027, 1, 1), date(2027, 3, 31))
    assert said.deadline_words == "end of Q1 2027"
    assert said.action == "email marketing campaigns"


def test_weak_sentences_leave_empty_what_they_do_not_say() -> None:
    for weak in WEAK_GOALS:
        said = read(weak.text)
        assert ("T1" in weak.fails) >= (said.deadline is None)
        assert ("S1" in weak.fails) >= (said.metric == "" and said.choices == ())
        assert ("M2" in weak.fails) == (said.target == said.change == "")
        assert ("S3" in weak.fails) == bool(said.others)


def test_vague_words_are_found_beside_what_is_measured() -> None:
    assert read("Make customers happier soon").vague == ("soon",)
    assert read("Grow revenue ASAP").vague == ("grow", "asap")
    assert read("Grow revenue by 5% by 1 March 2027").vague == ()
    past = read("Get to 10,000 orders by 1 January 2020")
    assert past.deadline is None
    assert "2020" in past.deadline_words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cut cart abandonement to 68% by Q1", ("cart_abandonment_rate", "68%", "")),
        ("reach 500 orders on mobile by eoy", ("orders", "500", "mobile")),
        ("20% more Product X revenue in Q1 through ads", ("sales_revenue", "", "Product X")),
        (
            "first response time down to 1 h 30 m for email",
            ("first_response_time", "1 h 30 m", "email"),
        ),
        (
            "revenue of “Product X” to €1.234,50 by March",
            ("sales_revenue", "€1.234,50", "Product X"),
        ),
        ("grow revenue for the whole shop by 5%", ("sales_revenue", "", "whole shop")),
    ],
)
def test_short_and_sloppy_sentences(text: str, expected: tuple[str, str, str]) -> None:
    said = read(text)
    assert (said.metric, said.target, said.object) == expected


def test_a_percent_of_a_percent_is_never_taken_for_granted() -> None:
    assert read("raise click-through rate by 10%").form is None
    assert read("raise click-through rate by 2 points").form is TargetForm.POINTS
    assert read("raise orders by 10%").form is TargetForm.RELATIVE


def test_names_of_slices() -> None:
    assert segment_of("the whole shop") == TOTAL
    assert segment_of("Returning visitors") == Segment("visitor", "returning")
    assert segment_of("country=DE") == Segment("country", "DE")
    assert segment_of("Blue mug") == Segment("product", "Blue mug")


PHRASES = (
    *("increase", "by 15%", "of", "to", "from", "in Q1", "March", "31", "the end", ";", ",", "("),
    *(")", "owner @x", "stage", "revenue", "sales", "points", "through", "|", "=", "2027", "€5k"),
    *("within 3 weeks", "reach", "objective:", "4h", ".", "-", "by the", "until 1", "for all"),
)
WORDS = st.sampled_from(PHRASES)


@given(st.lists(WORDS, max_size=25).map(" ".join) | st.text(max_size=80))
def test_nothing_that_people_type_breaks_it(text: str) -> None:
    said = read(text)
    assert said.text == text
    assert not (said.metric and said.choices)
    assert said.deadline is None or said.deadline > TODAY
