"""The catalogue holds together: every reference resolves and every figure is possible."""

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import chain

import pytest

from funnel.catalogue import Catalogue, load
from funnel.catalogue.entries import (
    Aggregation,
    Benchmark,
    BenchmarkStatus,
    Confidence,
    Direction,
    Metric,
    Severity,
    Unit,
)
from funnel.catalogue.examples import DOCUMENT_GOAL, GOOD_GOALS, WEAK_GOALS
from funnel.catalogue.words import fold

CATALOGUE = load()
METRICS = {metric.key: metric for metric in CATALOGUE.metrics}
COMPONENTS = {component.key: component for component in CATALOGUE.components}
STAGES = {stage.key: stage for framework in CATALOGUE.frameworks for stage in framework.stages}
SNAKE_CASE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


def each_metric() -> pytest.MarkDecorator:
    return pytest.mark.parametrize("metric", CATALOGUE.metrics, ids=lambda metric: metric.key)


def test_it_has_everything_that_the_documents_name() -> None:
    assert len(CATALOGUE.metrics) == 53
    assert Counter(metric.named_by_document for metric in CATALOGUE.metrics) == {
        True: 37,
        False: 16,
    }
    assert Counter(term.framework for term in CATALOGUE.document_terms) == {
        "funnel": 13,
        "journey": 28,
    }
    assert {term.metric for term in CATALOGUE.document_terms} == {
        metric.key for metric in CATALOGUE.metrics if metric.named_by_document
    }
    assert len(CATALOGUE.components) == 68
    assert Counter(each.confidence for each in CATALOGUE.benchmarks) == {
        Confidence.PRIMARY: 46,
        Confidence.SECONDARY: 50,
    }


def test_keys_are_unique_and_in_snake_case() -> None:
    for keys in (
        [metric.key for metric in CATALOGUE.metrics],
        [component.key for component in CATALOGUE.components],
        [stage.key for framework in CATALOGUE.frameworks for stage in framework.stages],
        [each.key for each in CATALOGUE.breaks],
        [identity.id for identity in CATALOGUE.identities],
    ):
        assert len(keys) == len(set(keys))
        assert all(SNAKE_CASE.fullmatch(key) for key in keys)


def test_no_name_leads_to_two_metrics_or_to_an_ambiguous_word() -> None:
    owners: dict[str, set[str]] = {}
    for metric in CATALOGUE.metrics:
        for name in (metric.key, metric.name, *metric.aliases):
            owners.setdefault(fold(name), set()).add(metric.key)
    assert {name: keys for name, keys in owners.items() if len(keys) > 1} == {}
    spellings = [fold(word) for term in CATALOGUE.ambiguous for word in {term.term, *term.also}]
    assert not set(spellings) & set(owners)
    terms = [{fold(word) for word in (term.term, *term.also)} for term in CATALOGUE.ambiguous]
    assert sum(map(len, terms)) == len(set(chain.from_iterable(terms)))


@each_metric()
def test_formula_is_built_from_known_components(metric: Metric) -> None:
    formula = metric.formula
    assert set(formula.components) <= set(COMPONENTS)
    words = set(re.findall(r"[a-z][a-z_0-9]+", formula.expression)) - {"sum", "distinct"}
    assert words == set(formula.components)
    assert formula.expression.count("-") == sum(
        term.sign < 0 for term in (*formula.numerator, *formula.denominator)
    )
    assert formula.scale == (100 if metric.unit in {Unit.PERCENT, Unit.SCORE_NPS} else 1), (
        "percent and NPS are stored 0–100, all else as it is"
    )


@each_metric()
def test_roll_up_fits_the_parts(metric: Metric) -> None:
    parts = [COMPONENTS[key] for key in metric.formula.components]
    ways = {
        metric.over_time: {part.over_time for part in parts},
        metric.across_segments: {part.across_segments for part in parts},
    }
    for chosen, of_parts in ways.items():
        if chosen in {Aggregation.SUM, Aggregation.RATIO_OF_SUMS, Aggregation.WEIGHTED_MEAN}:
            assert of_parts == {Aggregation.SUM}, "what does not add up must not be added"
    assert (metric.over_time is Aggregation.SUM) <= (not metric.formula.is_ratio)
    assert (metric.over_time is Aggregation.WEIGHTED_MEAN) <= metric.formula.is_ratio


@each_metric()
def test_range_fits_the_unit(metric: Metric) -> None:
    match metric.unit:
        case Unit.PERCENT:
            assert metric.low == 0
            assert metric.high == 100 or not metric.range_is_hard
        case Unit.SCORE_NPS:
            assert (metric.low, metric.high) == (-100, 100)
        case Unit.SCORE_1_5:
            assert (metric.low, metric.high) == (1, 5)
        case _:
            assert (metric.low, metric.high) == (0, None)


