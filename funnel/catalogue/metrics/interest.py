"""What people do once they look closer: clicks, content, time."""

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
        key="click_through_rate",
        name="Click-Through Rate",
        definition="Clicks for each 100 impressions.",
        unit=Unit.PERCENT,
        decimals=2,
        direction=Direction.HIGHER_IS_BETTER,
        formula=ratio("clicks", "impressions", scale=100),
        over_time=Aggregation.RATIO_OF_SUMS,
        across_segments=Aggregation.RATIO_OF_SUMS,
        cadence=Cadence.DAILY,
        goal_mode=GoalMode.LEVEL,
        noise=NoiseModel.BINOMIAL,
        low=0,
        high=100,
        maturity_lag_days=1,
        min_denominator=1000,
        aliases=("ctr", "click thru rate", "ad ctr", "link ctr", "clickthrough"),
        stages=(("funnel", "interest"), ("journey", "consideration")),
        document_stages=("interest",),
        named_by_document=True,
        related=("email_click_rate", "sms_click_rate"),
        caveats=(
            "Search, social and display ads differ too much for one common benchmark.",
            "Not the click rate of messages, which divides by deliveries.",
        ),
        sources=("Google Ads: ctr", "Meta Ads: inline_link_click_ctr", "Search Console: ctr"),
        definition_urls=(
            "https://win.varos.com/en/articles/6344133-how-facebook-ads-benchmark-metrics-are-calculated",
        ),
        benchmark_status=BenchmarkStatus.FOUND,
    ),
    Metric(
        key="content_interaction",
        name="Content Interaction",
        definition="Interactions with articles, videos, guides and downloads.",
        unit=Unit.COUNT,
        decimals=0,
        direction=Direction.HIGHER_IS_BETTER,
        formula=total("content_interactions"),
        over_time=Aggregation.SUM,
        across_segments=Aggregation.SUM,
        cadence=Cadence.DAILY,
        goal_mode=GoalMode.CUMULATIVE,
        noise=NoiseModel.OVERDISPERSED_COUNT,
        low=0,
        maturity_lag_days=2,
        aliases=("content interactions", "content engagement", "content actions"),
        stages=(("funnel", "interest"), ("journey", "consideration")),
        document_stages=("interest",),
        named_by_document=True,
        related=("content_interaction_rate",),
        caveats=(
            (
                "Settle first which events count. A new event in the count lifts the level; it "
                "is not a success."
            ),
        ),
        sources=(
            "GA4: file_download, video_progress, scroll, select_content",
            "Hotjar / Contentsquare heatmaps",
        ),
        definition_urls=("https://support.google.com/analytics/answer/9267735?authuser=2",),
        benchmark_status=BenchmarkStatus.NOT_FOUND,
    ),
    Metric(
        key="content_interaction_rate",
        name="Content Interaction Rate",
        definition="Of all content views, the share with at least one interaction.",
        unit=Unit.PERCENT,
        decimals=1,
        direction=Direction.HIGHER_IS_BETTER,
        formula=ratio("content_views_interacted", "content_views", scale=100),
        over_time=Aggregation.RATIO_OF_SUMS,
        across_segments=Aggregation.RATIO_OF_SUMS,
        cadence=Cadence.WEEKLY,
        goal_mode=GoalMode.LEVEL,
        noise=NoiseModel.BINOMIAL,
        low=0,
        high=100,
        maturity_lag_days=2,
        min_denominator=200,
        aliases=("content engagement rate",),
        stages=(("funnel", "interest"), ("journey", "consideration")),
        parent="content_interaction",
        sources=("GA4: custom exploration on content pages",),
        benchmark_status=BenchmarkStatus.NOT_FOUND,
    ),
    Metric(
        key="engagement_rate",
        name="Engagement Rate",
        definition=(
            "The share of sessions that are engaged: over 10 seconds, a key event, or at "
            "least 2 page views."
        ),
        unit=Unit.PERCENT,
        decimals=1,
        direction=Direction.HIGHER_IS_BETTER,
        formula=ratio("engaged_sessions", "sessions", scale=100),
        over_time=Aggregation.RATIO_OF_SUMS,
        across_segments=Aggregation.RATIO_OF_SUMS,
        cadence=Cadence.DAILY,
        goal_mode=GoalMode.LEVEL,
        noise=NoiseModel.BINOMIAL,
        low=0,
        high=100,
        maturity_lag_days=2,
        min_denominator=200,
        aliases=("er", "site engagement rate", "ga4 engagement rate", "engaged sessions rate"),
        stages=(("funnel", "interest"), ("journey", "consideration")),
        document_stages=("consideration",),
        named_by_document=True,
        related=("bounce_rate",),
        caveats=(
            (
                "In GA4 it is 100 minus the bounce rate, so the two are one signal and only "
                "one of them should warn."
            ),
            "The 10-second limit is a GA4 setting; changing it moves the level.",
            (
                "No published figure of its own was found; 100 minus a GA4 bounce rate gives a "
                "reference."
            ),
        ),
        sources=("GA4: engagementRate",),
        definition_urls=(
            "https://support.google.com/analytics/answer/11109416?hl=en&ref_topic=11151952",
            "https://support.google.com/analytics/answer/12798876?ref=s.ee",
        ),
        benchmark_status=BenchmarkStatus.NOT_FOUND,
    ),
    Metric(
        key="time_on_site",
        name="Time on Site",
        definition="Mean seconds of a session with the site in front of the visitor.",
        unit=Unit.SECONDS,
        decimals=0,
        direction=Direction.HIGHER_IS_BETTER,
        formula=ratio("engagement_seconds", "sessions"),
        over_time=Aggregation.WEIGHTED_MEAN,
        across_segments=Aggregation.WEIGHTED_MEAN,
        cadence=Cadence.DAILY,
        goal_mode=GoalMode.LEVEL,
        noise=NoiseModel.LOGNORMAL_MEAN,
        low=0,
        surprising_above=1800,
        maturity_lag_days=2,
        min_denominator=200,
        aliases=(
            "session duration",
            "average session duration",
            "avg time on site",
            "average engagement time",
        ),
        stages=(("funnel", "interest"), ("journey", "consideration")),
        document_stages=("consideration",),
        named_by_document=True,
        read_with=("sales_conversion_rate", "engagement_rate"),
        caveats=(
            (
                "Longer is not always better, because a lost visitor stays long too. Read it "
                "with conversion."
            ),
            (
                "GA4 measures time in focus, Universal Analytics measured from first to last "
                "hit. The two do not compare."
            ),
            "GA4 divides by active users; here the denominator is sessions.",
        ),
        sources=("GA4: userEngagementDuration / sessions", "Shopify: average session duration"),
        definition_urls=(
            "https://support.google.com/analytics/answer/11109416?hl=en&ref_topic=11151952",
        ),
        benchmark_status=BenchmarkStatus.FOUND,
    ),
)
