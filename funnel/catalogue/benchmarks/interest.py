"""Published figures on clicks and time, each with its publisher, sample and page."""

from funnel.catalogue.entries import Band, Benchmark, Confidence

BENCHMARKS: tuple[Benchmark, ...] = (
    Benchmark(
        metric="click_through_rate",
        publisher="WordStream by LocaliQ",
        year=2026,
        population=(
            "Search ads at Google and Microsoft, over 13,000 US campaigns in 23 "
            "industries, April 2025 to March 2026"
        ),
        segment="search_ads",
        statistic="mean",
        value=6.64,
        confidence=Confidence.SECONDARY,
        url="https://www.prismnews.com/topics/agency-seo-growth/wordstream-report-shows-google-ads-ctr-rises-to-664-across",
    ),
    Benchmark(
        metric="click_through_rate",
        publisher="WordStream by LocaliQ",
        year=2025,
        population="Search ads at Google and Microsoft, all industries",
        segment="search_ads",
        statistic="mean",
        value=6.66,
        confidence=Confidence.SECONDARY,
        url="https://franetic.com/2025-google-ads-benchmark-insights-study",
    ),
    Benchmark(
        metric="click_through_rate",
        publisher="WordStream by LocaliQ",
        year=2026,
        population="Search ads of Arts and Entertainment, the highest industry",
        segment="search_ads_arts",
        statistic="mean",
        value=12.75,
        confidence=Confidence.SECONDARY,
        url="https://www.prismnews.com/topics/agency-seo-growth/wordstream-report-shows-google-ads-ctr-rises-to-664-across",
    ),
    Benchmark(
        metric="click_through_rate",
        publisher="Powerhouse Media",
        year=2026,
        population="Link clicks on Meta, one agency's portfolio, USD 15M spent",
        segment="meta_ads",
        statistic="bands",
        bands=(Band("healthy median", 1.1, 1.5),),
        confidence=Confidence.PRIMARY,
        note="A vendor's audit of profitable brands only.",
        url="https://www.phousemedia.com/blog/meta-ads-benchmarks-ecommerce-2026",
    ),
    Benchmark(
        metric="time_on_site",
        publisher="Opensend (source not named)",
        year=2025,
        population="Sessions of consumer e-commerce",
        statistic="mean",
        value=92,
        confidence=Confidence.SECONDARY,
        note="The same page gives 123 s for e-commerce as a whole.",
        url="https://opensend.com/post/average-session-duration-ecommerce",
    ),
    Benchmark(
        metric="time_on_site",
        publisher="Noble Intent Studio",
        year=2023,
        population=("An agency's clients, GA4 engagement time per user, first quarter of 2023"),
        statistic="mean",
        value=57,
        confidence=Confidence.PRIMARY,
        note="Clients lay between 37 and 89 s.",
        url="https://nobleintentstudio.com/blog/ga4-is-all-about-engagement-what-are-good-engagement-metrics/",
    ),
)
