"""Where people settle on buying or leave."""

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
        key="goal_conversion_rate",
        name="Goal Conversion Rate",
        definition=(
            "The share of sessions that complete one chosen step before a purchase, such as "
            "a contact form, a trial or a quote."
        ),
        unit=Unit.PERCENT,
        decimals=2,
        direction=Direction.HIGHER_IS_BETTER,
        formula=ratio("goal_conversions", "sessions", scale=100),
        over_time=Aggregation.RATIO_OF_SUMS,
        across_segments=Aggregation.RATIO_OF_SUMS,
        cadence=Cadence.DAILY,
        goal_mode=GoalMode.LEVEL,
        noise=NoiseModel.BINOMIAL,
        low=0,
        high=100,
        maturity_lag_days=2,
        min_denominator=300,
        aliases=(
            "goal cvr",
            "micro conversion rate",
            "lead cvr",
            "pre-purchase conversion rate",
            "goal conversion",
        ),
        labels=(("funnel", "Conversion Rate"),),
        stages=(("funnel", "decision"), ("journey", "decision_conversion")),
        document_stages=("decision",),
        named_by_document=True,
        related=("sales_conversion_rate", "form_conversion_rate"),
        caveats=(
            "Name the goal. Two goals are two series.",
            (
                "The funnel document divides by visitors. A count of different people does not "
                "add up, so sessions are stored; visitors are possible."
            ),
        ),
        sources=("GA4: sessionKeyEventRate for the chosen key event",),
        definition_urls=(
            "https://support.google.com/analytics/answer/11109416?hl=en&ref_topic=11151952",
        ),
        benchmark_status=BenchmarkStatus.FOUND,
    ),
    Metric(
        key="cart_abandonment_rate",
        name="Cart Abandonment Rate",
        definition="The share of started carts that do not become an order.",
        unit=Unit.PERCENT,
        decimals=1,
        direction=Direction.LOWER_IS_BETTER,
        formula=ratio(("carts_created", "-carts_purchased"), "carts_created", scale=100),
        over_time=Aggregation.RATIO_OF_SUMS,
        across_segments=Aggregation.RATIO_OF_SUMS,
        cadence=Cadence.DAILY,
        goal_mode=GoalMode.LEVEL,
        noise=NoiseModel.BINOMIAL,
        low=0,
        high=100,
        maturity_lag_days=3,
        min_denominator=100,
        aliases=(
            "cart abandonment",
            "abandoned cart rate",
            "cart drop-off",
            "basket abandonment",
            "abandoned carts",
            "cart abandon rate",
        ),
        stages=(("funnel", "decision"), ("journey", "decision_conversion")),
        document_stages=("decision", "decision_conversion"),
        named_by_document=True,
        related=("add_to_cart_rate", "sales_conversion_rate"),
        caveats=(
            ("Checkout abandonment (checkouts left without an order) is another, lower figure."),
            (
                "Carts of the last days may still be bought, so do not judge them before the "
                "maturity lag is over."
            ),
            (
                "In a Baymard survey quoted by Telerik "
                "(http://www.telerik.com/blogs/how-to-improve-ecommerce-checkout-experience) "
                "47.8% of US shoppers who left a cart had not been ready to buy, so zero is "
                "no sensible target."
            ),
        ),
        sources=(
            "GA4: add_to_cart and purchase sessions",
            "Shopify: cart and checkout sessions",
            "Klaviyo: Started Checkout",
        ),
        definition_urls=(
            "https://brightworks.app/shopify-web-analytics-glossary",
            "https://smartshopping.club/industry-kpis/cart-abandonment-rate",
        ),
        benchmark_status=BenchmarkStatus.FOUND,
    ),
    Metric(
        key="bounce_rate",
        name="Bounce Rate",
        definition="The share of sessions that are not engaged.",
        unit=Unit.PERCENT,
        decimals=1,
        direction=Direction.LOWER_IS_BETTER,
        formula=ratio(("sessions", "-engaged_sessions"), "sessions", scale=100),
        over_time=Aggregation.RATIO_OF_SUMS,
        across_segments=Aggregation.RATIO_OF_SUMS,
        cadence=Cadence.DAILY,
        goal_mode=GoalMode.LEVEL,
        noise=NoiseModel.BINOMIAL,
        low=0,
        high=100,
        maturity_lag_days=2,
        min_denominator=200,
        aliases=("bounces", "bounce", "br"),
        stages=(("funnel", "awareness"), ("journey", "decision_conversion")),
        document_stages=("decision_conversion",),
        named_by_document=True,
        related=("engagement_rate",),
        caveats=(
            (
                "Universal Analytics and Contentsquare count visits of one page, GA4 counts "
                "sessions without engagement. Figures of the two kinds do not compare."
            ),
            "In GA4 it is 100 minus the engagement rate.",
        ),
        sources=("GA4: bounceRate", "Contentsquare: bounce rate"),
        definition_urls=(
            "https://support.google.com/analytics/answer/11109416?hl=en&ref_topic=11151952",
            "https://madeforclick.com/monitoring-average-engagement-time-bounce-rate-and-session-duration",
        ),
        benchmark_status=BenchmarkStatus.FOUND,
    ),
)
