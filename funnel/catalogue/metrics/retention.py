"""Who comes back, who leaves and what a customer is worth."""

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
        key="repeat_purchase_rate",
        name="Repeat Purchase Rate",
        definition="Of the customers of a period, the share with two or more orders inside it.",
        unit=Unit.PERCENT,
        decimals=1,
        direction=Direction.HIGHER_IS_BETTER,
        formula=ratio("repeat_customers_in_window", "customers_in_window", scale=100),
        over_time=Aggregation.DISTINCT,
        across_segments=Aggregation.RATIO_OF_SUMS,
        cadence=Cadence.MONTHLY,
        goal_mode=GoalMode.LEVEL,
        noise=NoiseModel.BINOMIAL,
        low=0,
        high=100,
        min_denominator=100,
        aliases=(
            "rpr",
            "repeat rate",
            "reorder rate",
            "repeat customer rate",
            "repurchase rate",
            "repeat purchases",
        ),
        stages=(("journey", "retention_optimization"),),
        document_stages=("retention_optimization",),
        named_by_document=True,
        related=("customer_retention_rate", "customer_lifetime_value"),
        caveats=(
            ("Fix the length of the period (365 days is usual): a shorter one always reads lower."),
            (
                "In Shopify's returning customer rate the first order may lie before the "
                "period, so it reads higher. Keep it as a series of its own."
            ),
            "Compute it from the orders of each period. Months neither add up nor average.",
        ),
        sources=("Shopify: returning customer rate (differs)", "Klaviyo, Lifetimely, Metrilo"),
        definition_urls=(
            "https://bloy.io/blog/repeat-purchase-rate-for-shopify-merchants",
            "https://littlestreamsoftware.com/glossary/returning-customer-rate",
        ),
        benchmark_status=BenchmarkStatus.FOUND,
    ),
    Metric(
        key="customer_lifetime_value",
        name="Customer Lifetime Value",
        definition=(
            "Revenue so far per customer of a cohort; the simple model instead multiplies "
            "order value, orders a year and years."
        ),
        unit=Unit.CURRENCY,
        decimals=2,
        direction=Direction.HIGHER_IS_BETTER,
        formula=ratio("cohort_revenue_to_date", "cohort_customers"),
        over_time=Aggregation.LAST,
        across_segments=Aggregation.RATIO_OF_SUMS,
        cadence=Cadence.MONTHLY,
        goal_mode=GoalMode.LEVEL,
        noise=NoiseModel.SNAPSHOT,
        low=0,
        min_denominator=50,
        aliases=("clv", "ltv", "cltv", "lifetime value"),
        stages=(("journey", "retention_optimization"),),
        document_stages=("retention_optimization",),
        named_by_document=True,
        related=("average_order_value", "repeat_purchase_rate"),
        caveats=(
            "Compare cohorts only at the same age, such as 90, 180 or 365 days.",
            "Historic, modelled and predicted values are three series.",
            (
                "What may be spent to win a customer follows from margin, not revenue; 3:1 to "
                "acquisition cost is a rule of thumb, not a finding."
            ),
        ),
        sources=("Shopify cohort reports", "Klaviyo: predicted CLV", "Lifetimely"),
        definition_urls=("https://topgrowthmarketing.com/?p=44022",),
        benchmark_status=BenchmarkStatus.FOUND,
    ),
    Metric(
        key="customer_retention_rate",
        name="Customer Retention Rate",
        definition=(
            "Of the customers active at the start of a period, the share still active at its end."
        ),
        unit=Unit.PERCENT,
        decimals=1,
        direction=Direction.HIGHER_IS_BETTER,
        formula=ratio(("customers_at_end", "-customers_new"), "customers_at_start", scale=100),
        over_time=Aggregation.LAST,
        across_segments=Aggregation.RATIO_OF_SUMS,
        cadence=Cadence.MONTHLY,
        goal_mode=GoalMode.LEVEL,
        noise=NoiseModel.BINOMIAL,
        low=0,
        high=100,
        min_denominator=100,
        aliases=("crr", "retention rate", "customer retention"),
        stages=(("funnel", "action"), ("journey", "retention_optimization")),
        document_stages=("action", "retention_optimization"),
        named_by_document=True,
        related=("repeat_purchase_rate", "churn_rate"),
        caveats=(
            (
                "The funnel document means customers who come back to buy, which is usually "
                "called the repeat purchase rate. The two share a name here, and this note "
                "keeps the difference."
            ),
            (
                "Without a contract someone must say what active means: an order within N "
                "days, with N taken from the shop's own gaps between orders."
            ),
            "Over several periods the rates multiply. They neither add up nor average.",
        ),
        sources=("Shopify cohorts", "Recharge, Recurly (subscriptions)", "Omniconvert Reveal"),
        definition_urls=(
            "https://www.omniconvert.com/blog/customer-retention-ecommerce-benchmark-report/",
        ),
        benchmark_status=BenchmarkStatus.FOUND,
    ),
    Metric(
        key="churn_rate",
        name="Churn Rate",
        definition=(
            "Of the customers active at the start, the share that cancelled or lapsed by the end."
        ),
        unit=Unit.PERCENT,
        decimals=2,
        direction=Direction.LOWER_IS_BETTER,
        formula=ratio("customers_lost", "customers_at_start", scale=100),
        over_time=Aggregation.LAST,
        across_segments=Aggregation.RATIO_OF_SUMS,
        cadence=Cadence.MONTHLY,
        goal_mode=GoalMode.LEVEL,
        noise=NoiseModel.BINOMIAL,
        low=0,
        high=100,
        min_denominator=100,
        aliases=("churn", "customer churn", "attrition rate", "attrition"),
        stages=(("journey", "retention_optimization"),),
        document_stages=("retention_optimization",),
        named_by_document=True,
        related=("customer_retention_rate",),
        caveats=(
            (
                "On the same base and period it is 100 minus retention, so only one of the two "
                "should warn."
            ),
            (
                "Without subscriptions nobody sees churn; it is inferred from silence. Take "
                "the limit from the shop's own gaps between orders (Statlas uses the 80th "
                "percentile)."
            ),
            "For subscriptions tell voluntary churn from failed payments.",
        ),
        sources=("Recurly, Recharge, Stripe Billing", "Klaviyo: churn risk"),
        definition_urls=(
            "https://www.affinsy.com/glossary/churn-rate",
            "https://www.returnlogic.com/blog/what-is-customer-churn-in-ecommerce",
            "https://statlas-docs.web.app/docs/settings/customer-churn",
        ),
        benchmark_status=BenchmarkStatus.FOUND,
    ),
    Metric(
        key="loyalty_program_engagement",
        name="Loyalty Programme Engagement",
        definition=(
            "The share of enrolled members who earned, redeemed or bought as members in the period."
        ),
        unit=Unit.PERCENT,
        decimals=1,
        direction=Direction.HIGHER_IS_BETTER,
        formula=ratio("loyalty_active_members", "loyalty_members", scale=100),
        over_time=Aggregation.LAST,
        across_segments=Aggregation.RATIO_OF_SUMS,
        cadence=Cadence.MONTHLY,
        goal_mode=GoalMode.LEVEL,
        noise=NoiseModel.SNAPSHOT,
        low=0,
        high=100,
        min_denominator=100,
        aliases=(
            "loyalty engagement",
            "loyalty program engagement",
            "active member rate",
            "loyalty activity",
        ),
        labels=(("journey", "Loyalty Program Engagement"),),
        stages=(("journey", "retention_optimization"),),
        document_stages=("retention_optimization",),
        named_by_document=True,
        related=("loyalty_redemption_rate", "repeat_purchase_rate"),
        caveats=(
            (
                "Fix the period: 90 days where people buy often, 6 to 12 months where they buy "
                "rarely."
            ),
            "A push for enrolment lowers the rate. Read it with the number of members.",
        ),
        sources=("Smile.io, LoyaltyLion, Yotpo Loyalty, Antavo",),
        definition_urls=(
            "https://loyalogy.com/2021/06/loyalty-benchmarks-restaurant-retail-2021/",
        ),
        benchmark_status=BenchmarkStatus.NOT_FOUND,
    ),
    Metric(
        key="loyalty_redemption_rate",
        name="Loyalty Redemption Rate",
        definition="The share of enrolled members who redeemed a reward in the period.",
        unit=Unit.PERCENT,
        decimals=1,
        direction=Direction.HIGHER_IS_BETTER,
        formula=ratio("loyalty_redeeming_members", "loyalty_members", scale=100),
        over_time=Aggregation.LAST,
        across_segments=Aggregation.RATIO_OF_SUMS,
        cadence=Cadence.MONTHLY,
        goal_mode=GoalMode.LEVEL,
        noise=NoiseModel.SNAPSHOT,
        low=0,
        high=100,
        min_denominator=100,
        aliases=("redemption rate", "reward redemption"),
        stages=(("journey", "retention_optimization"),),
        parent="loyalty_program_engagement",
        caveats=(
            (
                "At Growave's merchants redeemers repeat at 50%, others at 10.7%. That is a "
                "correlation, not an effect."
            ),
        ),
        sources=("Smile.io, LoyaltyLion, Growave",),
        definition_urls=(
            "https://www.comarch.com/trade-and-services/loyalty-marketing/loyalty-is-easy/using-kpis-to-check-the-health-of-a-loyalty-program/",
        ),
        benchmark_status=BenchmarkStatus.NOT_FOUND,
    ),
)
