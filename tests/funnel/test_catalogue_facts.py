"""The facts carried over from the reference pages are those of the reference pages."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from funnel.catalogue import load
from funnel.catalogue.entries import Benchmark, Metric, NamedBreak
from funnel.catalogue.smart import ORIGIN_URL, VAGUE_WORDS, VAGUE_WORDS_URL

CATALOGUE = load()
Facts = dict[str, Any]


@pytest.fixture(scope="module")
def reference(shared_data: Path) -> Facts:
    page = shared_data / "reference" / "metric-catalogue.yml"
    if not page.is_file():
        pytest.skip("the reference catalogue is not here; FUNNELBOT_DATA may name its folder")
    loaded: Facts = yaml.load(page.read_text("utf-8"), Loader=yaml.CSafeLoader)
    return loaded


def facts_of(metric: Metric) -> Facts:
    return {
        "display_name": metric.name,
        "unit": metric.unit,
        "decimals": metric.decimals,
        "direction": f"{metric.direction}_is_better".replace("neutral_is_better", "neutral"),
        "over_time": metric.over_time,
        "across_segments": metric.across_segments,
        "expression": metric.formula.expression,
        "scale": metric.formula.scale,
        "numerator": [(term.component, term.sign) for term in metric.formula.numerator],
        "denominator": [(term.component, term.sign) for term in metric.formula.denominator],
        "range": (metric.low, metric.high, metric.range_is_hard, metric.surprising_above),
        "cadence": metric.cadence,
        "goal_mode": metric.goal_mode,
        "lag": metric.maturity_lag_days,
        "noise": metric.noise,
        "min_denominator": metric.min_denominator,
        "parent": metric.parent,
        "dimension": metric.dimension,
        "named": metric.named_by_document,
        "stages": set(metric.stages),
        "document_stages": set(metric.document_stages),
        "read_with": metric.read_with,
        "related": metric.related,
        "sources": metric.sources,
        "urls": metric.definition_urls,
        "status": metric.benchmark_status,
        "labels": dict(metric.labels),
    }


def facts_in(entry: Facts) -> Facts:
    formula, bounds = entry["formula"], entry["valid_range"]
    stages = {(side, key) for side, keys in entry["stages"].items() for key in keys}
    return {
        "display_name": entry["display_name"],
        "unit": entry["unit"],
        "decimals": entry["decimals"],
        "direction": entry["direction"],
        **entry["aggregation"],
        "expression": formula["expression"],
        "scale": formula["scale"],
        "numerator": [(term["component"], term["sign"]) for term in formula["numerator"]],
        "denominator": [(term["component"], term["sign"]) for term in formula["denominator"]],
        "range": (bounds["min"], bounds["max"], bounds["hard"], bounds.get("soft_max")),
        "cadence": entry["cadence"],
        "goal_mode": entry["goal_mode"],
        "lag": entry["maturity_lag_days"],
        "noise": entry["noise_model"],
        "min_denominator": entry.get("min_denominator"),
        "parent": entry.get("parent"),
        "dimension": entry.get("dimension"),
        "named": entry["named_by_document"],
        "stages": stages,
        "document_stages": {
            key for side, key in stages if entry["stage_basis"][side] == "document"
        },
        "read_with": tuple(entry.get("read_with", ())),
        "related": tuple(entry.get("related", ())),
        "sources": tuple(entry["data_sources"]),
        "urls": tuple(entry.get("definition_sources", ())),
        "status": entry["benchmark_status"],
        "labels": entry.get("seed_names", {}),
    }


def test_metrics_carry_the_reference_facts(reference: Facts) -> None:
    entries = {entry["key"]: entry for entry in reference["metrics"]}
    assert {metric.key for metric in CATALOGUE.metrics} == set(entries)
    for metric in CATALOGUE.metrics:
        assert facts_of(metric) == facts_in(entries[metric.key]), metric.key
        assert set(entries[metric.key]["aliases"]) <= set(metric.aliases)


def figures_of(each: Benchmark) -> Facts:
    return {
        "publisher": each.publisher,
        "year": each.year,
        "year_approximate": each.approximate_year,
        "segment": each.segment,
        "stat": each.statistic,
        "value": each.value,
        "percentiles": {f"p{one.rank}": one.value for one in each.percentiles},
        "bands": [{"label": band.label, "min": band.low, "max": band.high} for band in each.bands],
        "currency": each.currency,
        "confidence": each.confidence,
        "url": each.url,
        "original_url": each.original_url,
    }


def test_benchmarks_carry_the_reference_figures(reference: Facts) -> None:
    absent: Facts = {
        "year_approximate": False,
        "segment": None,
        "value": None,
        "percentiles": {},
        "bands": [],
        "currency": None,
        "original_url": None,
    }
    for entry in reference["metrics"]:
        published = [
            {
                key: value
                for key, value in (absent | each).items()
                if key not in {"population", "note"}
            }
            for each in entry["benchmarks"]
        ]
        ours = [figures_of(each) for each in CATALOGUE.benchmarks_of(entry["key"])]
        assert ours == published, entry["key"]


def signature(named: NamedBreak) -> Facts:
    return {
        "symptoms": [
            (each.metric, each.direction, each.contrast_metric, each.contrast_direction)
            for each in named.symptoms
        ],
        "plays": [(play.moves, play.url, play.sourced) for play in named.plays],
        "causes": len(named.likely_causes),
    }


def test_breaks_carry_the_reference_signatures(reference: Facts) -> None:
    journey = next(each for each in reference["frameworks"] if each["key"] == "journey")
    for stage in journey["stages"]:
        common = stage["common_break"]
        contrasts = [symptom.get("contrast", {}) for symptom in common["symptoms"]]
        named = CATALOGUE.break_of(stage["key"])
        assert named is not None
        assert signature(named) == {
            "symptoms": [
                (each["metric"], each["direction"], other.get("metric"), other.get("direction"))
                for each, other in zip(common["symptoms"], contrasts, strict=True)
            ],
            "plays": [
                (tuple(play["moves"]), play.get("url"), play["basis"] == "source")
                for play in common["plays"]
            ],
            "causes": len(common["likely_causes"]),
        }


def test_components_and_words_carry_the_reference_facts(reference: Facts) -> None:
    assert [
        (part.key, part.unit, part.over_time, part.across_segments) for part in CATALOGUE.components
    ] == [
        (part["key"], part["unit"], part["over_time"], part["across_segments"])
        for part in reference["components"]
    ]
    assert [
        (term.term, list(term.also), list(term.candidates), dict(term.by_framework), term.default)
        for term in CATALOGUE.ambiguous
    ] == [
        (term["term"], term["also"], term["candidates"], term["by_framework"], term["default"])
        for term in reference["ambiguous_terms"]
    ]
    assert [
        (f"{' + '.join(rule.smaller)} <= {rule.larger}", rule.severity)
        for rule in CATALOGUE.constraints
    ] == [(rule["rule"], rule["severity"]) for rule in reference["constraints"]]


def test_stages_and_documents_carry_the_reference_facts(reference: Facts) -> None:
    for framework in reference["frameworks"]:
        ours = CATALOGUE.stages(framework["key"])
        for stage, entry in zip(ours, framework["stages"], strict=True):
            assert (stage.key, stage.order, stage.name) == (
                entry["key"],
                entry["order"],
                entry["display_name"],
            )
            assert len(stage.plays) == len(entry.get("plays_named", ()))
            assert bool(stage.segment_note) == ("segment_note" in entry)
    assert [
        (f"doc_{term.framework}", term.stage, term.term, term.metric)
        for term in CATALOGUE.document_terms
    ] == [
        (term["document"], term["stage"], term["term"], term["metric"])
        for term in reference["document_terms"]
    ]
    assert [(row.funnel, list(row.journey)) for row in CATALOGUE.crosswalk] == [
        (row["funnel"], row["journey"]) for row in reference["stage_crosswalk"]
    ]


def test_smart_rules_carry_the_reference_facts(reference: Facts) -> None:
    smart = reference["smart"]
    assert [(rule.id, rule.letter, rule.severity) for rule in CATALOGUE.smart_rules] == [
        (rule["id"], rule["letter"], rule["severity"]) for rule in smart["rules"]
    ]
    for kind, words in VAGUE_WORDS.items():
        assert list(words) == smart["vague_words"][kind]
    assert smart["origin"]["url"] == ORIGIN_URL
    assert smart["vague_words"]["url"] == VAGUE_WORDS_URL
