"""Digests: what is new in a journey since the last one, in the order in which it matters."""

from funnel.digest.compiling import Known, compile_digest
from funnel.digest.findings import (
    BreakChange,
    BreakNews,
    DataNews,
    Digest,
    Finding,
    GoalCount,
    GoalNews,
    GoodNews,
    News,
    Rank,
    RecordNews,
)
from funnel.digest.news import Since, Told, break_news, goal_news

__all__ = [
    "BreakChange",
    "BreakNews",
    "DataNews",
    "Digest",
    "Finding",
    "GoalCount",
    "GoalNews",
    "GoodNews",
    "Known",
    "News",
    "Rank",
    "RecordNews",
    "Since",
    "Told",
    "break_news",
    "compile_digest",
    "goal_news",
]
