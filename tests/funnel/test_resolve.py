"""People type names as they come: any case, any dash, a typo, a word that means several things."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from funnel.catalogue import load
from funnel.catalogue.entries import Direction, Metric
from funnel.catalogue.resolve import (
    Ambiguity,
    Found,
    How,
    NotFound,
    column_metric,
    find_metric,
    find_stage,
)
from funnel.catalogue.words import fold

CATALOGUE = load()
NAMES = [
    (name, metric)
    for metric in CATALOGUE.metrics
    for name in (metric.key, metric.name, *metric.aliases)
]
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def found(text: str, *, framework: str = "funnel") -> tuple[str, str]:
    answer = find_metric(text, CATALOGUE, framework=framework)
    assert isinstance(answer, Found), answer
    return answer.metric.key, answer.how


@pytest.mark.parametrize(
    ("typed", "key", "how"),
    [
        ("cart_abandonment_rate", "cart_abandonment_rate", How.KEY),
        ("Return on Ad Spend", "return_on_ad_spend", How.NAME),
        ("AOV", "average_order_value", How.ALIAS),
        ("revenue", "sales_revenue", How.ALIAS),
        ("first response", "first_response_time", How.ALIAS),
        ("“cart abandonment”", "cart_abandonment_rate", How.ALIAS),
        ("add\u2011to\u2011cart rate", "add_to_cart_rate", How.NAME),
        ("net\u00a0promoter\u00a0score", "net_promoter_score", How.NAME),
        ("Email & SMS click rate", "message_click_rate", How.NAME),
        ("E-mail open rates", "email_open_rate", How.NAME),
        ("churn rates", "churn_rate", How.NAME),
        ("FAQ page Tracking: Time on Page", "faq_time_on_page", How.DOCUMENT_TERM),
        ("abandonment", "cart_abandonment_rate", How.AMBIGUOUS_DEFAULT),
        ("cart abandonement", "cart_abandonment_rate", How.NEAR),
        ("revnue", "sales_revenue", How.NEAR),
    ],
)
def test_what_people_type_for_a_metric(typed: str, key: str, how: How) -> None:
    assert found(typed) == (key, how)


def test_conversion_rate_means_something_else_in_each_framework() -> None:
    in_funnel = find_metric("Conversion rate", CATALOGUE, framework="funnel")
    in_journey = find_metric("conversion rate", CATALOGUE, framework="journey")
    assert isinstance(in_funnel, Ambiguity)
    assert isinstance(in_journey, Ambiguity)
    assert in_funnel.default.key == "goal_conversion_rate"
    assert in_journey.default.key == "sales_conversion_rate"
    assert in_funnel.candidates[0] is in_funnel.default
    assert set(in_funnel.candidates) == set(in_journey.candidates)
    assert in_funnel.why.endswith(".")


def test_a_typo_in_an_ambiguous_word_still_asks() -> None:
    answer = find_metric("convertion rate", CATALOGUE)
    assert isinstance(answer, Ambiguity)
    assert answer.term == "conversion rate"


def test_unknown_words_are_not_guessed() -> None:
    nothing = find_metric("weather in Lisbon", CATALOGUE)
    assert nothing == NotFound(())
    checkout = find_metric("checkout abandonment", CATALOGUE)
    assert isinstance(checkout, NotFound), "a different, lower number than cart abandonment"
    shopify = find_metric("Shopify returning customer rate", CATALOGUE)
    assert isinstance(shopify, NotFound), "its first order may lie before the window"


def test_part_of_a_name_brings_suggestions() -> None:
    answer = find_metric("cart", CATALOGUE)
    assert isinstance(answer, NotFound)
    assert {metric.key for metric in answer.suggestions} == {
        "cart_starts",
        "add_to_cart_rate",
        "cart_abandonment_rate",
    }


def random_case(draw: st.DrawFn, text: str) -> str:
    upper = draw(st.lists(st.booleans(), min_size=len(text), max_size=len(text)))
    return "".join(letter.upper() if up else letter for letter, up in zip(text, upper, strict=True))


@st.composite
def spelled(draw: st.DrawFn) -> tuple[str, Metric]:
    name, metric = draw(st.sampled_from(NAMES))
    spaces = draw(st.sampled_from([" ", "_", "-", "\u00a0", "  ", "\u2013"]))
    quote = draw(st.sampled_from(["", '"', "’", "“"]))
    return quote + random_case(draw, name.replace(" ", spaces)) + quote, metric


@st.composite
def mistyped(draw: st.DrawFn) -> tuple[str, Metric]:
    name, metric = draw(st.sampled_from([pair for pair in NAMES if len(fold(pair[0])) > 4]))
    place = draw(st.integers(0, len(name) - 1))
    letter = draw(st.sampled_from(LETTERS))
    before, at, after = name[:place], name[place], name[place + 1 :]
    typo = draw(
        st.sampled_from(
            [before + after, before + letter + after, before + letter + at + after]
            + ([before + after[0] + at + after[1:]] if after else [])
        )
    )
    return random_case(draw, typo), metric


@given(spelled())
def test_every_name_resolves_in_any_spelling(case: tuple[str, Metric]) -> None:
    typed, metric = case
    assert found(typed)[0] == metric.key


@given(mistyped())
def test_every_name_survives_one_typo(case: tuple[str, Metric]) -> None:
    typed, metric = case
    known = {fold(name): owner for name, owner in NAMES}
    assume(known.get(fold(typed), metric) is metric)
    match find_metric(typed, CATALOGUE):
        case Found(metric=answer):
            assert answer is metric
        case Ambiguity(candidates=candidates):
            assert metric in candidates
        case NotFound(suggestions=suggestions):
            assert metric in suggestions
            assert len(suggestions) <= 3


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=60))
def test_any_text_gets_an_answer(text: str) -> None:
    assert isinstance(find_metric(text, CATALOGUE), Found | Ambiguity | NotFound)
    find_stage(text, CATALOGUE)
    column_metric(text, CATALOGUE)


def test_the_words_of_the_team_come_first() -> None:
    shipped = CATALOGUE.metric("orders")
    own = Metric(
        key="app_visits",
        name="Traffic",
        definition="Visits of the shop's app.",
        unit=shipped.unit,
        decimals=0,
        direction=Direction.HIGHER_IS_BETTER,
        formula=shipped.formula,
        over_time=shipped.over_time,
        across_segments=shipped.across_segments,
        cadence=shipped.cadence,
        goal_mode=shipped.goal_mode,
        noise=shipped.noise,
        aliases=("visits",),
        custom=True,
    )
    mine = CATALOGUE.with_metrics([own])
    for typed in ("traffic", "visits", "app visits"):
        answer = find_metric(typed, mine)
        assert isinstance(answer, Found)
        assert answer.metric is own
    assert found("visits")[0] == "sessions"


@pytest.mark.parametrize(
    ("typed", "framework", "stage", "also"),
    [
        ("decision", "funnel", "decision", "decision_conversion"),
        ("decision", "journey", "decision_conversion", "decision"),
        ("Decision and Conversion", "funnel", "decision_conversion", None),
        ("journey:decision", "funnel", "decision_conversion", None),
        ("funnel:decision", "journey", "decision", None),
        ("Customer journey: evaluation", "funnel", "consideration", None),
        ("Post‑purchase", "funnel", "post_purchase", None),
        ("purchase", "funnel", "action", "decision_conversion"),
        ("awareness stage", "funnel", "awareness", "awareness_acquisition"),
        ("F3", "journey", "decision", None),
        ("j5", "funnel", "retention_optimization", None),
    ],
)
def test_stage_words(typed: str, framework: str, stage: str, also: str | None) -> None:
    answer = find_stage(typed, CATALOGUE, framework=framework)
    assert answer is not None
    assert answer.stage.key == stage
    assert (answer.also.key if answer.also else None) == also


@pytest.mark.parametrize(
    "typed", ["", "checkout", "funnel:post-purchase", "moon:decision", "cart abandonment"]
)
def test_what_is_no_stage(typed: str) -> None:
    assert find_stage(typed, CATALOGUE) is None


@pytest.mark.parametrize(
    ("column", "key", "factor", "window"),
    [
        ("sessions", "sessions", 1, None),
        ("revenue", "sales_revenue", 1, None),
        ("unique_visitors", "visitors", 1, None),
        ("Average Order Value", "average_order_value", 1, None),
        ("first_response_hours", "first_response_time", 3600, None),
        ("first_response_time_minutes", "first_response_time", 60, None),
        ("resolution_hours", "resolution_time", 3600, None),
        ("resolution_days", "resolution_time", 86400, None),
        ("repeat_purchase_rate_90d", "repeat_purchase_rate", 1, 90),
        ("retention_rate_30d", "customer_retention_rate", 1, 30),
        ("churn_rate_30_days", "churn_rate", 1, 30),
        ("churn_pct", "churn_rate", 1, None),
        ("first_contact_resolution_rate", "first_contact_resolution", 1, None),
    ],
)
def test_columns_that_match(column: str, key: str, factor: float, window: int | None) -> None:
    match = column_metric(column, CATALOGUE)
    assert match is not None
    assert (match.metric.key, match.factor, match.window_days) == (key, factor, window)


@pytest.mark.parametrize(
    "column",
    [
        "page_loads",
        "qualified_leads",
        "cancellation_rate",
        "new_customers",
        "days_lead_to_deal",
        "lead_to_deal_rate_60d",
        "revenue_per_customer_90d",
        "returning_visitors",
        "first_time_visitors",
        "units_per_order",
        "refunds",
        "sesions",
        "conversion_rate",
        "orders_30d",
        "sessions_pct",
        "repeat_purchase_days",
        "first_response_seconds",
    ],
)
def test_columns_that_must_not_match(column: str) -> None:
    assert column_metric(column, CATALOGUE) is None
