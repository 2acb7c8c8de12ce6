"""The shapes of the catalogue: frozen records that the data modules fill and the bot reads."""

from dataclasses import dataclass
from enum import StrEnum


class Unit(StrEnum):
    """What a stored value means: percent is 0–100, times are seconds, money is the workspace's."""

    COUNT = "count"
    PERCENT = "percent"
    CURRENCY = "currency"
    SECONDS = "seconds"
    SCORE_NPS = "score_nps"
    SCORE_1_5 = "score_1_5"
    RATIO = "ratio"


class Direction(StrEnum):
    """Which way is good."""

    HIGHER_IS_BETTER = "higher"
    LOWER_IS_BETTER = "lower"
    NEUTRAL = "neutral"


class Aggregation(StrEnum):
    """How values of several periods or segments become one.

    `sum` adds. `ratio_of_sums` and `weighted_mean` add the parts, then divide. `last` is a state
    at a moment: take the newest. `distinct` counts different people and never adds.
    """

    SUM = "sum"
    RATIO_OF_SUMS = "ratio_of_sums"
    WEIGHTED_MEAN = "weighted_mean"
    LAST = "last"
    DISTINCT = "distinct"


class Cadence(StrEnum):
    """The shortest period for which the metric is worth a number."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"


class GoalMode(StrEnum):
    """Whether a goal is a total over its period or a level at its deadline."""

    CUMULATIVE = "cumulative"
    LEVEL = "level"


class NoiseModel(StrEnum):
    """The family of chance that the metric's ordinary days follow."""

    COUNT = "count"
    OVERDISPERSED_COUNT = "overdispersed_count"
    BINOMIAL = "binomial"
    OVERDISPERSED_RATIO = "overdispersed_ratio"
    LOGNORMAL_MEAN = "lognormal_mean"
    LOGNORMAL_SUM = "lognormal_sum"
    BOUNDED_SCORE = "bounded_score"
    RATIO_HEAVY_TAILED = "ratio_heavy_tailed"
    SNAPSHOT = "snapshot"


class BenchmarkStatus(StrEnum):
    """What the search for published figures gave."""

    FOUND = "found"
    NOT_FOUND = "not_found"
    SEE_CHILDREN = "see_children"
    NOT_APPLICABLE = "not_applicable"


class Movement(StrEnum):
    """What a symptom's metric does, seen against its usual value."""

    UP = "up"
    DOWN = "down"
    FLAT = "flat"
    FLAT_OR_UP = "flat_or_up"
    FLAT_OR_DOWN = "flat_or_down"
    SHIFT = "shift"


class Confidence(StrEnum):
    """Primary: read on the publisher's own page. Secondary: read on a page that quotes it."""

    PRIMARY = "primary"
    SECONDARY = "secondary"


class Severity(StrEnum):
    """For SMART rules `error` must be answered before the goal goes live; `warn` is advice."""

    ERROR = "error"
    WARN = "warn"


@dataclass(frozen=True, slots=True)
class Term:
    """One component in a formula; `sign` is +1 or -1."""

    component: str
    sign: int = 1