@each_metric()
def test_metric_is_placed_and_its_references_exist(metric: Metric) -> None:
    assert metric.stages
    for framework, stage in metric.stages:
        assert STAGES[stage].framework == framework
        assert metric.in_stage(stage)
    assert set(metric.document_stages) <= {stage for _, stage in metric.stages}
    others = {*metric.read_with, *metric.related, *([metric.parent] if metric.parent else [])}
    assert others <= set(METRICS) - {metric.key}
    assert metric.definition.endswith(".")
    assert all(caveat.endswith((".", ").")) for caveat in metric.caveats)


def test_a_metric_carries_the_name_that_each_document_gives_it() -> None:
    sessions = CATALOGUE.metric("sessions")
    assert sessions.name_in("funnel") == "Website Traffic"
    assert CATALOGUE.metric("reach").name_in("funnel") == "Reach"


def test_only_a_distribution_has_a_dimension() -> None:
    spread = [metric for metric in CATALOGUE.metrics if metric.is_distribution]
    assert [metric.key for metric in spread] == ["channel_preference"]
    assert spread[0].direction is Direction.NEUTRAL


def test_each_stage_has_metrics_of_its_document_in_front() -> None:
    assert len(STAGES) == 9
    for stage in STAGES.values():
        leads = CATALOGUE.lead_metrics(stage.key)
        listed = [term.metric for term in CATALOGUE.document_terms if term.stage == stage.key]
        assert {lead.key for lead in leads[: len(listed)]} == set(listed)
        assert all(stage.key not in lead.document_stages for lead in leads[len(listed) :])
        assert all(lead.in_stage(stage.key) for lead in leads)
        assert len(stage.short) <= 20


def test_stage_names_on_charts() -> None:
    assert [stage.short for stage in CATALOGUE.stages("funnel")] == [
        "Awareness",
        "Interest",
        "Decision",
        "Action",
    ]
    assert [stage.short for stage in CATALOGUE.stages("journey")] == [
        "Awareness",
        "Consideration",
        "Decision",
        "Post-purchase",
        "Retention",
    ]


def figures(benchmark: Benchmark) -> Iterator[float]:
    if benchmark.value is not None:
        yield benchmark.value
    yield from (percentile.value for percentile in benchmark.percentiles)
    yield from chain.from_iterable((band.low, band.high) for band in benchmark.bands)


@pytest.mark.parametrize(
    "benchmark",
    CATALOGUE.benchmarks,
    ids=lambda each: f"{each.metric}-{each.publisher}-{each.year}-{each.segment}",
)
def test_benchmark_is_possible_and_ordered(benchmark: Benchmark) -> None:
    metric = METRICS[benchmark.metric]
    assert list(figures(benchmark))
    for figure in figures(benchmark):
        assert metric.low is None or figure >= metric.low
        assert metric.high is None or figure <= metric.high
    ranks = [percentile.rank for percentile in benchmark.percentiles]
    values = [percentile.value for percentile in benchmark.percentiles]
    assert ranks == sorted(set(ranks))
    assert values == sorted(values)
    assert all(band.low < band.high for band in benchmark.bands)
    assert bool(benchmark.currency) == (metric.unit is Unit.CURRENCY)
    assert 2010 <= benchmark.year <= 2026
    assert metric.benchmark_status is BenchmarkStatus.FOUND


def test_metrics_that_claim_benchmarks_have_them() -> None:
    for metric in CATALOGUE.metrics:
        found = metric.benchmark_status is BenchmarkStatus.FOUND
        assert bool(CATALOGUE.benchmarks_of(metric.key)) == found, metric.key
        if metric.benchmark_status is BenchmarkStatus.SEE_CHILDREN:
            near = [CATALOGUE.benchmarks_of(key) for key in metric.related]
            assert any(near), metric.key


def test_each_journey_stage_has_its_break_with_evidence_and_questions() -> None:
    assert [each.stage for each in CATALOGUE.breaks] == [
        stage.key for stage in CATALOGUE.stages("journey")
    ]
    for each in CATALOGUE.breaks:
        for symptom in each.symptoms:
            assert symptom.metric in METRICS
            assert symptom.reading
            assert (symptom.contrast_metric is None) == (symptom.contrast_direction is None)
            assert symptom.contrast_metric is None or symptom.contrast_metric in METRICS
        assert any(symptom.contrast_metric for symptom in each.symptoms)
        for play in each.plays:
            assert play.moves
            assert set(play.moves) <= set(METRICS)
            assert play.sourced == (play.url is not None)
        assert len(each.questions) == 3
        assert all(question.text.endswith("?") and question.role for question in each.questions)


def test_a_break_is_found_from_either_framework() -> None:
    at_cart = CATALOGUE.break_of("decision_conversion")
    assert at_cart is not None
    assert at_cart.title == "abandoned carts from messaging that ignores segments"
    assert CATALOGUE.break_of("decision") is at_cart
    assert CATALOGUE.break_of("action") is at_cart
    assert [stage.key for stage in CATALOGUE.counterparts("action")] == [
        "decision_conversion",
        "retention_optimization",
    ]
    assert CATALOGUE.counterparts("post_purchase") == (), "the funnel has no stage for service"


