"""A metric that a team defines itself: from the answers of its form to a definition, checked."""

import re
from dataclasses import dataclass
from enum import StrEnum

from funnel.catalogue import Catalogue
from funnel.catalogue.entries import (
    Aggregation,
    Cadence,
    Direction,
    Formula,
    GoalMode,
    Metric,
    NoiseModel,
    Term,
    Unit,
)
from funnel.catalogue.words import fold
from funnel.errors import BadForm, FunnelError
from funnel.numbers import parse_number

LONGEST_NAME = 60
LONGEST_LAG = 180  # days
MOST_ALIASES = 12
_KEY = re.compile(r"[a-z][a-z0-9_]*")


class Kind(StrEnum):
    """How several periods become one."""

    SUM = "sum"
    RATIO = "ratio"
    STATE = "state"
    DISTINCT = "distinct"


_HOW = {
    Kind.SUM: Aggregation.SUM,
    Kind.RATIO: Aggregation.RATIO_OF_SUMS,
    Kind.STATE: Aggregation.LAST,
    Kind.DISTINCT: Aggregation.DISTINCT,
}
_NOISE = {
    Unit.COUNT: NoiseModel.OVERDISPERSED_COUNT,
    Unit.PERCENT: NoiseModel.BINOMIAL,
    Unit.CURRENCY: NoiseModel.LOGNORMAL_SUM,
    Unit.SECONDS: NoiseModel.LOGNORMAL_MEAN,
    Unit.SCORE_NPS: NoiseModel.BOUNDED_SCORE,
    Unit.SCORE_1_5: NoiseModel.BOUNDED_SCORE,
    Unit.RATIO: NoiseModel.RATIO_HEAVY_TAILED,
}
_BOUNDS: dict[Unit, tuple[float, float]] = {
    Unit.PERCENT: (0.0, 100.0),
    Unit.SCORE_NPS: (-100.0, 100.0),
    Unit.SCORE_1_5: (1.0, 5.0),
}
_NEVER_ADD = frozenset(_BOUNDS)
_DECIMALS = {Unit.PERCENT: 1, Unit.CURRENCY: 2, Unit.SCORE_1_5: 1, Unit.RATIO: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricDraft:
    """The answers as typed. `top` and `bottom` are names of the parts of a ratio; `stages` are
    "framework:stage"; `dimension` is what a distribution is spread over, "" for none."""

    name: str
    definition: str = ""
    kind: Kind = Kind.SUM
    unit: Unit = Unit.COUNT
    direction: Direction = Direction.NEUTRAL
    top: str = ""
    bottom: str = ""
    low: str = ""
    high: str = ""
    stages: tuple[str, ...] = ()
    aliases: str = ""
    cadence: Cadence = Cadence.DAILY
    lag: str = ""
    dimension: str = ""


def define(
    draft: MetricDraft,
    catalogue: Catalogue,
    *,
    style: str,
    before: Metric | None = None,
    has_numbers: bool = False,
) -> Metric:
    """The metric; an edited one keeps its key. `has_numbers`: what is stored has a unit already.

    Raises BadForm with a sentence for each answer that cannot stay.
    """
    wrong: dict[str, str] = {}
    key = before.key if before else key_of(draft.name)
    low, high = _range(draft, style, wrong)
    lag = _lag(draft.lag, wrong)
    aliases = tuple(dict.fromkeys(one.strip() for one in draft.aliases.split(",") if one.strip()))
    _check_names(draft, aliases, catalogue, wrong, own=before.key if before else "")
    _check_kind(draft, wrong)
    formula = _formula(draft, key, catalogue)
    if before is not None and has_numbers:
        _check_unchanged(draft, before, wrong)
    if wrong:
        raise BadForm(wrong)
    spread = draft.dimension or None
    return Metric(
        key=key,
        name=draft.name.strip(),
        definition=draft.definition.strip() or f"{draft.name.strip()}, as this team counts it.",
        unit=draft.unit,
        decimals=_DECIMALS.get(draft.unit, 0),
        direction=Direction.NEUTRAL if spread else draft.direction,
        formula=formula,
        over_time=_HOW[draft.kind],
        across_segments=Aggregation.SUM if draft.kind is Kind.STATE else _HOW[draft.kind],
        cadence=draft.cadence,
        goal_mode=GoalMode.CUMULATIVE if draft.kind is Kind.SUM else GoalMode.LEVEL,
        noise=NoiseModel.SNAPSHOT if draft.kind is Kind.STATE else _NOISE[draft.unit],
        low=low,
        high=high,
        maturity_lag_days=lag,
        aliases=aliases,
        stages=tuple(_stage(one) for one in draft.stages),
        dimension=spread,
        custom=True,
    )


def draft_of(metric: Metric) -> MetricDraft:
    """The answers that a stored metric came from; `define` makes the same metric of them."""
    kinds = {how: kind for kind, how in _HOW.items()} | {Aggregation.WEIGHTED_MEAN: Kind.RATIO}
    formula = metric.formula
    return MetricDraft(
        name=metric.name,
        definition=metric.definition,
        kind=kinds[metric.over_time],
        unit=metric.unit,
        direction=metric.direction,
        top=_words(formula.numerator) if formula.is_ratio else "",
        bottom=_words(formula.denominator),
        low="" if metric.low is None else f"{metric.low:g}",
        high="" if metric.high is None else f"{metric.high:g}",
        stages=tuple(f"{framework}:{stage}" for framework, stage in metric.stages),
        aliases=", ".join(metric.aliases),
        cadence=metric.cadence,
        lag=str(metric.maturity_lag_days or ""),
        dimension=metric.dimension or "",
    )


def key_of(words: str) -> str:
    """ "Sample requests" → "sample_requests"; "" for words without a letter."""
    key = re.sub(r"[^a-z0-9]+", "_", words.casefold()).strip("_")
    return key if _KEY.fullmatch(key) else ""


def _words(terms: tuple[Term, ...]) -> str:
    return terms[0].component.replace("_", " ") if terms else ""


def _stage(joined: str) -> tuple[str, str]:
    framework, _, stage = joined.partition(":")
    return framework, stage


def _formula(draft: MetricDraft, key: str, catalogue: Catalogue) -> Formula:
    if draft.kind is not Kind.RATIO:
        word = "distinct" if draft.kind is Kind.DISTINCT else "sum"
        word = "last" if draft.kind is Kind.STATE else word
        return Formula((Term(key),), (), 1.0, f"{word}({key})")
    top, bottom = (_component(part, catalogue) for part in (draft.top, draft.bottom))
    scale = 100.0 if draft.unit is Unit.PERCENT else 1.0
    tail = " * 100" if scale > 1 else ""
    return Formula((Term(top),), (Term(bottom),), scale, f"{top} / {bottom}{tail}")


def _component(words: str, catalogue: Catalogue) -> str:
    """A base measure of the catalogue by key or metric name, else one of the team's own."""
    folded = fold(words)
    for each in catalogue.components:
        if folded == fold(each.key):
            return each.key
    key = catalogue.names.get(folded)
    if key is not None:
        terms = catalogue.metric(key).formula
        if len(terms.numerator) == 1 and not terms.is_ratio:
            return terms.numerator[0].component
    return key_of(words)


def _check_names(
    draft: MetricDraft,
    aliases: tuple[str, ...],
    catalogue: Catalogue,
    wrong: dict[str, str],
    *,
    own: str,
) -> None:
    if not key_of(draft.name):
        wrong["name"] = "Write a name with letters, such as: Sample requests."
    elif len(draft.name) > LONGEST_NAME:
        wrong["name"] = f"A name has at most {LONGEST_NAME} characters."
    elif taken := _taken(draft.name, own, catalogue):
        wrong["name"] = f"{taken} goes by that name already; choose another."
    if len(aliases) > MOST_ALIASES:
        wrong["aliases"] = f"At most {MOST_ALIASES} other names."
        return
    for alias in aliases:
        if taken := _taken(alias, own, catalogue):
            wrong["aliases"] = f'"{alias}" is a name of {taken} already.'


def _taken(name: str, own: str, catalogue: Catalogue) -> str:
    """The metric that goes by the name, unless it is the one being edited."""
    found = catalogue.names.get(fold(name))
    return catalogue.metric(found).name if found and found != own else ""


def _check_kind(draft: MetricDraft, wrong: dict[str, str]) -> None:
    if draft.kind is Kind.RATIO:
        for field in ("top", "bottom"):
            if not key_of(getattr(draft, field)):
                wrong[field] = "Name the part that is counted, such as: sessions."
    elif draft.unit in _NEVER_ADD and draft.kind is Kind.SUM:
        wrong["kind"] = "Percents and scores do not add up. Choose a share or mean, or a state."
    if draft.dimension and draft.unit is not Unit.PERCENT:
        wrong["unit"] = "The shares of a distribution are percents."


def _check_unchanged(draft: MetricDraft, before: Metric, wrong: dict[str, str]) -> None:
    old = draft_of(before)
    told = "Numbers of this metric are stored already, so this stays; make a new metric instead."
    for field in ("kind", "unit"):
        if getattr(draft, field) is not getattr(old, field):
            wrong[field] = told


def _range(
    draft: MetricDraft, style: str, wrong: dict[str, str]
) -> tuple[float | None, float | None]:
    low, high = (_end(draft, field, style, wrong) for field in ("low", "high"))
    floor, roof = _BOUNDS.get(draft.unit, (None, None))
    low, high = floor if low is None else low, roof if high is None else high
    if low is not None and high is not None and low >= high:
        wrong.setdefault("high", "The highest possible value lies above the lowest one.")
    return low, high


def _end(draft: MetricDraft, field: str, style: str, wrong: dict[str, str]) -> float | None:
    words = getattr(draft, field)
    try:
        return parse_number(words, style=style, unit=draft.unit).value if words else None
    except FunnelError as refused:
        wrong[field] = f"{refused.message} {refused.hint}".strip()
        return None


def _lag(words: str, wrong: dict[str, str]) -> int:
    if not words.strip():
        return 0
    if words.strip().isdecimal() and int(words) <= LONGEST_LAG:
        return int(words)
    wrong["lag"] = f"Type whole days, 0 to {LONGEST_LAG}."
    return 0
