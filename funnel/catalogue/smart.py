"""The SMART rules and the words that promise without measuring."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from funnel.catalogue.entries import Severity, SmartRule

ORIGIN_URL = "https://nexusimprovement.com/lean-library/smart-goals/"
VAGUE_WORDS_URL = (
    "https://requirements.com/Content/Articles-Posts/"
    "5-incose-guidelines-that-every-requirement-engineer-should-know"
)


class VagueKind(StrEnum):
    """Directional verbs pass beside a metric, a number and a date; hedges ask for a tolerance."""

    DIRECTIONAL_VERB = "directional_verbs"
    QUANTITY = "quantity"
    QUALITY = "quality"
    TIME = "time"
    HEDGE = "hedges"
    OPEN_ENDED = "open_ended"


RULES: tuple[SmartRule, ...] = (
    SmartRule(
        "S1",
        "S",
        Severity.ERROR,
        "Name one metric.",
        ("the words lead to exactly one metric; an ambiguous word asks and is never guessed"),
    ),
    SmartRule(
        "S2",
        "S",
        Severity.ERROR,
        "Name what it is measured on: a product, a segment, a channel or the whole shop.",
        "the object is given and is a known segment value or the word all",
    ),
    SmartRule(
        "S3",
        "S",
        Severity.ERROR,
        "One metric per goal.",
        "the title holds no second metric and does not join two targets with and or or",
    ),
    SmartRule(
        "S4",
        "S",
        Severity.WARN,
        "Put a number or a name where a vague word stands.",
        (
            "whole words are compared with the list; a directional verb passes when a "
            "number, a metric and a date stand in the sentence too"
        ),
    ),
    SmartRule(
        "S5",
        "S",
        Severity.ERROR,
        "Move the metric in its good direction.",
        (
            "raising a metric that should fall, or lowering one that should rise, needs a "
            "written reason"
        ),
    ),
    SmartRule(
        "M1",
        "M",
        Severity.ERROR,
        "Give the baseline and its period.",
        "the baseline is a number of a past period; stored snapshots offer it",
    ),
    SmartRule(
        "M2",
        "M",
        Severity.ERROR,
        "Give the target as a number in the metric's unit.",
        ("the number and its unit can be read, and the unit is the metric's or converts to it"),
    ),
    SmartRule(
        "M3",
        "M",
        Severity.ERROR,
        "Say percent of the value or percentage points.",
        ("for a metric in percent, by N % always asks which; the answer is stored with the goal"),
    ),
    SmartRule(
        "M4",
        "M",
        Severity.ERROR,
        "Keep the target within what is possible.",
        "the target lies in the metric's valid range (NPS -100 to 100, percent 0 to 100)",
    ),
    SmartRule(
        "M5",
        "M",
        Severity.ERROR,
        "Set the target beyond the baseline.",
        (
            "target minus baseline has the sign of the direction; a goal to hold a level has "
            "a band instead"
        ),
    ),
    SmartRule(
        "M6",
        "M",
        Severity.WARN,
        "Aim at more than noise.",
        (
            "the change is larger than the metric's usual spread over a window of that "
            "length, from its history and least denominator"
        ),
    ),
    SmartRule(
        "M7",
        "M",
        Severity.ERROR,
        "Have data to measure it by.",
        ("each component has a snapshot within the last 2 cadence periods, or its source is named"),
    ),
    SmartRule(
        "A1",
        "A",
        Severity.WARN,
        "Compare the target with history.",
        (
            "the change is ranked among past changes over windows of that length, in the "
            "same season once there is a year: above the 95th percentile is ambitious, never "
            "seen is said so"
        ),
    ),
    SmartRule(
        "A2",
        "A",
        Severity.WARN,
        "Give it a fair chance.",
        (
            "the forecast's probability is below 10% (too hard), above 90% (no stretch) or "
            "between (fine); both limits are settings"
        ),
    ),
    SmartRule(
        "A3",
        "A",
        Severity.WARN,
        "Name at least one action.",
        ("the list of actions is not empty, since the funnel document rests achievability on them"),
    ),
    SmartRule(
        "A4",
        "A",
        Severity.ERROR,
        "Name one owner.",
        "the owner is an active member of the workspace (Doran's assignable)",
    ),
    SmartRule(
        "A5",
        "A",
        Severity.WARN,
        "Compare like with like.",
        (
            "the baseline's period has the goal's length and season or is adjusted for it; "
            "the first quarter against the fourth is pointed out"
        ),
    ),
    SmartRule(
        "R1",
        "R",
        Severity.ERROR,
        "Say which objective it serves.",
        "the objective is given",
    ),
    SmartRule(
        "R2",
        "R",
        Severity.ERROR,
        "Place it in a stage that has the metric.",
        "the metric belongs to the stage; if not, the right stage is offered",
    ),
    SmartRule(
        "R3",
        "R",
        Severity.WARN,
        "Leave time for the metric to move.",
        (
            "lag and cadence are shorter than the goal; slow metrics (lifetime value, "
            "retention) need a quarter or longer"
        ),
    ),
    SmartRule(
        "R4",
        "R",
        Severity.WARN,
        "Do not repeat or fight another goal.",
        (
            "no open goal moves this metric of this object the other way; known trade-offs "
            "are pointed out"
        ),
    ),
    SmartRule(
        "T1",
        "T",
        Severity.ERROR,
        "Give a deadline in the future.",
        (
            "a date in the workspace's zone and fiscal calendar; the end of the first "
            "quarter lacks its year"
        ),
    ),
    SmartRule(
        "T2",
        "T",
        Severity.ERROR,
        "Set how often it is reviewed.",
        "the reviews are at least four over the goal's length",
    ),
    SmartRule(
        "T3",
        "T",
        Severity.WARN,
        "Choose a sensible length.",
        "between 2 weeks and 15 months, with 3 reviews or more before the deadline",
    ),
    SmartRule(
        "T4",
        "T",
        Severity.WARN,
        "Say when the result is final.",
        "the goal is scored at the deadline plus the metric's maturity lag, and says so",
    ),
)

VAGUE_WORDS: Mapping[VagueKind, tuple[str, ...]] = MappingProxyType(
    {
        VagueKind.DIRECTIONAL_VERB: (
            "improve",
            "increase",
            "grow",
            "boost",
            "raise",
            "lift",
            "reduce",
            "decrease",
            "lower",
            "cut",
            "optimise",
            "optimize",
            "enhance",
            "maximise",
            "maximize",
            "minimise",
            "minimize",
            "strengthen",
            "accelerate",
            "drive",
            "leverage",
            "streamline",
            "support",
            "address",
            "focus on",
            "work on",
        ),
        VagueKind.QUANTITY: (
            "some",
            "several",
            "many",
            "more",
            "less",
            "fewer",
            "a lot",
            "lots",
            "most",
            "few",
            "significantly",
            "substantially",
            "considerably",
            "dramatically",
            "noticeably",
            "slightly",
            "as much as possible",
            "as many as possible",
        ),
        VagueKind.QUALITY: (
            "better",
            "best",
            "good",
            "great",
            "high",
            "low",
            "strong",
            "healthy",
            "world-class",
            "best-in-class",
            "excellent",
            "adequate",
            "appropriate",
            "reasonable",
            "effective",
            "efficient",
            "seamless",
            "delightful",
            "user-friendly",
            "impactful",
            "meaningful",
        ),
        VagueKind.TIME: (
            "soon",
            "asap",
            "as soon as possible",
            "quickly",
            "fast",
            "immediately",
            "eventually",
            "ongoing",
            "continuously",
            "regularly",
            "in the near future",
            "going forward",
            "over time",
            "later",
            "in due course",
            "this year or next",
        ),
        VagueKind.HEDGE: (
            "try",
            "attempt",
            "aim to",
            "hope",
            "should",
            "could",
            "may",
            "might",
            "if possible",
            "where possible",
            "ideally",
            "roughly",
            "around",
            "about",
            "approximately",
        ),
        VagueKind.OPEN_ENDED: (
            "etc",
            "and so on",
            "and/or",
            "various",
            "including but not limited to",
            "among others",
            "things like",
        ),
    }
)