def test_complements_are_one_signal() -> None:
    def partner(key: str) -> str | None:
        metric = CATALOGUE.complement_of(key)
        return metric.key if metric else None

    assert partner("bounce_rate") == "engagement_rate"
    assert partner("engagement_rate") == "bounce_rate"
    assert partner("churn_rate") == "customer_retention_rate"
    assert partner("sessions") is None


def test_words_and_rules_refer_to_what_exists() -> None:
    for term in CATALOGUE.ambiguous:
        picks = {term.default, *(key for _, key in term.by_framework)}
        assert picks <= set(term.candidates) <= set(METRICS)
    for identity in CATALOGUE.identities:
        assert set(identity.metrics) <= set(METRICS)
        assert len(identity.metrics) == 2 or not identity.complement
    for constraint in CATALOGUE.constraints:
        assert {*constraint.smaller, constraint.larger} <= set(COMPONENTS)
    assert len(CATALOGUE.constraints) == 16
    for entry in CATALOGUE.document_terms:
        assert entry.stage in METRICS[entry.metric].document_stages


def test_smart_rules_cover_five_letters_and_examples_refer_to_them() -> None:
    rules = {rule.id: rule for rule in CATALOGUE.smart_rules}
    assert len(rules) == len(CATALOGUE.smart_rules) == 25
    assert {rule.letter for rule in rules.values()} == set("SMART")
    assert all(id_.startswith(rule.letter) for id_, rule in rules.items())
    for weak in (*WEAK_GOALS, DOCUMENT_GOAL):
        assert set(weak.fails) <= set(rules)
        assert any(rules[id_].severity is Severity.ERROR for id_ in weak.fails)


def test_facts_of_good_goals_keep_the_rules_that_numbers_can_check() -> None:
    for goal in GOOD_GOALS:
        facts = goal.facts
        metric = METRICS[facts.metric]
        framework, stage = facts.stage.split(".")
        assert (framework, stage) in metric.stages
        assert facts.unit is metric.unit
        assert facts.evaluation is metric.goal_mode
        better = (
            Direction.HIGHER_IS_BETTER
            if facts.direction == "increase"
            else (Direction.LOWER_IS_BETTER)
        )
        assert metric.direction is better
        rise = facts.target_value - facts.baseline_value
        assert (rise > 0) == (facts.direction == "increase")
        assert str(facts.deadline.year) in goal.text


def urls(catalogue: Catalogue) -> Iterator[str]:
    for metric in catalogue.metrics:
        yield from metric.definition_urls
    for each in catalogue.benchmarks:
        yield each.url
        if each.original_url:
            yield each.original_url
    for named in catalogue.breaks:
        yield from (play.url for play in named.plays if play.url)


def test_addresses_are_web_addresses() -> None:
    every = list(urls(CATALOGUE))
    assert len(every) > 150
    assert all(re.fullmatch(r"https?://[^\s/]+\.[^\s]+", url) for url in every)


def own_metric(key: str, *, aliases: tuple[str, ...] = ()) -> Metric:
    orders = METRICS["orders"]
    return Metric(
        key=key,
        name="Gift Cards Sold",
        definition="Gift cards paid for in the period.",
        unit=Unit.COUNT,
        decimals=0,
        direction=Direction.HIGHER_IS_BETTER,
        formula=orders.formula,
        over_time=Aggregation.SUM,
        across_segments=Aggregation.SUM,
        cadence=orders.cadence,
        goal_mode=orders.goal_mode,
        noise=orders.noise,
        aliases=aliases,
        stages=(("funnel", "action"),),
        custom=True,
    )


def test_a_team_adds_its_own_metric_without_touching_the_shipped_catalogue() -> None:
    mine = CATALOGUE.with_metrics([own_metric("gift_cards_sold")])
    assert mine.metric("gift_cards_sold").custom
    assert mine.lead_metrics("action")[-1].key == "gift_cards_sold"
    assert len(mine.metrics) == 54
    assert not CATALOGUE.has_metric("gift_cards_sold")
    with pytest.raises(KeyError):
        CATALOGUE.metric("gift_cards_sold")


def test_an_own_metric_may_take_the_place_of_a_shipped_one() -> None:
    mine = CATALOGUE.with_metrics([own_metric("orders")])
    assert mine.metric("orders").name == "Gift Cards Sold"
    assert len(mine.metrics) == 53


def test_unknown_keys_are_refused() -> None:
    for look_up in (CATALOGUE.metric, CATALOGUE.stage, CATALOGUE.stages, CATALOGUE.component):
        with pytest.raises(KeyError, match="no_such_thing"):
            look_up("no_such_thing")


def test_importing_the_package_reads_no_data_and_no_heavy_library() -> None:
    script = "import sys, funnel.catalogue; print('\\n'.join(sys.modules))"
    run = subprocess.run(  # a fresh interpreter: this one has everything loaded
        [sys.executable, "-P", "-c", script], capture_output=True, text=True, check=True
    )
    loaded = set(run.stdout.split())
    assert "funnel.catalogue.entries" in loaded
    assert not loaded & {"funnel.catalogue.metrics", "pandas", "numpy", "rapidfuzz"}
