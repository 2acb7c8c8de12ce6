"""Published figures on self-service, each with its publisher, sample and page."""

from funnel.catalogue.entries import Benchmark, Confidence

BENCHMARKS: tuple[Benchmark, ...] = (
    Benchmark(
        metric="contact_rate",
        publisher="Gorgias",
        year=2025,
        population="E-commerce brands, mostly on Shopify",
        statistic="mean",
        value=6.7,
        confidence=Confidence.SECONDARY,
        note="About one conversation for 15 orders; 16 % of them ask where the order is.",
        url="https://shipmentguard.io/post-purchase-support-ticket-benchmarks-report-2025-edition",
    ),
    Benchmark(
        metric="chatbot_resolution_rate",
        publisher="Comm100",
        year=2026,
        population="Its customers with an AI bot, all industries",
        statistic="mean",
        value=44.8,
        confidence=Confidence.PRIMARY,
        note=(
            "45.8 a year before; industries lie between 38.1 and 97.7; the bot takes 75.3 % "
            "of chats."
        ),
        url="https://www.comm100.com/blog/what-percentage-of-chats-can-ai-chatbots-resolve",
    ),
    Benchmark(
        metric="chatbot_resolution_rate",
        publisher="Influx",
        year=2026,
        population="Over 20 e-commerce brands on Gorgias",
        statistic="median",
        value=10,
        confidence=Confidence.PRIMARY,
        note="Between 0 and 51; the brands with the best CSAT stay at 20 or lower.",
        url="https://influx.com/blog/gorgias-ai-performance-benchmarks-high-performing-cx-teams",
    ),
)
