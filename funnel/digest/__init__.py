"""Digests: what is new in a journey since the last one, in the order in which it matters."""

from funnel.digest.compiling import Known, compile_digest, leads
from funnel.digest.findings import (
    BreakChange,
    BreakNews,
    DataNews,
    Digest,
    EventNews,
    Finding,
    GoalCount,
    GoalNews,
    GoalStanding,
    GoodNews,
    News,
    Rank,
    RecordNews,
    RestatedNews,
    SpellNews,
    Summary,
)
from funnel.digest.news import Since, Told, break_news, goal_news
from funnel.digest.summary import named_outside, span_before, summarize, summed_span

__all__ = [
    "BreakChange",
    "BreakNews",
    "DataNews",
    "Digest",
    "EventNews",
    "Finding",
    "GoalCount",
    "GoalNews",
    "GoalStanding",
    "GoodNews",
    "Known",
    "News",
    "Rank",
    "RecordNews",
    "RestatedNews",
    "Since",
    "SpellNews",
    "Summary",
    "Told",
    "break_news",
    "compile_digest",
    "goal_news",
    "leads",
    "named_outside",
    "span_before",
    "summarize",
    "summed_span",
]
