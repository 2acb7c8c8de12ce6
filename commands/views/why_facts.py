"""All that an answer to "why" says, ready for its views."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from commands.views.style import Style
from commands.why_words import WhyWords
from funnel.catalogue.entries import Metric
from funnel.explain import Explanation, Nearby, Rank, References
from funnel.model import Break, Money


@dataclass(frozen=True, slots=True)
class WhyFacts:
    """`command` is what was typed after `/funnel` without what to look into (`part`, `by`).

    `worth` is the gap a day in money, for metrics that lead to money but are none. `found` is the
    break that reaches into the window; `anchor` says what the base was moved before."""

    metric: Metric
    explanation: Explanation
    asked: WhyWords
    command: str
    asked_at: datetime
    style: Style
    found: Break | None
    anchor: str
    rank: Rank | None
    references: References | None
    worth: Money | None
    nearby: tuple[Nearby, ...]
    names: Mapping[str, str]
    others: tuple[Metric, ...]
