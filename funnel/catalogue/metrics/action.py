"""What is bought, and what it earned."""

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
from funnel.catalogue.formulas import ratio, total

METRICS: tuple[Metric, ...] = (
    Metric(
        key="sales_conversion_rate",
        name="Sales Conversion Rate",
        definition="Orders for each 100 sessions.",
        unit=Unit.PERCENT,
        decimals=2,
        direction=Direction.HIGHER_IS_BETTER,
        formula=ratio("orders", "sessions", scale=100),
        over_time=Aggregation.RATIO_OF_SUMS,
        across_segments=Aggregation.RATIO_OF_SUMS,
        cadence=Cadence.DAILY,
        goal_mode=GoalMode.LEVEL,
        noise=NoiseModel.BINOMIAL,
        low=0,
        high=100,
        maturity_lag_days=1,
        min_denominator=300,
        aliases=(
            "sales cvr",
            "purchase conversion rate",
            "ecommerce conversion rate",
            "order conversion rate",
            "store conversion rate",
            "checkout conversion",
        ),
        labels=(("funnel", "Sales Conversion Rate"), ("journey", "Conversion rate")),
        stages=(("funnel", "action"), ("journey", "decision_conversion")),
        document_stages=("action", "decision_conversion"),
        named_by_document=True,
        related=("goal_conversion_rate", "average_order_value", "sessions"),
        caveats=(
            "Sessions are the steadier denominator; rates per user read higher.",
            (
                "A shift in the traffic mix moves the rate although the site is the same "
                "(Simpson's paradox). Look at source and device first."
            ),
            (
                "Price level matters: Littledata's mean goes from 4.6 for shops with an "
                "average order under USD 60 to 0.95 over USD 200 "
                "(https://omegapoint.systems/omega/benchmarks/storefront-conversion-rate-cvr)."
            ),
        ),
        sources=("Shopify: conversion_rate", "GA4: sessionKeyEventRate (purchase)"),
        definition_urls=("https://irpcommerce.com/EcommerceMarketData.aspx",),
        benchmark_status=BenchmarkStatus.FOUND,
    ),
    Metric(
        key="average_order_value",
        name="Average Order Value",
        definition="Revenue divided by orders.",
        unit=Unit.CURRENCY,
        decimals=2,
        direction=Direction.HIGHER_IS_BETTER,
        formula=ratio("revenue", "orders"),
        over_time=Aggregation.RATIO_OF_SUMS,
        across_segments=Aggregation.RATIO_OF_SUMS,
        cadence=Cadence.DAILY,
        goal_mode=GoalMode.LEVEL,
        noise=NoiseModel.LOGNORMAL_MEAN,
        low=0,
        maturity_lag_days=1,
        min_denominator=50,
        aliases=("aov", "avg order value", "basket size", "average basket"),
        stages=(("funnel", "action"), ("journey", "decision_conversion")),
        document_stages=("action",),
        named_by_document=True,
        related=("sales_revenue", "orders"),
        caveats=(
            "On a small day one large order moves it. Show the median too.",
            (
                "Decide once whether tax, shipping and returns are in, and stay with it. "
                "Shopify divides gross sales less discounts by orders."
            ),
            "One series holds one currency.",
        ),
        sources=("Shopify: average_order_value", "GA4: averagePurchaseRevenue"),
        definition_urls=(
            "https://irpcommerce.com/EcommerceMarketData.aspx",
            "https://shopify.dev/docs/api/shopifyql/datasets/benchmark-dataset",
        ),
        benchmark_status=BenchmarkStatus.FOUND,
    ),
    Metric(
        key="return_on_ad_spend",
        name="Return on Ad Spend",
        definition="Revenue credited to ads for each unit of money spent on them.",
        unit=Unit.RATIO,
        decimals=2,
        direction=Direction.HIGHER_IS_BETTER,
        formula=ratio("ad_revenue", "ad_spend"),
        over_time=Aggregation.RATIO_OF_SUMS,
        across_segments=Aggregation.RATIO_OF_SUMS,
        cadence=Cadence.DAILY,
        goal_mode=GoalMode.LEVEL,
        noise=NoiseModel.RATIO_HEAVY_TAILED,
        low=0,
        surprising_above=50,
        maturity_lag_days=7,
        min_denominator=100,
        aliases=("roas", "ad return", "return on advertising spend"),
        stages=(("funnel", "action"), ("journey", "awareness_acquisition")),
        document_stages=("action",),
        named_by_document=True,
        related=("average_order_value",),
        caveats=(
            (
                "It depends on the attribution window (Meta: 7 days after a click, 1 day after "
                "a view; Google: 30 days after a click). Recent days still rise while credit "
                "comes in, so the lag belongs to the metric."
            ),
            "It counts revenue, not profit. Break-even is 1 divided by the margin.",
            ("All revenue over all spend is a different metric, the marketing efficiency ratio."),
            "Triple Whale leaves out accounts with a return of 50 or more as invalid.",
        ),
        sources=(
            "Google Ads: conversions_value / cost",
            "Meta Ads: purchase_roas",
            "Triple Whale, Varos",
        ),
        definition_urls=(
            "https://www.varos.com/blog/average-roas-for-ecommerce",
            "https://win.varos.com/en/articles/6344133-how-facebook-ads-benchmark-metrics-are-calculated",
            "https://kb.triplewhale.com/en/articles/8832673-understanding-trends-by-triple-whale-for-ecommerce-benchmarking",
        ),
        benchmark_status=BenchmarkStatus.FOUND,
    ),
    Metric(
        key="sales_revenue",
        name="Sales Revenue",
        definition="The value of the orders of the period.",
        unit=Unit.CURRENCY,
        decimals=2,
        direction=Direction.HIGHER_IS_BETTER,
        formula=total("revenue"),
        over_time=Aggregation.SUM,
        across_segments=Aggregation.SUM,
        cadence=Cadence.DAILY,
        goal_mode=GoalMode.CUMULATIVE,
        noise=NoiseModel.LOGNORMAL_SUM,
        low=0,
        maturity_lag_days=1,
        aliases=("revenue", "turnover", "net sales", "gmv"),
        stages=(("funnel", "action"), ("journey", "decision_conversion")),
        related=("orders", "average_order_value"),
        caveats=(
            (
                "Neither document lists it, but the SMART example (15% more sales of Product "
                "X) is measured by it, product by product."
            ),
            "Refunds arrive later. Choose gross or net and stay with it.",
        ),
        sources=("Shopify: net_sales", "GA4: purchaseRevenue"),
        benchmark_status=BenchmarkStatus.NOT_APPLICABLE,
    ),
    Metric(
        key="orders",
        name="Orders",
        definition="Orders placed in the period.",
        unit=Unit.COUNT,
        decimals=0,
        direction=Direction.HIGHER_IS_BETTER,
        formula=total("orders"),
        over_time=Aggregation.SUM,
        across_segments=Aggregation.SUM,
        cadence=Cadence.DAILY,
        goal_mode=GoalMode.CUMULATIVE,
        noise=NoiseModel.COUNT,
        low=0,
        aliases=("order count", "number of orders", "transactions", "purchases"),
        stages=(("funnel", "action"), ("journey", "decision_conversion")),
        related=("sales_revenue",),
        caveats=("A goal on the volume of one product needs units sold, not orders.",),
        sources=("Shopify: orders", "GA4: transactions"),
        benchmark_status=BenchmarkStatus.NOT_APPLICABLE,
    ),
)
