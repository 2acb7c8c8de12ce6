"""How fast and how well service answers after a purchase."""

from funnel.catalogue.entries import (
    Aggregation,
    BenchmarkStatus,
    Cadence,
    Direction,
    GoalMode,
    Metric,
    NoiseModel,
    Unit,
)
from funnel.catalogue.formulas import ratio

METRICS: tuple[Metric, ...] = (
    Metric(
        key="first_response_time",
        name="First Response Time",
        definition="Mean seconds from a customer's first message to the first reply by a person.",
        unit=Unit.SECONDS,
        decimals=0,
        direction=Direction.LOWER_IS_BETTER,
        formula=ratio("first_response_seconds", "tickets_first_replied"),
        over_time=Aggregation.WEIGHTED_MEAN,
        across_segments=Aggregation.WEIGHTED_MEAN,
        cadence=Cadence.DAILY,
        goal_mode=GoalMode.LEVEL,
        noise=NoiseModel.LOGNORMAL_MEAN,
        low=0,
        maturity_lag_days=2,
        min_denominator=20,
        aliases=(
            "frt",
            "first reply time",
            "time to first response",
            "first response",
            "average first response time",
        ),
        stages=(("journey", "post_purchase"),),
        document_stages=("post_purchase",),
        named_by_document=True,
        read_with=("customer_satisfaction_score",),
        caveats=(
            "At Zendesk and Gorgias an automatic or bot reply does not stop the clock.",
            (
                "Helpdesks publish the median, which daily medians cannot give back. Store the "
                "sum and the count, and a histogram where the median matters."
            ),
            "Say whether the hours are calendar or business hours.",
            "Split by channel: chat takes seconds, email takes hours.",
            (
                "Freshworks saw no high satisfaction going with fast first replies (CX trends "
                "report 2022)."
            ),
        ),
        sources=(
            "Zendesk: first_reply_time",
            "Gorgias: first response time",
            "Freshdesk: first response",
        ),
        definition_urls=(
            "https://support.zendesk.com/hc/en-us/articles/4408821871642-Calculating-first-reply-time-Professional-and-Enterprise-",
            "https://docs.gorgias.com/en-US/how-metrics-are-calculated-406747",
        ),
        benchmark_status=BenchmarkStatus.FOUND,
    ),
    Metric(
        key="average_handle_time",
        name="Average Handle Time",
        definition=(
            "Mean seconds an agent spends on a contact: talking, holding and the work after it."
        ),
        unit=Unit.SECONDS,
        decimals=0,
        direction=Direction.LOWER_IS_BETTER,
        formula=ratio("handle_seconds", "contacts_handled"),
        over_time=Aggregation.WEIGHTED_MEAN,
        across_segments=Aggregation.WEIGHTED_MEAN,
        cadence=Cadence.DAILY,
        goal_mode=GoalMode.LEVEL,
        noise=NoiseModel.LOGNORMAL_MEAN,
        low=0,
        maturity_lag_days=1,
        min_denominator=20,
        aliases=("aht", "handle time", "average handling time"),
        stages=(("journey", "post_purchase"),),
        document_stages=("post_purchase",),
        named_by_document=True,
        read_with=("first_contact_resolution", "customer_satisfaction_score"),
        caveats=(
            (
                "Pressed down alone it brings customers back with the same question. Never "
                "reward it without first contact resolution."
            ),
            "Bots take the easy contacts, so what is left takes longer for good reasons.",
        ),
        sources=("Zendesk Talk, Five9, Genesys", "Gorgias: ticket handle time"),
        definition_urls=(
            "https://answerfirst.com/can-focusing-on-average-handle-time-hurt-your-business/",
        ),
        benchmark_status=BenchmarkStatus.FOUND,
    ),
    Metric(
        key="first_contact_resolution",
        name="First Contact Resolution",
        definition="Of the issues resolved, the share solved at the first contact with no repeat.",
        unit=Unit.PERCENT,
        decimals=1,
        direction=Direction.HIGHER_IS_BETTER,
        formula=ratio("tickets_resolved_first_contact", "tickets_resolved", scale=100),
        over_time=Aggregation.RATIO_OF_SUMS,
        across_segments=Aggregation.RATIO_OF_SUMS,
        cadence=Cadence.WEEKLY,
        goal_mode=GoalMode.LEVEL,
        noise=NoiseModel.BINOMIAL,
        low=0,
        high=100,
        maturity_lag_days=7,
        min_denominator=50,
        aliases=(
            "fcr",
            "first call resolution",
            "one-touch resolution",
            "first touch resolution",
            "first contact resolution rate",
            "fcr rate",
        ),
        stages=(("journey", "post_purchase"),),
        document_stages=("post_purchase",),
        named_by_document=True,
        read_with=("average_handle_time",),
        caveats=(
            (
                "A survey and a helpdesk give different figures; SQM holds that only the "
                "survey can be benchmarked."
            ),
            "A repeat contact may come within 7 days, so the last week is not final.",
        ),
        sources=("Zendesk: one-touch tickets", "SQM post-contact survey", "Gorgias"),
        definition_urls=(
            "https://www.sqmgroup.com/resources/library/blog/5-metrics-benchmark-call-center-customer-service",
        ),
        benchmark_status=BenchmarkStatus.FOUND,
    ),
    Metric(
        key="resolution_time",
        name="Resolution Time",
        definition="Mean seconds from a customer's first message to the solution.",
        unit=Unit.SECONDS,
        decimals=0,
        direction=Direction.LOWER_IS_BETTER,
        formula=ratio("resolution_seconds", "tickets_resolved"),
        over_time=Aggregation.WEIGHTED_MEAN,
        across_segments=Aggregation.WEIGHTED_MEAN,
        cadence=Cadence.DAILY,
        goal_mode=GoalMode.LEVEL,
        noise=NoiseModel.LOGNORMAL_MEAN,
        low=0,
        maturity_lag_days=7,
        min_denominator=20,
        aliases=(
            "time to resolution",
            "ttr",
            "full resolution time",
            "time to resolve",
            "mttr",
            "average resolution time",
        ),
        stages=(("journey", "post_purchase"),),
        document_stages=("post_purchase",),
        named_by_document=True,
        related=("first_response_time",),
        caveats=(
            (
                "Open tickets are not in it, so a growing backlog looks good. Show the number "
                "of open tickets beside it."
            ),
            "Gorgias publishes the median, because one ticket of a month spoils a mean.",
        ),
        sources=(
            "Zendesk: full_resolution_time",
            "Gorgias: resolution time",
            "Freshdesk: resolution time",
        ),
        definition_urls=(
            "https://www.gorgias.com/blog/resolution-time",
            "https://docs.gorgias.com/en-US/how-metrics-are-calculated-406747",
        ),
        benchmark_status=BenchmarkStatus.FOUND,
    ),
)