@dataclass(frozen=True, slots=True)
class Formula:
    """value = scale × Σ numerator / Σ denominator; without a denominator, the plain sum."""

    numerator: tuple[Term, ...]
    denominator: tuple[Term, ...]
    scale: float
    expression: str

    @property
    def is_ratio(self) -> bool:
        return bool(self.denominator)

    @property
    def components(self) -> tuple[str, ...]:
        """Each component once, in reading order."""
        parts = (term.component for term in (*self.numerator, *self.denominator))
        return tuple(dict.fromkeys(parts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """A definition apart from any chart.

    `stages` are (framework, stage) pairs; `document_stages` those of them where a source document
    itself lists the metric; `labels` are (framework, name) pairs where a document words it
    differently. `low` and `high` bound what is possible; a value outside a range that is not
    `range_is_hard`, or above `surprising_above`, is only unlikely. `min_denominator` is the least
    count behind a rate that can be judged; `dimension` names what a distribution is spread over.
    """

    key: str
    name: str
    definition: str
    unit: Unit
    decimals: int
    direction: Direction
    formula: Formula
    over_time: Aggregation
    across_segments: Aggregation
    cadence: Cadence
    goal_mode: GoalMode
    noise: NoiseModel
    low: float | None = None
    high: float | None = None
    range_is_hard: bool = True
    surprising_above: float | None = None
    maturity_lag_days: int = 0
    min_denominator: int | None = None
    aliases: tuple[str, ...] = ()
    labels: tuple[tuple[str, str], ...] = ()
    stages: tuple[tuple[str, str], ...] = ()
    document_stages: tuple[str, ...] = ()
    named_by_document: bool = False
    parent: str | None = None
    dimension: str | None = None
    read_with: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    definition_urls: tuple[str, ...] = ()
    benchmark_status: BenchmarkStatus = BenchmarkStatus.NOT_APPLICABLE
    custom: bool = False

    @property
    def is_distribution(self) -> bool:
        """Shown as shares of one whole: no goal direction, never warns."""
        return self.dimension is not None

    def in_stage(self, stage_key: str) -> bool:
        return any(stage == stage_key for _, stage in self.stages)

    def name_in(self, framework: str) -> str:
        """The name that the framework's document uses, else the metric's own."""
        return dict(self.labels).get(framework, self.name)


@dataclass(frozen=True, slots=True)
class Component:
    """A base measure, with how it adds over days and over segments."""

    key: str
    name: str
    unit: Unit = Unit.COUNT
    over_time: Aggregation = Aggregation.SUM
    across_segments: Aggregation = Aggregation.SUM
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One step of a framework; `short` (≤ 20 characters) is its name on charts.

    `lead_metrics` is in the catalogue's order, those that a source document lists here first;
    `load` fills it from the metrics.
    """

    key: str
    framework: str
    order: int
    name: str
    short: str
    aliases: tuple[str, ...]
    aim: str
    plays: tuple[str, ...] = ()
    segment_note: str = ""
    lead_metrics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Framework:
    """One of the two ways to cut the customer journey."""

    key: str
    name: str
    aliases: tuple[str, ...]
    stages: tuple[Stage, ...]


@dataclass(frozen=True, slots=True)
class Crossing:
    """A funnel stage and the journey stages that cover the same ground."""

    funnel: str
    journey: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Symptom:
    """A metric's movement, and what must hold elsewhere for it to point at this break."""

    metric: str
    direction: Movement
    reading: str
    contrast_metric: str | None = None
    contrast_direction: Movement | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Play:
    """Something to try; `sourced` says whether a public page reports it (`url`)."""

    action: str
    moves: tuple[str, ...]
    evidence: str = ""
    url: str | None = None
    sourced: bool = True


@dataclass(frozen=True, slots=True)
class Question:
    """What numbers cannot show, and the role that can answer it."""

    text: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedBreak:
    """One of the five common breaks of the journey, as a hypothesis that evidence can refute."""

    key: str
    stage: str
    title: str
    summary: str
    symptoms: tuple[Symptom, ...]
    likely_causes: tuple[str, ...]
    plays: tuple[Play, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Percentile:
    """`rank` is 1–99; `value` is in the metric's unit."""

    rank: int
    value: float


@dataclass(frozen=True, slots=True)
class Band:
    """A named range of the publisher, in the metric's unit."""

    label: str
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Benchmark:
    """A dated reference of a publisher: never a target, never an alarm limit.

    `value` is the figure that `statistic` names; a publisher may give percentiles or bands beside
    it or instead. `original_url` is the publisher's page where `url` only quotes it.
    """

    metric: str
    publisher: str
    year: int
    population: str
    statistic: str
    confidence: Confidence
    url: str
    approximate_year: bool = False
    segment: str | None = None
    value: float | None = None
    percentiles: tuple[Percentile, ...] = ()
    bands: tuple[Band, ...] = ()
    currency: str | None = None
    note: str = ""
    original_url: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentTerm:
    """A metric as a source document words it, in the stage where it stands."""

    framework: str
    stage: str
    term: str
    metric: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ambiguous:
    """A word that people use for several metrics."""

    term: str
    also: tuple[str, ...]
    candidates: tuple[str, ...]
    by_framework: tuple[tuple[str, str], ...]
    default: str
    why: str

    def pick(self, framework: str) -> str:
        """The metric that the word means in the framework, else the general default."""
        return dict(self.by_framework).get(framework, self.default)


@dataclass(frozen=True, slots=True)
class Identity:
    """An equation between metrics; `complement` when the two always add up to 100."""

    id: str
    expression: str
    metrics: tuple[str, ...]
    use: str
    complement: bool = False


@dataclass(frozen=True, slots=True)
class Constraint:
    """Σ `smaller` ≤ `larger` must hold for the same period and segment."""

    smaller: tuple[str, ...]
    larger: str
    severity: Severity
    note: str = ""


@dataclass(frozen=True, slots=True)
class SmartRule:
    """One test of a goal; `check` says how a program decides it."""

    id: str
    letter: str
    severity: Severity
    rule: str
    check: str
