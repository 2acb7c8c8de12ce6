"""Sentences of goals: what a complete one says, and what a weak one leaves open."""

from dataclasses import dataclass
from datetime import date

from funnel.catalogue.entries import Cadence, GoalMode, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalFacts:
    """What a sentence says, in the metric's unit.

    `object` is `all` or a segment as `dimension=value`; `stage` is framework and stage key with a
    dot between.
    """

    metric: str
    object: str
    direction: str
    baseline_value: float
    baseline_period: tuple[date, date] | None = None
    target_value: float
    target_expression: str
    unit: Unit
    deadline: date
    review_cadence: Cadence
    evaluation: GoalMode
    stage: str


@dataclass(frozen=True, slots=True)
class GoodGoal:
    """A sentence that answers every letter, with the facts to be read out of it."""

    text: str
    facts: GoalFacts


@dataclass(frozen=True, slots=True)
class WeakGoal:
    """A sentence with the ids of the rules that it leaves open."""

    text: str
    fails: tuple[str, ...]
    why: str = ""


GOOD_GOALS: tuple[GoodGoal, ...] = (
    GoodGoal(
        "Increase revenue of Product X from $40,000 in Q1 2026 to $46,000 (+15 %) in Q1 2027, "
        "by 31 March 2027, through three email campaigns to segments; owner @maria; "
        "reviewed weekly; stage action; objective: grow the core range",
        GoalFacts(
            metric="sales_revenue",
            object="product=Product X",
            direction="increase",
            baseline_value=40_000,
            baseline_period=(date(2026, 1, 1), date(2026, 3, 31)),
            target_value=46_000,
            target_expression="relative_percent",
            unit=Unit.CURRENCY,
            deadline=date(2027, 3, 31),
            review_cadence=Cadence.WEEKLY,
            evaluation=GoalMode.CUMULATIVE,
            stage="funnel.action",
        ),
    ),
    GoodGoal(
        "Lower cart abandonment on mobile by 4 points, from 76 % over the last 28 days to 72 % by "
        "28 February 2027, with the delivery price shown in the cart; owner @li; reviewed weekly; "
        "stage decision; objective: a checkout without surprises",
        GoalFacts(
            metric="cart_abandonment_rate",
            object="device=mobile",
            direction="decrease",
            baseline_value=76,
            target_value=72,
            target_expression="percentage_points",
            unit=Unit.PERCENT,
            deadline=date(2027, 2, 28),
            review_cadence=Cadence.WEEKLY,
            evaluation=GoalMode.LEVEL,
            stage="funnel.decision",
        ),
    ),
    GoodGoal(
        "Bring first response time by email down to 4 h by 31 January 2027, from a mean of 6 h in "
        "October 2026, with orders shown in the ticket; owner @sam; reviewed weekly; "
        "stage post-purchase; objective: service that knows the customer",
        GoalFacts(
            metric="first_response_time",
            object="channel=email",
            direction="decrease",
            baseline_value=21_600,
            baseline_period=(date(2026, 10, 1), date(2026, 10, 31)),
            target_value=14_400,
            target_expression="absolute",
            unit=Unit.SECONDS,
            deadline=date(2027, 1, 31),
            review_cadence=Cadence.WEEKLY,
            evaluation=GoalMode.LEVEL,
            stage="journey.post_purchase",
        ),
    ),
    GoodGoal(
        "Raise the repeat purchase rate over 365 days by 2 points, from 27 % to 29 %, by "
        "30 September 2027 with a flow for the second order; owner @noor; reviewed monthly; "
        "stage retention; objective: live from customers who return",
        GoalFacts(
            metric="repeat_purchase_rate",
            object="all",
            direction="increase",
            baseline_value=27,
            target_value=29,
            target_expression="percentage_points",
            unit=Unit.PERCENT,
            deadline=date(2027, 9, 30),
            review_cadence=Cadence.MONTHLY,
            evaluation=GoalMode.LEVEL,
            stage="journey.retention_optimization",
        ),
    ),
    GoodGoal(
        "Collect 2,400 form conversions from paid social from 1 December 2026 to 28 February 2027 "
        "(1,800 in these months a year earlier) with a new pop-up; owner @ana; reviewed weekly; "
        "stage awareness and acquisition; objective: a list of our own",
        GoalFacts(
            metric="form_conversions",
            object="channel=paid_social",
            direction="increase",
            baseline_value=1_800,
            baseline_period=(date(2025, 12, 1), date(2026, 2, 28)),
            target_value=2_400,
            target_expression="absolute",
            unit=Unit.COUNT,
            deadline=date(2027, 2, 28),
            review_cadence=Cadence.WEEKLY,
            evaluation=GoalMode.CUMULATIVE,
            stage="journey.awareness_acquisition",
        ),
    ),
)

DOCUMENT_GOAL = WeakGoal(
    "Increase sales of Product X by 15% by the end of the first quarter "
    "through email marketing campaigns",
    ("S1", "M1", "T1", "T2", "A4", "R1", "R2"),
    "a good draft: it still leaves open revenue or units, the baseline, which year, the review, "
    "the owner, the objective and the stage",
)

WEAK_GOALS: tuple[WeakGoal, ...] = (
    WeakGoal("Increase sales", ("S2", "M1", "M2", "A3", "A4", "R1", "T1", "T2")),
    WeakGoal("Make the customer experience better", ("S1", "S2", "S4", "M1", "M2", "T1")),
    WeakGoal("Boost engagement as soon as possible", ("S1", "S4", "M1", "M2", "T1")),
    WeakGoal(
        "Raise the conversion rate by 2 % until April",
        ("S1", "M1", "M3", "T1"),
        "it could be several conversion rates, 2 % of the rate or 2 points, and any April",
    ),
    WeakGoal("Raise bounce rate to 55 % by 30 April 2027", ("S5", "M1"), "a lower one is better"),
    WeakGoal("Bring NPS to 140 by 31 May 2027", ("M4", "M1"), "the scale ends at 100"),
    WeakGoal("Cut churn and lift AOV by 8 % by 30 June 2027", ("S3", "M1", "M3"), "these are two"),
    WeakGoal("Have 12,000 sessions by 1 March 2021", ("T1", "M1"), "that day is in the past"),
    WeakGoal(
        "Grow reach by 5 %, as the sum of its days, by 31 March 2027",
        ("M7", "M1"),
        "reach counts different people, so its days do not add up",
    ),
    WeakGoal(
        "Bring average handle time down to 2 minutes by 30 April 2027",
        ("M1", "R4"),
        "pressed down without first contact resolution it does harm",
    ),
)
