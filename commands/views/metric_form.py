"""Forms of what a team defines itself: a metric, a benchmark, a way to cut numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from commands.blocks import (
    Block,
    Modal,
    Option,
    date_input,
    escape,
    modal,
    multi_select,
    section,
    select,
    text_input,
)
from commands.ids import Callback
from funnel.catalogue.entries import Cadence, Direction, Framework, Metric, Unit
from funnel.own_metrics import Kind, MetricDraft

_KINDS = (
    Option("Adds up over days (orders, revenue)", Kind.SUM.value),
    Option("Share or mean of two counts", Kind.RATIO.value),
    Option("State at a moment (members, stock)", Kind.STATE.value),
    Option("Different people, never added", Kind.DISTINCT.value),
)
_UNITS = (
    Option("Count", Unit.COUNT.value),
    Option("Percent", Unit.PERCENT.value),
    Option("Money, in the workspace's currency", Unit.CURRENCY.value),
    Option("Time", Unit.SECONDS.value),
    Option("Score from 1 to 5", Unit.SCORE_1_5.value),
    Option("Score from −100 to 100", Unit.SCORE_NPS.value),
    Option("Ratio, such as 1.8", Unit.RATIO.value),
)
_DIRECTIONS = (
    Option("Higher is better", Direction.HIGHER_IS_BETTER.value),
    Option("Lower is better", Direction.LOWER_IS_BETTER.value),
    Option("Neither: never warns", Direction.NEUTRAL.value),
)
_CADENCES = tuple(Option(one.value.capitalize(), one.value) for one in Cadence)
_NO_SPREAD = Option("No, one number", "-")


def metric_form(
    draft: MetricDraft, frameworks: Sequence[Framework], dimensions: Sequence[str], *, key: str = ""
) -> Modal:
    """`key` is that of the metric being edited; `read_metric_form` gives the draft back."""
    stages = _stages(frameworks)
    spreads = (_NO_SPREAD, *(Option(one.replace("_", " "), one) for one in dimensions))
    blocks = [
        text_input("name", "Name", initial=draft.name, max_length=80),
        text_input(
            "definition",
            "What exactly is counted?",
            initial=draft.definition,
            optional=True,
            multiline=True,
            max_length=500,
        ),
        _select("kind", "How it adds up", _KINDS, draft.kind.value),
        _select("unit", "Unit", _UNITS, draft.unit.value),
        _select("direction", "Which way is good?", _DIRECTIONS, draft.direction.value),
        *_parts(draft),
        _text("low", "Lowest possible value", draft.low, "Empty for the unit's own: 0% to 100%."),
        _text("high", "Highest possible value", draft.high, "A number outside is refused."),
        multi_select(
            "stages",
            "Stages",
            stages,
            initial=[one for one in stages if one.value in draft.stages],
            placeholder="None: it stands under Own metrics",
        ),
        _text(
            "aliases", "Other names", draft.aliases, "With commas between: samples, sample mails."
        ),
        _select("cadence", "A number every", _CADENCES, draft.cadence.value),
        _text(
            "lag",
            "Days until a number is final",
            draft.lag,
            "Younger numbers are shown and not judged. Empty: final at once.",
        ),
        _select("dimension", "Is it a distribution?", spreads, draft.dimension or _NO_SPREAD.value),
    ]
    title = "Edit metric" if key else "New metric"
    return Modal(modal(Callback.METRIC, title, blocks, "Save", private_metadata=key or "-"))


def read_metric_form(view: Mapping[str, Any]) -> tuple[str, MetricDraft]:
    """(key of the metric being edited or "", the answers)."""
    values = view["state"]["values"]
    spread = _chosen(values, "dimension")
    draft = MetricDraft(
        name=_typed(values, "name"),
        definition=_typed(values, "definition"),
        kind=Kind(_chosen(values, "kind")),
        unit=Unit(_chosen(values, "unit")),
        direction=Direction(_chosen(values, "direction")),
        top=_typed(values, "top"),
        bottom=_typed(values, "bottom"),
        low=_typed(values, "low"),
        high=_typed(values, "high"),
        stages=tuple(one["value"] for one in values["stages"]["value"]["selected_options"] or []),
        aliases=_typed(values, "aliases"),
        cadence=Cadence(_chosen(values, "cadence")),
        lag=_typed(values, "lag"),
        dimension="" if spread == _NO_SPREAD.value else spread,
    )
    key = view["private_metadata"]
    return "" if key == "-" else key, draft


@dataclass(frozen=True, slots=True)
class BenchmarkForm:
    """A benchmark as typed."""

    metric: str
    value: str = ""
    segment: str = ""
    source: str = ""
    dated: date | None = None


def benchmark_form(metric: Metric, form: BenchmarkForm) -> Modal:
    blocks = (
        section("what", f"For *{escape(metric.name)}*, shown beside the published ones."),
        text_input("value", "Value", initial=form.value, placeholder="68%", max_length=64),
        _text(
            "segment", "About whom?", form.segment, "Such as: returning visitors, mobile, Germany."
        ),
        text_input("source", "Source", placeholder="Board deck, Q2 review", max_length=200),
        date_input(
            "dated",
            "Date of the figure",
            initial=form.dated,
            hint="After 24 months it is marked old.",
        ),
    )
    return Modal(
        modal(Callback.BENCHMARK, "Add a benchmark", blocks, "Save", private_metadata=metric.key)
    )


def read_benchmark_form(view: Mapping[str, Any]) -> BenchmarkForm:
    values = view["state"]["values"]
    chosen = values["dated"]["value"]["selected_date"]
    return BenchmarkForm(
        view["private_metadata"],
        _typed(values, "value"),
        _typed(values, "segment"),
        _typed(values, "source"),
        date.fromisoformat(chosen) if chosen else None,
    )


def dimension_form(name: str, known: Sequence[str]) -> Modal:
    words = ", ".join(one.replace("_", " ") for one in known)
    blocks = (
        section("known", f"Numbers are kept by {escape(words)}."),
        text_input(
            "name",
            "New way to cut numbers",
            initial=name,
            placeholder="store",
            hint="Then `store=berlin` works behind every number. Groups, not people.",
            max_length=40,
        ),
    )
    return Modal(modal(Callback.DIMENSION, "Add a dimension", blocks, "Save"))


def read_dimension_form(view: Mapping[str, Any]) -> str:
    return _typed(view["state"]["values"], "name")


def _parts(draft: MetricDraft) -> tuple[Block, ...]:
    return (
        _text("top", "Of a share or mean: what is on top", draft.top, "Such as: sample orders."),
        _text("bottom", "… and what it is divided by", draft.bottom, "Such as: sessions."),
    )


def _text(block_id: str, label: str, initial: str, hint: str) -> Block:
    return text_input(block_id, label, initial=initial, hint=hint, optional=True, max_length=200)


def _select(block_id: str, label: str, options: Sequence[Option], value: str) -> Block:
    initial = next((one for one in options if one.value == value), options[0])
    return select(block_id, label, options, initial=initial)


def _stages(frameworks: Sequence[Framework]) -> tuple[Option, ...]:
    return tuple(
        Option(f"{stage.short} ({framework.name.lower()})", f"{framework.key}:{stage.key}")
        for framework in frameworks
        for stage in framework.stages
    )


def _chosen(values: Mapping[str, Any], name: str) -> str:
    return str(values[name]["value"]["selected_option"]["value"])


def _typed(values: Mapping[str, Any], name: str) -> str:
    return (values[name]["value"]["value"] or "").strip()
